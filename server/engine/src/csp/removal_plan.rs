//! The plan of leaving: exactly what goes, in which order, and what stays.

use super::{document::Made, places::Ground, removal::is_settled, secrets::BOOTSTRAP_TOKEN};
use crate::connector::ObjectKind;
use contract::{
    csp::{RelationshipStatus, RemovalItem, RemovalPlan, RemovalState},
    problem::Problem,
};
use sha2::{Digest, Sha256};

impl Ground<'_> {
    /// The plan that was confirmed, as far as it is carried out. Nothing is asked at the vendor's: what could ask may be gone.
    pub(super) async fn begun(&self, items: Vec<RemovalItem>) -> Result<RemovalPlan, Problem> {
        let kept = self.csp.store().csp_secret(&self.row.id, BOOTSTRAP_TOKEN).await?;
        Ok(RemovalPlan {
            digest: String::new(),
            confirm: self
                .document
                .tenant_name
                .clone()
                .unwrap_or_else(|| self.row.tenant_id.clone()),
            needs_sign_in: kept.is_none() && !items.iter().all(is_settled),
            items,
            stays: Vec::new(),
        })
    }

    /// What would go, in the order of its going.
    pub(super) async fn plan(&self, end_relationships: bool) -> Result<RemovalPlan, Problem> {
        let tenant = &self.row.tenant_id;
        let mut items = Vec::new();
        let mut stays = vec!["The audit trail of Ops AI keeps what was done, by whom.".to_owned()];
        // Partner Center withdraws a consent only while a relationship gives access to the customer.
        for (customer, document) in self.csp.store().csp_customers(&self.row.id).await? {
            let granted = serde_json::from_str::<contract::csp::CspCustomer>(&document);
            let granted = granted.is_ok_and(|one| !one.permissions_granted.is_empty());
            if granted && self.document.person.is_some() {
                items.push(item(
                    "consent",
                    format!("Consent of the customer {customer}"),
                    &customer,
                    Some(&customer),
                ));
            }
        }
        if end_relationships {
            let reads = self.app_reads().await?;
            let all = reads
                .relationships()
                .await
                .map_err(|error| self.problem(&error))?;
            let ours = |roles: &[String]| roles.iter().any(|role| self.document.groups.contains_key(role));
            for one in all {
                let ends = one.status.gives_access() || one.status == RelationshipStatus::Created;
                if ends && ours(&one.roles) {
                    let what = format!("Relationship \"{}\"", one.name);
                    items.push(item("relationship", what, &one.id, Some(tenant)));
                }
            }
        } else {
            stays.push("Relationships with customers stay, without our groups; end them in Partner Center or choose to end them here.".to_owned());
        }
        let made = self.marked();
        for one in &made {
            let (kind, what) = named(one.kind);
            items.push(item(
                kind,
                format!("{what} \"{}\"", one.name),
                &one.id,
                Some(tenant),
            ));
        }
        if made.is_empty() {
            stays.push(
                "Nothing in your tenant was made by Ops AI; remove the application and the groups by hand."
                    .to_owned(),
            );
        } else {
            stays.push(
                "At customers the application's entry under Enterprise applications stays until their administrators delete it; \
                 without a secret and without consent it can do nothing."
                    .to_owned(),
            );
        }
        if let Some(integration) = &self.document.integration {
            items.push(item(
                "integration",
                "The integration, its secrets and its history".to_owned(),
                integration.as_str(),
                None,
            ));
        }
        let bootstrap = self
            .csp
            .0
            .settings
            .bootstrap
            .as_ref()
            .map(|one| one.client_id.clone());
        let kept = self.csp.store().csp_secret(&self.row.id, BOOTSTRAP_TOKEN).await?;
        if let Some(client) = bootstrap.filter(|_| !made.is_empty()) {
            items.push(item(
                "bootstrap",
                "The set-up application, which does the removing".to_owned(),
                &client,
                Some(tenant),
            ));
        }
        let ids: Vec<&str> = items.iter().map(|item| item.object_id.as_str()).collect();
        let digest = Sha256::digest(ids.join("\n").as_bytes());
        Ok(RemovalPlan {
            digest: digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect(),
            confirm: self
                .document
                .tenant_name
                .clone()
                .unwrap_or_else(|| tenant.clone()),
            items,
            needs_sign_in: !made.is_empty() && kept.is_none(),
            stays,
        })
    }
}

impl Ground<'_> {
    /// What bears our mark, in the order of its going.
    fn marked(&self) -> Vec<Made> {
        let order = |kind: ObjectKind| match kind {
            ObjectKind::Group => 0,
            ObjectKind::ServicePrincipal => 1,
            ObjectKind::Application => 2,
        };
        let mut made = self.document.made.clone();
        made.sort_by_key(|one| order(one.kind));
        made
    }
}

/// A kind's word, and what a person calls it.
fn named(kind: ObjectKind) -> (&'static str, &'static str) {
    match kind {
        ObjectKind::Group => ("group", "Security group"),
        ObjectKind::Application => ("application", "Application"),
        ObjectKind::ServicePrincipal => ("service_principal", "Enterprise application"),
    }
}

fn item(kind: &'static str, what: String, id: &str, tenant: Option<&str>) -> RemovalItem {
    RemovalItem {
        kind: kind.into(),
        what,
        object_id: id.to_owned(),
        tenant_id: tenant.map(str::to_owned),
        state: RemovalState::Planned,
        note: None,
        failure: None,
        proved_at: None,
    }
}
