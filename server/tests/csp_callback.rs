//! `GET /csp/callback`

use crate::support::{Hub, get};

#[tokio::test]
async fn whoever_began_it_goes_on_to_the_setup_and_the_code_is_in_no_address() {
    let hub = Hub::new();
    let path = "/csp/callback?code=secret-code&state=known&session_state=x";
    let answer = get(path).cookie("opsai_session=s-admin").send(&hub).await;
    assert_eq!(answer.status, 303);
    assert!(
        answer.location().starts_with("/app/csp-wizard/csp_"),
        "{}",
        answer.location()
    );
    assert!(!answer.location().contains("secret-code"));
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(hub.calls(), ["csp returned known code=true error=None"]);
}

#[tokio::test]
async fn what_was_refused_or_is_not_known_goes_back_to_the_wizard_with_its_word() {
    let hub = Hub::new();
    let path = "/csp/callback?error=access_denied&error_description=AADSTS65004&state=strange";
    let answer = get(path).cookie("opsai_session=s-admin").send(&hub).await;
    assert_eq!(
        (answer.status.as_u16(), answer.location()),
        (303, "/app/csp-wizard?problem=sign_in_unknown")
    );
}

#[tokio::test]
async fn nobody_without_a_session_and_no_token_ends_a_sign_in() {
    let hub = Hub::new();
    let answer = get("/csp/callback?code=c&state=known").send(&hub).await;
    assert_eq!(answer.location(), "/app/csp-wizard?problem=unauthenticated");
    let answer = get("/csp/callback?code=c&state=known")
        .token("admin")
        .send(&hub)
        .await;
    assert_eq!(answer.location(), "/app/csp-wizard?problem=unauthenticated");
    assert!(hub.calls().is_empty());
}

#[tokio::test]
async fn an_administrators_consent_is_not_believed_and_leads_to_what_was_really_granted() {
    let hub = Hub::new();
    let tenant = "7e000000-0000-4000-8000-000000000001";
    let path =
        format!("/csp/callback?admin_consent=True&tenant={tenant}&state=csp_01JD0000000000000000000000");
    let answer = get(&path).cookie("opsai_session=s-admin").send(&hub).await;
    assert_eq!(
        answer.location(),
        format!("/app/csp-wizard/csp_01JD0000000000000000000000/permissions?consent=given&tenant={tenant}")
    );
    let path = "/csp/callback?error=permission_denied&tenant=%2F%2Fevil&state=csp_01JD0000000000000000000000";
    let answer = get(path).send(&hub).await;
    assert_eq!(
        answer.location(),
        "/app/csp-wizard/csp_01JD0000000000000000000000/permissions?consent=refused"
    );
    assert!(hub.calls().is_empty(), "nothing was told to the port");
}
