//! Fake customers, routing rules, SOPs and runs.

use super::{Fake, needs, samples_automation as samples};
use contract::{
    actor::{Actor, Role},
    customer::{Customer, CustomerDraft, CustomerLink, LinkDraft, Match, SplitDraft, VendorRecord},
    event::{Normalised, SampleEvent},
    ids::{CustomerId, LinkId, RuleId, RunId, SopId},
    job::Job,
    ports::{Answer, Customers, Routing, Runs, Sops},
    problem::Problem,
    routing::{RoutingReport, RoutingRule, RuleDraft, RuleHint},
    run::{Run, RunDetail, RunFilter},
    sop::{DryRunRequest, Preview, PreviewRequest, Sop, SopCheck, SopDraft, SopTemplate, SopVersion},
};

fn now<'a, T: Send + 'a>(answer: Result<T, Problem>) -> Answer<'a, T> {
    Box::pin(async move { answer })
}

fn tech(who: &Actor) -> Result<(), Problem> {
    needs(who, Role::Tech, "change this")
}

fn admin(who: &Actor) -> Result<(), Problem> {
    needs(who, Role::Admin, "delete this")
}

impl Customers for Fake {
    fn list<'a>(&'a self, _: &'a Actor) -> Answer<'a, Vec<Customer>> {
        now(Ok(vec![samples::customer()]))
    }

    fn get<'a>(&'a self, _: &'a Actor, _: &'a CustomerId) -> Answer<'a, Customer> {
        now(Ok(samples::customer()))
    }

    fn create<'a>(&'a self, who: &'a Actor, draft: CustomerDraft) -> Answer<'a, Customer> {
        self.note(format!("create customer {}", draft.name));
        now(tech(who).map(|()| samples::customer()))
    }

    fn change<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a CustomerId,
        draft: CustomerDraft,
    ) -> Answer<'a, Customer> {
        self.note(format!("change {id} {}", draft.name));
        now(tech(who).map(|()| samples::customer()))
    }

    fn delete<'a>(&'a self, who: &'a Actor, id: &'a CustomerId) -> Answer<'a, ()> {
        self.note(format!("delete {id}"));
        now(admin(who))
    }

    fn merge<'a>(
        &'a self,
        who: &'a Actor,
        into: &'a CustomerId,
        from: &'a CustomerId,
    ) -> Answer<'a, Customer> {
        self.note(format!("merge {from} into {into}"));
        now(tech(who).map(|()| samples::customer()))
    }

    fn split<'a>(&'a self, who: &'a Actor, id: &'a CustomerId, draft: SplitDraft) -> Answer<'a, Customer> {
        self.note(format!("split {id} {} {}", draft.name, draft.links.len()));
        now(tech(who).map(|()| samples::customer()))
    }

    fn accept<'a>(&'a self, who: &'a Actor, matches: Vec<Match>) -> Answer<'a, Vec<Customer>> {
        self.note(format!("accept {}", matches.len()));
        now(tech(who).map(|()| vec![samples::customer()]))
    }

    fn link<'a>(&'a self, who: &'a Actor, id: &'a CustomerId, draft: LinkDraft) -> Answer<'a, CustomerLink> {
        self.note(format!("link {id} {} {}", draft.vendor, draft.external_id));
        now(tech(who).map(|()| samples::link()))
    }

    fn unlink<'a>(&'a self, who: &'a Actor, id: &'a CustomerId, link: &'a LinkId) -> Answer<'a, Customer> {
        self.note(format!("unlink {id} {link}"));
        now(tech(who).map(|()| samples::customer()))
    }

    fn records<'a>(&'a self, _: &'a Actor, unmapped_only: bool) -> Answer<'a, Vec<VendorRecord>> {
        self.note(format!("records {unmapped_only}"));
        now(Ok(vec![samples::record()]))
    }

    fn ignore<'a>(&'a self, who: &'a Actor, record: LinkDraft, ignored: bool) -> Answer<'a, ()> {
        self.note(format!("ignore {} {ignored}", record.external_id));
        now(tech(who))
    }

    fn discover<'a>(&'a self, who: &'a Actor) -> Answer<'a, Job> {
        now(tech(who).map(|()| samples::job()))
    }
}

impl Routing for Fake {
    fn list<'a>(&'a self, _: &'a Actor) -> Answer<'a, Vec<RoutingRule>> {
        now(Ok(vec![samples::rule()]))
    }

    fn create<'a>(&'a self, who: &'a Actor, draft: RuleDraft) -> Answer<'a, RoutingRule> {
        self.note(format!("create rule {} {:?}", draft.name, draft.then));
        now(tech(who).map(|()| samples::rule()))
    }

    fn change<'a>(&'a self, who: &'a Actor, id: &'a RuleId, draft: RuleDraft) -> Answer<'a, RoutingRule> {
        self.note(format!("change {id} {}", draft.name));
        now(tech(who).map(|()| samples::rule()))
    }

    fn move_to<'a>(&'a self, who: &'a Actor, id: &'a RuleId, position: u32) -> Answer<'a, Vec<RoutingRule>> {
        self.note(format!("move {id} to {position}"));
        now(tech(who).map(|()| vec![samples::rule()]))
    }

    fn delete<'a>(&'a self, who: &'a Actor, id: &'a RuleId) -> Answer<'a, ()> {
        self.note(format!("delete {id}"));
        now(admin(who))
    }

    fn test<'a>(&'a self, _: &'a Actor, event: Normalised) -> Answer<'a, RoutingReport> {
        self.note(format!("test {}", event.kind));
        now(Ok(samples::routing_report()))
    }

    fn hints<'a>(&'a self, _: &'a Actor) -> Answer<'a, Vec<RuleHint>> {
        now(Ok(vec![samples::hint()]))
    }

    fn samples<'a>(&'a self, _: &'a Actor) -> Answer<'a, Vec<SampleEvent>> {
        now(Ok(vec![samples::sample_event()]))
    }
}

impl Sops for Fake {
    fn list<'a>(&'a self, _: &'a Actor) -> Answer<'a, Vec<Sop>> {
        now(Ok(vec![samples::sop()]))
    }

    fn get<'a>(&'a self, _: &'a Actor, _: &'a SopId) -> Answer<'a, Sop> {
        now(Ok(samples::sop()))
    }

    fn create<'a>(&'a self, who: &'a Actor, draft: SopDraft) -> Answer<'a, Sop> {
        self.note(format!("create sop {} {:?}", draft.name, draft.template));
        now(tech(who).map(|()| samples::sop()))
    }

    fn change<'a>(&'a self, who: &'a Actor, id: &'a SopId, draft: SopDraft) -> Answer<'a, Sop> {
        self.note(format!("change {id} {:?}", draft.version));
        now(tech(who).map(|()| samples::sop()))
    }

    fn delete<'a>(&'a self, who: &'a Actor, id: &'a SopId) -> Answer<'a, ()> {
        self.note(format!("delete {id}"));
        now(admin(who))
    }

    fn versions<'a>(&'a self, _: &'a Actor, _: &'a SopId) -> Answer<'a, Vec<SopVersion>> {
        now(Ok(vec![samples::sop_version()]))
    }

    fn roll_back<'a>(&'a self, who: &'a Actor, id: &'a SopId, version: u32) -> Answer<'a, Sop> {
        self.note(format!("roll back {id} to {version}"));
        now(tech(who).map(|()| samples::sop()))
    }

    fn templates(&self, _: &Actor) -> Result<Vec<SopTemplate>, Problem> {
        Ok(vec![samples::template()])
    }

    fn check<'a>(&'a self, _: &'a Actor, draft: SopDraft) -> Answer<'a, SopCheck> {
        self.note(format!("check {}", draft.name));
        now(Ok(samples::sop_check()))
    }

    fn preview<'a>(&'a self, _: &'a Actor, request: PreviewRequest) -> Answer<'a, Preview> {
        self.note(format!("preview {}", request.step.id));
        now(Ok(samples::preview()))
    }

    fn dry_run<'a>(&'a self, who: &'a Actor, request: DryRunRequest) -> Answer<'a, RunDetail> {
        self.note(format!("dry run {}", request.sop.name));
        now(tech(who).map(|()| samples::run_detail()))
    }

    fn run<'a>(&'a self, who: &'a Actor, id: &'a SopId, event: Normalised) -> Answer<'a, RunDetail> {
        self.note(format!("run {id} {}", event.kind));
        now(tech(who).map(|()| samples::run_detail()))
    }
}

impl Runs for Fake {
    fn list<'a>(
        &'a self,
        _: &'a Actor,
        filter: RunFilter,
        cursor: Option<&'a RunId>,
        limit: u32,
    ) -> Answer<'a, Vec<Run>> {
        self.note(format!(
            "runs {:?} {:?} {:?} {cursor:?} {limit}",
            filter.sop, filter.event, filter.status
        ));
        now(Ok(vec![samples::run()]))
    }

    fn get<'a>(&'a self, _: &'a Actor, _: &'a RunId) -> Answer<'a, RunDetail> {
        now(Ok(samples::run_detail()))
    }

    fn cancel<'a>(&'a self, who: &'a Actor, id: &'a RunId) -> Answer<'a, RunDetail> {
        self.note(format!("cancel {id}"));
        now(tech(who).map(|()| samples::run_detail()))
    }

    fn rerun<'a>(&'a self, who: &'a Actor, id: &'a RunId, from_step: &'a str) -> Answer<'a, RunDetail> {
        self.note(format!("rerun {id} from {from_step}"));
        now(tech(who).map(|()| samples::run_detail()))
    }
}
