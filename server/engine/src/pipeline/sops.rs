//! The seam between the pipeline and what it runs: customers, rules, SOPs.
//!
//! The pipeline's resolve, route, execute and report stages call it once per attempt, and know nothing of how a SOP
//! works. `run` implements it; the pipeline's own tests have a double of it.

use super::failure::StageFailure;
use crate::store::StoreError;
use contract::{
    event::{CustomerReference, Normalised},
    ids::{ApprovalId, CustomerId, EventId, IntegrationId, RunId, SopId, VendorId},
    routing::RoutingReport,
};
use futures::future::BoxFuture;
use serde_json::Value;

/// Proof that the worker still has its event. Asked just before an effect: a worker that slept longer than its lease must not
/// act.
pub trait Fence: Send + Sync {
    /// True while the lease holds, as the database sees it; renews it. False also when that cannot be known.
    fn holds(&self) -> BoxFuture<'_, bool>;
}

/// Whose run it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventKey {
    /// The event. One run belongs to it, however many attempts it takes.
    pub event: EventId,
    /// What guards its effects, together with the step: the event itself, or, of the replay of a dead letter, the one whose
    /// effects must not be made a second time.
    pub lineage: EventId,
    /// The account whose webhook received it.
    pub integration: IntegrationId,
}

/// A customer, as resolving finds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundCustomer {
    /// Which.
    pub id: CustomerId,
    /// Its name.
    pub name: String,
}

/// The SOP that routing picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    /// Which.
    pub sop: SopId,
    /// Its name.
    pub name: String,
    /// The version that runs.
    pub version: u32,
    /// False while it is off.
    pub enabled: bool,
}

/// What routing made of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Routed {
    /// Rule by rule; a rule that ignores the event says so in `then`.
    pub report: RoutingReport,
    /// The SOP; none when it is ignored, or when nothing fits.
    pub picked: Option<Picked>,
}

/// How an attempt at a run ended.
#[derive(Clone, Debug, PartialEq)]
pub enum RunEnd {
    /// All was done.
    Done {
        /// The run.
        run: RunId,
        /// What was done, step by step, for the trace.
        detail: Value,
    },
    /// A step waits for a person.
    Waiting {
        /// The run.
        run: RunId,
        /// What it waits for.
        approval: ApprovalId,
        /// What was done so far.
        detail: Value,
    },
    /// A step failed and nothing caught it.
    Failed {
        /// The run; none when it could not begin.
        run: Option<RunId>,
        /// Why.
        failure: StageFailure,
        /// What had already been done, a sentence each.
        already_done: Vec<String>,
    },
}

/// How reporting ended.
#[derive(Clone, Debug, PartialEq)]
pub enum ReportEnd {
    /// It was posted, or there was nothing to post; in words.
    Done(String),
    /// It could not be posted.
    Failed(StageFailure),
}

/// Customers, rules and SOPs, as the pipeline uses them. A `StoreError` is an outage of our own: it uses no try.
pub trait Sops: Send + Sync {
    /// The customer that a vendor's record belongs to; a record seen for the first time is remembered as unmapped.
    fn resolve_customer<'a>(
        &'a self,
        vendor: &'a VendorId,
        integration: &'a IntegrationId,
        reference: &'a CustomerReference,
    ) -> BoxFuture<'a, Result<Option<FoundCustomer>, StoreError>>;

    /// What the rules make of an event.
    fn route<'a>(
        &'a self,
        event: &'a Normalised,
        customer: Option<&'a FoundCustomer>,
    ) -> BoxFuture<'a, Result<Routed, StoreError>>;

    /// Starts the run of an event, or goes on with it where it began before; never starts it twice.
    fn execute<'a>(
        &'a self,
        key: &'a EventKey,
        event: &'a Normalised,
        customer: Option<&'a FoundCustomer>,
        picked: &'a Picked,
        fence: &'a dyn Fence,
    ) -> BoxFuture<'a, Result<RunEnd, StoreError>>;

    /// Posts the result back to the event's ticket, where it has one; at most once for a run.
    fn report<'a>(
        &'a self,
        key: &'a EventKey,
        event: &'a Normalised,
        run: &'a RunId,
        fence: &'a dyn Fence,
    ) -> BoxFuture<'a, Result<ReportEnd, StoreError>>;

    /// What `execute` would do now; calls nothing that writes.
    fn rehearse<'a>(
        &'a self,
        key: &'a EventKey,
        event: &'a Normalised,
        customer: Option<&'a FoundCustomer>,
        picked: &'a Picked,
    ) -> BoxFuture<'a, Result<Value, StoreError>>;

    /// The effects that were made for a lineage and will not be made again, a sentence each.
    fn guarded<'a>(&'a self, lineage: &'a EventId) -> BoxFuture<'a, Result<Vec<String>, StoreError>>;
}
