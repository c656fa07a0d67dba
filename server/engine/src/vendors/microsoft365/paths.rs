//! Every path that Ops AI uses at Graph, below `…/v1.0/`, and the lane of each.

use super::inputs::UserRef;
use crate::connector::{Guid, LinkPath, OwnPath, Path, SearchPath};
use std::fmt::Write;

const USERS: &str = "users";
const GROUPS: &str = "groups";
const DIRECTORY: &str = "directory";
const LICENCES: &str = "licences";
const CUSTOMERS: &str = "customers";
const APPLICATIONS: &str = "applications";
const PRINCIPALS: &str = "servicePrincipals";
const RELATIONSHIPS: &str = "tenantRelationships/delegatedAdminRelationships";
const SUBSCRIPTIONS: &str = "subscriptions";
const PARTNER_CENTER: &str = "https://api.partnercenter.microsoft.com/v1/";

/// Many reads in one request. It reads by POST, and `batch.rs`, its only caller, puts nothing but GET into it.
pub const BATCH: SearchPath = SearchPath::new("batch", "$batch");

/// The authentication method that is everybody's password; the same id everywhere.
const PASSWORD_METHOD: &str = "28c10230-6103-485e-b985-444c60001490";

/// A list: where it is, and how it is asked for.
#[derive(Clone, Debug)]
pub struct ListPath {
    lane: &'static str,
    text: String,
    eventual: bool,
}

impl ListPath {
    fn new(lane: &'static str, text: impl Into<String>) -> Self {
        Self {
            lane,
            text: text.into(),
            eventual: false,
        }
    }

    /// The same list for advanced queries, such as a search: they are answered from an index that may lag behind.
    #[must_use]
    pub fn eventual(self) -> Self {
        Self {
            eventual: true,
            ..self
        }
    }

    /// Below Graph's base.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// As a path.
    pub fn path(&self) -> Path {
        let path = Path::new(self.lane, self.text.clone());
        if self.eventual {
            path.asked_with("ConsistencyLevel", "eventual")
        } else {
            path
        }
    }
}

/// All users.
pub fn users() -> ListPath {
    ListPath::new(USERS, USERS)
}

/// One user.
pub fn user(user: &UserRef) -> Path {
    Path::new(USERS, below_user(user, ""))
}

/// A new user goes here.
pub fn new_user() -> Path {
    Path::new(USERS, USERS)
}

/// The groups that a user is in.
pub fn groups_of(user: &UserRef) -> ListPath {
    ListPath::new(USERS, below_user(user, "/memberOf"))
}

/// A user's licences.
pub fn licences_of(user: &UserRef) -> ListPath {
    ListPath::new(LICENCES, below_user(user, "/licenseDetails"))
}

/// Where a user's licences are changed.
pub fn assign_licence(user: &UserRef) -> Path {
    Path::new(LICENCES, below_user(user, "/assignLicense"))
}

/// Where a user's sessions are ended.
pub fn sign_out(user: &UserRef) -> Path {
    Path::new(USERS, below_user(user, "/revokeSignInSessions"))
}

/// Where a user's password is reset by a person.
pub fn reset_password(user: &UserRef) -> Path {
    let text = below_user(
        user,
        &format!("/authentication/methods/{PASSWORD_METHOD}/resetPassword"),
    );
    Path::new(USERS, text)
}

/// Below this address Graph tells how a reset goes on.
pub fn any_user() -> Path {
    Path::new(USERS, USERS)
}

/// A user's mailbox settings.
pub fn mailbox(user: &UserRef) -> Path {
    Path::new("mailboxes", below_user(user, "/mailboxSettings"))
}

/// What a mailbox is for, as a batch asks for it: below the version, with a slash.
pub fn mailbox_purpose(id: &str) -> String {
    format!("/users/{}/mailboxSettings/userPurpose", segment(id))
}

/// What a person should see of a user before something is done to it, as a batch asks for it: the user, the tenant's name,
/// and the groups and roles.
pub fn about_user(user: &UserRef) -> Vec<String> {
    let of_user = below_user(user, "");
    vec![
        format!(
            "/{of_user}?$select=id,displayName,userPrincipalName,accountEnabled,userType,onPremisesSyncEnabled,assignedLicenses"
        ),
        "/organization?$select=id,displayName".to_owned(),
        format!("/{of_user}/memberOf?$top=999"),
    ]
}

/// All groups.
pub fn groups() -> ListPath {
    ListPath::new(GROUPS, GROUPS)
}

/// One group.
pub fn group(id: &Guid) -> Path {
    Path::new(GROUPS, format!("{GROUPS}/{id}"))
}

/// A group's direct members.
pub fn members(id: &Guid) -> ListPath {
    ListPath::new(GROUPS, format!("{GROUPS}/{id}/members"))
}

/// Where a member is added.
pub fn new_member(id: &Guid) -> Path {
    Path::new(GROUPS, format!("{GROUPS}/{id}/members/$ref"))
}

/// The link between a group and a member.
pub fn membership(id: &Guid, member: &Guid) -> LinkPath {
    LinkPath::new(GROUPS, &format!("{GROUPS}/{id}/members/{member}"))
}

/// The licences that a tenant has.
pub fn subscribed() -> ListPath {
    ListPath::new(LICENCES, "subscribedSkus")
}

/// A tenant's domains.
pub fn domains() -> ListPath {
    ListPath::new(DIRECTORY, "domains")
}

/// What a tenant says of itself.
pub fn organization() -> Path {
    Path::new(DIRECTORY, "organization")
}

/// Users that were deleted in the last 30 days.
pub fn deleted_users() -> ListPath {
    ListPath::new(DIRECTORY, "directory/deletedItems/microsoft.graph.user")
}

/// Where a deleted user is restored.
pub fn restore(id: &Guid) -> Path {
    Path::new(DIRECTORY, format!("directory/deletedItems/{id}/restore"))
}

/// Customers through GDAP.
pub fn customers() -> ListPath {
    ListPath::new(CUSTOMERS, "tenantRelationships/delegatedAdminCustomers")
}

/// Registrations of applications.
pub fn applications() -> ListPath {
    ListPath::new(APPLICATIONS, APPLICATIONS)
}

/// A new registration goes here.
pub fn new_application() -> Path {
    Path::new(APPLICATIONS, APPLICATIONS)
}

/// One registration, or what is below it: `addPassword`, `removePassword`, `owners/$ref`.
pub fn application(id: &str, below: &str) -> Path {
    Path::new(APPLICATIONS, format!("{APPLICATIONS}/{}{below}", segment(id)))
}

/// Applications as they stand in a tenant.
pub fn principals() -> ListPath {
    ListPath::new(APPLICATIONS, PRINCIPALS)
}

/// A new one goes here.
pub fn new_principal() -> Path {
    Path::new(APPLICATIONS, PRINCIPALS)
}

/// One of them.
pub fn principal(id: &str) -> Path {
    Path::new(APPLICATIONS, format!("{PRINCIPALS}/{}", segment(id)))
}

/// The application permissions of one of them.
pub fn app_roles(id: &str) -> ListPath {
    ListPath::new(
        APPLICATIONS,
        format!("{PRINCIPALS}/{}/appRoleAssignments", segment(id)),
    )
}

/// Where one is granted.
pub fn grant_app_role(id: &str) -> Path {
    Path::new(
        APPLICATIONS,
        format!("{PRINCIPALS}/{}/appRoleAssignments", segment(id)),
    )
}

/// Delegated permissions.
pub fn scope_grants() -> ListPath {
    ListPath::new(APPLICATIONS, "oauth2PermissionGrants")
}

/// Where they are granted.
pub fn grant_scopes() -> Path {
    Path::new(APPLICATIONS, "oauth2PermissionGrants")
}

/// One grant of them.
pub fn scope_grant(id: &str) -> Path {
    Path::new(APPLICATIONS, format!("oauth2PermissionGrants/{}", segment(id)))
}

/// A new group goes here.
pub fn new_group() -> Path {
    Path::new(GROUPS, GROUPS)
}

/// A group by an id that Graph gave.
pub fn group_of(id: &str) -> Path {
    Path::new(GROUPS, format!("{GROUPS}/{}", segment(id)))
}

/// Its members.
pub fn members_of(id: &str) -> ListPath {
    ListPath::new(GROUPS, format!("{GROUPS}/{}/members", segment(id)))
}

/// Where a member is added to it.
pub fn new_member_of(id: &str) -> Path {
    Path::new(GROUPS, format!("{GROUPS}/{}/members/$ref", segment(id)))
}

/// Something that was deleted, and can be restored.
pub fn deleted_item(id: &str) -> Path {
    Path::new(DIRECTORY, format!("directory/deletedItems/{}", segment(id)))
}

/// Relationships with customers.
pub fn relationships() -> ListPath {
    ListPath::new(CUSTOMERS, RELATIONSHIPS)
}

/// A new one goes here.
pub fn new_relationship() -> Path {
    Path::new(CUSTOMERS, RELATIONSHIPS)
}

/// One relationship.
pub fn relationship(id: &str) -> Path {
    Path::new(CUSTOMERS, format!("{RELATIONSHIPS}/{}", segment(id)))
}

/// Where something is asked of it.
pub fn relationship_requests(id: &str) -> Path {
    Path::new(CUSTOMERS, format!("{RELATIONSHIPS}/{}/requests", segment(id)))
}

/// Which group has which roles by it.
pub fn assignments(id: &str) -> ListPath {
    ListPath::new(
        CUSTOMERS,
        format!("{RELATIONSHIPS}/{}/accessAssignments", segment(id)),
    )
}

/// Where a group is given roles.
pub fn new_assignment(id: &str) -> Path {
    Path::new(
        CUSTOMERS,
        format!("{RELATIONSHIPS}/{}/accessAssignments", segment(id)),
    )
}

/// What is publicly known of a tenant.
pub fn tenant_information(id: &str) -> Path {
    let id = segment(id);
    Path::new(
        DIRECTORY,
        format!("tenantRelationships/findTenantInformationByTenantId(tenantId='{id}')"),
    )
}

/// Partner Center's customers: another host, with a token of its own.
pub fn reseller_customers() -> Path {
    Path::new(PARTNER_CENTER, format!("{PARTNER_CENTER}customers"))
}

/// Where the partner consents for a customer.
pub fn consents(tenant: &str) -> Path {
    let tenant = segment(tenant);
    Path::new(
        PARTNER_CENTER,
        format!("{PARTNER_CENTER}customers/{tenant}/applicationconsents"),
    )
}

/// One consent.
pub fn consent(tenant: &str, app: &str) -> Path {
    let (tenant, app) = (segment(tenant), segment(app));
    Path::new(
        PARTNER_CENTER,
        format!("{PARTNER_CENTER}customers/{tenant}/applicationconsents/{app}"),
    )
}

/// What Graph tells this application of.
pub fn subscriptions() -> ListPath {
    ListPath::new(SUBSCRIPTIONS, SUBSCRIPTIONS)
}

/// A new one goes here.
pub fn new_subscription() -> Path {
    Path::new(SUBSCRIPTIONS, SUBSCRIPTIONS)
}

/// One of them.
pub fn subscription(id: &str) -> Path {
    Path::new(SUBSCRIPTIONS, format!("{SUBSCRIPTIONS}/{}", segment(id)))
}

/// One of them, to be taken back.
pub fn own_subscription(id: &str) -> OwnPath {
    OwnPath::new(SUBSCRIPTIONS, format!("{SUBSCRIPTIONS}/{}", segment(id)))
}

/// The one address that Partner Center posts to, or what is below it: `/events`, `/validationEvents`.
pub fn partner_center_registration(below: &str) -> Path {
    Path::new(
        PARTNER_CENTER,
        format!("https://api.partnercenter.microsoft.com/webhooks/v1/registration{below}"),
    )
}

fn below_user(user: &UserRef, what: &str) -> String {
    format!("{USERS}/{}{what}", segment(user.as_str()))
}

/// One part of a path: what could end it or lead elsewhere is encoded, as in `anna_contoso.example#EXT#@msp.example`.
fn segment(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'@') {
            encoded.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}
