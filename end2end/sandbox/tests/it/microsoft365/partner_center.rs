//! Partner Center: who may call at all, customers in pages, application consents.

use reqwest::{Method, RequestBuilder};
use sandbox::microsoft365::{
    CONNECTOR_APP, Double, EXCHANGE_APP, GRAPH_APP, Options, PARTNER, PARTNER_TENANT, READ_ONLY,
    REFRESH_TOKEN, REFRESH_TOKEN_OF_A_TECHNICIAN, REFRESH_TOKEN_WITHOUT_MFA, Running, roles, tenant_id,
};
use serde_json::{Value, json};

use super::{GRAPH_SCOPE, PARTNER_CENTER_SCOPE, Reply, ask_as_app, ask_with, reply, start};
use crate::client;

async fn token_of(running: &Running, refresh_token: &str) -> String {
    let said = ask_with(running, PARTNER_TENANT, refresh_token, PARTNER_CENTER_SCOPE).await;
    said.json()["access_token"].as_str().unwrap().to_owned()
}

fn request(running: &Running, token: &str, method: Method, path: &str) -> RequestBuilder {
    client()
        .request(method, format!("{}/v1/{path}", running.partner_center))
        .bearer_auth(token)
}

async fn get(running: &Running, token: &str, path: &str) -> Reply {
    reply(request(running, token, Method::GET, path)).await
}

/// Status and code.
fn refused(said: &Reply) -> (u16, u64) {
    let body = said.json();
    assert_eq!(body["source"], "PartnerCenter", "{}", said.text);
    (said.status, body["code"].as_u64().unwrap_or_default())
}

fn consent(scope: &str) -> Value {
    json!({
        "applicationId": CONNECTOR_APP, "displayName": "Ops AI",
        "applicationGrants": [{"enterpriseApplicationId": GRAPH_APP, "scope": scope}],
    })
}

fn consents(customer: usize) -> String {
    format!("customers/{}/applicationconsents", tenant_id(customer))
}

#[tokio::test]
async fn only_a_person_with_a_second_factor_and_a_token_for_partner_center_is_let_in() {
    let running = start().await;
    let good = token_of(&running, REFRESH_TOKEN).await;
    assert_eq!(get(&running, &good, "customers").await.status, 200);
    let without_factor = token_of(&running, REFRESH_TOKEN_WITHOUT_MFA).await;
    assert_eq!(
        refused(&get(&running, &without_factor, "customers").await),
        (401, 900_421)
    );
    let of_app = ask_as_app(&running, PARTNER, PARTNER_CENTER_SCOPE).await.json()["access_token"].clone();
    assert_eq!(
        refused(&get(&running, of_app.as_str().unwrap(), "customers").await),
        (403, 900_329)
    );
    let of_graph = ask_with(&running, PARTNER_TENANT, REFRESH_TOKEN, GRAPH_SCOPE)
        .await
        .json()["access_token"]
        .clone();
    assert_eq!(
        refused(&get(&running, of_graph.as_str().unwrap(), "customers").await),
        (401, 900_420)
    );
    assert_eq!(get(&running, "nothing", "customers").await.status, 401);
    running.turn(|knobs| knobs.mfa_enforced = false);
    let probe = request(&running, &without_factor, Method::GET, "customers").header("ValidateMfa", "true");
    assert_eq!(reply(probe).await.header("ismfacompliant"), "false");
    let probe = request(&running, &good, Method::GET, "customers").header("ValidateMfa", "true");
    assert_eq!(reply(probe).await.header("ismfacompliant"), "true");
    running.expire_tokens();
    assert_eq!(get(&running, &good, "customers").await.status, 401);
}

#[tokio::test]
async fn customers_come_in_pages_that_a_header_continues() {
    let options = Options {
        customers: 340,
        ..Options::default()
    };
    let running = Double::start(options).await.unwrap();
    let token = token_of(&running, REFRESH_TOKEN).await;
    let (mut seen, mut path, mut headers) = (Vec::new(), "customers?size=100".to_owned(), Vec::new());
    loop {
        let mut asked = request(&running, &token, Method::GET, &path);
        for (name, value) in &headers {
            asked = asked.header::<&String, &String>(name, value);
        }
        let said = reply(asked).await;
        assert_eq!(said.status, 200, "{path}: {}", said.text);
        let body = said.json();
        assert_eq!(body["totalCount"], 339);
        seen.push(body["items"].as_array().unwrap().len());
        let next = &body["links"]["next"];
        if next.is_null() {
            break;
        }
        next["uri"]
            .as_str()
            .unwrap()
            .trim_start_matches('/')
            .clone_into(&mut path);
        let pairs = next["headers"].as_array().unwrap().iter();
        headers = pairs
            .map(|pair| {
                (
                    pair["key"].as_str().unwrap().to_owned(),
                    pair["value"].as_str().unwrap().to_owned(),
                )
            })
            .collect();
    }
    assert_eq!(seen, [100, 100, 100, 39]);
    for wrong in [
        "customers?size=0",
        "customers?size=501",
        "customers?page=2",
        "customers?seekOperation=Next",
    ] {
        assert_eq!(get(&running, &token, wrong).await.status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn one_customer_is_shown_and_a_stranger_is_not_found() {
    let running = start().await;
    let token = token_of(&running, REFRESH_TOKEN).await;
    let one = get(&running, &token, &format!("customers/{}", tenant_id(1)))
        .await
        .json();
    assert_eq!(
        (
            &one["companyProfile"]["companyName"],
            &one["relationshipToPartner"]
        ),
        (&"Alder & Finch".into(), &"reseller".into())
    );
    let company = get(
        &running,
        &token,
        &format!("customers/{}/profiles/company", tenant_id(1)),
    )
    .await
    .json();
    assert_eq!(company["tenantId"], tenant_id(1));
    for stranger in [11, 99] {
        let said = get(&running, &token, &format!("customers/{}", tenant_id(stranger))).await;
        assert_eq!(refused(&said), (404, 60_003));
    }
    let invitation = get(&running, &token, "customers/relationshiprequests")
        .await
        .json();
    assert!(invitation["url"].as_str().unwrap().contains(PARTNER_TENANT));
    assert_eq!(get(&running, &token, "nothing").await.status, 404);
    let path = format!("customers/{}", tenant_id(10));
    let leave =
        request(&running, &token, Method::PATCH, &path).json(&json!({"relationshipToPartner": "none"}));
    assert_eq!(reply(leave).await.json()["relationshipToPartner"], "none");
    assert_eq!(get(&running, &token, &path).await.status, 404);
}

#[tokio::test]
async fn a_consent_opens_a_customer_for_delegated_calls_and_its_deletion_closes_it() {
    let running = start().await;
    let token = token_of(&running, REFRESH_TOKEN).await;
    let there = async || ask_with(&running, &tenant_id(5), REFRESH_TOKEN, GRAPH_SCOPE).await;
    assert_eq!(there().await.aadsts(), (400, 90_099));
    let body = consent("User.ReadWrite.All, Organization.Read.All");
    let said = reply(request(&running, &token, Method::POST, &consents(5)).json(&body)).await;
    assert_eq!(said.status, 201, "{}", said.text);
    assert_eq!(said.json()["applicationGrants"], body["applicationGrants"]);
    let scopes = super::tokens::claims(&there().await.json()["access_token"])["scp"].clone();
    assert_eq!(scopes, "Organization.Read.All User.ReadWrite.All");
    let again = reply(request(&running, &token, Method::POST, &consents(5)).json(&body)).await;
    assert_eq!(again.status, 409);
    assert!(
        again.text.contains("Permission entry already exists"),
        "{}",
        again.text
    );
    let path = format!("{}/{CONNECTOR_APP}", consents(5));
    assert_eq!(
        reply(request(&running, &token, Method::DELETE, &path))
            .await
            .status,
        200
    );
    assert_eq!(
        there().await.aadsts(),
        (400, 65_001),
        "the service principal stays"
    );
    assert_eq!(
        reply(request(&running, &token, Method::DELETE, &path))
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_consent_names_one_resource_that_is_there_and_delegated_scopes_that_exist() {
    let running = start().await;
    let token = token_of(&running, REFRESH_TOKEN).await;
    let send = async |body: Value| {
        reply(request(&running, &token, Method::POST, &consents(5)).json(&body))
            .await
            .status
    };
    let mut two = consent("User.Read.All");
    two["applicationGrants"] = json!([two["applicationGrants"][0], two["applicationGrants"][0]]);
    let mut other = consent("User.Read.All");
    other["applicationId"] = READ_ONLY.client_id.into();
    for (body, status, why) in [
        (two, 400, "two resources"),
        (
            consent("Application.ReadWrite.OwnedBy"),
            400,
            "an application permission",
        ),
        (
            consent("User.Read.All Group.Read.All"),
            400,
            "separated by a space",
        ),
        (json!({"applicationId": CONNECTOR_APP}), 400, "no grant"),
        (other, 403, "another application than the token's"),
    ] {
        assert_eq!(send(body).await, status, "{why}");
    }
    running
        .act("forget", &json!({"tenant": tenant_id(5), "app": EXCHANGE_APP}))
        .unwrap();
    let mut exchange = consent("Exchange.Manage");
    exchange["applicationGrants"][0]["enterpriseApplicationId"] = EXCHANGE_APP.into();
    assert_eq!(send(exchange).await, 400, "Exchange is not in the tenant");
    assert_eq!(send(consent("User.Read.All")).await, 201);
}

#[tokio::test]
async fn a_consent_needs_an_admin_agent_with_a_role_over_applications_there() {
    let running = start().await;
    let body = consent("User.Read.All");
    let technician = token_of(&running, REFRESH_TOKEN_OF_A_TECHNICIAN).await;
    let said = reply(request(&running, &technician, Method::POST, &consents(5)).json(&body)).await;
    assert_eq!(refused(&said), (403, 900_308));
    let token = token_of(&running, REFRESH_TOKEN).await;
    let weak = reply(request(&running, &token, Method::POST, &consents(4)).json(&body)).await;
    assert_eq!(
        refused(&weak),
        (403, 900_308),
        "only Directory Readers is assigned"
    );
    running.turn(|knobs| knobs.withheld = vec![roles::CLOUD_APPLICATION_ADMINISTRATOR.into()]);
    let said = reply(request(&running, &token, Method::POST, &consents(5)).json(&body)).await;
    assert_eq!(refused(&said), (403, 900_308));
    let stranger = reply(request(&running, &token, Method::POST, &consents(11)).json(&body)).await;
    assert_eq!(refused(&stranger), (404, 60_003));
}

#[tokio::test]
async fn the_same_request_id_twice_is_one_change() {
    let running = start().await;
    let token = token_of(&running, REFRESH_TOKEN).await;
    let send = async || {
        let request = request(&running, &token, Method::POST, &consents(5)).json(&consent("User.Read.All"));
        reply(request.header("MS-RequestId", "dddddddd-dddd-4ddd-8ddd-dddddddddddd")).await
    };
    let (first, second) = (send().await, send().await);
    assert_eq!((first.status, second.status), (201, 201));
    assert_eq!(first.text, second.text);
    assert_eq!(
        second.header("ms-requestid"),
        "dddddddd-dddd-4ddd-8ddd-dddddddddddd"
    );
    let wrong = request(&running, &token, Method::GET, "customers").header("MS-RequestId", "x");
    assert_eq!(reply(wrong).await.status, 400);
}

#[tokio::test]
async fn fifty_requests_a_second_are_the_limit_and_the_gateway_says_so() {
    let running = start().await;
    let token = token_of(&running, REFRESH_TOKEN).await;
    running.set_usage(49);
    assert_eq!(get(&running, &token, "customers").await.status, 200);
    running.set_usage(50);
    let said = get(&running, &token, "customers").await;
    assert_eq!((said.status, said.header("retry-after")), (429, "10"));
    let expected = json!({"statusCode": 429, "message": "Rate limit is exceeded. Try again in 10 seconds."});
    assert_eq!(said.json(), expected);
}
