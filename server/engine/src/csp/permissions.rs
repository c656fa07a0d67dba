//! Wanted against granted. What was not read is not granted, and where nothing is wanted nothing is fine.

use super::{
    Csp,
    failure::Stop,
    places::{Ground, Who, refuse},
};
use crate::{
    clock::rfc3339,
    connector::{FoundGrants, Wanted},
};
use contract::{
    csp::{GrantState, PermissionKind, PermissionLine, PermissionReport, StepFailure},
    ids::CspSetupId,
    problem::Problem,
};

/// What is wanted in a kind of tenant and not among these grants.
pub fn missing_of<'w>(wanted: &'w [Wanted], found: &FoundGrants, at_customer: bool) -> Vec<&'w Wanted> {
    wanted
        .iter()
        .filter(|one| {
            if at_customer {
                one.at_customers
            } else {
                one.at_partner
            }
        })
        .filter(|one| !is_granted(one, found))
        .collect()
}

fn is_granted(wanted: &Wanted, found: &FoundGrants) -> bool {
    found.principal.is_some()
        && found
            .grants
            .iter()
            .any(|one| one.name == wanted.name && one.kind == wanted.kind && one.resource == wanted.resource)
}

/// The report of one tenant.
pub fn report(
    tenant: &str,
    wanted: &[Wanted],
    read: Result<&FoundGrants, StepFailure>,
    at_customer: bool,
    now: i64,
) -> PermissionReport {
    let here = wanted.iter().filter(|one| {
        if at_customer {
            one.at_customers
        } else {
            one.at_partner
        }
    });
    let found = read.as_ref().ok().copied();
    let mut lines: Vec<PermissionLine> = here
        .map(|one| PermissionLine {
            resource: one.resource.into(),
            name: one.name.to_owned(),
            kind: one.kind,
            reason: one.reason.into(),
            state: match found {
                None => GrantState::NotRead,
                Some(found) if is_granted(one, found) => GrantState::Granted,
                Some(_) => GrantState::Missing,
            },
        })
        .collect();
    let wanted_here = lines.len();
    let more = found.map(|found| found.grants.as_slice()).unwrap_or_default();
    for grant in more {
        let is_known = lines.iter().any(|line| {
            line.name == grant.name && line.kind == grant.kind && line.resource == grant.resource.as_str()
        });
        // What every sign-in asks for is no power.
        let is_sign_in = grant.kind == PermissionKind::Delegated
            && ["openid", "profile", "offline_access", "email"].contains(&grant.name.as_str());
        if !is_known && !is_sign_in {
            lines.push(PermissionLine {
                resource: grant.resource.clone().into(),
                name: grant.name.clone(),
                kind: grant.kind,
                reason: "".into(),
                state: GrantState::Excess,
            });
        }
    }
    let count = |state| lines.iter().filter(|line| line.state == state).count();
    let (granted, missing, excess) = (
        count(GrantState::Granted),
        count(GrantState::Missing),
        count(GrantState::Excess),
    );
    lines.sort_by_key(|line| match line.state {
        GrantState::NotRead => 0,
        GrantState::Missing => 1,
        GrantState::Excess => 2,
        GrantState::Granted => 3,
    });
    let summary = match found {
        None => "What was granted could not be read, so nothing is known of it.".to_owned(),
        Some(found) if found.principal.is_none() => {
            "The application is not in this tenant: nothing is granted.".to_owned()
        }
        Some(_) if missing == 0 && excess == 0 => {
            format!("All {granted} permissions that are wanted were read as granted.")
        }
        Some(_) => format!(
            "{granted} of {wanted_here} are granted, {missing} missing, {excess} more than is wanted."
        ),
    };
    PermissionReport {
        tenant_id: tenant.to_owned(),
        fine: found.is_some_and(|found| found.principal.is_some())
            && wanted_here > 0
            && granted == wanted_here,
        summary,
        lines,
        gaps: Vec::new(),
        failure: read.err(),
        read_at: rfc3339(now),
    }
}

impl Ground<'_> {
    /// Reads what a tenant granted to our application.
    pub async fn granted(&self, customer: Option<&str>) -> Result<FoundGrants, Stop> {
        let app = self
            .document
            .app
            .as_ref()
            .map(|app| app.app_id.clone())
            .unwrap_or_default();
        let who = if customer.is_some() { Who::Person } else { Who::App };
        let reads = self.reads(who, customer).await?;
        reads.grants(&app).await.map_err(|error| self.stop(&error))
    }
}

impl Csp {
    /// Wanted against granted, in the partner's tenant or a customer's.
    pub async fn permissions(
        &self,
        id: &CspSetupId,
        customer: Option<&str>,
    ) -> Result<PermissionReport, Problem> {
        let ground = self.connected(id).await?;
        let customer = match customer {
            None => None,
            Some(text) => Some(
                ground
                    .partner
                    .tenant_id(text)
                    .ok_or_else(|| Problem::not_found("customer"))?,
            ),
        };
        let customer = customer.filter(|tenant| !tenant.eq_ignore_ascii_case(&ground.row.tenant_id));
        let tenant = customer.clone().unwrap_or_else(|| ground.row.tenant_id.clone());
        let read = ground.granted(customer.as_deref()).await;
        let read = match &read {
            Ok(found) => Ok(found),
            Err(Stop::Failed(failure)) => Err(failure.clone()),
            Err(Stop::Waits) => return Err(refuse(Stop::Waits)),
            Err(Stop::Store(_)) => {
                return Err(Problem::new(
                    503,
                    "database_unavailable",
                    "The database does not answer.",
                ));
            }
        };
        let wanted = ground.partner.wanted();
        let mut told = report(&tenant, wanted, read, customer.is_some(), self.now());
        told.gaps = ground.gaps_of_report(&told, customer.as_deref());
        Ok(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connector::FoundGrant;

    const WANTED: &[Wanted] = &[Wanted {
        resource: "Graph",
        resource_app: "g",
        name: "User.Read.All",
        kind: PermissionKind::Delegated,
        reason: "read users",
        at_customers: true,
        at_partner: true,
    }];

    fn grants(names: &[&str]) -> FoundGrants {
        FoundGrants {
            principal: Some("p".into()),
            grants: names
                .iter()
                .map(|name| FoundGrant {
                    resource: "Graph".into(),
                    name: (*name).into(),
                    kind: PermissionKind::Delegated,
                })
                .collect(),
        }
    }

    #[test]
    fn a_tenant_that_granted_nothing_is_never_fine() {
        for found in [FoundGrants::default(), grants(&[]), grants(&["openid"])] {
            let told = report("t", WANTED, Ok(&found), true, 0);
            assert!(!told.fine, "{}", told.summary);
            assert_eq!(told.lines[0].state, GrantState::Missing);
        }
        // Grants without a service principal cannot be.
        let odd = FoundGrants {
            principal: None,
            ..grants(&["User.Read.All"])
        };
        assert!(!report("t", WANTED, Ok(&odd), true, 0).fine);
        assert!(!report("t", &[], Ok(&grants(&[])), true, 0).fine);
    }

    #[test]
    fn what_was_not_read_is_not_granted() {
        let why = super::super::failure::found("x", "y.", "z.", true, 0);
        let told = report("t", WANTED, Err(why), true, 0);
        assert!(!told.fine);
        assert_eq!(told.lines[0].state, GrantState::NotRead);
        assert!(told.failure.is_some());
    }

    #[test]
    fn the_same_name_of_another_kind_or_resource_does_not_count() {
        let mut found = grants(&["User.Read.All"]);
        found.grants[0].kind = PermissionKind::Application;
        assert!(!report("t", WANTED, Ok(&found), true, 0).fine);
        let mut found = grants(&["User.Read.All"]);
        found.grants[0].resource = "Another".into();
        assert!(!report("t", WANTED, Ok(&found), true, 0).fine);
    }

    #[test]
    fn all_that_is_wanted_is_fine_and_more_is_told() {
        let told = report("t", WANTED, Ok(&grants(&["User.Read.All"])), true, 0);
        assert!(told.fine);
        let told = report("t", WANTED, Ok(&grants(&["User.Read.All", "Mail.Read"])), true, 0);
        assert!(told.fine);
        assert!(
            told.lines
                .iter()
                .any(|line| line.state == GrantState::Excess && line.name == "Mail.Read")
        );
    }
}
