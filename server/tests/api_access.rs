//! Who comes in: the same rule for every call of the API.

use crate::support::{Ask, Hub, get, post};
use axum::http::Method;

/// Every call, with a path that reaches it.
pub const CALLS: &[(&str, &str)] = &[
    ("GET", "/vendors"),
    ("GET", "/vendors/it_glue"),
    ("POST", "/integrations/test"),
    ("GET", "/integrations"),
    ("POST", "/integrations"),
    ("GET", "/integrations/int_1"),
    ("PATCH", "/integrations/int_1"),
    ("DELETE", "/integrations/int_1"),
    ("POST", "/integrations/int_1/test"),
    ("POST", "/integrations/int_1/probe"),
    ("POST", "/integrations/int_1/default"),
    ("GET", "/integrations/int_1/history"),
    ("GET", "/status"),
    ("GET", "/integrations/int_1/health"),
    ("PUT", "/integrations/int_1/expiry"),
    ("GET", "/incidents"),
    ("GET", "/incidents/inc_1"),
    ("POST", "/incidents/inc_1/acknowledge"),
    ("GET", "/holds"),
    ("POST", "/holds"),
    ("DELETE", "/holds/mnt_1"),
    ("GET", "/channels"),
    ("POST", "/channels"),
    ("GET", "/channels/chn_1"),
    ("PATCH", "/channels/chn_1"),
    ("DELETE", "/channels/chn_1"),
    ("POST", "/channels/chn_1/test"),
    ("GET", "/notice-deliveries"),
    ("GET", "/operations"),
    ("POST", "/operations/it_glue/organisations.list"),
    ("GET", "/operation-rules"),
    ("PUT", "/operation-rules"),
    ("GET", "/approvals"),
    ("GET", "/approvals/apr_1"),
    ("POST", "/approvals/apr_1/check"),
    ("POST", "/approvals/apr_1/approve"),
    ("POST", "/approvals/apr_1/reject"),
    ("GET", "/audit"),
    ("POST", "/audit/verify"),
    ("GET", "/tokens"),
    ("POST", "/tokens"),
    ("DELETE", "/tokens/tok_1"),
    ("GET", "/keys"),
    ("GET", "/webhooks"),
    ("POST", "/webhooks"),
    ("GET", "/webhooks/whk_1"),
    ("PATCH", "/webhooks/whk_1"),
    ("DELETE", "/webhooks/whk_1"),
    ("POST", "/webhooks/whk_1/rotate"),
    ("POST", "/webhooks/whk_1/register"),
    ("DELETE", "/webhooks/whk_1/secrets/whs_1"),
    ("GET", "/events"),
    ("GET", "/events/export"),
    ("GET", "/events/evt_1"),
    ("POST", "/events/evt_1/replay"),
    ("POST", "/handovers/hnd_1"),
    ("GET", "/dead-letters"),
    ("GET", "/dead-letters/count"),
    ("POST", "/dead-letters/replay"),
    ("GET", "/jobs"),
    ("GET", "/jobs/job_1"),
    ("PATCH", "/jobs/job_1"),
    ("GET", "/customers"),
    ("POST", "/customers"),
    ("GET", "/customers/int_1"),
    ("PATCH", "/customers/int_1"),
    ("DELETE", "/customers/int_1"),
    ("POST", "/customers/int_1/merge"),
    ("POST", "/customers/int_1/split"),
    ("GET", "/customers/int_1/links"),
    ("POST", "/customers/int_1/links"),
    ("DELETE", "/customers/int_1/links/lnk_1"),
    ("GET", "/customer-records"),
    ("POST", "/customer-records/accept"),
    ("POST", "/customer-records/ignore"),
    ("POST", "/customer-records/discover"),
    ("GET", "/routing-rules"),
    ("POST", "/routing-rules"),
    ("PUT", "/routing-rules/int_1"),
    ("DELETE", "/routing-rules/int_1"),
    ("POST", "/routing-rules/int_1/move"),
    ("POST", "/routing-rules/test"),
    ("GET", "/routing-rules/samples"),
    ("GET", "/routing-rules/hints"),
    ("GET", "/sops"),
    ("POST", "/sops"),
    ("GET", "/sops/int_1"),
    ("PUT", "/sops/int_1"),
    ("DELETE", "/sops/int_1"),
    ("GET", "/sops/int_1/versions"),
    ("POST", "/sops/int_1/roll-back"),
    ("POST", "/sops/int_1/run"),
    ("GET", "/sops/templates"),
    ("POST", "/sops/check"),
    ("POST", "/sops/preview"),
    ("POST", "/sops/dry-run"),
    ("GET", "/runs"),
    ("GET", "/runs/int_1"),
    ("POST", "/runs/int_1/cancel"),
    ("POST", "/runs/int_1/rerun"),
    ("GET", "/csp"),
    ("POST", "/csp/setups"),
    ("GET", "/csp/setups/csp_1"),
    ("DELETE", "/csp/setups/csp_1"),
    ("POST", "/csp/setups/csp_1/sign-in"),
    ("POST", "/csp/setups/csp_1/resume"),
    ("PUT", "/csp/setups/csp_1/values"),
    ("POST", "/csp/setups/csp_1/steps/groups/check"),
    ("POST", "/csp/setups/csp_1/steps/groups/skip"),
    ("GET", "/csp/roles"),
    ("GET", "/csp/codes"),
    ("GET", "/csp/setups/csp_1/relationships"),
    ("POST", "/csp/setups/csp_1/relationships"),
    ("GET", "/csp/setups/csp_1/relationships/rel_1"),
    ("PATCH", "/csp/setups/csp_1/relationships/rel_1"),
    ("DELETE", "/csp/setups/csp_1/relationships/rel_1"),
    ("POST", "/csp/setups/csp_1/relationships/rel_1/lock"),
    ("POST", "/csp/setups/csp_1/relationships/rel_1/assign"),
    ("GET", "/csp/setups/csp_1/customers"),
    ("POST", "/csp/setups/csp_1/customers/ten_1/check"),
    ("POST", "/csp/setups/csp_1/onboard"),
    ("GET", "/csp/setups/csp_1/permissions"),
    ("GET", "/csp/setups/csp_1/account"),
    ("POST", "/csp/setups/csp_1/rotate"),
    ("GET", "/csp/setups/csp_1/removal"),
    ("POST", "/csp/setups/csp_1/removal"),
    ("GET", "/live"),
    ("GET", "/integrations/int_1/history?hours=1"),
];

fn ask(method: &str, path: &str) -> Ask {
    Ask::new(
        Method::from_bytes(method.as_bytes()).unwrap(),
        &format!("/api/v1{path}"),
    )
}

#[tokio::test]
async fn without_a_token_every_call_is_refused_before_its_body_is_looked_at() {
    let hub = Hub::new();
    for (method, path) in CALLS {
        let answer = ask(method, path)
            .body("text/plain", "not even JSON")
            .send(&hub)
            .await;
        answer.problem(401, "unauthenticated");
        assert_eq!(answer.header("www-authenticate"), "Bearer", "{method} {path}");
    }
    assert!(hub.calls().is_empty(), "{:?}", hub.calls());
}

#[tokio::test]
async fn an_unknown_token_and_another_scheme_are_nobody() {
    let hub = Hub::new();
    for header in [
        "Bearer opsai_unknown",
        "Bearer ",
        "Bearer",
        "Basic b3BzYWk6YWRtaW4=",
        "opsai_admin",
    ] {
        let answer = get("/api/v1/vendors")
            .header("authorization", header)
            .send(&hub)
            .await;
        answer.problem(401, "unauthenticated");
    }
}

#[tokio::test]
async fn the_scheme_is_read_in_any_case() {
    let answer = get("/api/v1/vendors")
        .header("authorization", "bearer opsai_viewer")
        .send(&Hub::new())
        .await;
    answer.ok();
}

#[tokio::test]
async fn a_bad_token_is_not_made_good_by_a_session() {
    let answer = get("/api/v1/vendors")
        .browser("admin")
        .header("authorization", "Bearer opsai_unknown");
    answer.send(&Hub::new()).await.problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_session_may_call_too() {
    let hub = Hub::new();
    get("/api/v1/vendors").browser("viewer").send(&hub).await.ok();
    let path = format!("/api/v1/integrations/{}/probe", crate::support::samples::ID);
    post(&path).browser("tech").send(&hub).await.ok();
}

#[tokio::test]
async fn the_role_is_judged_by_the_port_and_its_words_pass_unchanged() {
    let hub = Hub::new();
    let answer = post("/api/v1/integrations/int_1/probe")
        .token("viewer")
        .send(&hub)
        .await;
    let problem = answer.problem(403, "forbidden");
    assert_eq!(
        problem["title"],
        "Your role does not allow you to recheck an integration."
    );
    assert_eq!(
        problem["detail"],
        "This needs the role tech; yours is viewer. Ask an administrator."
    );
    for path in ["/api/v1/audit", "/api/v1/tokens", "/api/v1/keys"] {
        get(path).token("tech").send(&hub).await.problem(403, "forbidden");
    }
}

#[tokio::test]
async fn a_fault_of_ours_while_asking_who_it_is_says_so() {
    let answer = get("/api/v1/vendors")
        .cookie("opsai_session=s-broken")
        .send(&Hub::new())
        .await;
    answer.problem(503, "database_unavailable");
}
