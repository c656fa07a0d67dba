//! Test connection and the probe, from the first check to the advice.

use super::{
    Bed, CUSTOMER, TENANT, bearer, connector, entra_error, good, graph_error, opened, with_service_account,
};
use contract::test_report::TestReport;
use serde_json::json;
use wiremock::ResponseTemplate;

const CUSTOMERS: &str = "/v1.0/tenantRelationships/delegatedAdminCustomers";

async fn answering(bed: Bed) -> Bed {
    let tenant = json!({"value": [{"id": TENANT, "displayName": "Example MSP"}]});
    bed.answer("GET", "/v1.0/organization", 200, tenant).await;
    let customers = json!({"value": [{"id": CUSTOMER, "tenantId": CUSTOMER, "displayName": "Contoso"}]});
    bed.answer("GET", CUSTOMERS, 200, customers).await;
    bed
}

fn check<'a>(report: &'a TestReport, name: &str) -> (bool, &'a str) {
    let found = report.checks.iter().find(|check| check.name == name);
    let found = found.unwrap_or_else(|| panic!("no check {name}: {report:?}"));
    (found.ok, found.detail.as_str())
}

#[tokio::test]
async fn a_good_account_passes_every_check_in_order() {
    let bed = answering(Bed::new().await).await;
    let (report, failure) = bed.bench.test(&good()).await;
    assert!(report.ok && failure.is_none(), "{report:?}");
    let names: Vec<&str> = report.checks.iter().map(|check| check.name.as_ref()).collect();
    assert_eq!(names[..3], ["Host", "TLS", "Sign-in"]);
    assert_eq!(names.last(), Some(&"Read the tenant"));
    assert_eq!(
        names
            .iter()
            .filter(|name| name.starts_with("Permission "))
            .count(),
        12
    );
    assert_eq!(
        check(&report, "Permission User.Read.All"),
        (true, "Granted: read users.")
    );
    assert_eq!(
        check(&report, "Read the tenant"),
        (true, "Example MSP can be read.")
    );
    assert_eq!(
        bed.asked().await,
        ["GET /v1.0/organization?$select=id,displayName"]
    );
    assert!(report.advice.is_none());
}

#[tokio::test]
async fn each_permission_is_named_as_granted_or_missing_and_what_must_be_there_is_advised() {
    let roles = json!(["Directory.Read.All", "User.EnableDisableAccount.All"]);
    let bed = answering(Bed::with_roles(roles).await).await;
    let (report, _) = bed.bench.test(&good()).await;
    assert!(report.ok, "reading is enough: {report:?}");
    assert_eq!(
        check(&report, "Permission GroupMember.Read.All"),
        (
            true,
            "Granted by Directory.Read.All: read groups and their members."
        )
    );
    assert_eq!(
        check(&report, "Permission User.RevokeSessions.All"),
        (
            true,
            "Missing: Microsoft will refuse to sign users out everywhere."
        )
    );
    assert!(
        report
            .notes
            .iter()
            .any(|note| note.contains("LicenseAssignment.ReadWrite.All"))
    );
    let bed = answering(Bed::with_roles(json!([])).await).await;
    let (report, _) = bed.bench.test(&good()).await;
    assert!(!check(&report, "Permission User.Read.All").0);
    let advice = report.advice.unwrap();
    assert_eq!(advice.code, "grant_permission");
    assert!(
        advice
            .text
            .contains("User.Read.All, GroupMember.Read.All, Organization.Read.All"),
        "{}",
        advice.text
    );
    assert!(!report.ok);
}

#[tokio::test]
async fn a_refused_sign_in_ends_the_test_with_the_code_explained_and_microsofts_words() {
    for (code, words) in [
        (7_000_215, "Paste the secret's value"),
        (7_000_222, "has expired"),
        (700_016, "Check tenant and application ID"),
        (90002, "no such tenant"),
        (90038, "another cloud"),
    ] {
        let bed = Bed::bare(connector()).await;
        let body = entra_error("invalid_client", code);
        bed.refuse_sign_in(TENANT, 401, body.clone()).await;
        let (report, failure) = bed.bench.test(&good()).await;
        assert!(!check(&report, "Sign-in").0);
        assert_eq!(report.checks.len(), 3, "nothing more is asked: {report:?}");
        assert_eq!(
            (report.vendor_status, report.vendor_message),
            (Some(401), Some(body.to_string()))
        );
        assert_eq!(failure.unwrap().kind.code(), "credentials_rejected");
        assert!(report.advice.unwrap().text.contains(words), "{code}");
    }
}

#[tokio::test]
async fn a_tenant_that_cannot_be_read_is_a_failure_in_graphs_words() {
    let bed = Bed::new().await;
    let refusal = graph_error(
        "Authorization_RequestDenied",
        "Insufficient privileges to complete the operation.",
    );
    bed.answer("GET", "/v1.0/organization", 403, refusal).await;
    let (report, _) = bed.bench.test(&good()).await;
    assert!(!check(&report, "Read the tenant").0);
    assert!(report.vendor_message.unwrap().contains("Insufficient privileges"));
    assert_eq!(report.advice.unwrap().code, "grant_permission");
}

#[tokio::test]
async fn a_token_that_cannot_be_read_lists_no_permissions_and_fails_nothing() {
    let bed = answering(Bed::bare(connector()).await).await;
    let token = json!({"access_token": "opaque-token", "expires_in": 3599});
    bed.answer("POST", &format!("/{TENANT}/oauth2/v2.0/token"), 200, token)
        .await;
    let (report, _) = bed.bench.test(&good()).await;
    assert!(
        report.ok && report.notes[0].contains("cannot be read"),
        "{report:?}"
    );
    assert!(
        !report
            .checks
            .iter()
            .any(|check| check.name.starts_with("Permission"))
    );
}

#[tokio::test]
async fn the_service_account_is_tested_on_its_own() {
    let bed = answering(Bed::new().await).await;
    let (report, _) = bed.bench.test(&with_service_account()).await;
    assert!(report.ok, "{report:?}");
    assert!(check(&report, "Service account").0);
    assert_eq!(
        check(&report, "Read customers"),
        (true, "Customers can be listed.")
    );
    assert!(
        report
            .notes
            .iter()
            .any(|note| note.contains("User.ReadWrite.All"))
    );
    let asked = bed.graph().await.pop().unwrap();
    assert!(bearer(&asked).get("scp").is_some());
}

#[tokio::test]
async fn a_service_account_whose_sign_in_is_over_is_told_apart_from_the_application() {
    let bed = Bed::bare(connector()).await;
    let at = format!("/{TENANT}/oauth2/v2.0/token");
    let answer = |request: &wiremock::Request| {
        if super::form(request)["grant_type"] == "refresh_token" {
            ResponseTemplate::new(400).set_body_json(entra_error("invalid_grant", 700_082))
        } else {
            let token = super::jwt(&json!({"roles": ["Directory.Read.All"]}));
            ResponseTemplate::new(200).set_body_json(json!({"access_token": token, "expires_in": 3599}))
        }
    };
    bed.respond("POST", &at, answer).await;
    let bed = answering(bed).await;
    let (report, _) = bed.bench.test(&with_service_account()).await;
    assert!(check(&report, "Sign-in").0 && !check(&report, "Service account").0);
    let advice = report.advice.unwrap();
    assert_eq!(advice.code, "sign_in_again");
    assert!(advice.text.contains("not used for 90 days"), "{}", advice.text);
}

#[tokio::test]
async fn a_service_account_without_a_second_factor_is_worth_a_note() {
    let bed = Bed::bare(connector()).await;
    let token = |_: &wiremock::Request| {
        let token =
            super::jwt(&json!({"roles": ["Directory.Read.All"], "scp": "User.Read.All", "amr": ["pwd"]}));
        ResponseTemplate::new(200).set_body_json(json!({"access_token": token, "expires_in": 3599}))
    };
    bed.respond("POST", &format!("/{TENANT}/oauth2/v2.0/token"), token)
        .await;
    let bed = answering(bed).await;
    let (report, _) = bed.bench.test(&with_service_account()).await;
    assert!(
        report.ok
            && report
                .notes
                .iter()
                .any(|note| note.contains("without a second factor")),
        "{report:?}"
    );
}

#[tokio::test]
async fn a_probe_tells_the_tenants_name_and_how_much_of_the_limit_is_used() {
    let bed = answering(Bed::new().await).await;
    let found = bed.bench.probe(&good()).await.unwrap();
    assert_eq!((found.detail.as_str(), found.attention), ("Example MSP", None));
    let bed = Bed::new().await;
    let busy = ResponseTemplate::new(200)
        .insert_header("x-ms-throttle-limit-percentage", "0.93")
        .set_body_json(json!({"value": [{"id": TENANT, "displayName": "Example MSP"}]}));
    bed.respond("GET", "/v1.0/organization", busy).await;
    let found = bed.bench.probe(&good()).await.unwrap();
    assert_eq!(found.detail, "Example MSP; 93 % of Graph's limit used");
    assert!(found.attention.unwrap().contains("93 %"));
}

#[tokio::test]
async fn the_cloud_decides_where_one_signs_in_and_where_graph_is() {
    for (cloud, login, graph) in [
        ("us_government", "login.microsoftonline.us", "graph.microsoft.us"),
        ("us_defense", "login.microsoftonline.us", "dod-graph.microsoft.us"),
        (
            "china",
            "login.chinacloudapi.cn",
            "microsoftgraph.chinacloudapi.cn",
        ),
    ] {
        let bed = Bed::new().await;
        let tenant = json!({"value": [{"id": TENANT, "displayName": "Example MSP"}]});
        bed.answer("GET", "/v1.0/organization", 200, tenant).await;
        let pairs = [login, graph].map(|host| (format!("https://{host}"), bed.server.uri()));
        let bench = crate::testing::bench_desk::Bench::new(connector(), pairs);
        let account = opened(
            &[
                ("tenant_id", TENANT),
                ("client_id", super::CLIENT),
                ("cloud", cloud),
            ],
            &[
                ("client_secret", super::SECRET),
                ("refresh_token", super::REFRESH),
            ],
        );
        bench.probe(&account).await.unwrap();
        let (_, form) = bed.sign_ins().await.remove(0);
        assert_eq!(form["scope"], format!("https://{graph}/.default"));
        if cloud == "china" {
            let (report, _) = bench.test(&account).await;
            assert!(
                report.notes.iter().any(|note| note.contains("no GDAP")),
                "{report:?}"
            );
        }
    }
}
