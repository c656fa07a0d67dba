//! Groups, and who is in them.

use super::{
    super::{
        inputs::{ListOf, TenantRef, Window},
        model::{Group, Member},
        pages::List as Rows,
        paths,
        tenants::at,
    },
    users::{Words, search},
};
use crate::{
    connector::{CallError, Client, Guid, Operation, Page},
    policy::Read,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// What is asked for of each group of a list.
const IN_LISTS: &str = "id,displayName,description,mail,groupTypes,mailEnabled,securityEnabled,onPremisesSyncEnabled,\
                        membershipRule,isAssignableToRole";

/// What is asked for of each member.
const OF_MEMBERS: &str = "id,displayName,userPrincipalName,mail";

/// Which group.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OfGroup {
    /// A customer's tenant, by its id or a domain of it; the account's own when absent.
    pub tenant: Option<TenantRef>,
    /// The group's id.
    pub group: Guid,
}

/// Whose members.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MembersOf {
    /// A customer's tenant, by its id or a domain of it; the account's own when absent.
    pub tenant: Option<TenantRef>,
    /// The group's id.
    pub group: Guid,
    /// A page of about so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 999))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// One group.
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = OfGroup;
    type Output = Group;
    const ID: &'static str = "groups.get";
    const TITLE: &'static str = "Get a group";

    async fn run(client: Client<Read>, input: OfGroup) -> Result<Group, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        here.client.get(paths::group(&input.group), &[]).await
    }
}

/// All groups.
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = ListOf;
    type Output = Page<Group>;
    const ID: &'static str = "groups.list";
    const TITLE: &'static str = "List groups";

    async fn run(client: Client<Read>, input: ListOf) -> Result<Page<Group>, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        let list = Rows::new(paths::groups()).with("$select", Some(IN_LISTS));
        list.read(&here.client, input.window()).await
    }
}

/// The groups that match some words.
pub struct Search;

impl Operation for Search {
    type Access = Read;
    type Input = Words;
    type Output = Page<Group>;
    const ID: &'static str = "groups.search";
    const TITLE: &'static str = "Search groups by name or description";

    async fn run(client: Client<Read>, input: Words) -> Result<Page<Group>, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        let window = Window {
            limit: input.limit,
            cursor: input.cursor.as_deref(),
        };
        let wanted = search(&["displayName", "description"], input.text.as_str());
        let list = Rows::new(paths::groups().eventual())
            .with("$select", Some(IN_LISTS))
            .with("$search", Some(wanted))
            .with("$count", Some("true"));
        list.read(&here.client, window).await
    }
}

/// Who is in a group.
pub struct Members;

impl Operation for Members {
    type Access = Read;
    type Input = MembersOf;
    type Output = Page<Member>;
    const ID: &'static str = "groups.members";
    const TITLE: &'static str = "List a group's direct members";

    async fn run(client: Client<Read>, input: MembersOf) -> Result<Page<Member>, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        let window = Window {
            limit: input.limit,
            cursor: input.cursor.as_deref(),
        };
        let list = Rows::new(paths::members(&input.group)).with("$select", Some(OF_MEMBERS));
        list.read(&here.client, window).await
    }
}
