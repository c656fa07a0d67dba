//! Permissions: what a registration lists, what is granted in the partner's tenant, what is consented to for customers.
//!
//! The ids of permissions are looked up in the resource itself by their names. What is granted already stays as it is.

use super::super::paths;
use super::{
    graph::{Graph, already, says},
    model::{Offered, Principal},
    wanted::{GRAPH, PARTNER_CENTER, USER_IMPERSONATION, WANTED},
};
use crate::{
    connector::{CallError, CallErrorKind, ConsentAsk, NewApplication, PartnerReads as _, Wanted},
    policy::Dangerous,
};
use contract::csp::PermissionKind;
use serde_json::{Value, json};

impl Graph<Dangerous> {
    /// The body of a registration.
    pub(super) async fn registration(&self, new: &NewApplication<'_>) -> Result<Value, CallError> {
        let graph = self.resource_named(GRAPH).await?;
        let mut access = Vec::new();
        for wanted in WANTED.iter().filter(|wanted| wanted.resource_app == GRAPH.1) {
            let id = self.id_of(&graph, wanted)?;
            let kind = match wanted.kind {
                PermissionKind::Application => "Role",
                PermissionKind::Delegated => "Scope",
            };
            access.push(json!({"id": id, "type": kind}));
        }
        Ok(json!({
            "displayName": new.name,
            "signInAudience": "AzureADMultipleOrgs",
            "tags": [new.mark],
            "notes": "Made and used by Ops AI. Disconnecting there removes it.",
            "web": {"redirectUris": [new.redirect_uri]},
            // A customer's administrator cannot add credentials of their own to it.
            "servicePrincipalLockConfiguration": {"isEnabled": true, "allProperties": true},
            "requiredResourceAccess": [
                {"resourceAppId": GRAPH.1, "resourceAccess": access},
                {"resourceAppId": PARTNER_CENTER.1, "resourceAccess": [{"id": USER_IMPERSONATION, "type": "Scope"}]},
            ],
        }))
    }

    /// Grants what is wanted in the partner's tenant and missing.
    pub(super) async fn grant_all(&self, app_id: &str) -> Result<usize, CallError> {
        let present = self.grants(app_id).await?;
        let own = present
            .principal
            .as_deref()
            .ok_or_else(|| self.unlike("the application's service principal"))?;
        let missing = |wanted: &&Wanted| {
            let is_there = present.grants.iter().any(|one| {
                one.name == wanted.name && one.kind == wanted.kind && one.resource == wanted.resource
            });
            wanted.at_partner && !is_there
        };
        let missing: Vec<&Wanted> = WANTED.iter().filter(missing).collect();
        let graph = self.resource_named(GRAPH).await?;
        for wanted in missing
            .iter()
            .filter(|one| one.kind == PermissionKind::Application)
        {
            let body = json!({
                "principalId": own, "resourceId": graph.id, "appRoleId": self.id_of(&graph, wanted)?,
            });
            already(self.client.post_unread(paths::grant_app_role(own), &body).await)?;
        }
        for resource in [GRAPH, PARTNER_CENTER] {
            let of_resource =
                |one: &&&Wanted| one.kind == PermissionKind::Delegated && one.resource_app == resource.1;
            if missing.iter().any(|one| of_resource(&one)) {
                let at = if resource == GRAPH {
                    graph.id.clone()
                } else {
                    self.resource_named(resource).await?.id
                };
                self.grant_scopes(own, &at, resource.1).await?;
            }
        }
        Ok(missing.len())
    }

    /// Delegated permissions at one resource, beside those that are granted there.
    async fn grant_scopes(&self, own: &str, resource: &str, resource_app: &str) -> Result<(), CallError> {
        let filter = format!("clientId eq {}", super::graph::quoted(own));
        let present: Vec<super::model::ScopeGrant> = self.list(paths::scope_grants(), Some(filter)).await?;
        let present = present.into_iter().find(|one| {
            one.client_id == own
                && one.resource_id == resource
                && one.consent_type.as_deref() == Some("AllPrincipals")
        });
        let mut names: Vec<String> = present
            .as_ref()
            .and_then(|one| one.scope.as_deref())
            .unwrap_or_default()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        for wanted in WANTED {
            let fits = wanted.resource_app == resource_app && wanted.kind == PermissionKind::Delegated;
            if fits && !names.iter().any(|name| name == wanted.name) {
                names.push(wanted.name.to_owned());
            }
        }
        let scope = names.join(" ");
        match present {
            Some(grant) => {
                let body = json!({"scope": scope});
                let _: Value = self.client.patch(paths::scope_grant(&grant.id), &body).await?;
                Ok(())
            }
            None => {
                let body = json!({
                    "clientId": own, "consentType": "AllPrincipals", "resourceId": resource, "scope": scope,
                });
                already(self.client.post_unread(paths::grant_scopes(), &body).await)
            }
        }
    }

    /// Consents for a customer; one resource a request, for the whole is refused where one is missing.
    pub(super) async fn consent_for(&self, ask: ConsentAsk<'_>) -> Result<(), CallError> {
        let scopes: Vec<&str> = WANTED
            .iter()
            .filter(|one| {
                one.at_customers && one.kind == PermissionKind::Delegated && one.resource_app == GRAPH.1
            })
            .map(|one| one.name)
            .collect();
        let body = json!({
            "applicationId": ask.app_id, "displayName": ask.name,
            "applicationGrants": [{"enterpriseApplicationId": GRAPH.1, "scope": scopes.join(", ")}],
        });
        let client = self.partner_center()?;
        let path = || paths::consents(ask.tenant);
        match client.post_unread(path(), &body).await {
            // There is one, perhaps with fewer permissions than are wanted now: it is made anew.
            Err(error) if error.kind == CallErrorKind::Conflict || says(&error, "already exists") => {
                client
                    .delete_unread(paths::consent(ask.tenant, ask.app_id))
                    .await?;
                client.post_unread(path(), &body).await
            }
            other => other,
        }
    }

    async fn resource_named(
        &self,
        (name, app): (&'static str, &'static str),
    ) -> Result<Principal, CallError> {
        match self.principal_of(app).await? {
            Some(found) => Ok(found),
            // Microsoft's own applications come into a tenant when they are first needed.
            None => {
                let made: Principal = self
                    .client
                    .post(paths::new_principal(), &json!({"appId": app}))
                    .await?;
                if made.app_roles.is_none() && made.oauth2_permission_scopes.is_none() {
                    return Err(self.unlike(&format!("the permissions of {name}")));
                }
                Ok(made)
            }
        }
    }

    fn id_of(&self, resource: &Principal, wanted: &Wanted) -> Result<String, CallError> {
        let offered: Option<&[Offered]> = match wanted.kind {
            PermissionKind::Application => resource.app_roles.as_deref(),
            PermissionKind::Delegated => resource.oauth2_permission_scopes.as_deref(),
        };
        let found = offered
            .unwrap_or_default()
            .iter()
            .find(|one| one.value.as_deref() == Some(wanted.name));
        found
            .map(|one| one.id.clone())
            .ok_or_else(|| self.unlike(&format!("the permission {} of {}", wanted.name, wanted.resource)))
    }
}
