//! Relationships with customers: read, made, locked, given to our groups, extended, ended.
//!
//! What is there is read before each change, and the change names what was read (`again.rs`). Assignments that are not ours
//! are never touched.

use super::{
    Csp,
    invitation::named,
    places::{Ground, Who, refuse},
    work::until,
};
use crate::{
    clock::rfc3339,
    connector::{CallError, CallErrorKind, FoundAssignment, FoundRelationship, PartnerReads},
};
use contract::{
    csp::{AssignmentState, GLOBAL_ADMINISTRATOR, Relationship, RelationshipDraft, RelationshipStatus},
    ids::CspSetupId,
    problem::Problem,
};
use futures::FutureExt as _;

/// What is changed here, in words.
const WHAT: &str = "this relationship";

impl Csp {
    /// All of them, those that end first before others.
    pub async fn relationships(&self, id: &CspSetupId) -> Result<Vec<Relationship>, Problem> {
        let ground = self.connected(id).await?;
        let reads = ground.app_reads().await?;
        let mut found = reads
            .relationships()
            .await
            .map_err(|error| ground.problem(&error))?;
        found.sort_by_key(|one| {
            (
                one.status.is_over(),
                one.ends_at.unwrap_or(i64::MAX),
                one.name.clone(),
            )
        });
        Ok(found
            .into_iter()
            .map(|one| ground.shown_relationship(one, &[]))
            .collect())
    }

    /// One, with its assignments.
    pub async fn relationship(&self, id: &CspSetupId, relationship: &str) -> Result<Relationship, Problem> {
        let ground = self.connected(id).await?;
        let reads = ground.app_reads().await?;
        ground.whole(reads.as_ref(), relationship).await
    }

    /// Makes one; the same name again is the same one.
    pub async fn create_relationship(
        &self,
        id: &CspSetupId,
        mut draft: RelationshipDraft,
    ) -> Result<Relationship, Problem> {
        let ground = self.connected(id).await?;
        let mut errors = draft.check();
        let catalogue = ground.partner.roles();
        if draft.roles.iter().any(|role| catalogue.find(role).is_none()) {
            let text = "Roles: there is a role that is not known.";
            errors.push(contract::field::FieldError::new("roles", "not_accepted", text));
        }
        draft.roles.sort();
        draft.roles.dedup();
        if !errors.is_empty() {
            return Err(Problem::invalid(errors));
        }
        let writes = ground.app_writes().await?;
        if let Some(tenant) = draft
            .customer_tenant_id
            .take()
            .filter(|tenant| !tenant.trim().is_empty())
        {
            let tenant = ground.partner.tenant_id(&tenant);
            let known = match &tenant {
                Some(tenant) => writes
                    .tenant_named(tenant)
                    .await
                    .map_err(|error| ground.problem(&error))?,
                None => None,
            };
            let Some(known) = known else {
                let text = "Customer's tenant: there is no such tenant; give its ID.";
                return Err(Problem::invalid(vec![contract::field::FieldError::new(
                    "customer_tenant_id",
                    "not_accepted",
                    text,
                )]));
            };
            if draft.name.trim().is_empty() {
                draft.name = named(&known.name, &rfc3339(self.now())[..10]);
            }
            draft.customer_tenant_id = Some(known.id);
        }
        if draft.name.trim().is_empty() {
            draft.name = named("Customer", &rfc3339(self.now())[..16]);
        }
        let draft = RelationshipDraft {
            name: draft.name.trim().to_owned(),
            ..draft
        };
        let same = |all: Vec<FoundRelationship>| {
            all.into_iter()
                .find(|one| one.name.eq_ignore_ascii_case(&draft.name) && !one.status.is_over())
        };
        let all = writes
            .relationships()
            .await
            .map_err(|error| ground.problem(&error))?;
        let made = match same(all) {
            Some(found) => same_as(found, &draft)?,
            None => {
                let made = writes.create_relationship(&draft).await;
                match made {
                    Ok(made) => {
                        // A new one may not be seen everywhere at once.
                        let once = || writes.relationship(&made.id);
                        let seen = until(once, || writes.rest()).await;
                        seen.map_err(|error| ground.problem(&error))?.unwrap_or(made)
                    }
                    // Somebody, or our own request whose answer was lost, was faster.
                    Err(error)
                        if matches!(
                            error.kind,
                            CallErrorKind::Conflict | CallErrorKind::VendorDown | CallErrorKind::Timeout
                        ) =>
                    {
                        let all = writes
                            .relationships()
                            .await
                            .map_err(|error| ground.problem(&error))?;
                        let found = same(all).ok_or_else(|| ground.problem(&error))?;
                        same_as(found, &draft)?
                    }
                    Err(error) => return Err(ground.problem(&error)),
                }
            }
        };
        Ok(ground.shown_relationship(made, &[]))
    }

    /// Locks it for approval.
    pub async fn lock_relationship(
        &self,
        id: &CspSetupId,
        relationship: &str,
    ) -> Result<Relationship, Problem> {
        let ground = self.connected(id).await?;
        let writes = ground.app_writes().await?;
        let writes = writes.as_ref();
        let plan = |found: FoundRelationship| match found.status {
            RelationshipStatus::Created => Ok(Some(writes.request(relationship, "lockForApproval"))),
            RelationshipStatus::ApprovalPending => Ok(None),
            _ => Err(wrong_status(&found, "locked for approval", "created")),
        };
        let first = ground.find(writes, relationship).await?;
        let read = || ground.find(writes, relationship).boxed();
        ground.change((WHAT, writes), first, read, plan).await?;
        ground.whole(writes, relationship).await
    }

    /// Gives our groups their roles.
    pub async fn assign(&self, id: &CspSetupId, relationship: &str) -> Result<Relationship, Problem> {
        let ground = self.connected(id).await?;
        ground.assign_groups(relationship).await?;
        let reads = ground.app_reads().await?;
        ground.whole(reads.as_ref(), relationship).await
    }

    /// Switches its extension.
    pub async fn extend(
        &self,
        id: &CspSetupId,
        relationship: &str,
        automatically: bool,
    ) -> Result<Relationship, Problem> {
        let ground = self.connected(id).await?;
        let writes = ground.app_writes().await?;
        let writes = writes.as_ref();
        let plan = |found: FoundRelationship| {
            if automatically && found.roles.iter().any(|role| role == GLOBAL_ADMINISTRATOR) {
                return Err(Problem::new(
                    409,
                    "never_extended",
                    "A relationship with Global Administrator is never extended by itself.",
                )
                .with_detail("Make a new one without that role."));
            }
            if !matches!(
                found.status,
                RelationshipStatus::Created | RelationshipStatus::Active
            ) {
                return Err(wrong_status(&found, "extended", "created or active"));
            }
            if found.auto_extend == automatically {
                return Ok(None);
            }
            let change = async move { writes.extend(relationship, &found.etag, automatically).await };
            Ok(Some(change.boxed()))
        };
        let first = ground.find(writes, relationship).await?;
        let read = || ground.find(writes, relationship).boxed();
        ground.change((WHAT, writes), first, read, plan).await?;
        ground.whole(writes, relationship).await
    }

    /// Ends it.
    pub async fn end_relationship(&self, id: &CspSetupId, relationship: &str) -> Result<(), Problem> {
        let ground = self.connected(id).await?;
        ground.end(relationship).await
    }
}

impl Ground<'_> {
    pub(super) async fn app_reads(&self) -> Result<Box<dyn PartnerReads>, Problem> {
        self.reads(Who::App, None).await.map_err(refuse)
    }

    pub(super) async fn app_writes(&self) -> Result<Box<dyn crate::connector::PartnerWrites>, Problem> {
        self.writes(Who::App, None).await.map_err(refuse)
    }

    async fn find<R: PartnerReads + ?Sized>(
        &self,
        reads: &R,
        id: &str,
    ) -> Result<FoundRelationship, Problem> {
        let found = reads
            .relationship(id)
            .await
            .map_err(|error| self.problem(&error))?;
        found.ok_or_else(|| Problem::not_found("relationship"))
    }

    async fn assignments<R: PartnerReads + ?Sized>(
        &self,
        reads: &R,
        id: &str,
    ) -> Result<Vec<FoundAssignment>, Problem> {
        reads.assignments(id).await.map_err(|error| self.problem(&error))
    }

    async fn whole<R: PartnerReads + ?Sized>(&self, reads: &R, id: &str) -> Result<Relationship, Problem> {
        let found = self.find(reads, id).await?;
        let assignments = self.assignments(reads, id).await?;
        let mut shown = self.shown_relationship(found, &assignments);
        shown.assignments.extend(self.missing_assignments(&shown));
        Ok(shown)
    }

    /// Gives our groups the roles that the relationship has for them, and waits until that counts.
    pub(super) async fn assign_groups(&self, relationship: &str) -> Result<(), Problem> {
        let writes = self.app_writes().await?;
        let writes = writes.as_ref();
        let found = self.find(writes, relationship).await?;
        if !found.status.gives_access() {
            return Err(wrong_status(&found, "given to groups", "active"));
        }
        let present = self.assignments(writes, relationship).await?;
        let mut ours = Vec::new();
        for (role, group) in &self.document.groups {
            if !found.roles.contains(role) {
                continue;
            }
            ours.push(group.clone());
            let roles = [role.clone()];
            let plan = |all: Vec<FoundAssignment>| {
                let is_there = all.iter().any(|one| one.group_id == *group && lives(one));
                Ok((!is_there).then(|| writes.assign(relationship, group, &roles)))
            };
            let read = || self.assignments(writes, relationship).boxed();
            self.change((WHAT, writes), present.clone(), read, plan).await?;
        }
        let settled = || {
            async {
                let all = writes.assignments(relationship).await?;
                let of = |group: &String| {
                    all.iter()
                        .find(|one| one.group_id == *group && lives(one))
                        .map(|one| one.state)
                };
                let states: Vec<_> = ours.iter().map(of).collect();
                let pending = states
                    .iter()
                    .any(|state| matches!(state, None | Some(AssignmentState::Pending)));
                Ok((!pending).then_some(states))
            }
            .boxed()
        };
        let settled = until(settled, || writes.rest()).await;
        match settled.map_err(|error: CallError| self.problem(&error))? {
            None => Err(Problem::new(
                409,
                "assignments_pending",
                "Microsoft has not made the assignments yet.",
            )
            .with_detail("Try again in a few minutes; none is made twice.")),
            Some(states) if states.contains(&Some(AssignmentState::Error)) => Err(Problem::new(
                409,
                "assignment_failed",
                "Microsoft could not give a group its roles.",
            )
            .with_detail("Look at the assignment in Partner Center, remove it there, then try again.")),
            Some(_) => Ok(()),
        }
    }

    /// Ends one: deletes it while it is only created.
    pub(super) async fn end(&self, relationship: &str) -> Result<(), Problem> {
        let writes = self.app_writes().await?;
        let writes = writes.as_ref();
        let plan = |found: Option<FoundRelationship>| {
            let Some(found) = found else { return Ok(None) };
            match found.status {
                RelationshipStatus::Created => {
                    let change = async move { writes.delete_relationship(relationship, &found.etag).await };
                    Ok(Some(change.boxed()))
                }
                RelationshipStatus::Active | RelationshipStatus::Expiring => {
                    Ok(Some(writes.request(relationship, "terminate")))
                }
                status if status.is_over() => Ok(None),
                _ => Err(wrong_status(&found, "ended", "created or active")),
            }
        };
        let first = Some(self.find(writes, relationship).await?);
        let read = || {
            async {
                let found = writes.relationship(relationship).await;
                found.map_err(|error| self.problem(&error))
            }
            .boxed()
        };
        self.change((WHAT, writes), first, read, plan).await
    }
}

/// The one that is there, where it is what is wanted.
fn same_as(found: FoundRelationship, draft: &RelationshipDraft) -> Result<FoundRelationship, Problem> {
    let mut roles = found.roles.clone();
    roles.sort();
    let customer = found.customer.as_ref().map(|(tenant, _)| tenant.as_str());
    let same_customer = match (&draft.customer_tenant_id, customer) {
        (Some(wanted), Some(has)) => wanted.eq_ignore_ascii_case(has),
        (None, _) => true,
        (Some(_), None) => false,
    };
    if roles == draft.roles && same_customer {
        return Ok(found);
    }
    Err(Problem::new(
        409,
        "name_taken",
        format!(
            "There is a relationship “{}” with other roles or another customer.",
            found.name
        ),
    )
    .with_detail("Choose another name: each is unique among the partner's."))
}

/// Whether an assignment counts, or will.
pub(super) fn lives(one: &FoundAssignment) -> bool {
    !matches!(one.state, AssignmentState::Deleting | AssignmentState::Deleted)
}

fn wrong_status(found: &FoundRelationship, what: &str, needs: &str) -> Problem {
    let title = format!("“{}” cannot be {what} as it stands.", found.name);
    Problem::new(409, "wrong_status", title).with_detail(format!(
        "It is {:?}; it has to be {needs}. Look at it again.",
        found.status
    ))
}
