//! Names: resources, their permissions with ids, and the built-in directory roles.
//!
//! The ids of Graph's permissions are counted and not Microsoft's, so that nobody does without looking them up in the
//! resource's service principal. Partner Center's one scope has the id that the facts give.

use serde_json::{Value, json};

use super::accounts::uuid;

/// Microsoft Graph.
pub const GRAPH_APP: &str = "00000003-0000-0000-c000-000000000000";
/// Partner Center's API.
pub const PARTNER_CENTER_APP: &str = "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd";
/// Exchange Online.
pub const EXCHANGE_APP: &str = "00000002-0000-0ff1-ce00-000000000000";
/// What has to be in the partner's tenant before an application may manage relationships by itself.
pub const GDAP_APP: &str = "2832473f-ec63-45fb-976f-5d45a7d4bb91";

/// Something tokens are given for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Resource {
    pub app_id: &'static str,
    pub name: &'static str,
    /// The audience, which is also the prefix of its scopes.
    pub origin: &'static str,
}

pub(crate) static GRAPH: Resource = Resource {
    app_id: GRAPH_APP,
    name: "Microsoft Graph",
    origin: "https://graph.microsoft.com",
};
pub(crate) static PARTNER_CENTER: Resource = Resource {
    app_id: PARTNER_CENTER_APP,
    name: "Microsoft Partner Center",
    origin: "https://api.partnercenter.microsoft.com",
};
pub(crate) static EXCHANGE: Resource = Resource {
    app_id: EXCHANGE_APP,
    name: "Office 365 Exchange Online",
    origin: "https://outlook.office365.com",
};
pub(crate) static GDAP: Resource = Resource {
    app_id: GDAP_APP,
    name: "Partner Customer Delegated Administration",
    origin: "https://gdap.invalid",
};
pub(crate) static RESOURCES: [&Resource; 4] = [&GRAPH, &PARTNER_CENTER, &EXCHANGE, &GDAP];

/// Permissions of Graph that exist both as a scope and as an application's role.
const OF_GRAPH: [&str; 36] = [
    "Application.Read.All",
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "AuditLog.Read.All",
    "CrossTenantInformation.ReadBasic.All",
    "DelegatedAdminRelationship.Read.All",
    "DelegatedAdminRelationship.ReadWrite.All",
    "DelegatedPermissionGrant.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
    "Domain.Read.All",
    "Group.Read.All",
    "Group.ReadWrite.All",
    "GroupMember.Read.All",
    "GroupMember.ReadWrite.All",
    "LicenseAssignment.Read.All",
    "LicenseAssignment.ReadWrite.All",
    "MailboxSettings.Read",
    "MailboxSettings.ReadWrite",
    "Organization.Read.All",
    "Reports.Read.All",
    "RoleManagement.Read.Directory",
    "RoleManagement.ReadWrite.Directory",
    "User.EnableDisableAccount.All",
    "User.Read.All",
    "User.ReadBasic.All",
    "User.ReadWrite.All",
    "User.RevokeSessions.All",
    "User-PasswordProfile.ReadWrite.All",
    "UserAuthenticationMethod.Read.All",
    "UserAuthenticationMethod.ReadWrite.All",
    "User.DeleteRestore.All",
    "User.ManageIdentities.All",
    "RoleManagement.Read.All",
    "Policy.Read.All",
    "ServiceHealth.Read.All",
];
/// Scopes of Graph that are for people only.
const SCOPES_OF_GRAPH: [&str; 6] = [
    "Directory.AccessAsUser.All",
    "User.Read",
    "email",
    "offline_access",
    "openid",
    "profile",
];
/// Roles of Graph that are for applications only.
const ROLES_OF_GRAPH: [&str; 2] = ["Application.ReadWrite.OwnedBy", "Group.Create"];

fn scopes(resource: &str) -> Vec<&'static str> {
    match resource {
        GRAPH_APP => OF_GRAPH.into_iter().chain(SCOPES_OF_GRAPH).collect(),
        PARTNER_CENTER_APP => vec!["user_impersonation"],
        EXCHANGE_APP => vec!["Exchange.Manage"],
        _ => Vec::new(),
    }
}

fn app_roles(resource: &str) -> Vec<&'static str> {
    match resource {
        GRAPH_APP => OF_GRAPH.into_iter().chain(ROLES_OF_GRAPH).collect(),
        EXCHANGE_APP => vec!["Exchange.ManageAsApp"],
        _ => Vec::new(),
    }
}

fn counted(kind: u32, resource: &str, names: &[&str], name: &str) -> Option<String> {
    let at = names.iter().position(|known| *known == name)? as u64;
    let resource = RESOURCES.iter().position(|known| known.app_id == resource)? as u64;
    Some(uuid(kind, resource * 1_000 + at))
}

/// The id of a delegated permission.
pub fn scope_id(resource: &str, name: &str) -> Option<String> {
    if (resource, name) == (PARTNER_CENTER_APP, "user_impersonation") {
        return Some("1cebfa2a-fb4d-419e-b5f9-839b4383e05a".to_owned());
    }
    counted(0x5c00_0000, resource, &scopes(resource), name)
}

/// The id of an application permission.
pub fn app_role_id(resource: &str, name: &str) -> Option<String> {
    counted(0xa700_0000, resource, &app_roles(resource), name)
}

/// The name of the delegated permission with this id.
pub(crate) fn scope_name(resource: &str, id: &str) -> Option<&'static str> {
    let mut names = scopes(resource).into_iter();
    names.find(|name| scope_id(resource, name).as_deref() == Some(id))
}

/// The name of the application permission with this id.
pub(crate) fn app_role_name(resource: &str, id: &str) -> Option<&'static str> {
    let mut names = app_roles(resource).into_iter();
    names.find(|name| app_role_id(resource, name).as_deref() == Some(id))
}

/// Whether a resource has this delegated permission.
pub(crate) fn is_scope(resource: &str, name: &str) -> bool {
    scopes(resource).contains(&name)
}

/// The permissions as a service principal lists them: `oauth2PermissionScopes` and `appRoles`.
pub(crate) fn catalogue(resource: &str) -> (Value, Value) {
    let scopes: Vec<Value> = scopes(resource)
        .into_iter()
        .map(|name| {
            json!({
                "id": scope_id(resource, name), "value": name, "type": "Admin", "isEnabled": true,
                "adminConsentDisplayName": name, "adminConsentDescription": name,
            })
        })
        .collect();
    let roles: Vec<Value> = app_roles(resource)
        .into_iter()
        .map(|name| {
            json!({
                "id": app_role_id(resource, name), "value": name, "allowedMemberTypes": ["Application"], "isEnabled": true,
                "displayName": name, "description": name, "origin": "Application",
            })
        })
        .collect();
    (scopes.into(), roles.into())
}

/// The built-in directory roles, whose ids are the same in every tenant.
#[expect(missing_docs, reason = "the names are Microsoft's and say it all")]
pub mod roles {
    pub const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";
    pub const GLOBAL_READER: &str = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
    pub const DIRECTORY_READERS: &str = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b";
    pub const DIRECTORY_WRITERS: &str = "9360feb5-f418-4baa-8175-e2a00bac4301";
    pub const USER_ADMINISTRATOR: &str = "fe930be7-5e62-47db-91af-98c3a49a38b1";
    pub const GROUPS_ADMINISTRATOR: &str = "fdd7a751-b60b-444a-984c-02652fe8fa1c";
    pub const LICENSE_ADMINISTRATOR: &str = "4d6ac14f-3453-41d0-bef9-a3e0c569773a";
    pub const HELPDESK_ADMINISTRATOR: &str = "729827e3-9c14-49f7-bb1b-9608f156bbb8";
    pub const AUTHENTICATION_ADMINISTRATOR: &str = "c4e39bd9-1100-46d3-8c65-fb160da0071f";
    pub const PRIVILEGED_AUTHENTICATION_ADMINISTRATOR: &str = "7be44c8a-adaf-4e2a-84d6-ab2649e08a13";
    pub const PRIVILEGED_ROLE_ADMINISTRATOR: &str = "e8611ab8-c189-46e8-94e1-60213ab1f814";
    pub const APPLICATION_ADMINISTRATOR: &str = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3";
    pub const CLOUD_APPLICATION_ADMINISTRATOR: &str = "158c047a-c907-4556-b7ef-446551a6b5f7";
    pub const EXCHANGE_ADMINISTRATOR: &str = "29232cdf-9323-42fd-ade2-1d097af3e4de";
    pub const REPORTS_READER: &str = "4a5d8f65-41da-4de4-8968-e035b65339cf";

    /// Further ones that a relationship may name.
    const OTHERS: [&str; 14] = [
        "0526716b-113d-4c15-b2c8-68e3c22b9f80",
        "b0f54661-2d74-4c50-afa3-1ec803f12efe",
        "892c5842-a9a6-463a-8041-72aa08ca3cf6",
        "7698a772-787b-4ac8-901f-60d6b08affd2",
        "8329153b-31d0-4727-b945-745eb3bc5f31",
        "3a2c62db-5318-420d-8d74-23affee5d9d5",
        "194ae4cb-b126-40b2-bd5b-6091b380977d",
        "f28a1f50-f6e7-4571-818b-6a12f2af6b6c",
        "69091246-20e8-4a56-aa4d-066075b2a7a8",
        "f023fd81-a637-4b56-95fd-791ac0226033",
        "be2f45a1-457d-42af-a067-6ec1fa63bc45",
        "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9",
        "17315797-102d-40b4-93e0-432062caca18",
        "5d6b6bb7-de71-4623-b4af-96380a352509",
    ];
    pub(crate) const NAMED: [&str; 15] = [
        GLOBAL_ADMINISTRATOR,
        GLOBAL_READER,
        DIRECTORY_READERS,
        DIRECTORY_WRITERS,
        USER_ADMINISTRATOR,
        GROUPS_ADMINISTRATOR,
        LICENSE_ADMINISTRATOR,
        HELPDESK_ADMINISTRATOR,
        AUTHENTICATION_ADMINISTRATOR,
        PRIVILEGED_AUTHENTICATION_ADMINISTRATOR,
        PRIVILEGED_ROLE_ADMINISTRATOR,
        APPLICATION_ADMINISTRATOR,
        CLOUD_APPLICATION_ADMINISTRATOR,
        EXCHANGE_ADMINISTRATOR,
        REPORTS_READER,
    ];

    /// Whether this is a built-in role.
    pub(crate) fn is_built_in(id: &str) -> bool {
        NAMED.contains(&id) || OTHERS.contains(&id)
    }
}
