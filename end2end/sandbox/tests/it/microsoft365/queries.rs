//! `$top`, paging, `$select`, `$filter`, `$search`, `$orderby`, `$count`: strictly.

use sandbox::microsoft365::{GRAPH_ORIGIN, user_id};
use serde_json::Value;

use super::{Graph, good, partner, start};

/// All pages; the addresses lead to Graph, which the double plays.
pub(crate) async fn pages(graph: &Graph<'_>, path: &str) -> Vec<Vec<Value>> {
    let mut found = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next {
        let said = graph.get(&path).await;
        assert_eq!(said.status, 200, "{path}: {}", said.text);
        found.push(said.rows());
        let link = said.json()["@odata.nextLink"].as_str().map(str::to_owned);
        next = link.map(|link| {
            let start = format!("{GRAPH_ORIGIN}/v1.0/");
            link.strip_prefix(&start)
                .unwrap_or_else(|| panic!("{link}"))
                .to_owned()
        });
    }
    found
}

#[tokio::test]
async fn users_come_in_pages_of_a_hundred_each_once_and_to_the_end() {
    let running = start().await;
    let graph = good(&running).await;
    let found = pages(&graph, "users?$select=id").await;
    assert_eq!(
        found.iter().map(Vec::len).collect::<Vec<_>>(),
        [100, 100, 100, 100, 100, 100, 40]
    );
    let mut ids: Vec<String> = found.concat().iter().map(|row| row["id"].to_string()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 640);
    assert_eq!(pages(&graph, "users?$top=999&$select=id").await.len(), 1);
    running.turn(|knobs| knobs.largest_page = Some(250));
    assert_eq!(pages(&graph, "users?$top=999").await.len(), 3);
}

#[tokio::test]
async fn a_page_has_its_limits_and_a_place_belongs_to_its_list() {
    let running = start().await;
    let graph = good(&running).await;
    for top in ["0", "1000", "-1", "many"] {
        let said = graph.get(&format!("users?$top={top}")).await;
        assert_eq!(said.refusal(), (400, "Request_BadRequest".to_owned()), "{top}");
        assert!(said.text.contains("Must be between 1 and 999"), "{}", said.text);
    }
    let gdap = partner(&running).await;
    let said = gdap
        .get("tenantRelationships/delegatedAdminCustomers?$top=301")
        .await;
    assert_eq!(said.refusal(), (400, "badRequest".to_owned()));
    let link = graph.get("users?$top=5").await.json()["@odata.nextLink"]
        .as_str()
        .unwrap()
        .to_owned();
    let token = link.split("%24skiptoken=").nth(1).unwrap().to_owned();
    for path in [
        format!("users?$skiptoken={token}"),
        format!("users?$top=6&$skiptoken={token}"),
        format!("groups?$top=5&$skiptoken={token}"),
        "users?$top=5&$skiptoken=guessed".to_owned(),
    ] {
        assert_eq!(
            graph.get(&path).await.refusal(),
            (400, "Directory_ExpiredPageToken".to_owned()),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_next_link_may_lead_to_a_foreign_host() {
    let running = start().await;
    let graph = good(&running).await;
    running.turn(|knobs| knobs.next_link_origin = Some("https://evil.example".into()));
    let link = graph.get("users").await.json()["@odata.nextLink"].clone();
    assert!(
        link.as_str()
            .unwrap()
            .starts_with("https://evil.example/v1.0/users?"),
        "{link}"
    );
}

#[tokio::test]
async fn without_a_selection_half_of_a_user_is_missing() {
    let running = start().await;
    let graph = good(&running).await;
    let user = graph.get(&format!("users/{}", user_id(1, 3))).await.json();
    assert!(
        user.get("accountEnabled").is_none() && user.get("assignedLicenses").is_none(),
        "{user}"
    );
    assert!(user["displayName"].is_string());
    let path = format!("users/{}?$select=id,accountEnabled,city", user_id(1, 3));
    let user = graph.get(&path).await.json();
    assert_eq!(
        (&user["accountEnabled"], &user["city"]),
        (&true.into(), &Value::Null)
    );
    assert!(user.get("displayName").is_none());
    assert!(
        user["@odata.context"]
            .as_str()
            .unwrap()
            .contains("#users(id,accountEnabled,city)/$entity")
    );
    let said = graph.get("users?$select=id,enabled").await;
    assert_eq!(said.refusal(), (400, "BadRequest".to_owned()));
    assert!(
        said.text.contains("Could not find a property named 'enabled'"),
        "{}",
        said.text
    );
}

#[tokio::test]
async fn filters_do_what_they_say_and_quotes_are_doubled() {
    let running = start().await;
    let graph = good(&running).await;
    let count = async |filter: &str| {
        let query = [("$filter", filter), ("$select", "id"), ("$top", "999")];
        let said = super::reply(graph.request(reqwest::Method::GET, "users").query(&query)).await;
        assert_eq!(said.status, 200, "{filter}: {}", said.text);
        said.rows().len()
    };
    let guests = count("userType eq 'Guest'").await;
    assert!(guests > 0 && guests + count("userType eq 'Member'").await == 640);
    assert_eq!(
        count("accountEnabled eq true and userType eq 'Guest'").await,
        guests
    );
    assert_eq!(
        count("userPrincipalName eq 'ADMIN@alder-finch.example'").await,
        1,
        "whatever the case"
    );
    assert!(count("surname eq 'O''Neil'").await > 0);
    assert!(count("startsWith(displayName,'Amy') or startsWith(displayName,'Ben')").await > 40);
    assert_eq!(
        count(&format!("id in ('{}', '{}')", user_id(1, 1), user_id(1, 2))).await,
        2
    );
    assert_eq!(
        count("assignedLicenses/any(x:x/skuId eq 6fd2c87f-b296-42f0-b197-1e91e994b900)").await,
        licensed(&running)
    );
    assert_eq!(
        count("(createdDateTime ge 2024-01-01T00:00:00Z) and (createdDateTime lt 2024-01-01T00:00:01Z)")
            .await,
        0
    );
    for wrong in [
        "displayName",
        "displayName eq",
        "displayName is 'x'",
        "(displayName eq 'x'",
        "nothing eq 'x'",
    ] {
        let said = super::reply(
            graph
                .request(reqwest::Method::GET, "users")
                .query(&[("$filter", wrong)]),
        )
        .await;
        assert_eq!(said.refusal(), (400, "BadRequest".to_owned()), "{wrong}");
    }
}

fn licensed(running: &sandbox::microsoft365::Running) -> usize {
    let state = running.state();
    let users = state["tenants"][sandbox::microsoft365::GOOD.tenant_id]["users"]
        .as_array()
        .unwrap()
        .clone();
    let holds = |user: &&Value| {
        let mut held = user["assignedLicenses"].as_array().unwrap().iter();
        held.any(|one| one["skuId"] == "6fd2c87f-b296-42f0-b197-1e91e994b900")
    };
    users.iter().filter(holds).count()
}

#[tokio::test]
async fn advanced_queries_need_the_header_and_the_count() {
    let running = start().await;
    let graph = good(&running).await;
    for query in [
        "$search=\"displayName:amy\"&$count=true",
        "$filter=accountEnabled ne true&$count=true",
        "$filter=not(startsWith(displayName,'A'))&$count=true",
        "$filter=endsWith(userPrincipalName,'example')&$count=true",
        "$filter=accountEnabled eq true&$orderby=displayName&$count=true",
        "$count=true",
    ] {
        let path = format!("users?$top=5&{query}");
        assert_eq!(
            graph.get(&path).await.refusal(),
            (400, "Request_UnsupportedQuery".to_owned()),
            "{query}"
        );
        let said = graph.search(&path).await;
        assert_eq!(said.status, 200, "{query}: {}", said.text);
        assert!(said.json()["@odata.count"].as_u64().unwrap() > 0, "{query}");
        if query != "$count=true" {
            let without = path.replace("&$count=true", "");
            assert_eq!(graph.search(&without).await.status, 400, "{query}");
        }
    }
    assert_eq!(
        graph.get("users?$orderby=displayName&$top=5").await.status,
        200,
        "alone it is an ordinary query"
    );
}

#[tokio::test]
async fn a_search_finds_words_in_the_properties_it_names() {
    let running = start().await;
    let graph = good(&running).await;
    let found = async |search: &str| {
        let request = graph
            .request(reqwest::Method::GET, "users")
            .query(&[
                ("$search", search),
                ("$count", "true"),
                ("$top", "999"),
                ("$select", "displayName,mail"),
            ])
            .header("ConsistencyLevel", "eventual");
        super::reply(request).await
    };
    let rows = found("\"displayName:neil\"").await.rows();
    assert!(
        !rows.is_empty()
            && rows
                .iter()
                .all(|row| row["displayName"].as_str().unwrap().contains("O'Neil")),
        "{rows:?}"
    );
    let either = found("\"displayName:amy\" OR \"mail:ben.\"").await.rows().len();
    let both = found("\"displayName:amy\" AND \"displayName:baker\"")
        .await
        .rows()
        .len();
    assert!(either > 40 && (1..5).contains(&both), "{either} {both}");
    assert_eq!(found("displayName:amy").await.status, 400, "without quotes");
    assert_eq!(found("\"salary:1\"").await.status, 400);
}

#[tokio::test]
async fn rows_come_in_the_order_that_was_asked_for() {
    let running = start().await;
    let graph = good(&running).await;
    let names = async |order: &str| {
        let rows = graph
            .get(&format!("users?$orderby={order}&$top=3&$select=displayName"))
            .await
            .rows();
        rows.iter()
            .map(|row| row["displayName"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let (rising, falling) = (names("displayName").await, names("displayName desc").await);
    assert!(rising.is_sorted() && falling.is_sorted_by(|a, b| a >= b) && rising[0] < falling[0]);
    assert_eq!(graph.get("users?$orderby=displayName sideways").await.status, 400);
    assert_eq!(graph.get("users?page=2").await.status, 400);
    assert_eq!(graph.get("users?$expand=manager").await.status, 400);
}
