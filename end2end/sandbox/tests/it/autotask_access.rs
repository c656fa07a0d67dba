//! Zones, headers and lock-out.

use reqwest::Method;
use sandbox::autotask::{
    GOOD, NO_TICKETS, OTHER_ZONE, READ_ONLY, UNKNOWN_USER, WRONG_CODE, WRONG_SECRET, WrongZone, ZONE_ORIGIN,
};

use crate::{Api, autotask, client, everything, good, send};

#[tokio::test]
async fn the_locator_tells_each_users_zone_with_its_real_url() {
    let running = autotask().await;
    let zone = |user: &str| {
        client().get(format!(
            "{}/atservicesrest/v1.0/zoneInformation?user={user}",
            running.locator
        ))
    };
    let said = send(zone("ops-ai%40northgate.example")).await.json();
    assert_eq!(said["url"], format!("{ZONE_ORIGIN}/ATServicesRest/"));
    assert_eq!(said["zoneName"], "America East");
    let said = send(zone(OTHER_ZONE.user_name)).await.json();
    assert_eq!(said["url"], "https://webservices4.autotask.net/ATServicesRest/");
    let said = send(zone(UNKNOWN_USER.user_name)).await;
    assert_eq!(
        (said.status, said.error().as_str()),
        (500, "Zone information could not be determined")
    );
}

#[tokio::test]
async fn version_two_has_no_zone_information_although_it_is_listed() {
    let running = autotask().await;
    let versions = send(client().get(format!("{}/ATServicesRest/VersionInformation", running.locator))).await;
    assert_eq!(versions.json()["apiVersions"][1], "V2.0");
    let v2 = format!("{}/ATServicesRest/V2.0/zoneInformation?user=x", running.locator);
    assert_eq!(send(client().get(v2)).await.status, 404);
}

#[tokio::test]
async fn each_wrong_credential_looks_as_the_facts_say() {
    let running = autotask().await;
    let ask = async |who| {
        Api {
            origin: &running.zone,
            who,
        }
        .get("ThresholdInformation")
        .await
    };
    assert_eq!(ask(GOOD).await.status, 200);
    let said = ask(WRONG_SECRET).await;
    assert_eq!((said.status, said.text.as_str()), (401, ""));
    let said = ask(WRONG_CODE).await;
    assert_eq!(
        (said.status, said.text.as_str()),
        (500, r#"{"errors":["IntegrationCode is invalid."]}"#)
    );
    assert_eq!(ask(UNKNOWN_USER).await.status, 500);
    running.turn(|behaviour| behaviour.unauthorized_text = Some("Unauthorized".to_owned()));
    let said = ask(WRONG_SECRET).await;
    assert_eq!(
        (said.status, said.text.as_str()),
        (401, r#"{"errors":["Unauthorized"]}"#)
    );
}

#[tokio::test]
async fn five_wrong_secrets_lock_the_user_even_for_the_right_one() {
    let running = autotask().await;
    let wrong = Api {
        origin: &running.zone,
        who: WRONG_SECRET,
    };
    for _ in 0..4 {
        assert_eq!(wrong.get("ThresholdInformation").await.text, "");
    }
    assert!(!running.is_locked(GOOD.user_name));
    assert_eq!(
        good(&running).get("ThresholdInformation").await.status,
        200,
        "a right secret starts anew"
    );
    for _ in 0..5 {
        wrong.get("ThresholdInformation").await;
    }
    assert!(running.is_locked(GOOD.user_name));
    let said = good(&running).get("ThresholdInformation").await;
    assert_eq!(said.status, 401);
    assert_eq!(
        said.error(),
        "The user account has been locked.  Please see your Autotask Administrator for details."
    );
    running.unlock(GOOD.user_name);
    assert_eq!(good(&running).get("ThresholdInformation").await.status, 200);
}

#[tokio::test]
async fn a_wrong_zone_refuses_or_shows_nothing() {
    let running = autotask().await;
    let (at_locator, at_other) = (
        Api {
            origin: &running.locator,
            who: GOOD,
        },
        Api {
            origin: &running.other_zone,
            who: GOOD,
        },
    );
    assert_eq!(at_locator.post("Tickets/query", &everything()).await.status, 401);
    assert_eq!(at_other.post("Tickets/query", &everything()).await.status, 401);
    running.turn(|behaviour| behaviour.wrong_zone = WrongZone::Empty);
    let said = at_other.post("Tickets/query", &everything()).await;
    assert_eq!(
        (said.status, said.json()["items"].as_array().unwrap().len()),
        (200, 0)
    );
    let home = Api {
        origin: &running.other_zone,
        who: OTHER_ZONE,
    };
    assert_eq!(
        home.post("Tickets/query/count", &everything()).await.json()["queryCount"],
        7
    );
}

#[tokio::test]
async fn a_missing_right_is_an_empty_result_for_reads_and_a_500_for_writes() {
    let running = autotask().await;
    let blind = Api {
        origin: &running.zone,
        who: NO_TICKETS,
    };
    let said = blind.post("Tickets/query", &everything()).await;
    assert_eq!(
        (said.status, said.json()["pageDetails"]["count"].as_u64()),
        (200, Some(0))
    );
    assert_eq!(
        blind.post("Companies/query/count", &everything()).await.json()["queryCount"],
        12
    );
    let reader = Api {
        origin: &running.zone,
        who: READ_ONLY,
    };
    let said = reader
        .patch("Tickets", &serde_json::json!({"id": 350_000, "status": 5}))
        .await;
    assert_eq!(said.status, 500);
    assert!(said.error().contains("adequate permissions"), "{}", said.text);
}

#[tokio::test]
async fn paths_have_no_case_and_unknown_ones_answer_a_web_page() {
    let running = autotask().await;
    let request = client().get(format!("{}/atservicesrest/v1.0/TICKETS/350000", running.zone));
    let headers = [("username", GOOD.user_name), ("secret", GOOD.secret)];
    let request = headers
        .into_iter()
        .fold(request, |request, (name, value)| request.header(name, value));
    assert_eq!(
        send(request.header("apiintegrationcode", GOOD.integration_code))
            .await
            .status,
        200
    );
    let said = good(&running).get("Tickets/350000/TimeEntries").await;
    assert_eq!(said.status, 404);
    assert!(said.text.contains("<html>"));
}

#[tokio::test]
async fn a_wrong_method_answers_405_with_a_message() {
    let running = autotask().await;
    for (method, path) in [
        (Method::PATCH, "Tickets/350000"),
        (Method::GET, "Tickets"),
        (Method::DELETE, "Tickets/350000"),
        (Method::POST, "Resources"),
    ] {
        let request = good(&running)
            .request(method.clone(), path)
            .json(&serde_json::json!({}));
        let said = send(request).await;
        assert_eq!(said.status, 405, "{method} {path}");
        let text = format!("The requested resource does not support http method '{method}'.");
        assert_eq!(said.json()["Message"], text);
    }
}
