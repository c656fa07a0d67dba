//! The account behind the key.

use crate::{
    connector::{CallError, Client, Operation},
    policy::Read,
    vendors::datto_rmm::{model::Account, paths},
};
use schemars::JsonSchema;
use serde::Deserialize;

/// `account.get`
pub struct Get;

/// Nothing: a key belongs to one account.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

impl Operation for Get {
    type Access = Read;
    type Input = Nothing;
    type Output = Account;
    const ID: &'static str = "account.get";
    const TITLE: &'static str = "Get the account and its device counts";

    async fn run(client: Client<Read>, _input: Nothing) -> Result<Account, CallError> {
        client.get(paths::account(), &[]).await
    }
}
