//! What each model writes, by the name of its shape.

use crate::support::{
    samples, samples_automation as automation, samples_csp as csp, samples_events as events,
    samples_health as health,
};
use contract::{account::IssuedToken, field::FieldError, notification::IssuedChannel, problem::Problem};
use serde_json::{Value, json};
use std::collections::BTreeMap;

type Models = BTreeMap<&'static str, Value>;

/// Every model that an answer or a body holds.
pub fn models() -> Models {
    let all = [
        connecting(),
        calling(),
        governing(),
        watching(),
        telling(),
        receiving(),
        routing(),
        running(),
        partnering(),
    ];
    let count = all.iter().map(BTreeMap::len).sum::<usize>();
    let models: Models = all.into_iter().flatten().collect();
    assert_eq!(models.len(), count, "a shape is held against two models");
    models
}

fn connecting() -> Models {
    let (manifest, integration) = (json!(samples::manifest()), json!(samples::integration()));
    let mut saved = integration.clone();
    saved["notes"] = json!([]);
    let report = samples::report(false);
    [
        ("Manifest", manifest.clone()),
        ("Field", manifest["fields"][1].clone()),
        ("Choice", manifest["fields"][0]["choices"][0].clone()),
        ("ShownWhen", manifest["fields"][1]["shown_when"].clone()),
        ("WebhookInfo", manifest["webhook"].clone()),
        ("Integration", integration.clone()),
        ("SavedIntegration", saved),
        ("SecretMark", integration["secrets"]["api_key"].clone()),
        ("TestReport", json!(report)),
        ("Check", json!(report.checks[0])),
        ("Advice", json!(report.advice)),
    ]
    .into()
}

fn calling() -> Models {
    let approval = samples::approval();
    let target = approval.binding.target.clone().unwrap();
    [
        ("OperationInfo", json!(samples::operation())),
        ("OperationAnswer", json!({ "output": 1 })),
        ("HandedOver", json!(samples::handed_over())),
        ("HeldAnswer", json!({ "approval": approval })),
        ("Approval", json!(approval)),
        ("Named", json!(approval.requested_by)),
        ("Decision", json!(approval.decision)),
        ("Target", json!(target)),
        ("Fact", json!(target.facts[0])),
        ("Difference", json!(approval.binding.differences[0])),
        ("RuleInForce", json!(samples::rule())),
    ]
    .into()
}

fn governing() -> Models {
    let issued = IssuedToken {
        token: samples::token(),
        secret: "x".into(),
    };
    [
        ("Token", json!(samples::token())),
        ("IssuedToken", json!(issued)),
        ("AuditPage", json!(samples::audit())),
        ("AuditEntry", json!(samples::audit().items[0])),
        ("ChainReport", json!(samples::chain())),
        ("KeyRing", json!(samples::ring())),
        ("Key", json!(samples::ring().keys[0])),
        ("Problem", problem()),
        ("FieldError", json!(FieldError::new("x", "x", "x"))),
    ]
    .into()
}

/// A problem with everything that one can have.
fn problem() -> Value {
    let mut problem = Problem::new(422, "x", "x")
        .with_detail("x")
        .with_field(FieldError::new("x", "x", "x"));
    problem.vendor_status = Some(1);
    problem.vendor_message = Some("x".into());
    problem.vendor_request_id = Some("x".into());
    problem.retry_after = Some(1);
    problem.advice = samples::report(false).advice;
    problem.request_id = Some("x".into());
    let mut problem = json!(problem);
    problem["report"] = json!(samples::report(false));
    problem
}

fn watching() -> Models {
    let seen = health::health();
    [
        ("Health", json!(seen)),
        ("Flap", json!(seen.flap)),
        ("Attention", json!(seen.attention[0])),
        ("Expiry", json!(seen.expires)),
        ("Hold", json!(health::hold())),
        ("ProbeRecord", json!(samples::probe())),
        ("Status", json!(samples::status())),
        ("Banner", json!(samples::status().banners[0])),
        ("HealthDetail", json!(health::detail())),
        ("BoardRow", json!(health::row())),
        ("DayBar", json!(health::row().day)),
        ("LastError", json!(health::last_error())),
        ("DayUptime", json!(health::detail().days[0])),
        ("Incident", json!(health::incident())),
        ("Affected", json!(health::incident().affected[0])),
        ("Acknowledged", json!(health::incident().acknowledged)),
    ]
    .into()
}

fn telling() -> Models {
    let issued = IssuedChannel {
        channel: health::channel(),
        secret: Some("x".into()),
    };
    [
        ("Channel", json!(health::channel())),
        ("IssuedChannel", json!(issued)),
        ("NoticeDelivery", json!(health::delivery())),
    ]
    .into()
}

fn receiving() -> Models {
    let normalised = events::normalised();
    [
        ("Webhook", json!(events::webhook())),
        ("WebhookSecret", json!(events::webhook().secrets[0])),
        ("IssuedWebhook", json!(events::issued())),
        ("EventSummary", json!(events::event())),
        ("EventDetail", json!(events::detail())),
        ("Normalised", json!(normalised)),
        ("EventTicket", json!(normalised.ticket)),
        ("EventDevice", json!(normalised.device)),
        ("CustomerReference", json!(normalised.customer)),
        ("Attempt", json!(events::attempt())),
        ("StageRecord", json!(events::attempt().stages[0])),
        ("Analysis", json!(events::analysis())),
        ("Evidence", json!(events::analysis().evidence[0])),
        ("DeadLetterGroup", json!(events::group())),
        ("ReplayAnswer", json!(events::replayed())),
        ("Count", json!({ "count": 1 })),
        ("Job", json!(events::job())),
    ]
    .into()
}

fn routing() -> Models {
    let (rule, report) = (automation::rule(), automation::routing_report());
    [
        ("Customer", json!(automation::customer())),
        ("CustomerLink", json!(automation::link())),
        ("CustomerDraft", json!(automation::customer_draft())),
        ("LinkDraft", json!(automation::link_draft())),
        ("Match", json!(automation::one_match())),
        ("SplitDraft", json!(automation::split_draft())),
        ("VendorRecord", json!(automation::record())),
        ("Suggestion", json!(automation::record().suggestions[0])),
        ("RoutingRule", json!(rule)),
        ("When", json!(rule.when)),
        ("Condition", json!(rule.when.conditions[0])),
        ("RuleDraft", json!(automation::rule_draft())),
        ("RoutingReport", json!(report)),
        ("RuleVerdict", json!(report.verdicts[0])),
        ("TriggerVerdict", json!(report.triggers[0])),
        ("RuleHint", json!(automation::hint())),
        ("SampleEvent", json!(automation::sample_event())),
    ]
    .into()
}

fn running() -> Models {
    [
        ("Sop", json!(automation::sop())),
        ("SopDraft", json!(automation::sop_draft())),
        ("Step", json!(automation::step())),
        ("Triggers", json!(automation::sop().triggers)),
        ("SopVersion", json!(automation::sop_version())),
        ("SopTemplate", json!(automation::template())),
        ("SopCheck", json!(automation::sop_check())),
        ("PreviewRequest", json!(automation::preview_request())),
        ("Preview", json!(automation::preview())),
        ("DryRunRequest", json!(automation::dry_run_request())),
        ("Run", json!(automation::run())),
        ("RunDetail", json!(automation::run_detail())),
        ("RunStep", json!(automation::run_detail().steps[0])),
    ]
    .into()
}

fn partnering() -> Models {
    let setup = csp::setup();
    let roles = csp::roles();
    let relationship = csp::relationship();
    let new = contract::csp::NewCspSetup {
        tenant_id: csp::TENANT.into(),
        path: setup.path,
        template: Some(setup.template.clone()),
        name: String::new(),
    };
    let removal = contract::csp::RemovalRequest {
        digest: "d".into(),
        typed: "t".into(),
        end_relationships: false,
    };
    let onboard = contract::csp::OnboardRequest {
        tenants: vec![csp::TENANT.into()],
        link: true,
    };
    [
        ("CspOverview", json!(csp::overview())),
        ("CspSetup", json!(setup)),
        ("CspStep", json!(setup.steps[0])),
        ("CspEvidence", json!(setup.steps[0].evidence[0])),
        ("CspFailure", json!(csp::failure())),
        ("NewCspSetup", json!(new)),
        ("CspManualValues", json!(contract::csp::ManualValues::default())),
        ("CspSignInAddress", json!(csp::address())),
        ("DirectoryRoles", json!(roles)),
        ("DirectoryRole", json!(roles.roles[0])),
        ("DirectoryRoleSet", json!(roles.sets[0])),
        ("ExplainedCode", json!(csp::code())),
        ("Relationship", json!(relationship)),
        ("RelationshipDraft", json!(setup.template)),
        ("AccessAssignment", json!(relationship.assignments[0])),
        ("RelationshipInvitation", json!(relationship.invitation)),
        ("CspCustomers", json!(csp::customers())),
        ("CspCustomer", json!(csp::customer())),
        ("CspGap", json!(csp::customer().gaps[0])),
        ("CspOnboardRequest", json!(onboard)),
        ("PermissionReport", json!(csp::permissions())),
        ("PermissionLine", json!(csp::permissions().lines[0])),
        ("CspAccount", json!(csp::account())),
        ("CspSecret", json!(csp::account().secrets[0])),
        (
            "CspRotationRequest",
            json!(contract::csp::RotationRequest::default()),
        ),
        ("CspRemovalPlan", json!(csp::plan())),
        ("CspRemovalItem", json!(csp::plan().items[0])),
        ("CspRemovalRequest", json!(removal)),
        ("CspRemoval", json!(csp::removal())),
    ]
    .into()
}
