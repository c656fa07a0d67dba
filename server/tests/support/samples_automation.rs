//! One value of each model of customers, rules, SOPs and runs, complete: what is optional is there.

use super::samples::TIME;
use contract::{
    actor::ActorKind,
    approval::Named,
    customer::{
        Customer, CustomerDraft, CustomerLink, LinkDraft, Match, SplitDraft, Suggestion, VendorRecord,
    },
    event::{CustomerReference, EventDevice, EventTicket, Normalised, SampleEvent, Severity},
    failure::FailureCode,
    field::FieldError,
    ids::{ApprovalId, CustomerId, EventId, IntegrationId, JobId, LinkId, RuleId, RunId, SopId, VendorId},
    job::{Job, JobStatus},
    routing::{
        Compare, Condition, RoutingReport, RoutingRule, RuleDraft, RuleHint, RuleVerdict, Then,
        TriggerVerdict, When,
    },
    run::{Run, RunDetail, RunStatus, RunStep},
    sop::{
        DryRunRequest, Mode, Preview, PreviewRequest, Sop, SopCheck, SopDraft, SopTemplate, SopVersion, Step,
        StepApproval, StepKind, Triggers,
    },
};
use serde_json::json;

pub fn link() -> CustomerLink {
    CustomerLink {
        id: LinkId::from_ulid("1"),
        vendor: VendorId::new("it_glue"),
        integration: IntegrationId::from_ulid("1"),
        integration_name: "Main".into(),
        external_id: "77".into(),
        name: "Northgate Ltd".into(),
    }
}

pub fn customer() -> Customer {
    Customer {
        id: CustomerId::from_ulid("1"),
        name: "Northgate".into(),
        links: vec![link()],
        created_at: TIME.into(),
        updated_at: TIME.into(),
    }
}

pub fn customer_draft() -> CustomerDraft {
    CustomerDraft {
        name: "Northgate".into(),
    }
}

pub fn link_draft() -> LinkDraft {
    LinkDraft {
        vendor: "it_glue".into(),
        integration: Some("int_1".into()),
        external_id: "77".into(),
        name: "Northgate Ltd".into(),
    }
}

pub fn one_match() -> Match {
    Match {
        record: link_draft(),
        customer: Some(CustomerId::from_ulid("1")),
        name: None,
    }
}

pub fn split_draft() -> SplitDraft {
    SplitDraft {
        name: "Southgate".into(),
        links: vec![LinkId::from_ulid("1")],
    }
}

pub fn record() -> VendorRecord {
    VendorRecord {
        vendor: VendorId::new("it_glue"),
        integration: IntegrationId::from_ulid("1"),
        integration_name: "Main".into(),
        external_id: "77".into(),
        name: "Northgate Ltd".into(),
        domain: Some("northgate.example".into()),
        customer: Some(CustomerId::from_ulid("1")),
        ignored: false,
        events: 3,
        suggestions: vec![Suggestion {
            customer: Some(CustomerId::from_ulid("1")),
            name: "Northgate".into(),
            score: 95,
            reason: "same domain northgate.example".into(),
        }],
    }
}

pub fn job() -> Job {
    Job {
        id: JobId::from_ulid("1"),
        kind: "customer_discovery".into(),
        status: JobStatus::Running,
        request: json!({}),
        total: 4,
        done: 2,
        failed: 1,
        note: "Reading Main.".into(),
        requested_by: Named {
            kind: ActorKind::User,
            id: "usr_tech".into(),
            name: "Person tech".into(),
        },
        created_at: TIME.into(),
        updated_at: TIME.into(),
        finished_at: Some(TIME.into()),
    }
}

pub fn event() -> Normalised {
    Normalised {
        source: VendorId::new("it_glue"),
        kind: "ticket.created".into(),
        subject: "Disk full on FS-1".into(),
        body: "Drive D: has 2 % left.".into(),
        severity: Some(Severity::High),
        occurred_at: Some(TIME.into()),
        ticket: Some(EventTicket {
            id: "4711".into(),
            number: Some("T20261124.0001".into()),
            title: Some("Disk full on FS-1".into()),
            status: Some("New".into()),
        }),
        device: Some(EventDevice {
            id: "9".into(),
            name: Some("FS-1".into()),
            kind: Some("server".into()),
        }),
        customer: Some(CustomerReference {
            external_id: "77".into(),
            name: Some("Northgate Ltd".into()),
        }),
        vendor: json!({ "priority": 2 }),
    }
}

pub fn sample_event() -> SampleEvent {
    SampleEvent {
        key: "it_glue/ticket.created".into(),
        title: "A ticket was created".into(),
        event: event(),
    }
}

fn condition() -> Condition {
    Condition {
        field: "severity".into(),
        op: Compare::Eq,
        value: json!("high"),
    }
}

pub fn rule() -> RoutingRule {
    RoutingRule {
        id: RuleId::from_ulid("1"),
        name: "Disks".into(),
        position: 1,
        enabled: true,
        when: When {
            vendor: Some("it_glue".into()),
            kinds: vec!["ticket.*".into()],
            customer: Some("cus_1".into()),
            keywords: vec!["disk".into()],
            conditions: vec![condition()],
        },
        then: Then::Sop(SopId::from_ulid("1")),
        created_at: TIME.into(),
        updated_at: TIME.into(),
    }
}

pub fn rule_draft() -> RuleDraft {
    let rule = rule();
    RuleDraft {
        name: rule.name,
        position: Some(rule.position),
        enabled: rule.enabled,
        when: rule.when,
        then: rule.then,
    }
}

pub fn routing_report() -> RoutingReport {
    RoutingReport {
        summary: "The rule Disks fires: the SOP Disk alert runs.".into(),
        customer: Some(CustomerId::from_ulid("1")),
        customer_name: Some("Northgate".into()),
        rule: Some(RuleId::from_ulid("1")),
        then: Some(Then::Sop(SopId::from_ulid("1"))),
        sop_name: Some("Disk alert".into()),
        verdicts: vec![RuleVerdict {
            rule: RuleId::from_ulid("1"),
            name: "Disks".into(),
            fits: true,
            fired: true,
            why_not: Some("severity is low, not high".into()),
        }],
        triggers: vec![TriggerVerdict {
            sop: SopId::from_ulid("1"),
            name: "Disk alert".into(),
            fits: true,
            fired: true,
            why_not: Some("severity is low, not high".into()),
        }],
    }
}

pub fn hint() -> RuleHint {
    RuleHint {
        rule: RuleId::from_ulid("1"),
        code: "never_fires".into(),
        text: "The rule All takes every event before it.".into(),
    }
}

pub fn step() -> Step {
    Step {
        id: "note".into(),
        title: "Write a note".into(),
        kind: StepKind::Operation,
        vendor: Some("it_glue".into()),
        operation: Some("organisations.list".into()),
        integration: Some("int_1".into()),
        input: json!({ "ticket_id": "{{ event.ticket.id }}" }),
        approval: StepApproval::Tech,
        on_success: Some("end".into()),
        on_failure: Some("end".into()),
        retries: 1,
    }
}

pub fn sop() -> Sop {
    Sop {
        id: SopId::from_ulid("1"),
        name: "Disk alert".into(),
        description: "Cleans a full disk.".into(),
        mode: Mode::FullAuto,
        customer: Some(CustomerId::from_ulid("1")),
        enabled: true,
        triggers: Triggers {
            vendor: Some("it_glue".into()),
            kinds: vec!["ticket.created".into()],
            keywords: vec!["disk".into()],
            conditions: vec![condition()],
        },
        steps: vec![step()],
        version: 3,
        created_at: TIME.into(),
        updated_at: TIME.into(),
        updated_by: "Person tech".into(),
        template: Some("disk-alert".into()),
    }
}

pub fn sop_version() -> SopVersion {
    SopVersion {
        version: 3,
        at: TIME.into(),
        by: "Person tech".into(),
        note: Some("fewer words".into()),
        sop: sop(),
    }
}

pub fn sop_draft() -> SopDraft {
    let sop = sop();
    SopDraft {
        name: sop.name,
        description: sop.description,
        mode: sop.mode,
        customer: sop.customer,
        enabled: sop.enabled,
        triggers: sop.triggers,
        steps: sop.steps,
        version: Some(3),
        note: Some("fewer words".into()),
        template: Some("disk-alert".into()),
    }
}

pub fn template() -> SopTemplate {
    SopTemplate {
        key: "disk-alert".into(),
        sop: sop_draft(),
    }
}

fn fault() -> FieldError {
    FieldError::new(
        "steps[0].input.ticket_id",
        "template",
        "`event.ticket.nr` is not there.",
    )
}

pub fn sop_check() -> SopCheck {
    SopCheck {
        errors: vec![fault()],
        warnings: vec![fault()],
    }
}

pub fn preview() -> Preview {
    Preview {
        input: json!({ "ticket_id": "4711" }),
        errors: vec![fault()],
    }
}

pub fn preview_request() -> PreviewRequest {
    PreviewRequest {
        step: step(),
        event: event(),
        steps: json!({}),
    }
}

pub fn dry_run_request() -> DryRunRequest {
    DryRunRequest {
        sop: sop_draft(),
        event: event(),
    }
}

pub fn run() -> Run {
    Run {
        id: RunId::from_ulid("1"),
        sop: SopId::from_ulid("1"),
        sop_name: "Disk alert".into(),
        sop_version: 3,
        mode: Mode::FullAuto,
        event: Some(EventId::from_ulid("1")),
        subject: "Disk full on FS-1".into(),
        customer: Some(CustomerId::from_ulid("1")),
        customer_name: Some("Northgate".into()),
        dry_run: false,
        status: RunStatus::Failed,
        code: Some(FailureCode::VendorRejected),
        detail: "The step Write a note failed.".into(),
        report: Some("A note was written on ticket T20261124.0001.".into()),
        rerun_of: Some(RunId::from_ulid("2")),
        started_by: "Person tech".into(),
        started_at: TIME.into(),
        finished_at: Some(TIME.into()),
    }
}

pub fn run_detail() -> RunDetail {
    RunDetail {
        run: run(),
        about: event(),
        steps: vec![RunStep {
            id: "note".into(),
            title: "Write a note".into(),
            kind: StepKind::Operation,
            outcome: "failed".into(),
            calls: Some("it_glue organisations.list".into()),
            integration: Some(IntegrationId::from_ulid("1")),
            integration_name: Some("Main".into()),
            template: json!({ "ticket_id": "{{ event.ticket.id }}" }),
            input: json!({ "ticket_id": "4711" }),
            output: Some(json!({ "ok": true })),
            code: Some(FailureCode::VendorRejected),
            detail: "The vendor refused the request.".into(),
            vendor_status: Some(422),
            vendor_message: Some("{\"error\":\"no\"}".into()),
            vendor_request_id: Some("vendor-request-1".into()),
            approval: Some(ApprovalId::from_ulid("1")),
            idempotency_key: Some("00".repeat(32)),
            tries: 2,
            started_at: TIME.into(),
            finished_at: Some(TIME.into()),
        }],
    }
}
