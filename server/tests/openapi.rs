//! The document against the router, and its shapes against the models.

use crate::{
    api_access::CALLS,
    support::{Ask, Hub, get, samples, samples_automation, samples_events},
};
use axum::http::Method;
use contract::{account::IssuedToken, field::FieldError, problem::Problem};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

fn document() -> Value {
    serde_json::to_value(server::web::document()).unwrap()
}

fn described() -> BTreeSet<(String, String)> {
    let document = document();
    let paths = document["paths"].as_object().unwrap();
    let calls = paths.iter().flat_map(|(path, item)| {
        item.as_object()
            .unwrap()
            .keys()
            .map(move |method| (method.to_uppercase(), path.clone()))
    });
    calls.collect()
}

/// The public contract of design.md section 7, as far as it is built.
#[test]
fn the_document_describes_exactly_the_calls_of_the_public_contract() {
    let expected = [
        ("GET", "/vendors"),
        ("GET", "/vendors/{vendor}"),
        ("POST", "/integrations/test"),
        ("GET", "/integrations"),
        ("POST", "/integrations"),
        ("GET", "/integrations/{id}"),
        ("PATCH", "/integrations/{id}"),
        ("DELETE", "/integrations/{id}"),
        ("POST", "/integrations/{id}/test"),
        ("POST", "/integrations/{id}/probe"),
        ("POST", "/integrations/{id}/default"),
        ("GET", "/integrations/{id}/history"),
        ("GET", "/status"),
        ("GET", "/operations"),
        ("POST", "/operations/{vendor}/{operation}"),
        ("GET", "/operation-rules"),
        ("PUT", "/operation-rules"),
        ("GET", "/approvals"),
        ("GET", "/approvals/{id}"),
        ("POST", "/approvals/{id}/check"),
        ("POST", "/approvals/{id}/approve"),
        ("POST", "/approvals/{id}/reject"),
        ("GET", "/audit"),
        ("POST", "/audit/verify"),
        ("GET", "/tokens"),
        ("POST", "/tokens"),
        ("DELETE", "/tokens/{id}"),
        ("GET", "/keys"),
        ("GET", "/webhooks"),
        ("POST", "/webhooks"),
        ("GET", "/webhooks/{id}"),
        ("PATCH", "/webhooks/{id}"),
        ("DELETE", "/webhooks/{id}"),
        ("POST", "/webhooks/{id}/rotate"),
        ("POST", "/webhooks/{id}/register"),
        ("DELETE", "/webhooks/{id}/secrets/{secret}"),
        ("GET", "/events"),
        ("GET", "/events/{id}"),
        ("POST", "/events/{id}/replay"),
        ("GET", "/dead-letters"),
        ("GET", "/dead-letters/count"),
        ("POST", "/dead-letters/replay"),
        ("GET", "/jobs"),
        ("GET", "/jobs/{id}"),
        ("PATCH", "/jobs/{id}"),
        ("GET", "/customers"),
        ("POST", "/customers"),
        ("GET", "/customers/{id}"),
        ("PATCH", "/customers/{id}"),
        ("DELETE", "/customers/{id}"),
        ("POST", "/customers/{id}/merge"),
        ("POST", "/customers/{id}/split"),
        ("GET", "/customers/{id}/links"),
        ("POST", "/customers/{id}/links"),
        ("DELETE", "/customers/{id}/links/{link}"),
        ("GET", "/customer-records"),
        ("POST", "/customer-records/accept"),
        ("POST", "/customer-records/ignore"),
        ("POST", "/customer-records/discover"),
        ("GET", "/routing-rules"),
        ("POST", "/routing-rules"),
        ("PUT", "/routing-rules/{id}"),
        ("DELETE", "/routing-rules/{id}"),
        ("POST", "/routing-rules/{id}/move"),
        ("POST", "/routing-rules/test"),
        ("GET", "/routing-rules/samples"),
        ("GET", "/routing-rules/hints"),
        ("GET", "/sops"),
        ("POST", "/sops"),
        ("GET", "/sops/{id}"),
        ("PUT", "/sops/{id}"),
        ("DELETE", "/sops/{id}"),
        ("GET", "/sops/{id}/versions"),
        ("POST", "/sops/{id}/roll-back"),
        ("POST", "/sops/{id}/run"),
        ("GET", "/sops/templates"),
        ("POST", "/sops/check"),
        ("POST", "/sops/preview"),
        ("POST", "/sops/dry-run"),
        ("GET", "/runs"),
        ("GET", "/runs/{id}"),
        ("POST", "/runs/{id}/cancel"),
        ("POST", "/runs/{id}/rerun"),
        ("GET", "/live"),
    ];
    let expected: BTreeSet<_> = expected
        .map(|(method, path)| (method.to_owned(), path.to_owned()))
        .into();
    assert_eq!(described(), expected);
}

#[tokio::test]
async fn every_described_call_is_routed_and_no_other_method_is() {
    let hub = Hub::new();
    let described = described();
    for (_, path) in &described {
        let real = format!(
            "/api/v1{}",
            path.replace("{vendor}", "it_glue")
                .replace("{operation}", "x")
                .replace("{id}", "int_1")
                .replace("{secret}", "whs_1")
                .replace("{link}", "lnk_1")
        );
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
            let ask = Ask::new(Method::from_bytes(method.as_bytes()).unwrap(), &real);
            let status = ask
                .header("authorization", "Bearer opsai_unknown")
                .send(&hub)
                .await
                .status;
            let routed = described.contains(&(method.to_owned(), path.clone()));
            // `/integrations/test` answers to what `/integrations/{id}` does not take from it.
            assert_eq!(status, if routed { 401 } else { 405 }, "{method} {path}");
        }
    }
}

#[test]
fn every_call_of_the_access_test_is_described() {
    let covered: BTreeSet<_> = CALLS
        .iter()
        .map(|(method, path)| {
            let path = path.split('?').next().unwrap();
            let path = path
                .replace("int_1", "{id}")
                .replace("tok_1", "{id}")
                .replace("apr_1", "{id}")
                .replace("whk_1", "{id}")
                .replace("whs_1", "{secret}")
                .replace("lnk_1", "{link}")
                .replace("evt_1", "{id}")
                .replace("job_1", "{id}")
                .replace("it_glue/organisations.list", "{vendor}/{operation}");
            ((*method).to_owned(), path.replace("it_glue", "{vendor}"))
        })
        .collect();
    assert_eq!(covered, described());
}

/// A route that is added beside `routes!` would be missing from the document.
#[test]
fn only_the_documentation_itself_is_routed_beside_the_document() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web/api");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|kind| kind == "rs") && !path.ends_with("docs.rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(
                !text.contains(".route("),
                "{} routes past the document",
                path.display()
            );
        }
    }
}

#[test]
fn the_document_is_openapi_3_1_and_every_reference_leads_somewhere() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["servers"][0]["url"], "/api/v1");
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 20);
    for reference in references {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference} leads nowhere");
    }
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            references.extend(members.get("$ref").and_then(Value::as_str).map(ToOwned::to_owned));
            members.values().for_each(|member| collect(member, references));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}

#[test]
fn every_call_names_itself_its_area_its_success_and_its_failures() {
    let mut names = BTreeSet::new();
    for (path, item) in document()["paths"].as_object().unwrap() {
        for (method, call) in item.as_object().unwrap() {
            let place = format!("{method} {path}");
            assert!(
                call["summary"].is_string() && call["tags"][0].is_string(),
                "{place}"
            );
            assert!(
                names.insert(call["operationId"].to_string()),
                "{place} shares its operationId"
            );
            let responses = call["responses"].as_object().unwrap();
            assert!(responses.keys().any(|status| status.starts_with('2')), "{place}");
            for status in ["401", "403", "default"] {
                let problem = &responses[status]["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(problem, "#/components/schemas/Problem", "{place} {status}");
            }
        }
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one row for each shape")]
fn every_shape_has_exactly_the_members_that_its_model_writes() {
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
    let (manifest, integration) = (json!(samples::manifest()), json!(samples::integration()));
    let mut saved = integration.clone();
    saved["notes"] = json!([]);
    let issued = IssuedToken {
        token: samples::token(),
        secret: "x".into(),
    };
    let models: BTreeMap<&str, Value> = [
        ("Manifest", manifest.clone()),
        ("Field", manifest["fields"][1].clone()),
        ("Choice", manifest["fields"][0]["choices"][0].clone()),
        ("ShownWhen", manifest["fields"][1]["shown_when"].clone()),
        ("WebhookInfo", manifest["webhook"].clone()),
        ("OperationInfo", json!(samples::operation())),
        ("OperationAnswer", json!({"output": 1})),
        ("HeldAnswer", json!({"approval": samples::approval()})),
        ("Approval", json!(samples::approval())),
        ("Named", json!(samples::approval().requested_by)),
        ("Decision", json!(samples::approval().decision)),
        ("Target", json!(samples::approval().binding.target)),
        (
            "Fact",
            json!(samples::approval().binding.target.unwrap().facts[0]),
        ),
        ("Difference", json!(samples::approval().binding.differences[0])),
        ("RuleInForce", json!(samples::rule())),
        ("TestReport", json!(samples::report(false))),
        ("Check", json!(samples::report(false).checks[0])),
        ("Advice", json!(samples::report(false).advice)),
        ("Integration", integration.clone()),
        ("SavedIntegration", saved),
        ("SecretMark", integration["secrets"]["api_key"].clone()),
        ("Health", integration["health"].clone()),
        ("Flap", integration["health"]["flap"].clone()),
        ("Attention", integration["health"]["attention"][0].clone()),
        ("Expiry", integration["health"]["expires"].clone()),
        ("Hold", integration["health"]["hold"].clone()),
        ("ProbeRecord", json!(samples::probe())),
        ("Status", json!(samples::status())),
        ("Banner", json!(samples::status().banners[0])),
        ("Token", json!(samples::token())),
        ("IssuedToken", json!(issued)),
        ("AuditPage", json!(samples::audit())),
        ("AuditEntry", json!(samples::audit().items[0])),
        ("ChainReport", json!(samples::chain())),
        ("KeyRing", json!(samples::ring())),
        ("Key", json!(samples::ring().keys[0])),
        ("Webhook", json!(samples_events::webhook())),
        ("WebhookSecret", json!(samples_events::webhook().secrets[0])),
        ("IssuedWebhook", json!(samples_events::issued())),
        ("EventSummary", json!(samples_events::event())),
        ("EventDetail", json!(samples_events::detail())),
        ("Normalised", json!(samples_events::normalised())),
        ("EventTicket", json!(samples_events::normalised().ticket)),
        ("EventDevice", json!(samples_events::normalised().device)),
        ("CustomerReference", json!(samples_events::normalised().customer)),
        ("Attempt", json!(samples_events::attempt())),
        ("StageRecord", json!(samples_events::attempt().stages[0])),
        ("Analysis", json!(samples_events::analysis())),
        ("Evidence", json!(samples_events::analysis().evidence[0])),
        ("DeadLetterGroup", json!(samples_events::group())),
        ("ReplayAnswer", json!(samples_events::replayed())),
        ("Count", json!({ "count": 1 })),
        ("Job", json!(samples_events::job())),
        ("Customer", json!(samples_automation::customer())),
        ("CustomerLink", json!(samples_automation::link())),
        ("CustomerDraft", json!(samples_automation::customer_draft())),
        ("LinkDraft", json!(samples_automation::link_draft())),
        ("Match", json!(samples_automation::one_match())),
        ("SplitDraft", json!(samples_automation::split_draft())),
        ("VendorRecord", json!(samples_automation::record())),
        ("Suggestion", json!(samples_automation::record().suggestions[0])),
        ("RoutingRule", json!(samples_automation::rule())),
        ("When", json!(samples_automation::rule().when)),
        ("Condition", json!(samples_automation::rule().when.conditions[0])),
        ("RuleDraft", json!(samples_automation::rule_draft())),
        ("RoutingReport", json!(samples_automation::routing_report())),
        (
            "RuleVerdict",
            json!(samples_automation::routing_report().verdicts[0]),
        ),
        (
            "TriggerVerdict",
            json!(samples_automation::routing_report().triggers[0]),
        ),
        ("RuleHint", json!(samples_automation::hint())),
        ("SampleEvent", json!(samples_automation::sample_event())),
        ("Sop", json!(samples_automation::sop())),
        ("SopDraft", json!(samples_automation::sop_draft())),
        ("Step", json!(samples_automation::step())),
        ("Triggers", json!(samples_automation::sop().triggers)),
        ("SopVersion", json!(samples_automation::sop_version())),
        ("SopTemplate", json!(samples_automation::template())),
        ("SopCheck", json!(samples_automation::sop_check())),
        ("PreviewRequest", json!(samples_automation::preview_request())),
        ("Preview", json!(samples_automation::preview())),
        ("DryRunRequest", json!(samples_automation::dry_run_request())),
        ("Run", json!(samples_automation::run())),
        ("RunDetail", json!(samples_automation::run_detail())),
        ("RunStep", json!(samples_automation::run_detail().steps[0])),
        ("Problem", problem),
        ("FieldError", json!(FieldError::new("x", "x", "x"))),
    ]
    .into();
    let document = document();
    for (name, model) in &models {
        let described = properties(&document, &document["components"]["schemas"][name]);
        let written: BTreeSet<_> = model.as_object().unwrap().keys().cloned().collect();
        assert_eq!(described, written, "{name}");
    }
    let inputs = [
        "TestBody",
        "TestSavedBody",
        "CreateBody",
        "ChangeBody",
        "CallBody",
        "DecisionBody",
        "RuleBody",
        "TokenBody",
        "WebhookBody",
        "WebhookChangeBody",
        "RotateBody",
        "ReplayBody",
        "BulkReplayBody",
        "DeadLetterFilter",
        "SteerBody",
        "MergeBody",
        "AcceptBody",
        "IgnoreBody",
        "MoveBody",
        "EventBody",
        "RollBackBody",
        "RerunBody",
    ];
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let known = models.contains_key(name.as_str())
            || inputs.contains(&name.as_str())
            || name.starts_with("List_");
        assert!(
            known || !schema["type"].eq("object"),
            "{name} is held against no model"
        );
    }
}

fn properties(document: &Value, schema: &Value) -> BTreeSet<String> {
    let own = schema["properties"]
        .as_object()
        .into_iter()
        .flat_map(|members| members.keys().cloned());
    let parts =
        schema["allOf"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|part| match part["$ref"].as_str() {
                Some(reference) => properties(document, document.pointer(&reference[1..]).unwrap()),
                None => properties(document, part),
            });
    own.chain(parts).collect()
}

#[test]
fn closed_words_are_the_models_own() {
    use contract::{
        actor::Role,
        approval::ApprovalStatus,
        event::EventStatus,
        failure::{FailureCode, Stage},
        job::JobStatus,
        operation_rule::{OperationRule, RuleOrigin},
        probe::{Badge, Outcome},
        run::RunStatus,
    };
    let document = document();
    let words = |name: &str| {
        let words = document["components"]["schemas"][name]["enum"]
            .as_array()
            .unwrap()
            .clone();
        words
            .iter()
            .map(|word| word.as_str().unwrap().to_owned())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(
        words("Role"),
        Role::ALL.map(|role| role.as_str().to_owned()).into()
    );
    assert_eq!(
        words("ApprovalStatus"),
        ApprovalStatus::ALL
            .map(|status| status.as_str().to_owned())
            .into()
    );
    assert_eq!(
        words("OperationRule"),
        OperationRule::ALL.map(|rule| rule.as_str().to_owned()).into()
    );
    assert_eq!(
        words("RuleOrigin"),
        RuleOrigin::ALL.map(|origin| origin.as_str().to_owned()).into()
    );
    assert_eq!(
        words("Badge"),
        Badge::ALL.map(|badge| badge.as_str().to_owned()).into()
    );
    assert_eq!(
        words("EventStatus"),
        EventStatus::ALL.map(|status| status.as_str().to_owned()).into()
    );
    assert_eq!(
        words("FailureCode"),
        FailureCode::ALL.map(|code| code.as_str().to_owned()).into()
    );
    assert_eq!(
        words("Stage"),
        Stage::ALL.map(|stage| stage.as_str().to_owned()).into()
    );
    assert_eq!(
        words("JobStatus"),
        JobStatus::ALL.map(|status| status.as_str().to_owned()).into()
    );
    assert_eq!(
        words("RunStatus"),
        RunStatus::ALL.map(|status| status.as_str().to_owned()).into()
    );
    assert_eq!(
        words("Outcome"),
        Outcome::ALL.map(|outcome| outcome.as_str().to_owned()).into()
    );
}

#[tokio::test]
async fn the_document_is_served_as_it_is_generated() {
    let answer = get("/api/v1/openapi.json").send(&Hub::new()).await;
    assert_eq!(answer.ok(), document());
    assert_eq!(answer.header("cache-control"), "no-cache");
}
