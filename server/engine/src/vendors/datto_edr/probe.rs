//! The cheapest call that proves the account: whose token is it? It needs the token and no right.

use super::{model::User, paths};
use crate::{
    connector::{CallError, Client, Finding},
    policy::Read,
};

/// Asks whose token it is; one request.
pub async fn user(client: &Client<Read>) -> Result<User, CallError> {
    client.get(paths::me(), &[]).await
}

/// Proves the account.
pub async fn probe(client: Client<Read>) -> Result<Finding, CallError> {
    Ok(Finding {
        detail: signed_in(&user(&client).await?),
        ..Finding::default()
    })
}

/// In words, e.g. `signed in as opsai`.
pub fn signed_in(user: &User) -> String {
    user.name()
        .map_or_else(|| "signed in".to_owned(), |name| format!("signed in as {name}"))
}
