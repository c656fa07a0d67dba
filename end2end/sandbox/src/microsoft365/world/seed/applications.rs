//! Applications, their service principals in each tenant, and what was consented to.

use serde_json::{Value, json};

use crate::microsoft365::accounts::{
    BOOTSTRAP_APP, CERTIFICATE, CONNECTOR_APP, CONNECTOR_NAME, EXPIRED_REFRESH_TOKEN, EXPIRED_SECRET,
    HELPDESK_APP, PARTNER_TENANT, PUBLISHER_TENANT, READER_APP, REFRESH_TOKEN, REFRESH_TOKEN_OF_A_TECHNICIAN,
    REFRESH_TOKEN_WITHOUT_MFA, REVOKED_REFRESH_TOKEN, SECRETS, SERVICE_ACCOUNT, TECHNICIAN, user_id, uuid,
};
use crate::microsoft365::entra::certificate_credential;
use crate::microsoft365::permissions::{
    EXCHANGE, GDAP, GRAPH, GRAPH_APP, PARTNER_CENTER, PARTNER_CENTER_APP, Resource, app_role_id, scope_id,
};
use crate::microsoft365::world::{Refresh, Row, Tenant, Who, instant, of_microsoft, row, text};

const DAY: i64 = 86_400;

/// What the connector is granted of itself, at customers too.
const LIFECYCLE_ROLES: [&str; 16] = [
    "AuditLog.Read.All",
    "Directory.Read.All",
    "Domain.Read.All",
    "Group.ReadWrite.All",
    "GroupMember.ReadWrite.All",
    "LicenseAssignment.ReadWrite.All",
    "MailboxSettings.Read",
    "Organization.Read.All",
    "Reports.Read.All",
    "RoleManagement.Read.Directory",
    "User.EnableDisableAccount.All",
    "User.ReadWrite.All",
    "User.RevokeSessions.All",
    "User-PasswordProfile.ReadWrite.All",
    "UserAuthenticationMethod.ReadWrite.All",
    "User.DeleteRestore.All",
];
/// What setting up the partner's side needs beyond that.
const PARTNER_ROLES: [&str; 5] = [
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "CrossTenantInformation.ReadBasic.All",
    "DelegatedAdminRelationship.ReadWrite.All",
    "DelegatedPermissionGrant.ReadWrite.All",
];
const LIFECYCLE_SCOPES: [&str; 11] = [
    "Directory.Read.All",
    "Domain.Read.All",
    "Group.ReadWrite.All",
    "GroupMember.ReadWrite.All",
    "LicenseAssignment.ReadWrite.All",
    "Organization.Read.All",
    "Reports.Read.All",
    "RoleManagement.Read.Directory",
    "User.ReadWrite.All",
    "User.RevokeSessions.All",
    "UserAuthenticationMethod.ReadWrite.All",
];
const READER_ROLES: [&str; 11] = [
    "AuditLog.Read.All",
    "Directory.Read.All",
    "Domain.Read.All",
    "Group.Read.All",
    "GroupMember.Read.All",
    "LicenseAssignment.Read.All",
    "MailboxSettings.Read",
    "Organization.Read.All",
    "Reports.Read.All",
    "RoleManagement.Read.Directory",
    "User.Read.All",
];
const HELPDESK_ROLES: [&str; 3] = ["GroupMember.Read.All", "Organization.Read.All", "User.Read.All"];

struct App {
    id: &'static str,
    name: &'static str,
    roles: Vec<&'static str>,
    scopes: Vec<&'static str>,
    partner_center: bool,
}

fn connector() -> App {
    App {
        id: CONNECTOR_APP,
        name: CONNECTOR_NAME,
        roles: LIFECYCLE_ROLES.into_iter().chain(PARTNER_ROLES).collect(),
        scopes: LIFECYCLE_SCOPES.into_iter().chain(PARTNER_ROLES).collect(),
        partner_center: true,
    }
}

fn bootstrap() -> App {
    let needs = [
        "Directory.Read.All",
        "Group.ReadWrite.All",
        "GroupMember.ReadWrite.All",
        "Organization.Read.All",
        "User.Read.All",
    ];
    App {
        id: BOOTSTRAP_APP,
        name: "Ops AI Onboarding",
        roles: needs.into_iter().chain(PARTNER_ROLES).collect(),
        scopes: needs
            .into_iter()
            .chain(PARTNER_ROLES)
            .chain(["User.Read"])
            .collect(),
        partner_center: true,
    }
}

fn with_roles_only(id: &'static str, name: &'static str, roles: &[&'static str]) -> App {
    App {
        id,
        name,
        roles: roles.to_vec(),
        scopes: Vec::new(),
        partner_center: false,
    }
}

fn apps() -> [App; 3] {
    [
        connector(),
        with_roles_only(READER_APP, "Northgate Reader", &READER_ROLES),
        with_roles_only(HELPDESK_APP, "Northgate Helpdesk", &HELPDESK_ROLES),
    ]
}

/// The applications that are registered at the partner.
pub(super) fn register(partner: &mut Tenant) {
    for (at, app) in (1..).zip(apps()) {
        partner.applications.add(registration(at, &app), 0, 0);
    }
}

/// The one that is registered at the publisher.
pub(super) fn publish(publisher: &mut Tenant) {
    publisher.applications.add(registration(16, &bootstrap()), 0, 0);
}

fn registration(at: u64, app: &App) -> Row {
    let access = |name: &&str, kind: &str, id: Option<String>| {
        debug_assert!(id.is_some(), "{name}");
        json!({"id": id, "type": kind})
    };
    let roles = app
        .roles
        .iter()
        .map(|name| access(name, "Role", app_role_id(GRAPH_APP, name)));
    let scopes = app
        .scopes
        .iter()
        .map(|name| access(name, "Scope", scope_id(GRAPH_APP, name)));
    let mut required = vec![json!({
        "resourceAppId": GRAPH_APP, "resourceAccess": roles.chain(scopes).collect::<Vec<_>>(),
    })];
    if app.partner_center {
        required.push(json!({
            "resourceAppId": PARTNER_CENTER_APP,
            "resourceAccess": [{"id": scope_id(PARTNER_CENTER_APP, "user_impersonation"), "type": "Scope"}],
        }));
    }
    row(json!({
        "id": uuid(0xa901_0000, at), "appId": app.id, "displayName": app.name, "signInAudience": "AzureADMultipleOrgs",
        "createdDateTime": "2025-02-03T04:05:06Z", "publisherDomain": "northgate.example", "identifierUris": [],
        "isFallbackPublicClient": false, "servicePrincipalLockConfiguration": {"isEnabled": true, "allProperties": true},
        "web": {"redirectUris": []}, "requiredResourceAccess": required,
        "passwordCredentials": [], "keyCredentials": [], "deletedDateTime": null, "_first_day": true,
    }))
}

/// Gives a tenant Microsoft's service principals, its applications their secrets, and those that it consented to.
pub(super) fn install(tenant: &mut Tenant, number: usize, now: i64) {
    // Without a licence for it, Exchange is not in a tenant.
    let resources: &[&Resource] = match number {
        0 => &[&GRAPH, &EXCHANGE, &PARTNER_CENTER, &GDAP],
        12 => &[&GRAPH],
        _ => &[&GRAPH, &EXCHANGE],
    };
    for (at, resource) in resources.iter().enumerate() {
        let principal = of_microsoft(&principal_id(number, at as u64), resource);
        tenant.service_principals.add(principal, 0, 0);
    }
    let ids: Vec<String> = tenant
        .applications
        .all()
        .map(|app| text(app, "id").to_owned())
        .collect();
    for id in ids {
        if let Some(app) = tenant.applications.change(&id, 0) {
            credentials(app, now);
        }
    }
    match number {
        0 => {
            for (at, app) in (10..).zip(apps()) {
                consent(tenant, number, at, &app, true, true);
            }
        }
        5..=10 | 999 => {}
        12 => principal(tenant, number, 10, &connector()),
        _ => {
            let mut app = connector();
            app.roles.retain(|name| LIFECYCLE_ROLES.contains(name));
            app.scopes.retain(|name| LIFECYCLE_SCOPES.contains(name));
            consent(tenant, number, 10, &app, number != 3, true);
            if number == 1 {
                for (at, app) in (11..).zip(apps().into_iter().skip(1)) {
                    consent(tenant, number, at, &app, true, false);
                }
            }
        }
    }
}

fn principal_id(tenant: usize, at: u64) -> String {
    uuid(0x5900_0000 + u32::try_from(tenant).unwrap_or_default(), at)
}

fn credentials(app: &mut Row, now: i64) {
    let id = text(app, "appId").to_owned();
    let secrets: Vec<Value> = SECRETS
        .iter()
        .filter(|(of, ..)| *of == id)
        .map(|(_, key, secret)| {
            let ended = *secret == EXPIRED_SECRET.client_secret;
            let end = if ended { now - 30 * DAY } else { now + 340 * DAY };
            json!({
                "keyId": key, "displayName": if ended { "last year" } else { "this year" }, "hint": &secret[..3],
                "startDateTime": instant(end - 365 * DAY), "endDateTime": instant(end), "secretText": null,
                "customKeyIdentifier": null, "_text": secret, "_from": 0,
            })
        })
        .collect();
    app.insert("passwordCredentials".to_owned(), secrets.into());
    if id == CONNECTOR_APP {
        let key = certificate_credential(CERTIFICATE, "5ec10000-0000-4000-8000-000000000001", now);
        app.insert("keyCredentials".to_owned(), json!([key]));
    }
}

fn principal(tenant: &mut Tenant, number: usize, at: u64, app: &App) {
    let made = row(json!({
        "id": principal_id(number, at), "appId": app.id, "displayName": app.name, "appDisplayName": app.name,
        "accountEnabled": true, "servicePrincipalType": "Application",
        "appOwnerOrganizationId": if app.id == BOOTSTRAP_APP { PUBLISHER_TENANT } else { PARTNER_TENANT },
        "appRoles": [], "oauth2PermissionScopes": [], "deletedDateTime": null,
    }));
    tenant.service_principals.add(made, 0, 0);
}

fn consent(tenant: &mut Tenant, number: usize, at: u64, app: &App, with_roles: bool, with_scopes: bool) {
    principal(tenant, number, at, app);
    let own = principal_id(number, at);
    let (graph, partner_center) = (principal_id(number, 0), principal_id(number, 2));
    if with_roles {
        for (step, role) in app.roles.iter().enumerate() {
            let granted = row(json!({
                "id": uuid(0x4170_0000 + u32::try_from(number).unwrap_or_default(), at * 100 + step as u64),
                "appRoleId": app_role_id(GRAPH_APP, role), "createdDateTime": "2026-01-02T03:04:05Z",
                "principalId": own, "principalType": "ServicePrincipal", "principalDisplayName": app.name,
                "resourceId": graph, "resourceDisplayName": GRAPH.name, "deletedDateTime": null,
            }));
            tenant.app_roles.add(granted, 0, 0);
        }
    }
    let mut grants = Vec::new();
    if with_scopes && !app.scopes.is_empty() {
        grants.push((graph, app.scopes.join(" ")));
        if number == 0 && app.partner_center {
            grants.push((partner_center, "user_impersonation".to_owned()));
        }
    }
    for (step, (resource, scope)) in (0..).zip(grants) {
        let granted = row(json!({
            "id": uuid(0x4180_0000 + u32::try_from(number).unwrap_or_default(), at * 100 + step), "clientId": own,
            "consentType": "AllPrincipals", "principalId": null, "resourceId": resource, "scope": scope,
        }));
        tenant.grants.add(granted, 0, 0);
    }
}

/// The refresh tokens that are there from the beginning.
pub(super) fn refresh_tokens() -> Vec<Refresh> {
    let of = |token: &str, upn: &str, at: usize, mfa: bool, refused: Option<u32>| Refresh {
        token: token.to_owned(),
        app_id: CONNECTOR_APP.to_owned(),
        who: Who::User {
            home: PARTNER_TENANT.to_owned(),
            id: user_id(0, at),
            upn: upn.to_owned(),
            mfa,
        },
        issued: None,
        renewed: None,
        refused,
    };
    vec![
        of(REFRESH_TOKEN, SERVICE_ACCOUNT, 1, true, None),
        of(REFRESH_TOKEN_WITHOUT_MFA, SERVICE_ACCOUNT, 1, false, None),
        of(REFRESH_TOKEN_OF_A_TECHNICIAN, TECHNICIAN, 2, true, None),
        of(EXPIRED_REFRESH_TOKEN, SERVICE_ACCOUNT, 1, true, Some(700_082)),
        of(REVOKED_REFRESH_TOKEN, SERVICE_ACCOUNT, 1, true, Some(50_173)),
    ]
}
