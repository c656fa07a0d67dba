//! The cheapest call that proves the account: one row of the companies.
//!
//! It goes with the token that is kept, so a key that was revoked may look good for as long as that token lives; a
//! connection test signs in anew.

use super::{inputs::Filters, model::Listed, pages, paths::List, place::Place, records::Company};
use crate::{
    connector::{CallError, Client, Finding},
    policy::Read,
};
use serde::de::DeserializeOwned;

/// The first row of a list, and how many rows there are.
pub async fn first<T: DeserializeOwned>(client: &Client<Read>, of: List) -> Result<Listed<T>, CallError> {
    let place = Place { number: 0, size: 1 };
    pages::page(client, &of.path(), &Filters::default(), place).await
}

/// Proves the account.
pub async fn probe(client: Client<Read>) -> Result<Finding, CallError> {
    let found: Listed<Company> = first(&client, List::Companies).await?;
    let attention =
        (found.total() == Some(0)).then(|| "The key works, but no company is visible to it.".to_owned());
    Ok(Finding {
        detail: visible(&found, List::Companies),
        attention,
        ..Finding::default()
    })
}

/// In words how much is visible, e.g. `230 companies visible`.
pub fn visible<T>(found: &Listed<T>, of: List) -> String {
    match found.total() {
        Some(total) => format!("{} {} visible", grouped(total), of.as_str()),
        None => format!("{} can be read", of.as_str()),
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
