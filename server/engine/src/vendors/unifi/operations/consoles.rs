//! The consoles that the Site Manager knows.

use super::super::{inputs, manifest::MODE, model::Console, place::Mode, relay};
use crate::{
    connector::{CallError, Client, Operation, Page},
    policy::Read,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// Nothing is asked.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// All consoles that the key reaches.
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = Nothing;
    type Output = Page<Console>;
    const ID: &'static str = "consoles.list";
    const TITLE: &'static str = "List the consoles that a Site Manager key reaches";

    async fn run(client: Client<Read>, _: Nothing) -> Result<Self::Output, CallError> {
        if Mode::noted(client.session()) != Mode::Cloud {
            let why =
                "only an integration that connects through the cloud connector knows more than one console";
            return Err(inputs::refuse(&client, MODE, why));
        }
        let items = relay::consoles(&client).await?;
        Ok(Page {
            items,
            next_cursor: None,
        })
    }
}
