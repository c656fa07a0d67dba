//! JSON:API as IT Glue speaks it, and the flat record that callers get: `{id, type, …attributes, relationships}`.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// The answer to a single read.
#[derive(Deserialize)]
pub struct One<A> {
    /// The record.
    pub data: Resource<A>,
}

/// The answer to a list.
#[derive(Deserialize)]
pub struct Many<A> {
    /// The rows of this page.
    pub data: Vec<Resource<A>>,
    /// Where the page stands; the reference does not mention it, the live API sends it.
    pub meta: Option<Meta>,
}

/// A record as the vendor nests it.
#[derive(Deserialize)]
pub struct Resource<A> {
    /// Text, for it may be a number beyond what JavaScript can hold.
    pub id: String,
    /// The vendor's word for its kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is known of it.
    pub attributes: A,
    /// What it belongs with.
    pub relationships: Option<Value>,
}

/// Where a page stands among all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Meta {
    /// The page after this one.
    #[serde(default)]
    pub next_page: Next,
    /// How many rows there are in all.
    pub total_count: Option<u64>,
}

/// What an answer says of the page after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Next {
    /// Nothing.
    #[default]
    Unsaid,
    /// There is none.
    None,
    /// Its number.
    Page(u64),
}

impl<'de> Deserialize<'de> for Next {
    fn deserialize<D: Deserializer<'de>>(given: D) -> Result<Self, D::Error> {
        Ok(Option::<u64>::deserialize(given)?.map_or(Next::None, Next::Page))
    }
}

impl<A> Many<A> {
    /// How many rows there are in all, where the vendor says so.
    pub fn total(&self) -> Option<u64> {
        self.meta.as_ref()?.total_count
    }

    /// What is said of the page after this one.
    pub fn next(&self) -> Next {
        self.meta.as_ref().map_or(Next::Unsaid, |meta| meta.next_page)
    }
}

/// A record as callers get it: attributes beside the id, under the vendor's own names.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Record<A> {
    /// Its id: digits, as text.
    pub id: String,
    /// The vendor's word for its kind.
    #[serde(rename = "type")]
    pub kind: String,
    /// What is known of it.
    #[serde(flatten)]
    pub attributes: A,
    /// What it belongs with, as the vendor nests it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relationships: Option<Value>,
}

impl<A> Resource<A> {
    /// Flattened, its attributes turned into what callers get.
    pub fn into_record<B: From<A>>(self) -> Record<B> {
        Record {
            id: self.id,
            kind: self.kind,
            attributes: self.attributes.into(),
            relationships: self.relationships,
        }
    }
}
