//! Another site must not change anything through a browser that is signed in here.

use crate::support::{Ask, Hub, get, post, samples::ID};

/// `(headers, passes)`; the hub is reached as `http://ops.example.com`.
const TABLE: &[(&[(&str, &str)], bool)] = &[
    (&[("sec-fetch-site", "same-origin")], true),
    (&[("sec-fetch-site", "none")], true),
    (&[("sec-fetch-site", "same-site")], false),
    (&[("sec-fetch-site", "cross-site")], false),
    (
        &[
            ("sec-fetch-site", "cross-site"),
            ("origin", "http://ops.example.com"),
        ],
        false,
    ),
    (
        &[
            ("sec-fetch-site", "nonsense"),
            ("origin", "http://ops.example.com"),
        ],
        false,
    ),
    (&[("origin", "http://ops.example.com")], true),
    (&[("origin", "http://OPS.example.com:80")], true),
    (&[("origin", "http://ops.example.com:8080")], false),
    (&[("origin", "http://evil.example")], false),
    (&[("origin", "http://ops.example.com.evil.example")], false),
    (&[("origin", "null")], false),
    (&[("referer", "http://ops.example.com/app/integrations")], false),
    (&[], false),
];

fn with(mut ask: Ask, headers: &'static [(&'static str, &'static str)]) -> Ask {
    for (name, value) in headers {
        ask = ask.header(name, value);
    }
    ask
}

#[tokio::test]
async fn forms_and_server_functions_are_taken_from_our_own_pages_only() {
    let hub = Hub::new();
    for (headers, passes) in TABLE {
        for path in [
            "/sign-out",
            "/theme",
            "/sign-in",
            "/app/do/nothing",
            "/app/integrations/int_1/delete",
        ] {
            let ask = post(path)
                .cookie("opsai_session=s-admin")
                .form(&[("theme", "dark")]);
            let answer = with(ask, headers).send(&hub).await;
            if *passes {
                assert_ne!(answer.status, 403, "{path} {headers:?}");
            } else {
                answer.problem(403, "cross_site");
            }
        }
    }
}

#[tokio::test]
async fn a_session_that_calls_the_api_obeys_the_same_rule() {
    let hub = Hub::new();
    for (headers, passes) in TABLE {
        let ask = post(&format!("/api/v1/integrations/{ID}/probe")).cookie("opsai_session=s-admin");
        let answer = with(ask, headers).send(&hub).await;
        if *passes {
            answer.ok();
        } else {
            answer.problem(403, "cross_site");
        }
    }
}

#[tokio::test]
async fn a_token_is_judged_by_itself() {
    let ask = post(&format!("/api/v1/integrations/{ID}/probe"))
        .token("admin")
        .cookie("opsai_session=s-admin");
    ask.header("sec-fetch-site", "cross-site")
        .send(&Hub::new())
        .await
        .ok();
}

#[tokio::test]
async fn a_token_does_not_open_the_forms() {
    let ask = post("/sign-out").token("admin").cookie("opsai_session=s-admin");
    ask.header("sec-fetch-site", "cross-site")
        .send(&Hub::new())
        .await
        .problem(403, "cross_site");
}

#[tokio::test]
async fn behind_a_proxy_the_public_url_counts_too() {
    let hub = Hub::with(|config| config.public_url = "https://hub.example.com".parse().unwrap());
    let ask = |origin: &str| {
        post("/theme")
            .header("origin", origin)
            .form(&[("theme", "dark")])
            .send(&hub)
    };
    assert_eq!(ask("https://hub.example.com").await.status, 303);
    assert_eq!(ask("http://hub.example.com").await.status, 403);
}

#[tokio::test]
async fn reading_is_not_concerned() {
    let hub = Hub::new();
    get("/api/v1/vendors")
        .cookie("opsai_session=s-viewer")
        .header("sec-fetch-site", "cross-site")
        .send(&hub)
        .await
        .ok();
}
