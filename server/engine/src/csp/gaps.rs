//! What is missing, and the one way that puts each right: a page of the vendor's to consent at, the consent through the
//! partner, the groups' roles, or a new relationship with the missing roles filled in.
//!
//! Gaps are computed from what was read. Where nothing was read nothing is known to be missing, and no way is offered.

use super::{customers::says_no_consent, places::Ground};
use crate::connector::ConsentPage;
use contract::csp::{
    ConsentState, CspCustomer, CspGap, CspRemedy, CustomerState, GrantState, PermissionKind,
    PermissionReport, RelationshipStatus,
};

impl Ground<'_> {
    /// The gaps of a report: of the partner's own tenant, or of a customer's.
    pub(super) fn gaps_of_report(&self, report: &PermissionReport, customer: Option<&str>) -> Vec<CspGap> {
        let missing = |line: &&contract::csp::PermissionLine| line.state == GrantState::Missing;
        if let Some(tenant) = customer {
            let refused = report.failure.as_ref().is_some_and(says_no_consent);
            let wanted = report
                .lines
                .iter()
                .filter(|line| refused && line.state == GrantState::NotRead || missing(line));
            let names: Vec<String> = wanted.map(|line| line.name.clone()).collect();
            return self.consent_gap(tenant, names).into_iter().collect();
        }
        let mut resources: Vec<&str> = report
            .lines
            .iter()
            .filter(missing)
            .map(|line| line.resource.as_ref())
            .collect();
        resources.sort_unstable();
        resources.dedup();
        let of = |resource: &&str| {
            let lines = report
                .lines
                .iter()
                .filter(missing)
                .filter(|line| line.resource.as_ref() == *resource);
            let names = lines.map(|line| match line.kind {
                PermissionKind::Application => format!("{} (application)", line.name),
                PermissionKind::Delegated => line.name.clone(),
            });
            let names: Vec<String> = names.collect();
            CspGap {
                what: format!(
                    "Your own tenant did not grant {} of {resource} to your application.",
                    counted(names.len())
                ),
                missing: names,
                remedy: CspRemedy::AdminConsent,
                next_action: "Open the page as a Global Administrator of your own tenant and accept. What was granted is read \
                              again afterwards. What is still missing then is not listed in the application's registration: \
                              add it there first."
                    .to_owned(),
                url: self.page(&self.row.tenant_id, resource, &[]),
            }
        };
        resources.iter().map(of).collect()
    }

    /// The gaps of a customer, of whose relationships `held` are the roles.
    pub(super) fn gaps_of_customer(&self, one: &CspCustomer, held: &[String]) -> Vec<CspGap> {
        let access = one.relationship.is_some_and(RelationshipStatus::gives_access);
        if !access {
            let none = one.state == CustomerState::NoRelationship;
            let roles = one.roles_wanted.clone();
            return none
                .then(|| self.invitation_gap(one, "There is no relationship that gives access.", roles))
                .into_iter()
                .collect();
        }
        let (given, new): (Vec<String>, Vec<String>) = one
            .roles_missing
            .iter()
            .cloned()
            .partition(|role| held.contains(role));
        let mut gaps = Vec::new();
        if !new.is_empty() {
            let what = format!("{} no relationship with this customer holds.", roles(new.len()));
            gaps.push(self.invitation_gap(one, &what, new));
        }
        if !given.is_empty() {
            gaps.push(CspGap {
                what: format!(
                    "{} the relationship holds and your groups do not have.",
                    roles(given.len())
                ),
                missing: given,
                remedy: CspRemedy::Assignment,
                next_action: "Onboard the customer again: it gives the groups their roles. Nobody at the customer has to do \
                              anything."
                    .to_owned(),
                url: None,
            });
        }
        if matches!(one.consent, ConsentState::Missing | ConsentState::Partial) {
            gaps.extend(self.consent_gap(&one.tenant_id, one.permissions_missing.clone()));
        }
        gaps
    }

    fn invitation_gap(&self, one: &CspCustomer, what: &str, roles: Vec<String>) -> CspGap {
        let base = self.csp.0.settings.public_url.trim_end_matches('/');
        let url = format!(
            "{base}/app/csp-wizard/{}/relationships?new=1&customer={}&roles={}",
            self.row.id,
            one.tenant_id,
            roles.join(",")
        );
        CspGap {
            what: what.to_owned(),
            missing: roles,
            remedy: CspRemedy::NewRelationship,
            next_action: "Make a relationship with these roles and send its invitation; the customer's Global Administrator \
                          approves it."
                .to_owned(),
            url: Some(url),
        }
    }

    /// Delegated permissions at a customer; nothing where none is missing.
    fn consent_gap(&self, tenant: &str, missing: Vec<String>) -> Option<CspGap> {
        if missing.is_empty() {
            return None;
        }
        // Consent through the partner is given anew as a whole; a link asks for the same, and for no more.
        let wanted = self.partner.wanted().iter().filter(|one| one.at_customers);
        let (resources, names): (Vec<&str>, Vec<&str>) = wanted.map(|one| (one.resource, one.name)).unzip();
        let resource = resources.first().copied().unwrap_or_default();
        let names: Vec<&str> = if resources.iter().all(|one| *one == resource) {
            names
        } else {
            Vec::new()
        };
        Some(CspGap {
            what: format!(
                "The customer's tenant did not grant {} to your application.",
                counted(missing.len())
            ),
            missing,
            remedy: CspRemedy::PartnerConsent,
            next_action: "Onboard the customer again: it consents through Partner Center. Where Partner Center does not answer \
                          you (an indirect reseller), send the link to the customer's Global Administrator; the page that \
                          opens after it can be closed."
                .to_owned(),
            url: self.page(tenant, resource, &names),
        })
    }

    fn page(&self, tenant: &str, resource: &str, names: &[&str]) -> Option<String> {
        let app = self.document.app.as_ref()?;
        let redirect_uri = self.csp.redirect_uri();
        let page = self.partner.consent_page(&ConsentPage {
            tenant,
            client_id: &app.app_id,
            redirect_uri: &redirect_uri,
            state: self.row.id.as_str(),
            resource,
            names,
        });
        page.map(Into::into)
    }
}

fn counted(count: usize) -> String {
    match count {
        1 => "1 permission".to_owned(),
        count => format!("{count} permissions"),
    }
}

fn roles(count: usize) -> String {
    match count {
        1 => "There is 1 role that".to_owned(),
        count => format!("There are {count} roles that"),
    }
}
