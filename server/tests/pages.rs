//! Pages and server functions.

use crate::support::{Hub, get, samples::ID};

#[tokio::test]
async fn a_page_that_is_not_there_is_a_page_that_says_so() {
    let answer = get("/app/nothing").browser("viewer").send(&Hub::new()).await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert!(answer.header("content-security-policy").contains("nonce-"));
}

#[tokio::test]
async fn without_the_builders_files_pages_still_come() {
    let answer = get("/sign-in").send(&Hub::new()).await;
    assert_eq!(answer.status, 200);
    assert!(answer.text().starts_with("<!DOCTYPE html>"));
}

#[tokio::test]
async fn the_half_hour_of_an_integration_names_the_check_that_was_slow_and_no_other() {
    let address = format!("/app/integrations/status?open={ID}&at=2026-11-24T06:00:00Z");
    let answer = get(&address).browser("viewer").send(&Hub::new()).await;
    assert_eq!(answer.status, 200);
    let page = answer.text();
    let drawer = page.split("aria-label=\"Checks, newest first\"").nth(1).unwrap();
    let all = drawer.split("</ul>").next().unwrap();
    let checks: Vec<&str> = all.split("class=\"probe\"").skip(1).collect();
    let slow: Vec<bool> = checks
        .iter()
        .map(|check| check.contains("<span>Slow</span>"))
        .collect();
    assert_eq!(slow, [false, true], "{all}");
    assert!(checks[1].contains("4200 ms"));
}
