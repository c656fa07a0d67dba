//! A canary in every secret field is found in no page, no answer, no log and no file, also when the vendor echoes it.

use crate::house::House;
use serde_json::json;

const CANARY: &str = "canary-52c9e1f07ab34d68";

/// A browser that is signed in: every request carries its session.
pub async fn signed_in(url: &str, link: &str) -> reqwest::Client {
    let build = || reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let secret = link.split_once("link=").unwrap().1.to_owned();
    let form = [
        ("link", secret.as_str()),
        ("email", "ada@msp.example"),
        ("name", "Ada"),
        ("password", "correct horse battery"),
    ];
    let request = build()
        .build()
        .unwrap()
        .post(format!("{url}/setup"))
        .header("origin", url)
        .form(&form);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 303);
    let cookie = answer.headers()["set-cookie"]
        .to_str()
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let session = reqwest::header::HeaderMap::from_iter([(reqwest::header::COOKIE, cookie.parse().unwrap())]);
    build().default_headers(session).build().unwrap()
}

/// Reads the live stream until the server goes.
pub async fn listening(browser: &reqwest::Client, url: &str) -> tokio::task::JoinHandle<String> {
    let mut stream = browser.get(format!("{url}/api/v1/live")).send().await.unwrap();
    assert_eq!(stream.status(), 200);
    tokio::spawn(async move {
        let mut frames = Vec::new();
        while let Ok(Some(frame)) = stream.chunk().await {
            frames.extend_from_slice(&frame);
        }
        String::from_utf8(frames).unwrap()
    })
}

#[expect(
    clippy::too_many_lines,
    reason = "one secret's way through everything, in order"
)]
#[tokio::test]
async fn a_canary_reaches_no_page_no_answer_no_log_and_no_file() {
    let double = sandbox::autotask::Double::start(sandbox::autotask::Options::default())
        .await
        .unwrap();
    // The zone repeats what it was sent; the lookup of the zone is sent no secret.
    double
        .faults
        .add(sandbox::Rule::always(sandbox::Fault::echo_credentials()).on_host("zone15"));
    let house = House::new().mapped(double.egress_map());
    let token = house.token("admin");
    let running = house.serve();
    let link = running
        .printed
        .iter()
        .find(|line| line.contains("/setup?link="))
        .unwrap()
        .trim()
        .to_owned();
    let browser = signed_in(&running.url, &link).await;
    let live = listening(&browser, &running.url).await;
    let mut seen = String::new();
    let account = json!({
        "vendor": "autotask",
        "settings": { "username": sandbox::autotask::GOOD.user_name },
        "credentials": { "integration_code": format!("{CANARY}-code"), "secret": format!("{CANARY}-secret") },
    });
    seen += &running
        .post("/api/v1/integrations/test", &token, account.clone())
        .await
        .1
        .to_string();
    let (status, made) = running.post("/api/v1/integrations", &token, account).await;
    assert_eq!(status, 201, "{made}");
    let id = made["id"].as_str().unwrap().to_owned();
    seen += &made.to_string();
    let call = json!({ "input": { "limit": 1 } });
    seen += &running
        .post("/api/v1/operations/autotask/tickets.list", &token, call)
        .await
        .1
        .to_string();
    for path in [
        "/status".to_owned(),
        "/audit".into(),
        format!("/integrations/{id}/history"),
        "/keys".into(),
    ] {
        seen += &running.get(&format!("/api/v1{path}"), &token).await.1.to_string();
    }
    for intent in ["test", "save"] {
        let form = [
            ("username", sandbox::autotask::READ_ONLY.user_name),
            ("integration_code", &format!("{CANARY}-typed")),
            ("secret", &format!("{CANARY}-typed")),
            ("intent", intent),
        ];
        let url = format!("{}/app/integrations/new/autotask", running.url);
        let answer = browser
            .post(url)
            .header("origin", &running.url)
            .form(&form)
            .send()
            .await
            .unwrap();
        seen += answer
            .headers()
            .get("location")
            .map_or("", |to| to.to_str().unwrap());
        let page = answer.text().await.unwrap();
        assert!(
            page.contains("[secret]"),
            "the vendor's words stand on the page: {intent}"
        );
        seen += &page;
    }
    for path in [
        "/app/integrations",
        &format!("/app/integrations/{id}"),
        "/app/audit",
        "/app/keys",
        "/app/operations",
    ] {
        let answer = browser
            .get(format!("{}{path}", running.url))
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        seen += &answer.text().await.unwrap();
    }
    assert!(!seen.contains(CANARY), "{}", around(&seen));
    let log = running.stop();
    assert!(!log.contains(CANARY), "{}", around(&log));
    let frames = live.await.unwrap();
    assert!(frames.contains(&id), "the stream told of the account: {frames}");
    assert!(!frames.contains(CANARY), "{}", around(&frames));
    for file in std::fs::read_dir(house.path()).unwrap() {
        let file = file.unwrap().path();
        let bytes = std::fs::read(&file).unwrap();
        assert!(
            !String::from_utf8_lossy(&bytes).contains(CANARY),
            "{}",
            file.display()
        );
    }
}

fn around(text: &str) -> String {
    let at = text.find(CANARY).unwrap_or(0);
    String::from_utf8_lossy(&text.as_bytes()[at.saturating_sub(300)..(at + 100).min(text.len())]).into_owned()
}
