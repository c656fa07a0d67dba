//! One value of each model of webhooks and events, complete: what is optional is there.

use super::samples::{ID, TIME};
use contract::{
    actor::ActorKind,
    approval::Named,
    event::{
        Attempt, CustomerReference, DeadLetterGroup, EventDetail, EventDevice, EventPage, EventStatus,
        EventSummary, EventTicket, Normalised, ReplayAnswer, Severity, StageRecord,
    },
    failure::{Analysis, Blame, Evidence, FailureCode, Stage},
    ids::{CustomerId, EventId, IntegrationId, JobId, RunId, SopId, VendorId, WebhookId, WebhookSecretId},
    job::{Job, JobStatus},
    webhook::{IssuedWebhook, Webhook, WebhookSecret},
};
use serde_json::json;

pub const WEBHOOK: &str = "whk_01jdg8m0000000000000000000";
pub const EVENT: &str = "evt_01jdg8m0000000000000000000";
pub const JOB: &str = "job_01jdg8m0000000000000000000";
/// A secret that is shown once.
pub const ONCE: &str = "whsec-shown-once";

pub fn webhook_id() -> WebhookId {
    WebhookId::parse(WEBHOOK).unwrap()
}

pub fn event_id() -> EventId {
    EventId::parse(EVENT).unwrap()
}

pub fn webhook() -> Webhook {
    Webhook {
        id: webhook_id(),
        integration: IntegrationId::parse(ID).unwrap(),
        integration_name: "IT Glue".into(),
        vendor: VendorId::new("it_glue"),
        name: "Workflows".into(),
        url: "http://ops.example.com/hooks/token".into(),
        scheme: "shared-secret".into(),
        header: "X-OpsAI-Secret".into(),
        enabled: true,
        allowed_networks: vec!["203.0.113.0/24".into()],
        secrets: vec![WebhookSecret {
            id: WebhookSecretId::parse("whs_01jdg8m0000000000000000000").unwrap(),
            hint: "k3Yx".into(),
            created_at: TIME.into(),
            retires_at: Some(TIME.into()),
            last_matched_at: Some(TIME.into()),
        }],
        created_at: TIME.into(),
        last_event_at: Some(TIME.into()),
        events_today: 12,
        dead_letters: 2,
        payload_days: 30,
        event_days: 90,
        ordered: true,
        silence: Some("Silent for 9 h; usually something comes every 20 min.".into()),
        rejected_today: 1,
        can_register: false,
        registered: Some("Registered at the vendor's.".into()),
        setup: "Paste both under **Admin**.".into(),
    }
}

pub fn issued() -> IssuedWebhook {
    IssuedWebhook {
        id: webhook_id(),
        url: "http://ops.example.com/hooks/token".into(),
        secret: ONCE.into(),
        header: "X-OpsAI-Secret".into(),
        scheme: "shared-secret".into(),
        setup: "Paste both under **Admin**.".into(),
        url_with_secret: Some(format!("http://ops.example.com/hooks/token/{ONCE}")),
        previous_retires_at: Some(TIME.into()),
    }
}

pub fn event() -> EventSummary {
    EventSummary {
        id: event_id(),
        webhook: webhook_id(),
        webhook_name: "Workflows".into(),
        vendor: VendorId::new("it_glue"),
        integration: IntegrationId::parse(ID).unwrap(),
        kind: Some("document.updated".into()),
        subject: Some("The document “Wi-Fi” was updated".into()),
        status: EventStatus::DeadLettered,
        stage: Some(Stage::Resolve),
        code: Some(FailureCode::CustomerNotMapped),
        received_at: TIME.into(),
        finished_at: Some(TIME.into()),
        next_attempt_at: Some(TIME.into()),
        attempt_count: 1,
        duplicates: 2,
        replay_of: Some(event_id()),
        customer: CustomerId::parse("cus_01jdg8m0000000000000000000"),
        customer_name: Some("Northgate".into()),
        sop: SopId::parse("sop_01jdg8m0000000000000000000"),
        sop_name: Some("Disk alert".into()),
        run: RunId::parse("run_01jdg8m0000000000000000000"),
        preview: "{\"document\":1}".into(),
    }
}

pub fn normalised() -> Normalised {
    Normalised {
        source: VendorId::new("it_glue"),
        kind: "document.updated".into(),
        subject: "The document “Wi-Fi” was updated".into(),
        body: "Wi-Fi".into(),
        severity: Some(Severity::Information),
        occurred_at: Some(TIME.into()),
        ticket: Some(EventTicket {
            id: "7".into(),
            number: Some("T7".into()),
            title: Some("Wi-Fi".into()),
            status: Some("New".into()),
        }),
        device: Some(EventDevice {
            id: "d".into(),
            name: Some("AP-1".into()),
            kind: Some("access point".into()),
        }),
        customer: Some(CustomerReference {
            external_id: "4".into(),
            name: Some("Northgate".into()),
        }),
        vendor: json!({ "document": 1 }),
    }
}

pub fn analysis() -> Analysis {
    Analysis {
        stage: Stage::Resolve,
        code: FailureCode::CustomerNotMapped,
        blame: Blame::Configuration,
        cause: "The record belongs to no customer.".into(),
        suggested_fix: "Map it, then replay.".into(),
        action_url: "/app/customer-mappings".into(),
        action_label: "Map the customer".into(),
        evidence: vec![Evidence {
            name: "Record".into(),
            value: "4".into(),
        }],
        vendor_status: Some(422),
        vendor_message: Some("no".into()),
        already_done: vec!["A note was posted.".into()],
    }
}

pub fn attempt() -> Attempt {
    Attempt {
        n: 1,
        started_at: TIME.into(),
        stages: vec![StageRecord {
            stage: Stage::Resolve,
            outcome: "failed".into(),
            ms: 3,
            detail: json!({ "reference": "4" }),
        }],
        error: Some("The record belongs to no customer.".into()),
    }
}

pub fn detail() -> EventDetail {
    EventDetail {
        summary: event(),
        payload: json!({ "document": 1 }),
        payload_raw: Some("{\"document\":1}".into()),
        payload_encoding: "utf-8".into(),
        size: 14,
        headers: [("content-type".to_owned(), "application/json".to_owned())].into(),
        remote_address: Some("203.0.113.9".into()),
        delivery_id: Some("d-1".into()),
        conflicting_duplicate: true,
        last_duplicate_at: Some(TIME.into()),
        lineage: event_id(),
        matched_secret: Some("k3Yx".into()),
        event: Some(normalised()),
        attempts: vec![attempt()],
        analysis: Some(analysis()),
        replays: vec![event_id()],
        replayed_by: Some("Sam".into()),
        replay_reason: Some("mapped".into()),
    }
}

pub fn replayed() -> ReplayAnswer {
    ReplayAnswer {
        event: Some(event_id()),
        dry_run: Some(attempt()),
        guarded: vec!["A note was posted.".into()],
    }
}

pub fn page() -> EventPage {
    EventPage {
        items: vec![event()],
        next_cursor: Some(EVENT.into()),
    }
}

pub fn group() -> DeadLetterGroup {
    DeadLetterGroup {
        fingerprint: format!("resolve.customer_not_mapped.{WEBHOOK}"),
        stage: Stage::Resolve,
        code: FailureCode::CustomerNotMapped,
        webhook: webhook_id(),
        webhook_name: "Workflows".into(),
        vendor: VendorId::new("it_glue"),
        count: 2,
        first_seen: TIME.into(),
        last_seen: TIME.into(),
        customers: vec!["Northgate".into()],
        newest: event_id(),
        analysis: analysis(),
    }
}

pub fn job() -> Job {
    Job {
        id: JobId::parse(JOB).unwrap(),
        kind: "bulk_replay".into(),
        status: JobStatus::Running,
        request: json!({ "filter": {} }),
        total: 2,
        done: 1,
        failed: 0,
        note: "1 of 2".into(),
        requested_by: Named {
            kind: ActorKind::User,
            id: "usr_1".into(),
            name: "Sam".into(),
        },
        created_at: TIME.into(),
        updated_at: TIME.into(),
        finished_at: Some(TIME.into()),
    }
}
