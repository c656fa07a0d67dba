//! Passwords: their metadata in lists, and one value at a time, only when a caller asks for it by name.
//!
//! The vendor's own default is to show the value on every single read, so `show_password` is sent each time. Lists have
//! no place for a value at all.

use super::super::{
    attributes::{Password, PasswordRead},
    inputs::{Filters, RecordId, Term},
    model::{One, Record},
    pages::{self, Window},
    paths::Collection,
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Operation, Page},
    policy::Read,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// Which password, and whether its value is wanted.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// Its id.
    pub id: RecordId,
    /// True to fetch the value too. IT Glue counts it as an access. The key needs Password Access, or the value is left
    /// out.
    #[serde(default)]
    pub show_password: bool,
}

/// Which passwords: all that match every filter given. Values are never listed.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// This id.
    pub id: Option<RecordId>,
    /// This name, by IT Glue's own matching.
    pub name: Option<Term>,
    /// Of this organization.
    pub organization_id: Option<RecordId>,
    /// Of this password category.
    pub password_category_id: Option<RecordId>,
    /// For this address.
    pub url: Option<Term>,
    /// Embedded in a record of this name.
    pub cached_resource_name: Option<Term>,
    /// True: archived ones; false: the others.
    pub archived: Option<bool>,
    /// A page of at most so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 1000))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl Query {
    fn filters(&self) -> Filters {
        Filters::default()
            .with("filter[id]", self.id.as_ref())
            .with("filter[name]", self.name.as_ref())
            .with("filter[organization_id]", self.organization_id.as_ref())
            .with("filter[password_category_id]", self.password_category_id.as_ref())
            .with("filter[url]", self.url.as_ref())
            .with("filter[cached_resource_name]", self.cached_resource_name.as_ref())
            .with("filter[archived]", self.archived.as_ref())
    }

    fn window(&self) -> Window<'_> {
        Window {
            limit: self.limit,
            cursor: self.cursor.as_deref(),
        }
    }
}

/// One password: metadata, and the value on request.
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = Which;
    type Output = Record<PasswordRead>;
    const ID: &'static str = "passwords.get";
    const TITLE: &'static str = "Get a password; its value only with show_password";
    // An auditor must see who asked for a password, though nothing is changed.
    const AUDITED: bool = true;

    async fn run(client: Client<Read>, input: Which) -> Result<Self::Output, CallError> {
        let path = Collection::Passwords.record(&input.id);
        if input.show_password {
            let shown: One<PasswordRead> = client
                .get(path, &[("show_password", "true")])
                .await
                .map_err(withheld)?;
            return Ok(shown.data.into_record());
        }
        let found: One<Password> = client
            .get(path, &[("show_password", "false")])
            .await
            .map_err(withheld)?;
        Ok(found.data.into_record())
    }
}

/// The metadata of all passwords, or of those that match.
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = Query;
    type Output = Page<Record<Password>>;
    const ID: &'static str = "passwords.list";
    const TITLE: &'static str = "List passwords without their values";

    async fn run(client: Client<Read>, input: Query) -> Result<Self::Output, CallError> {
        let filters = input.filters();
        let read = pages::read(&client, Collection::Passwords, &filters, input.window());
        read.await.map_err(withheld)
    }
}

/// The metadata of the passwords that match at least one filter.
pub struct Search;

impl Operation for Search {
    type Access = Read;
    type Input = Query;
    type Output = Page<Record<Password>>;
    const ID: &'static str = "passwords.search";
    const TITLE: &'static str = "Search passwords by name, address or organization, without their values";

    async fn run(client: Client<Read>, input: Query) -> Result<Self::Output, CallError> {
        let filters = input.filters().some(&client)?;
        let read = pages::read(&client, Collection::Passwords, &filters, input.window());
        read.await.map_err(withheld)
    }
}

/// An error about a password answer that could not be read, without the answer.
///
/// Failure story: the vendor changes one attribute's type, the value cannot be decoded, and the error carries the whole
/// answer, value included, into every log and record. So the vendor's words are kept for refusals and for web pages, and
/// withheld when they may be the password's own document; the place of the fault is kept, the text found there is not.
pub fn withheld(mut error: CallError) -> CallError {
    let Some(said) = error.said.as_mut() else {
        return error;
    };
    let is_page = said
        .content_type
        .as_deref()
        .is_some_and(|kind| kind.contains("html"));
    if !matches!(error.kind, CallErrorKind::Contract { .. }) || is_page || said.body.is_empty() {
        return error;
    }
    "[withheld: this answer may hold a password]".clone_into(&mut said.body);
    if let Some(source) = error.source.take() {
        let place = source
            .downcast_ref::<serde_path_to_error::Error<serde_json::Error>>()
            .map_or_else(
                || "an unknown place".to_owned(),
                |why| format!("`{}`", why.path()),
            );
        let at = format!("{place} of a password answer, whose text is withheld");
        error.kind = CallErrorKind::Contract { at };
    }
    error
}
