//! The document's calls against the public contract, the router and the access test.

use super::document;
use crate::{
    api_access::CALLS,
    support::{Ask, Hub},
};
use axum::http::Method;
use std::collections::BTreeSet;

/// What stands in a path of the access test for a parameter of the document.
const PARAMETERS: &[(&str, &str)] = &[
    ("it_glue/organisations.list", "{vendor}/{operation}"),
    ("it_glue", "{vendor}"),
    ("int_1", "{id}"),
    ("tok_1", "{id}"),
    ("apr_1", "{id}"),
    ("whk_1", "{id}"),
    ("evt_1", "{id}"),
    ("hnd_1", "{id}"),
    ("job_1", "{id}"),
    ("inc_1", "{id}"),
    ("mnt_1", "{id}"),
    ("chn_1", "{id}"),
    ("whs_1", "{secret}"),
    ("lnk_1", "{link}"),
    ("csp_1", "{id}"),
    ("rel_1", "{relationship}"),
    ("ten_1", "{tenant}"),
    ("steps/groups", "steps/{step}"),
];

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
const CONTRACT: &[(&str, &str)] = &[
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
    ("GET", "/integrations/{id}/health"),
    ("PUT", "/integrations/{id}/expiry"),
    ("GET", "/incidents"),
    ("GET", "/incidents/{id}"),
    ("POST", "/incidents/{id}/acknowledge"),
    ("GET", "/holds"),
    ("POST", "/holds"),
    ("DELETE", "/holds/{id}"),
    ("GET", "/channels"),
    ("POST", "/channels"),
    ("GET", "/channels/{id}"),
    ("PATCH", "/channels/{id}"),
    ("DELETE", "/channels/{id}"),
    ("POST", "/channels/{id}/test"),
    ("GET", "/notice-deliveries"),
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
    ("GET", "/events/export"),
    ("GET", "/events/{id}"),
    ("POST", "/events/{id}/replay"),
    ("POST", "/handovers/{id}"),
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
    ("GET", "/csp"),
    ("POST", "/csp/setups"),
    ("GET", "/csp/setups/{id}"),
    ("DELETE", "/csp/setups/{id}"),
    ("POST", "/csp/setups/{id}/sign-in"),
    ("POST", "/csp/setups/{id}/resume"),
    ("PUT", "/csp/setups/{id}/values"),
    ("POST", "/csp/setups/{id}/steps/{step}/check"),
    ("POST", "/csp/setups/{id}/steps/{step}/skip"),
    ("GET", "/csp/roles"),
    ("GET", "/csp/codes"),
    ("GET", "/csp/setups/{id}/relationships"),
    ("POST", "/csp/setups/{id}/relationships"),
    ("GET", "/csp/setups/{id}/relationships/{relationship}"),
    ("PATCH", "/csp/setups/{id}/relationships/{relationship}"),
    ("DELETE", "/csp/setups/{id}/relationships/{relationship}"),
    ("POST", "/csp/setups/{id}/relationships/{relationship}/lock"),
    ("POST", "/csp/setups/{id}/relationships/{relationship}/assign"),
    ("GET", "/csp/setups/{id}/customers"),
    ("POST", "/csp/setups/{id}/customers/{tenant}/check"),
    ("POST", "/csp/setups/{id}/onboard"),
    ("GET", "/csp/setups/{id}/permissions"),
    ("GET", "/csp/setups/{id}/account"),
    ("POST", "/csp/setups/{id}/rotate"),
    ("GET", "/csp/setups/{id}/removal"),
    ("POST", "/csp/setups/{id}/removal"),
];

#[test]
fn the_document_describes_exactly_the_calls_of_the_public_contract() {
    let expected: BTreeSet<_> = CONTRACT
        .iter()
        .map(|(method, path)| ((*method).to_owned(), (*path).to_owned()))
        .collect();
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
                .replace("{relationship}", "rel_1")
                .replace("{tenant}", "ten_1")
                .replace("{step}", "groups")
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
            let mut path = path.split('?').next().unwrap().to_owned();
            for (real, parameter) in PARAMETERS {
                path = path.replace(real, parameter);
            }
            ((*method).to_owned(), path)
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
