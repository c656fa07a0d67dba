//! The cheapest call that proves a usable right: one row of the organizations.
//!
//! `GET /regions` would cost as much and prove the key alone. Asked for steadily, it also keeps the key alive: IT Glue
//! revokes a key after 90 days without use.

use super::{attributes::Organization, model::Many, paths::Collection};
use crate::{
    connector::{CallError, Client, Finding},
    policy::Read,
};
use serde::de::DeserializeOwned;

/// The first row of a list, and how many rows there are.
pub async fn first<A: DeserializeOwned>(client: &Client<Read>, of: Collection) -> Result<Many<A>, CallError> {
    client.get(of.path(), &[("page[size]", "1")]).await
}

/// Proves the account.
pub async fn probe(client: Client<Read>) -> Result<Finding, CallError> {
    let found: Many<Organization> = first(&client, Collection::Organizations).await?;
    let attention = (found.total() == Some(0))
        .then(|| "The API key works, but no organization is visible to it.".to_owned());
    Ok(Finding {
        detail: visible(&found, Collection::Organizations),
        attention,
        ..Finding::default()
    })
}

/// In words how much is visible, e.g. `137 organizations visible`.
pub fn visible<A>(found: &Many<A>, of: Collection) -> String {
    let plural = of.as_str();
    match found.total() {
        Some(1) => format!("1 {} visible", plural.trim_end_matches('s')),
        Some(total) => format!("{} {plural} visible", grouped(total)),
        None => format!("{plural} can be read"),
    }
}

/// A number with its thousands set apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
