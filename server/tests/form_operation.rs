//! `POST /app/operations/{vendor}/{operation}`: calling an operation without JavaScript.

use crate::support::{Hub, post, samples};

const HERE: &str = "/app/operations/it_glue/organisations.list";

fn fields(input: &str) -> [(&'static str, &str); 3] {
    [
        ("integration", samples::ID),
        ("input", input),
        ("why", "A ticket."),
    ]
}

#[tokio::test]
async fn the_answer_stands_on_the_page_with_what_was_typed() {
    let hub = Hub::new();
    let answer = post(HERE)
        .browser("tech")
        .same_site()
        .form(&fields("{\"name\": \"Contoso\"}"))
        .send(&hub)
        .await;
    assert_eq!(answer.status, 200);
    let page = answer.text();
    assert!(page.contains("The vendor answered."), "{page}");
    assert!(
        page.contains("Contoso") && page.contains("A ticket."),
        "what was typed and the answer"
    );
    assert_eq!(
        hub.calls()
            .into_iter()
            .filter(|call| call.starts_with("call "))
            .collect::<Vec<_>>(),
        [format!(
            "call it_glue organisations.list Some(IntegrationId(\"{}\")) {{\"name\":\"Contoso\"}}",
            samples::ID
        )]
    );
}

#[tokio::test]
async fn what_is_no_json_is_told_by_its_place_and_nothing_is_called() {
    let hub = Hub::new();
    let answer = post(HERE)
        .browser("tech")
        .same_site()
        .form(&fields("{name: 1}"))
        .send(&hub)
        .await;
    assert_eq!(answer.status, 422);
    assert!(
        answer
            .text()
            .contains("The input is not JSON: it breaks at line 1")
    );
    assert!(!hub.calls().iter().any(|call| call.starts_with("call ")));
}

#[tokio::test]
async fn a_viewer_is_refused_with_the_ports_words() {
    let hub = Hub::new();
    let answer = post(HERE)
        .browser("viewer")
        .same_site()
        .form(&fields("{}"))
        .send(&hub)
        .await;
    assert_eq!(answer.status, 403);
    assert!(
        answer
            .text()
            .contains("Your role does not allow you to call an operation.")
    );
}

#[tokio::test]
async fn another_site_cannot_post_it() {
    let hub = Hub::new();
    let answer = post(HERE)
        .cookie("opsai_session=s-tech")
        .header("sec-fetch-site", "cross-site")
        .form(&fields("{}"))
        .send(&hub)
        .await;
    assert_eq!(answer.status, 403);
    assert!(hub.calls().is_empty());
}
