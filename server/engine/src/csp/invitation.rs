//! A relationship as it is told, and the invitation that a customer gets.

use super::places::Ground;
use crate::{
    clock::rfc3339,
    connector::{FoundAssignment, FoundRelationship},
};
use contract::csp::{
    Assignment, AssignmentState, GLOBAL_ADMINISTRATOR, Invitation, MAX_RELATIONSHIP_NAME, Relationship,
    RelationshipStatus,
};

const DAY_MS: i64 = 86_400_000;

/// For how many days an invitation can be approved.
const INVITATION_DAYS: i64 = 90;

impl Ground<'_> {
    pub(super) fn missing_assignments(&self, shown: &Relationship) -> Vec<Assignment> {
        if !shown.status.gives_access() {
            return Vec::new();
        }
        let missing = self.document.groups.iter().filter(|(role, group)| {
            let is_there = shown
                .assignments
                .iter()
                .any(|one| one.group_id == **group && one.state != AssignmentState::Deleted);
            shown.roles.contains(role) && !is_there
        });
        missing
            .map(|(role, group)| Assignment {
                id: None,
                group_id: group.clone(),
                group_name: self.group_name(group),
                roles: vec![role.clone()],
                state: AssignmentState::Missing,
                ours: true,
            })
            .collect()
    }

    fn group_name(&self, group: &str) -> Option<String> {
        let made = self.document.made.iter().find(|one| one.id == group);
        made.map(|one| one.name.clone())
    }

    /// As it is told.
    pub(super) fn shown_relationship(
        &self,
        found: FoundRelationship,
        assignments: &[FoundAssignment],
    ) -> Relationship {
        let now = self.csp.now();
        let mut notes = Vec::new();
        if found.roles.iter().any(|role| role == GLOBAL_ADMINISTRATOR) {
            notes.push(
                "It holds Global Administrator: it gives everything, and is never extended by itself."
                    .to_owned(),
            );
        }
        let invitation =
            (found.status == RelationshipStatus::ApprovalPending).then(|| self.invitation(&found));
        if let Some(made) = found
            .created_at
            .filter(|_| found.status == RelationshipStatus::ApprovalPending)
            && made + INVITATION_DAYS * DAY_MS < now
        {
            notes.push(
                "The invitation is older than 90 days and can no longer be approved: make a new one."
                    .to_owned(),
            );
        }
        Relationship {
            customer_tenant_id: found.customer.as_ref().map(|(tenant, _)| tenant.clone()),
            customer_name: found.customer.as_ref().and_then(|(_, name)| name.clone()),
            assignments: assignments
                .iter()
                .map(|one| Assignment {
                    id: Some(one.id.clone()),
                    group_id: one.group_id.clone(),
                    group_name: self.group_name(&one.group_id),
                    roles: one.roles.clone(),
                    state: one.state,
                    ours: self.document.groups.values().any(|group| *group == one.group_id),
                })
                .collect(),
            invitation,
            id: found.id,
            name: found.name,
            status: found.status,
            roles: found.roles,
            duration: found.duration,
            auto_extend: found.auto_extend,
            created_at: found.created_at.map(rfc3339),
            activated_at: found.activated_at.map(rfc3339),
            ends_at: found.ends_at.map(rfc3339),
            days_left: found.ends_at.map(|ends| (ends - now).div_euclid(DAY_MS)),
            notes,
        }
    }

    fn invitation(&self, found: &FoundRelationship) -> Invitation {
        let url = self.partner.invitation(&found.id);
        let us = self
            .document
            .tenant_name
            .clone()
            .unwrap_or_else(|| "your service provider".to_owned());
        let catalogue = self.partner.roles();
        let roles: Vec<String> = found
            .roles
            .iter()
            .map(|id| match catalogue.find(id) {
                Some(role) => format!("- {}: {}", role.name, role.explanation),
                None => format!("- {id}"),
            })
            .collect();
        let extension = if found.auto_extend {
            "It is extended by six months each time unless one of us ends it."
        } else {
            "It ends by itself."
        };
        let text = format!(
            "Hello,\n\n{us} asks for permission to look after your tenant. A Global Administrator of your tenant can approve it \
             here, within 90 days:\n\n{url}\n\nThe request is called \"{}\" and lasts {}. {extension} It asks for these roles and \
             no others:\n\n{}\n\nYou can end it at any time in the admin center under Settings > Partner \
             relationships.\n",
            found.name,
            days_of(&found.duration),
            roles.join("\n"),
        );
        Invitation {
            url,
            subject: format!("{us}: please approve our access to your tenant"),
            text,
            expires_at: found
                .created_at
                .map(|made| rfc3339(made + INVITATION_DAYS * DAY_MS)),
        }
    }
}

fn days_of(duration: &str) -> String {
    let days = duration.strip_prefix('P').and_then(|rest| rest.strip_suffix('D'));
    days.map_or_else(|| duration.to_owned(), |days| format!("{days} days"))
}

/// A name that a customer understands, cut to what Microsoft takes.
pub(super) fn named(customer: &str, day: &str) -> String {
    let room = MAX_RELATIONSHIP_NAME - day.chars().count() - 1;
    let customer: String = customer.chars().take(room).collect();
    format!("{} {day}", customer.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_customer_and_the_day_and_fits() {
        assert_eq!(named("Alder & Finch", "2026-11-24"), "Alder & Finch 2026-11-24");
        let long = named(&"x".repeat(80), "2026-11-24");
        assert_eq!(long.chars().count(), MAX_RELATIONSHIP_NAME);
        assert!(long.ends_with(" 2026-11-24"));
    }
}
