//! One value of each model, complete: what is optional is there.

use contract::{
    account::Token,
    actor::{ActorKind, Role},
    audit::{AuditEntry, AuditPage, ChainReport},
    field::{Choice, Field, FieldKind, ShownWhen},
    ids::{IntegrationId, ProbeId, TokenId, VendorId},
    integration::{Banner, Integration, SecretMark, Status},
    keys::{Key, KeyRing},
    manifest::{HostRule, Manifest, Values, WebhookInfo},
    operation::{HandedOver, OperationInfo, Risk},
    probe::{Badge, Health, Outcome, ProbeRecord},
    test_report::{Advice, Check, TestReport},
};
use serde_json::json;
use std::collections::BTreeMap;

pub const TIME: &str = "2026-11-24T06:00:00.000Z";
pub const ID: &str = "int_01jdg8m0000000000000000000";
/// The vendor's own words of a refusal, byte for byte.
pub const VENDOR_SAID: &str = "{\"errors\":[{\"title\":\"Unauthorized\",\"status\":401}]}\n";

pub fn id() -> IntegrationId {
    IntegrationId::parse(ID).unwrap()
}

fn field(key: &'static str, kind: FieldKind) -> Field {
    Field {
        key: key.into(),
        label: key.into(),
        help: "What it is for.".into(),
        example: Some("an example".into()),
        where_to_find: Some("Admin, then Account.".into()),
        kind,
        required: true,
        choices: vec![Choice {
            value: "us".into(),
            label: "United States".into(),
        }],
        default: Some("us".into()),
        shown_when: None,
        multiline: false,
    }
}

pub fn manifest() -> Manifest {
    let conditional = Field {
        shown_when: Some(ShownWhen {
            field: "region".into(),
            is: vec!["eu".into()],
        }),
        required: false,
        ..field("base_url", FieldKind::Url)
    };
    Manifest {
        vendor: VendorId::new("it_glue"),
        name: "IT Glue".into(),
        category: "Documentation".into(),
        summary: "Reads configurations and passwords.".into(),
        available: true,
        read_only: true,
        tier: "gold".into(),
        icon_svg: "<svg/>".into(),
        setup_guide: "Open Account.".into(),
        fields: vec![
            field("region", FieldKind::Choice),
            conditional,
            field("api_key", FieldKind::Secret),
        ],
        egress: vec![HostRule::Exact("api.itglue.com".into())],
        operations: vec![operation()],
        webhook: Some(WebhookInfo {
            scheme: "secret".into(),
            header: "X-OpsAI-Secret".into(),
            setup: "Paste it.".into(),
        }),
    }
}

pub fn handed_over() -> HandedOver {
    HandedOver {
        secret: "made-up-1".into(),
        operation: "microsoft365.users.reset_password".into(),
    }
}

pub fn operation() -> OperationInfo {
    OperationInfo {
        vendor: VendorId::new("it_glue"),
        id: "organisations.list".into(),
        title: "List organisations".into(),
        risk: Risk::Read,
        input_schema: json!({"type": "object"}),
        output_schema: json!({"type": "array"}),
    }
}

pub fn integration() -> Integration {
    let mark = SecretMark {
        set_at: TIME.into(),
        set_by: "Person admin".into(),
    };
    Integration {
        id: id(),
        vendor: VendorId::new("it_glue"),
        name: "Main".into(),
        settings: Values::from([("region".into(), "eu".into())]),
        secrets: BTreeMap::from([("api_key".into(), mark)]),
        is_default: true,
        paused: false,
        version: 3,
        health: Health {
            badge: Badge::Disconnected,
            reason: "credentials".into(),
            checked_at: Some(TIME.into()),
            since: Some(TIME.into()),
            latency_ms: Some(12),
            vendor_status: Some(401),
            vendor_message: Some(VENDOR_SAID.into()),
            flapping: true,
            ..super::samples_health::health()
        },
        created_at: TIME.into(),
        updated_at: TIME.into(),
    }
}

pub fn report(ok: bool) -> TestReport {
    let check = Check {
        name: "Sign-in".into(),
        ok,
        detail: "What was found.".into(),
        ms: 7,
    };
    let advice = Advice::new("use_eu_base_url", "The key belongs to the EU host.")
        .setting("base_url", "https://api.eu.itglue.com");
    TestReport {
        ok,
        checks: vec![check],
        vendor_status: (!ok).then_some(401),
        vendor_message: (!ok).then(|| VENDOR_SAID.into()),
        vendor_request_id: (!ok).then(|| "vendor-request-1".into()),
        advice: (!ok).then_some(advice),
        reason: (!ok).then(|| "credentials".into()),
        notes: vec!["Spaces around Name were taken away.".into()],
    }
}

pub fn probe() -> ProbeRecord {
    ProbeRecord {
        id: ProbeId::parse("prb_01jdg8m0000000000000000000").unwrap(),
        at: TIME.into(),
        outcome: Outcome::Credentials,
        latency_ms: 12,
        slow: false,
        trigger: "schedule".into(),
        detail: "The vendor refused the credentials.".into(),
        vendor_status: Some(401),
        vendor_message: Some(VENDOR_SAID.into()),
        vendor_request_id: Some("vendor-request-1".into()),
    }
}

/// One that passed, and took long for that.
pub fn slow_probe() -> ProbeRecord {
    ProbeRecord {
        outcome: Outcome::Ok,
        latency_ms: 4_200,
        slow: true,
        detail: "1 row was read.".into(),
        vendor_status: None,
        vendor_message: None,
        vendor_request_id: None,
        ..probe()
    }
}

pub fn status() -> Status {
    Status {
        connected: 0,
        disconnected: 1,
        needs_attention: 0,
        unknown: 0,
        checking: 0,
        paused: 0,
        matched: 1,
        integrations: vec![integration()],
        next_cursor: None,
        banners: vec![Banner {
            code: "key_stale".into(),
            text: "The key vault does not answer.".into(),
        }],
    }
}

pub fn token() -> Token {
    Token {
        id: TokenId::parse("tok_01jdg8m0000000000000000000").unwrap(),
        name: "ci".into(),
        role: Role::Tech,
        hint: "9f3c".into(),
        created_by: "Person admin".into(),
        created_at: TIME.into(),
        expires_at: Some(TIME.into()),
        last_used_at: Some(TIME.into()),
    }
}

pub fn audit() -> AuditPage {
    let entry = AuditEntry {
        seq: 7,
        at: TIME.into(),
        actor_kind: ActorKind::User,
        actor_id: "usr_admin".into(),
        actor_name: "Person admin".into(),
        action: "integration.created".into(),
        target: ID.into(),
        detail: json!({"api_key": "changed"}),
        previous: "00".into(),
        hash: "ff".into(),
    };
    AuditPage {
        items: vec![entry],
        next_cursor: Some("7".into()),
    }
}

pub fn chain() -> ChainReport {
    ChainReport {
        entries: 7,
        broken_at: Some(3),
    }
}

pub fn ring() -> KeyRing {
    KeyRing {
        source: "file data/fernet.keys".into(),
        state: "warm".into(),
        read_at: Some(TIME.into()),
        cached_until: Some(TIME.into()),
        error: Some("permission denied".into()),
        keys: vec![Key {
            id: "k1a2b3".into(),
            state: "active".into(),
            values: 4,
        }],
    }
}

pub fn approval() -> contract::approval::Approval {
    use contract::approval::{Approval, ApprovalStatus, Decision, Named};
    let named = |name: &str| Named {
        kind: contract::actor::ActorKind::User,
        id: format!("usr_{name}"),
        name: name.to_owned(),
    };
    Approval {
        id: contract::ids::ApprovalId::from_ulid("1"),
        status: ApprovalStatus::Failed,
        vendor: contract::ids::VendorId::new("held"),
        operation: "agents.quarantine".into(),
        title: "Quarantine a device".into(),
        risk: contract::operation::Risk::Dangerous,
        integration: Some(contract::ids::IntegrationId::from_ulid("1")),
        integration_name: "Main".into(),
        run: Some(contract::ids::RunId::from_ulid("1")),
        step: Some("quarantine".into()),
        needs: Role::Tech,
        input: json!({ "agent_id": "a1" }),
        input_sha256: "00".repeat(32),
        requested_by: named("ada"),
        created_at: "2026-11-24T06:00:00.000Z".into(),
        expires_at: "2026-11-25T06:00:00.000Z".into(),
        decision: Some(Decision {
            by: named("bob"),
            at: "2026-11-24T06:01:00.000Z".into(),
            reason: Some("agreed".into()),
            owner: "usr_bob".into(),
        }),
        finished_at: Some("2026-11-24T06:01:01.000Z".into()),
        output: Some(json!({ "ok": true })),
        problem: Some(Box::new(contract::problem::Problem::new(
            502,
            "network",
            "It broke.",
        ))),
        binding: binding(),
    }
}

fn binding() -> contract::approval::Binding {
    use contract::target::{Difference, Target};
    let target = Target::new("endpoint", "a1", "LAPTOP-7")
        .of(Some("Contoso"))
        .bound("Isolated", Some(false))
        .effect("Cuts LAPTOP-7 off from the network.")
        .undone_by("Release it with agents.release.");
    contract::approval::Binding {
        owner: "usr_ada".into(),
        why: Some("An alert named it.".into()),
        rule: contract::operation_rule::OperationRule::Admin,
        rule_origin: contract::operation_rule::RuleOrigin::Operation,
        policy_version: 3,
        account_sha256: "11".repeat(32),
        target: Some(target),
        target_unread: Some("It did not answer.".into()),
        differences: vec![Difference {
            name: "Name".into(),
            before: "LAPTOP-7".into(),
            now: "LAPTOP-8".into(),
        }],
    }
}

pub fn rule() -> contract::operation_rule::RuleInForce {
    use contract::operation_rule::{OperationRule, RuleInForce, RuleOrigin};
    let operation = operation();
    RuleInForce {
        vendor: operation.vendor,
        operation: operation.id,
        title: operation.title,
        risk: operation.risk,
        integration: Some(id()),
        integration_name: Some("Main".into()),
        rule: OperationRule::Admin,
        origin: RuleOrigin::Integration,
        seed: OperationRule::Auto,
        policy_version: 3,
        set_by: Some("Person admin".into()),
        set_at: Some(TIME.into()),
        reason: Some("The customer asked for it.".into()),
    }
}
