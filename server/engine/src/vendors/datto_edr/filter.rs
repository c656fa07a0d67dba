//! `LoopBack`'s `filter`. Every condition stands below one `and`: a top-level `or` misbehaves at this vendor, and there is
//! no way to write one here.

use super::inputs::{EntityId, Term, refuse};
use crate::{
    connector::{CallError, Client},
    policy::Access,
};
use serde_json::{Value, json};

/// The conditions of one request: all of them must hold.
#[derive(Clone, Default)]
pub struct Conditions(Vec<Value>);

impl Conditions {
    /// The field has this value.
    #[must_use]
    pub fn is(mut self, field: &str, value: Option<impl Into<Value>>) -> Self {
        self.0.extend(value.map(|value| json!({field: value.into()})));
        self
    }

    /// The field has this id.
    #[must_use]
    pub fn id(self, field: &str, id: Option<&EntityId>) -> Self {
        self.is(field, id.map(EntityId::as_str))
    }

    /// The field has this text.
    #[must_use]
    pub fn text(self, field: &str, text: Option<&Term>) -> Self {
        self.is(field, text.map(Term::as_str))
    }

    /// The field has this text, whatever the case.
    #[must_use]
    pub fn same(self, field: &str, text: &str) -> Self {
        self.against(field, "ilike", Some(literally(text)))
    }

    /// The field holds this text, whatever the case.
    #[must_use]
    pub fn holds(self, field: &str, text: Option<&Term>) -> Self {
        let pattern = text.map(|text| format!("%{}%", literally(text.as_str())));
        self.against(field, "ilike", pattern)
    }

    /// The field is later than this instant.
    #[must_use]
    pub fn after(self, field: &str, at: Option<String>) -> Self {
        self.against(field, "gt", at)
    }

    /// The field is earlier than this instant.
    #[must_use]
    pub fn before(self, field: &str, at: Option<String>) -> Self {
        self.against(field, "lt", at)
    }

    /// The same conditions; an input error when there are none: a search without a filter would be the whole list.
    pub fn some<A: Access>(self, client: &Client<A>) -> Result<Self, CallError> {
        if self.0.is_empty() {
            let why = "give at least one filter to search by, or call the list operation for everything";
            return Err(refuse(client, "input", why));
        }
        Ok(self)
    }

    /// The filter of one page: in order of id, after this id, so many rows.
    pub fn filter(&self, after: Option<&EntityId>, rows: usize) -> String {
        let mut conditions = self.0.clone();
        conditions.extend(after.map(|id| json!({"id": {"gt": id.as_str()}})));
        let mut filter = json!({"order": "id", "limit": rows});
        if !conditions.is_empty() {
            filter["where"] = json!({"and": conditions});
        }
        filter.to_string()
    }

    fn against(mut self, field: &str, operator: &str, value: Option<String>) -> Self {
        self.0
            .extend(value.map(|value| json!({field: {operator: value}})));
        self
    }
}

/// A text in which the signs of LIKE mean themselves.
fn literally(text: &str) -> String {
    let mut pattern = String::new();
    for letter in text.chars() {
        if matches!(letter, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(letter);
    }
    pattern
}
