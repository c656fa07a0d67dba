//! Pages and server functions.

use crate::support::{Hub, get};

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
