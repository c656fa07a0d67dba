//! Users: one, all, those that match, the groups they are in, and those that were deleted.

use super::super::{
    inputs::{ListOf, OfUser, TenantRef, UserRef, Window},
    model::{DeletedUser, Member, User},
    pages::List as Rows,
    paths,
    tenants::at,
};
use crate::{
    connector::{CallError, Client, Operation, Page, Term},
    policy::Read,
};
use schemars::JsonSchema;
use serde::Deserialize;

/// What is asked for of each user of a list. Without a selection Graph leaves out the half of it.
pub const IN_LISTS: &str = "id,displayName,givenName,surname,userPrincipalName,mail,accountEnabled,userType,usageLocation,\
                            jobTitle,department,assignedLicenses,onPremisesSyncEnabled,createdDateTime";

/// What is asked for of one user.
const OF_ONE: &str = "id,displayName,givenName,surname,userPrincipalName,mail,mailNickname,otherMails,proxyAddresses,\
                      accountEnabled,userType,usageLocation,jobTitle,department,companyName,officeLocation,city,country,\
                      mobilePhone,businessPhones,assignedLicenses,licenseAssignmentStates,onPremisesSyncEnabled,\
                      createdDateTime,lastPasswordChangeDateTime";

/// Members or guests.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Those of the tenant.
    Member,
    /// Those that were invited.
    Guest,
}

/// Which users: all that match every filter given.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Which {
    /// A customer's tenant, by its id or a domain of it; the account's own when absent.
    pub tenant: Option<TenantRef>,
    /// True: those that may sign in; false: those that may not.
    pub enabled: Option<bool>,
    /// Members or guests alone.
    pub kind: Option<Kind>,
    /// A page of about so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 999))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

impl Which {
    fn filter(&self) -> Option<String> {
        let enabled = self.enabled.map(|enabled| format!("accountEnabled eq {enabled}"));
        let kind = self.kind.map(|kind| match kind {
            Kind::Member => "userType eq 'Member'".to_owned(),
            Kind::Guest => "userType eq 'Guest'".to_owned(),
        });
        let all: Vec<String> = enabled.into_iter().chain(kind).collect();
        (!all.is_empty()).then(|| all.join(" and "))
    }
}

/// What to look for.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// A customer's tenant, by its id or a domain of it; the account's own when absent.
    pub tenant: Option<TenantRef>,
    /// Words of the name, or the beginning of an address.
    pub text: Term<200>,
    /// A page of about so many rows; all rows when absent.
    #[schemars(range(min = 1, max = 999))]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A search in several members, in Graph's own way of writing it.
pub fn search(members: &[&str], text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    let parts: Vec<String> = members
        .iter()
        .map(|member| format!("\"{member}:{text}\""))
        .collect();
    parts.join(" OR ")
}

/// The users that are asked for, with what every list of users asks.
pub fn all(filter: Option<String>) -> Rows {
    Rows::new(paths::users())
        .with("$select", Some(IN_LISTS))
        .with("$filter", filter)
}

/// One user.
pub struct Get;

impl Operation for Get {
    type Access = Read;
    type Input = OfUser;
    type Output = User;
    const ID: &'static str = "users.get";
    const TITLE: &'static str = "Get a user";

    async fn run(client: Client<Read>, input: OfUser) -> Result<User, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        one(&here.client, &input.user).await
    }
}

/// One user, with all that is worth knowing.
pub async fn one(client: &Client<Read>, user: &UserRef) -> Result<User, CallError> {
    client.get(paths::user(user), &[("$select", OF_ONE)]).await
}

/// All users, or some of them.
pub struct List;

impl Operation for List {
    type Access = Read;
    type Input = Which;
    type Output = Page<User>;
    const ID: &'static str = "users.list";
    const TITLE: &'static str = "List users, all or those that may sign in, members or guests";

    async fn run(client: Client<Read>, input: Which) -> Result<Page<User>, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        let window = Window {
            limit: input.limit,
            cursor: input.cursor.as_deref(),
        };
        all(input.filter()).read(&here.client, window).await
    }
}

/// The users that match some words.
pub struct Search;

impl Operation for Search {
    type Access = Read;
    type Input = Words;
    type Output = Page<User>;
    const ID: &'static str = "users.search";
    const TITLE: &'static str = "Search users by name or address";

    async fn run(client: Client<Read>, input: Words) -> Result<Page<User>, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        let window = Window {
            limit: input.limit,
            cursor: input.cursor.as_deref(),
        };
        let wanted = search(&["displayName", "userPrincipalName", "mail"], input.text.as_str());
        let list = Rows::new(paths::users().eventual())
            .with("$select", Some(IN_LISTS))
            .with("$search", Some(wanted))
            .with("$count", Some("true"));
        list.read(&here.client, window).await
    }
}

/// The groups and roles that a user is in.
pub struct Groups;

impl Operation for Groups {
    type Access = Read;
    type Input = OfUser;
    type Output = Page<Member>;
    const ID: &'static str = "users.groups";
    const TITLE: &'static str = "List the groups and roles that a user is directly in";

    async fn run(client: Client<Read>, input: OfUser) -> Result<Page<Member>, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        let list = Rows::new(paths::groups_of(&input.user)).unsized_pages();
        list.read(&here.client, Window::default()).await
    }
}

/// Users that can be restored.
pub struct Deleted;

impl Operation for Deleted {
    type Access = Read;
    type Input = ListOf;
    type Output = Page<DeletedUser>;
    const ID: &'static str = "deleted_users.list";
    const TITLE: &'static str = "List the users that were deleted in the last 30 days";

    async fn run(client: Client<Read>, input: ListOf) -> Result<Page<DeletedUser>, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        let list = Rows::new(paths::deleted_users()).unsized_pages();
        list.read(&here.client, input.window()).await
    }
}
