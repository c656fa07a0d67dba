//! What a caller gives: ids, terms, the filters they become, and the part of a list that is wanted.
//!
//! A blank term is refused: a template that came out empty must not list everything.

use crate::{
    connector::{CallError, Client},
    policy::Access,
};
use schemars::JsonSchema;
use serde::Deserialize;
use std::fmt;

pub use crate::connector::{Guid as RecordId, Term, refuse};

/// Which record.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Its id.
    pub id: RecordId,
}

/// A whole list, or a page of it.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 200))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// The query of one request: filters, all of which must hold, and an order.
#[derive(Default)]
pub struct Filters(Vec<(&'static str, String)>);

impl Filters {
    /// Adds a filter where there is a value for it.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Option<&impl fmt::Display>) -> Self {
        self.0.extend(value.map(|value| (name, value.to_string())));
        self
    }

    /// Asks for an order.
    #[must_use]
    pub fn sorted(mut self, by: &'static str) -> Self {
        self.0.push(("sort", by.to_owned()));
        self
    }

    /// The same filters; an input error when there are none: a search without a filter would be the whole list.
    pub fn some<A: Access>(self, client: &Client<A>) -> Result<Self, CallError> {
        if self.0.is_empty() {
            let why = "give at least one filter to search by, or call the list operation for everything";
            return Err(refuse(client, "input", why));
        }
        Ok(self)
    }

    /// As query parameters, not encoded.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }
}

/// A quantity: a whole number, at least 1.
pub fn quantity<A: Access>(client: &Client<A>, field: &str, quantity: u32) -> Result<u32, CallError> {
    if quantity == 0 {
        Err(refuse(
            client,
            field,
            "must be at least 1; to have none, cancel the subscription",
        ))
    } else {
        Ok(quantity)
    }
}
