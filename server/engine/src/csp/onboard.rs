//! Onboarding customers: a durable job. For each: roles to our groups, consent, a first read; each looks up what is there.
//!
//! A customer counts as done only where everything was read back afterwards. After each the job's place is kept.

use super::{
    Csp,
    places::{Ground, Who, refuse},
    work::until,
};
use crate::{
    connector::ConsentAsk,
    store::{
        AuditRecord, ClaimedJob, Moment, NewCustomer, NewJob, NewLink, Progress, StoreError, fresh_ulid,
    },
};
use contract::{
    actor::Actor,
    csp::{CspCustomer, CustomerState, OnboardRequest},
    field::FieldError,
    ids::{CspSetupId, CustomerId, JobId, LinkId},
    job::{Job, JobStatus},
    problem::Problem,
};
use futures::FutureExt as _;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The job's kind.
pub const ONBOARD: &str = "csp_onboard";

/// For how long a node has the job without renewing it, in milliseconds; longer than one customer takes.
const LEASE_MS: i64 = 300_000;

/// The most customers of one job.
const MOST: usize = 500;

#[derive(Serialize, Deserialize)]
struct Request {
    setup: CspSetupId,
    tenants: Vec<String>,
    link: bool,
}

#[derive(Default, Serialize, Deserialize)]
struct Place {
    done: Vec<String>,
    faults: Vec<String>,
}

impl Csp {
    /// Begins a job.
    pub async fn onboard(
        &self,
        who: &Actor,
        id: &CspSetupId,
        request: OnboardRequest,
    ) -> Result<Job, Problem> {
        let ground = self.connected(id).await?;
        let invalid =
            |text: &str| Problem::invalid(vec![FieldError::new("tenants", "not_accepted", text.to_owned())]);
        let mut tenants = Vec::new();
        for text in &request.tenants {
            let tenant = ground.partner.tenant_id(text);
            let tenant = tenant.ok_or_else(|| invalid("Tenants: give the ID of each customer's tenant."))?;
            if !tenants.contains(&tenant) {
                tenants.push(tenant);
            }
        }
        if tenants.is_empty() || tenants.len() > MOST {
            return Err(invalid("Tenants: give from 1 to 500."));
        }
        let job = JobId::from_ulid(&fresh_ulid(self.now()));
        let new = NewJob {
            id: job.clone(),
            kind: ONBOARD,
            total: tenants.len() as u64,
            request: json!(Request {
                setup: id.clone(),
                tenants: tenants.clone(),
                link: request.link,
            }),
        };
        let audit = AuditRecord {
            who,
            action: "csp.onboarding_began",
            target: id.to_string(),
            detail: json!({ "job": job, "tenants": tenants }),
        };
        self.store().insert_job(self.now(), new, audit).await?;
        self.0.live.job(&job);
        Ok(self.store().job(&job).await?)
    }

    /// Works on one job until it is done, or no longer ours; true when there was one.
    pub async fn onboard_turn(&self) -> Result<bool, StoreError> {
        let claim = fresh_ulid(self.now());
        let at = Moment::Given(self.now());
        let Some(claimed) = self.store().claim_job(at, ONBOARD, &claim, LEASE_MS).await? else {
            return Ok(false);
        };
        let id = claimed.job.id.clone();
        match self.onboard_all(claimed, &claim).await {
            Ok(()) | Err(StoreError::Stale) => {}
            Err(other) => return Err(other),
        }
        self.0.live.job(&id);
        Ok(true)
    }

    async fn onboard_all(&self, claimed: ClaimedJob, claim: &str) -> Result<(), StoreError> {
        let job = claimed.job;
        let unreadable = |what: &str| StoreError::Unreadable(format!("job {}: {what}", job.id));
        let request: Request =
            serde_json::from_value(job.request.clone()).map_err(|_| unreadable("request"))?;
        let mut place: Place = serde_json::from_str(&claimed.place).unwrap_or_default();
        let mut progress = Progress {
            place: claimed.place,
            total: job.total,
            done: job.done,
            failed: job.failed,
            note: job.note.clone(),
        };
        for tenant in &request.tenants {
            if place.done.contains(tenant) {
                continue;
            }
            progress.note = format!("Onboarding {tenant}.");
            let outcome = match self.connected(&request.setup).await {
                Ok(ground) => ground.onboarded(tenant, request.link).await,
                Err(problem) => Err(problem),
            };
            self.tell_onboarding(&request.setup, &job.id, tenant, &outcome)
                .await?;
            match outcome {
                Ok(customer) if customer.state == CustomerState::Working => progress.done += 1,
                Ok(customer) => {
                    progress.failed += 1;
                    place
                        .faults
                        .push(format!("{}: {}", customer.name, why(&customer)));
                }
                Err(problem) => {
                    progress.failed += 1;
                    place.faults.push(format!("{tenant}: {problem}"));
                }
            }
            place.done.push(tenant.clone());
            progress.place = serde_json::to_string(&place).unwrap_or_default();
            let at = Moment::Given(self.now());
            self.store()
                .advance_job(self.now(), at, &job.id, claim, &progress, LEASE_MS)
                .await?;
            self.0.live.job(&job.id);
        }
        let mut note = format!("{} of {} customers work.", progress.done, progress.total);
        for fault in &place.faults {
            note.push_str(&format!(" {fault}"));
        }
        let status = if progress.done == 0 {
            JobStatus::Failed
        } else {
            JobStatus::Done
        };
        self.store()
            .finish_job(self.now(), &job.id, claim, status, &note)
            .await
    }
}

impl Csp {
    /// What became of one customer, in the audit trail: roles and consent were given there, or not.
    async fn tell_onboarding(
        &self,
        setup: &CspSetupId,
        job: &JobId,
        tenant: &str,
        outcome: &Result<CspCustomer, Problem>,
    ) -> Result<(), StoreError> {
        let (action, detail) = match outcome {
            Ok(customer) if customer.state == CustomerState::Working => (
                "csp.customer_onboarded",
                json!({ "job": job, "tenant": tenant, "roles": customer.roles_granted, "consent": customer.consent }),
            ),
            Ok(customer) => (
                "csp.customer_onboarding_failed",
                json!({
                    "job": job, "tenant": tenant, "state": customer.state,
                    "code": customer.problem.as_ref().map(|problem| problem.code.clone()),
                }),
            ),
            Err(problem) => (
                "csp.customer_onboarding_failed",
                json!({
                    "job": job, "tenant": tenant, "code": problem.code, "vendor_status": problem.vendor_status,
                    "vendor_request_id": problem.vendor_request_id,
                }),
            ),
        };
        let who = Actor::system("csp");
        let audit = AuditRecord {
            who: &who,
            action,
            target: setup.to_string(),
            detail,
        };
        self.store().record_alone(self.now(), audit).await
    }
}

fn why(customer: &CspCustomer) -> String {
    match customer.state {
        CustomerState::NoRelationship => "there is no relationship that gives access.".to_owned(),
        CustomerState::Invited => "the customer has not approved the relationship yet.".to_owned(),
        _ if customer.problem.is_some() => {
            let problem = customer.problem.as_ref();
            problem.map_or_else(String::new, |problem| {
                format!("{} {}", problem.cause, problem.next_action)
            })
        }
        _ if !customer.roles_missing.is_empty() => {
            format!(
                "{} roles are missing; they need a new relationship.",
                customer.roles_missing.len()
            )
        }
        _ => format!("{} permissions are missing.", customer.permissions_missing.len()),
    }
}

impl Ground<'_> {
    async fn onboarded(&self, tenant: &str, link: bool) -> Result<CspCustomer, Problem> {
        let reads = self.app_reads().await?;
        let all = reads
            .relationships()
            .await
            .map_err(|error| self.problem(&error))?;
        let active: Vec<_> = all
            .into_iter()
            .filter(|one| one.status.gives_access())
            .filter(|one| one.customer.as_ref().is_some_and(|(owner, _)| owner == tenant))
            .collect();
        if !active.is_empty() {
            for one in &active {
                self.assign_groups(&one.id).await?;
            }
            self.consent_for(tenant).await?;
        }
        let customer = self.checked(tenant).await?;
        if link && customer.state == CustomerState::Working {
            self.link(&customer).await?;
        }
        Ok(customer)
    }

    async fn is_consented(&self, tenant: &str) -> bool {
        let wanted = self.partner.wanted();
        match self.granted(Some(tenant)).await {
            Ok(found) => super::permissions::missing_of(wanted, &found, true).is_empty(),
            Err(_) => false,
        }
    }

    /// Consents where something is missing, and waits until it counts.
    async fn consent_for(&self, tenant: &str) -> Result<(), Problem> {
        if self.is_consented(tenant).await {
            return Ok(());
        }
        let app = self.document.app.clone();
        let app = app.ok_or_else(|| Problem::new(409, "no_application", "There is no application yet."))?;
        let writes = self.writes(Who::Person, None).await.map_err(refuse)?;
        let ask = ConsentAsk {
            tenant,
            app_id: &app.app_id,
            name: &app.name,
        };
        writes.consent(ask).await.map_err(|error| self.problem(&error))?;
        let once = || async { Ok::<_, Problem>(self.is_consented(tenant).await.then_some(())) }.boxed();
        // What is still missing after that is told by the check that follows.
        until(once, || writes.rest()).await.map(drop)
    }

    /// Links the tenant to a customer of the house: to the one of its name, or to a new one.
    async fn link(&self, customer: &CspCustomer) -> Result<(), Problem> {
        let store = self.csp.store();
        let Some(integration) = self.document.integration.clone() else {
            return Ok(());
        };
        if store
            .link_owner(&integration, &customer.tenant_id)
            .await?
            .is_some()
        {
            return Ok(());
        }
        let known = store.customers().await?;
        let same = known
            .into_iter()
            .find(|one| one.name.eq_ignore_ascii_case(&customer.name));
        let now = self.csp.now();
        let (id, new) = match same {
            Some(found) => (found.id, Vec::new()),
            None => {
                let id = CustomerId::from_ulid(&fresh_ulid(now));
                let new = NewCustomer {
                    id: id.clone(),
                    name: customer.name.clone(),
                };
                (id, vec![new])
            }
        };
        let link = NewLink {
            id: LinkId::from_ulid(&fresh_ulid(now)),
            customer: id.clone(),
            vendor: self.vendor(),
            integration,
            external_id: customer.tenant_id.clone(),
            name: customer.name.clone(),
        };
        let who = Actor::system("csp");
        let audit = AuditRecord {
            who: &who,
            action: "customer.matched",
            target: id.to_string(),
            detail: json!({ "tenant": customer.tenant_id, "name": customer.name }),
        };
        match store.insert_links(now, new, vec![link], audit).await {
            Ok(()) | Err(StoreError::Taken { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}
