//! Customers, routing rules, SOPs and their runs.

use super::Answer;
use crate::{
    actor::Actor,
    customer::{Customer, CustomerDraft, CustomerLink, LinkDraft, Match, SplitDraft, VendorRecord},
    event::{Normalised, SampleEvent},
    ids::{CustomerId, LinkId, RuleId, RunId, SopId},
    job::Job,
    problem::Problem,
    routing::{RoutingReport, RoutingRule, RuleDraft, RuleHint},
    run::{Run, RunDetail, RunFilter},
    sop::{DryRunRequest, Preview, PreviewRequest, Sop, SopCheck, SopDraft, SopTemplate, SopVersion},
};

/// Whom the work is for.
pub trait Customers: Send + Sync {
    /// Every customer, by name.
    fn list<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Customer>>;
    /// One customer.
    fn get<'a>(&'a self, who: &'a Actor, id: &'a CustomerId) -> Answer<'a, Customer>;
    /// Adds one.
    fn create<'a>(&'a self, who: &'a Actor, draft: CustomerDraft) -> Answer<'a, Customer>;
    /// Renames one.
    fn change<'a>(&'a self, who: &'a Actor, id: &'a CustomerId, draft: CustomerDraft)
    -> Answer<'a, Customer>;
    /// Deletes one and its links; refused while a rule or SOP names it.
    fn delete<'a>(&'a self, who: &'a Actor, id: &'a CustomerId) -> Answer<'a, ()>;
    /// Makes one customer of two: the links of `from` go to `into`, `from` goes.
    fn merge<'a>(
        &'a self,
        who: &'a Actor,
        into: &'a CustomerId,
        from: &'a CustomerId,
    ) -> Answer<'a, Customer>;
    /// Makes two customers of one: some of its links go to a new customer, which is the answer.
    fn split<'a>(&'a self, who: &'a Actor, id: &'a CustomerId, draft: SplitDraft) -> Answer<'a, Customer>;
    /// Accepts matches, all or none: links each record, making the new customers that are asked for; answers the customers.
    fn accept<'a>(&'a self, who: &'a Actor, matches: Vec<Match>) -> Answer<'a, Vec<Customer>>;
    /// Links a vendor's record; refused while it belongs to another.
    fn link<'a>(&'a self, who: &'a Actor, id: &'a CustomerId, draft: LinkDraft) -> Answer<'a, CustomerLink>;
    /// Takes a link away.
    fn unlink<'a>(&'a self, who: &'a Actor, id: &'a CustomerId, link: &'a LinkId) -> Answer<'a, Customer>;
    /// The vendors' records: all, or those that belong to nobody; with suggestions.
    fn records<'a>(&'a self, who: &'a Actor, unmapped_only: bool) -> Answer<'a, Vec<VendorRecord>>;
    /// Says that a record is nobody's, or takes that back.
    fn ignore<'a>(&'a self, who: &'a Actor, record: LinkDraft, ignored: bool) -> Answer<'a, ()>;
    /// Reads the records of every account, as a durable job.
    fn discover<'a>(&'a self, who: &'a Actor) -> Answer<'a, Job>;
}

/// The ordered rules.
pub trait Routing: Send + Sync {
    /// Every rule, in order.
    fn list<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<RoutingRule>>;
    /// Adds one.
    fn create<'a>(&'a self, who: &'a Actor, draft: RuleDraft) -> Answer<'a, RoutingRule>;
    /// Changes one.
    fn change<'a>(&'a self, who: &'a Actor, id: &'a RuleId, draft: RuleDraft) -> Answer<'a, RoutingRule>;
    /// Moves one to a place, from 1; the others keep their order.
    fn move_to<'a>(&'a self, who: &'a Actor, id: &'a RuleId, position: u32) -> Answer<'a, Vec<RoutingRule>>;
    /// Deletes one.
    fn delete<'a>(&'a self, who: &'a Actor, id: &'a RuleId) -> Answer<'a, ()>;
    /// Says what the rules make of an event, rule by rule.
    fn test<'a>(&'a self, who: &'a Actor, event: Normalised) -> Answer<'a, RoutingReport>;
    /// Rules that can never fire, and overlaps.
    fn hints<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<RuleHint>>;
    /// Payloads that the vendors could send, for trying.
    fn samples<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<SampleEvent>>;
}

/// SOPs.
pub trait Sops: Send + Sync {
    /// Every SOP, by name.
    fn list<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Sop>>;
    /// One SOP, as it is now.
    fn get<'a>(&'a self, who: &'a Actor, id: &'a SopId) -> Answer<'a, Sop>;
    /// Adds one.
    fn create<'a>(&'a self, who: &'a Actor, draft: SopDraft) -> Answer<'a, Sop>;
    /// Saves a new version.
    fn change<'a>(&'a self, who: &'a Actor, id: &'a SopId, draft: SopDraft) -> Answer<'a, Sop>;
    /// Deletes one; refused while a rule leads to it.
    fn delete<'a>(&'a self, who: &'a Actor, id: &'a SopId) -> Answer<'a, ()>;
    /// Its versions, newest first.
    fn versions<'a>(&'a self, who: &'a Actor, id: &'a SopId) -> Answer<'a, Vec<SopVersion>>;
    /// Saves an old version as the newest.
    fn roll_back<'a>(&'a self, who: &'a Actor, id: &'a SopId, version: u32) -> Answer<'a, Sop>;
    /// The ready ones.
    fn templates(&self, who: &Actor) -> Result<Vec<SopTemplate>, Problem>;
    /// Says what is wrong with a draft, without saving it.
    fn check<'a>(&'a self, who: &'a Actor, draft: SopDraft) -> Answer<'a, SopCheck>;
    /// Says what a step's input becomes on an event; nothing is called.
    fn preview<'a>(&'a self, who: &'a Actor, request: PreviewRequest) -> Answer<'a, Preview>;
    /// Tries a draft on an event: each step with its resolved input; what reads is called, nothing that writes is. Not kept.
    fn dry_run<'a>(&'a self, who: &'a Actor, request: DryRunRequest) -> Answer<'a, RunDetail>;
    /// Runs a kept SOP on an event, now.
    fn run<'a>(&'a self, who: &'a Actor, id: &'a SopId, event: Normalised) -> Answer<'a, RunDetail>;
}

/// Runs.
pub trait Runs: Send + Sync {
    /// A page of runs, newest first; those before `cursor`.
    fn list<'a>(
        &'a self,
        who: &'a Actor,
        filter: RunFilter,
        cursor: Option<&'a RunId>,
        limit: u32,
    ) -> Answer<'a, Vec<Run>>;
    /// One run.
    fn get<'a>(&'a self, who: &'a Actor, id: &'a RunId) -> Answer<'a, RunDetail>;
    /// Ends a run that waits or works; a call that was sent already is not taken back.
    fn cancel<'a>(&'a self, who: &'a Actor, id: &'a RunId) -> Answer<'a, RunDetail>;
    /// Runs it again from a step, as a new run that keeps what the steps before it gave.
    fn rerun<'a>(&'a self, who: &'a Actor, id: &'a RunId, from_step: &'a str) -> Answer<'a, RunDetail>;
}
