//! What a mailbox is for.

use sandbox::microsoft365::{tenant_id, user_id};

use super::{as_person, good, start};

#[tokio::test]
async fn people_shared_mailboxes_and_rooms_are_told_apart_and_some_have_none() {
    let running = start().await;
    let graph = good(&running).await;
    for (at, expected) in [(3, "user"), (10, "shared"), (22, "room")] {
        let path = format!("users/{}/mailboxSettings", user_id(1, at));
        assert_eq!(graph.get(&path).await.json()["userPurpose"], expected);
        let said = graph.get(&format!("{path}/userPurpose")).await;
        assert_eq!(said.json()["value"], expected);
    }
    let guest = graph
        .get(&format!("users/{}/mailboxSettings", user_id(1, 12)))
        .await;
    assert_eq!(guest.refusal(), (404, "MailboxNotEnabledForRESTAPI".to_owned()));
}

#[tokio::test]
async fn nobody_reads_the_settings_of_somebody_else_in_a_persons_name() {
    let running = start().await;
    let graph = as_person(&running, &tenant_id(1)).await;
    let said = graph
        .get(&format!("users/{}/mailboxSettings", user_id(1, 3)))
        .await;
    assert_eq!(said.refusal(), (403, "ErrorAccessDenied".to_owned()));
}
