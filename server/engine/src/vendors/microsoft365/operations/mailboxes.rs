//! Mailboxes: what each is for, and one's settings.
//!
//! Graph has no list of mailboxes and shows their settings to applications only. So the users that have an address are read
//! and asked about, twenty in a request; a user without a mailbox is left out.

use super::{
    super::{
        batch,
        faults::{self, NO_MAILBOX},
        inputs::{OfUser, TenantRef, Window},
        model::User,
        paths,
        tenants::{as_app, at},
    },
    users,
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Operation, Page},
    policy::Read,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What a mailbox is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// One person's.
    User,
    /// One that several share.
    Shared,
    /// A room's.
    Room,
    /// A piece of equipment's.
    Equipment,
    /// One of an account in another forest.
    Linked,
    /// Another kind.
    Others,
}

impl Purpose {
    const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Shared => "shared",
            Self::Room => "room",
            Self::Equipment => "equipment",
            Self::Linked => "linked",
            Self::Others => "others",
        }
    }
}

/// Which mailboxes.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// A customer's tenant, by its id or a domain of it; the account's own when absent.
    pub tenant: Option<TenantRef>,
    /// Those of this kind alone, e.g. `shared`.
    pub purpose: Option<Purpose>,
    /// The mailboxes of a page of about so many users; all mailboxes when absent.
    #[schemars(range(min = 1, max = 999))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A mailbox.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Mailbox {
    /// The id of its user.
    pub id: String,
    /// The name that is shown.
    pub display_name: Option<String>,
    /// The name to sign in with.
    pub user_principal_name: Option<String>,
    /// Its address.
    pub mail: Option<String>,
    /// False when its user may not sign in, as is usual for a shared one.
    pub account_enabled: Option<bool>,
    /// What it is for: `user`, `shared`, `room`, `equipment`, `linked` or `others`.
    pub user_purpose: Option<String>,
}

/// The settings of a mailbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Settings {
    /// What it is for: `user`, `shared`, `room`, `equipment`, `linked` or `others`.
    pub user_purpose: Option<String>,
    /// What is answered to whoever writes, and when.
    pub automatic_replies_setting: Option<Value>,
    /// The time zone, e.g. `GMT Standard Time`.
    pub time_zone: Option<String>,
    /// The language.
    pub language: Option<Value>,
    /// The working hours.
    pub working_hours: Option<Value>,
    /// Everything else, as Graph sent it.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One mailbox's settings.
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = OfUser;
    type Output = Settings;
    const ID: &'static str = "mailboxes.get";
    const TITLE: &'static str = "Get a mailbox's kind and settings";

    async fn run(client: Client<Read>, input: OfUser) -> Result<Settings, CallError> {
        let here = as_app(&client, input.tenant.as_ref())?;
        here.client.get(paths::mailbox(&input.user), &[]).await
    }
}

/// The mailboxes of a tenant.
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = Which;
    type Output = Page<Mailbox>;
    const ID: &'static str = "mailboxes.list";
    const TITLE: &'static str = "List mailboxes with what each is for, all or of one kind";

    async fn run(client: Client<Read>, input: Which) -> Result<Page<Mailbox>, CallError> {
        let window = Window {
            limit: input.limit,
            cursor: input.cursor.as_deref(),
        };
        let reader = at(&client, input.tenant.as_ref())?.client;
        let page: Page<User> = users::all(None).read(&reader, window).await?;
        let mut with_address = page.items;
        with_address.retain(|user| user.mail.as_ref().is_some_and(|mail| !mail.is_empty()));
        let app = as_app(&client, input.tenant.as_ref())?.client;
        let urls: Vec<String> = with_address
            .iter()
            .map(|user| paths::mailbox_purpose(&user.id))
            .collect();
        let mut items = Vec::new();
        for (user, answer) in with_address.into_iter().zip(batch::get(&app, &urls).await?) {
            let Asked::Mailbox(purpose) = purpose_of(answer)? else {
                continue;
            };
            let is_wanted = input
                .purpose
                .is_none_or(|wanted| purpose.as_deref() == Some(wanted.as_str()));
            if is_wanted {
                items.push(mailbox(user, purpose));
            }
        }
        Ok(Page {
            items,
            next_cursor: page.next_cursor,
        })
    }
}

fn mailbox(user: User, user_purpose: Option<String>) -> Mailbox {
    Mailbox {
        id: user.id,
        display_name: user.display_name,
        user_principal_name: user.user_principal_name,
        mail: user.mail,
        account_enabled: user.account_enabled,
        user_purpose,
    }
}

/// What Graph says of a user's mailbox.
enum Asked {
    /// There is one, for this; nothing where Graph does not say.
    Mailbox(Option<String>),
    /// There is none.
    Nothing,
}

fn purpose_of(answer: batch::Answer) -> Result<Asked, CallError> {
    match answer {
        Ok(body) => Ok(Asked::Mailbox(
            body.get("value").and_then(Value::as_str).map(str::to_owned),
        )),
        Err(error) if has_none(&error) => Ok(Asked::Nothing),
        Err(error) => Err(error),
    }
}

/// A user that went meanwhile has none either.
fn has_none(error: &CallError) -> bool {
    let code = error
        .said
        .as_ref()
        .and_then(|said| faults::code(said.body.as_bytes()));
    error.kind == CallErrorKind::NotFound || code.as_deref() == Some(NO_MAILBOX)
}
