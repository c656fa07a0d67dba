//! The document: well formed, the same as it is served, and true of calls, shapes and words.

mod calls;
mod models;
mod shapes;
mod words;

use crate::support::{Hub, get};
use serde_json::Value;
use std::collections::BTreeSet;

fn document() -> Value {
    serde_json::to_value(server::web::document()).unwrap()
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

#[tokio::test]
async fn the_document_is_served_as_it_is_generated() {
    let answer = get("/api/v1/openapi.json").send(&Hub::new()).await;
    assert_eq!(answer.ok(), document());
    assert_eq!(answer.header("cache-control"), "no-cache");
}
