//! One tenant: people, groups, licences, applications and what was granted to them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Row, Table, list, row, shown, text};
use crate::microsoft365::permissions::{Resource, catalogue};

/// A subscription's seats.
#[derive(Clone, Debug)]
pub(crate) struct Sku {
    pub id: &'static str,
    pub part: &'static str,
    pub enabled: u64,
    pub warning: u64,
    pub plans: &'static [&'static str],
}

/// The service principal of something of Microsoft's.
pub(crate) fn of_microsoft(id: &str, resource: &Resource) -> Row {
    let (scopes, roles) = catalogue(resource.app_id);
    row(json!({
        "id": id, "appId": resource.app_id, "displayName": resource.name, "appDisplayName": resource.name,
        "accountEnabled": true, "servicePrincipalType": "Application",
        "appOwnerOrganizationId": "f8cdef31-a31e-4b4a-93e4-5f571e91255a", "appRoles": roles,
        "oauth2PermissionScopes": scopes, "deletedDateTime": null,
    }))
}

/// One tenant.
#[derive(Clone, Debug)]
pub(crate) struct Tenant {
    pub id: String,
    pub name: String,
    pub domain: String,
    pub initial_domain: String,
    /// Whether it has the directory's premium licence.
    pub premium: bool,
    /// Whether Partner Center lists it.
    pub reseller: bool,
    pub users: Table,
    pub groups: Table,
    /// Who is in a group, by the group's id.
    pub members: BTreeMap<String, Vec<String>>,
    pub skus: Vec<Sku>,
    pub applications: Table,
    pub service_principals: Table,
    /// `appRoleAssignments`.
    pub app_roles: Table,
    /// `oauth2PermissionGrants`.
    pub grants: Table,
    /// Directory roles of its own people.
    pub roles: Table,
    /// `directory/deletedItems`, each with its kind in `_kind`.
    pub deleted: Table,
    /// Users that are gone, with the turn.
    pub gone: Vec<(String, u64)>,
}

impl Tenant {
    /// A user by id or sign-in name.
    pub fn user(&self, id: &str, turn: u64) -> Option<&Row> {
        let is_it = |row: &&Row| {
            text(row, "id").eq_ignore_ascii_case(id)
                || text(row, "userPrincipalName").eq_ignore_ascii_case(id)
        };
        self.users.rows(turn).find(is_it)
    }

    /// Whether somebody is directly in a group.
    pub fn is_member(&self, group: &str, id: &str) -> bool {
        let members = self.members.get(group);
        members.is_some_and(|members| members.iter().any(|member| member == id))
    }

    /// The directory roles of somebody of this tenant.
    pub fn roles_of(&self, principal: &str) -> Vec<String> {
        let held = self
            .roles
            .all()
            .filter(|row| text(row, "principalId") == principal);
        held.map(|row| text(row, "roleDefinitionId").to_owned()).collect()
    }

    /// The service principal of an application, when it can be seen.
    pub fn principal_of(&self, app_id: &str, turn: u64) -> Option<&Row> {
        let mut found = self.service_principals.rows(turn);
        found.find(|row| text(row, "appId") == app_id)
    }

    /// The application permissions of a service principal at a resource, as ids.
    pub fn granted_roles(&self, principal: &str, resource: &str, turn: u64) -> Vec<String> {
        self.app_roles
            .rows(turn)
            .filter(|row| text(row, "principalId") == principal && text(row, "resourceId") == resource)
            .map(|row| text(row, "appRoleId").to_owned())
            .collect()
    }

    /// The delegated permissions of a service principal at a resource: for everybody, and for this user.
    pub fn granted_scopes(&self, principal: &str, resource: &str, user: &str, turn: u64) -> Vec<String> {
        let fits = |row: &&Row| {
            text(row, "clientId") == principal
                && text(row, "resourceId") == resource
                && (text(row, "consentType") == "AllPrincipals" || text(row, "principalId") == user)
        };
        let grants = self.grants.rows(turn).filter(fits);
        let mut scopes: Vec<String> = grants
            .flat_map(|row| text(row, "scope").split_whitespace().map(str::to_owned))
            .collect();
        scopes.sort();
        scopes.dedup();
        scopes
    }

    /// How many users hold a subscription's licence.
    pub fn consumed(&self, sku: &str) -> u64 {
        let holds = |row: &&Row| {
            list(row, "assignedLicenses")
                .iter()
                .any(|held| held["skuId"] == sku)
        };
        self.users.all().filter(holds).count() as u64
    }

    /// A service principal goes, and with it what it was granted and what was granted at it.
    pub fn forget_principal(&mut self, id: &str) {
        self.app_roles
            .remove(|row| text(row, "principalId") == id || text(row, "resourceId") == id);
        self.grants
            .remove(|row| text(row, "clientId") == id || text(row, "resourceId") == id);
    }

    /// All of it.
    pub fn to_json(&self) -> Value {
        let rows = |table: &Table| table.all().map(shown).collect::<Vec<_>>();
        json!({
            "users": rows(&self.users), "groups": rows(&self.groups), "members": self.members,
            "applications": rows(&self.applications), "servicePrincipals": rows(&self.service_principals),
            "appRoleAssignments": rows(&self.app_roles), "oauth2PermissionGrants": rows(&self.grants),
            "roleAssignments": rows(&self.roles), "deletedItems": rows(&self.deleted),
        })
    }
}
