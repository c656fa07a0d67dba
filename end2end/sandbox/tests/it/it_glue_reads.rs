//! Lists and single records.

use sandbox::it_glue::{EU_KEY, Running, US_KEY};
use serde_json::Value;

use crate::{Said, client, it_glue, send};

async fn us(running: &Running, path: &str) -> Said {
    send(
        client()
            .get(format!("{}{path}", running.us))
            .header("x-api-key", US_KEY),
    )
    .await
}

async fn total(running: &Running, path: &str) -> u64 {
    let said = us(running, path).await;
    said.json()["meta"]["total-count"]
        .as_u64()
        .unwrap_or_else(|| panic!("{path}: {}", said.text))
}

#[tokio::test]
async fn lists_have_fifty_records_a_page_and_meta_that_leads_on() {
    let running = it_glue().await;
    let mut page = Value::from(1);
    let mut names = Vec::new();
    while let Some(number) = page.as_u64() {
        // The HTTP library sends the brackets encoded here and bare elsewhere: both are read.
        let said = us(&running, &format!("/organizations?page%5Bnumber%5D={number}"))
            .await
            .json();
        assert_eq!(
            (&said["meta"]["total-count"], &said["meta"]["total-pages"]),
            (&137.into(), &3.into())
        );
        assert!(said.get("links").is_none());
        names.extend(
            said["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|record| record["id"].as_str().unwrap().to_owned()),
        );
        page = said["meta"]["next-page"].clone();
    }
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 137);
    assert_eq!(total(&running, "/configurations").await, 260);
    assert_eq!(total(&running, "/passwords").await, 75);
    let beyond = us(&running, "/organizations?page[number]=9").await.json();
    assert_eq!(
        (
            beyond["data"].as_array().unwrap().len(),
            &beyond["meta"]["next-page"]
        ),
        (0, &Value::Null)
    );
}

#[tokio::test]
async fn filters_narrow_and_combine() {
    let running = it_glue().await;
    for (path, expected) in [
        ("/organizations?filter[id]=2,4", 2),
        ("/organizations?filter[name]=northgate%20it%20services%20us", 1),
        ("/organizations?exclude[id]=2", 136),
        ("/organizations?filter[primary]=true", 1),
        (
            "/organizations?filter[psa_id]=29683101&filter[psa_integration_type]=autotask",
            1,
        ),
        (
            "/organizations?filter[updated_at]=2026-01-02T00:00:00.000Z,%202026-01-03T00:00:00.000Z",
            2,
        ),
        ("/organizations?filter[updated_at]=2026-05-01,%20*", 17),
        ("/configurations?filter[organization_id]=2", 2),
        (
            "/configurations?filter[organization_id]=2&filter[configuration_status_id]=29",
            1,
        ),
        ("/configurations?filter[serial_number]=SN00007", 1),
        ("/configurations?filter[archived]=true", 13),
        ("/organizations/2/relationships/configurations", 2),
        ("/organizations/2/relationships/passwords", 1),
        ("/passwords?filter[password_category_id]=15", 25),
        ("/passwords?filter[archived]=true", 3),
    ] {
        assert_eq!(total(&running, path).await, expected, "{path}");
    }
}

#[tokio::test]
async fn sorting_by_id_is_by_number_and_a_minus_turns_it_round() {
    let running = it_glue().await;
    let ids = async |path: &str| -> Vec<i64> {
        let said = us(&running, path).await.json();
        said["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap().parse().unwrap())
            .collect()
    };
    let up = ids("/organizations?sort=id&page[size]=1000").await;
    assert!(up.is_sorted() && up.len() == 137);
    let mut down = ids("/organizations?sort=-id&page[size]=1000").await;
    down.reverse();
    assert_eq!(up, down);
    assert!(
        !ids("/organizations").await.is_sorted(),
        "no order is promised without a key"
    );
}

#[tokio::test]
async fn parameters_that_the_reference_does_not_list_are_refused() {
    let running = it_glue().await;
    for path in [
        "/configurations?sort=hostname",
        "/configurations?filter[hostname]=x",
        "/configurations?filter[updated_at]=x",
        "/passwords?filter[updated_at]=x",
        "/organizations?page[size]=1001",
        "/organizations?page[size]=0",
        "/organizations?include=everything",
        "/organizations?filter[psa_id]=1",
        "/configurations?filter[rmm_id]=1&filter[rmm_integration_type]=datto-rmm",
        // Encoded twice.
        "/organizations?page%255Bnumber%255D=2",
    ] {
        let said = us(&running, path).await;
        assert_eq!(
            (said.status, &said.json()["errors"][0]["status"]),
            (400, &400.into()),
            "{path}"
        );
    }
}

#[tokio::test]
async fn eu_ids_are_beyond_what_a_double_can_hold() {
    let running = it_glue().await;
    let url = format!("{}/passwords?sort=id&page[size]=1", running.eu);
    let said = send(client().get(url).header("x-api-key", EU_KEY)).await;
    let record = said.json()["data"][0].clone();
    let id: i64 = record["id"].as_str().unwrap().parse().unwrap();
    assert!(id > 1 << 53);
    assert_eq!(
        record["attributes"]["organization-id"].as_i64(),
        Some(9_007_199_254_740_993)
    );
    assert!(said.text.contains(r#""organization-id":9007199254740993"#));
}

#[tokio::test]
async fn an_organisations_ancestors_are_text_and_its_notes_are_cut_in_lists_only() {
    let running = it_glue().await;
    let child = us(&running, "/organizations/24").await.json()["data"]["attributes"].clone();
    assert_eq!(
        (&child["parent-id"], &child["ancestor-ids"]),
        (&"4".into(), &"[4]".into())
    );
    let whole = us(&running, "/organizations/8").await.json();
    let listed = us(&running, "/organizations?filter[id]=8").await.json();
    let length = |notes: &Value| notes.as_str().unwrap().chars().count();
    assert!(length(&whole["data"]["attributes"]["quick-notes"]) > 250);
    assert_eq!(length(&listed["data"][0]["attributes"]["quick-notes"]), 250);
}

#[tokio::test]
async fn what_is_not_there_is_a_web_page() {
    let running = it_glue().await;
    for path in [
        "/passwords/1",
        "/nothing",
        "/passwords/abc",
        "/organizations/1/relationships/configurations",
    ] {
        let said = us(&running, path).await;
        assert_eq!(said.status, 404, "{path}");
        assert!(
            said.text.contains("The page you were looking for doesn't exist"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_full_page_with_includes_is_too_heavy_for_the_gateway() {
    let running = it_glue().await;
    let said = us(&running, "/configurations?page[size]=1000&include=attachments").await;
    assert_eq!(said.status, 504);
    assert_eq!(
        us(&running, "/configurations?page[size]=999&include=attachments")
            .await
            .status,
        200
    );
}
