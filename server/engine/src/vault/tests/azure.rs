//! Azure Key Vault: the real protocol, over TLS, through Microsoft's client.

use jiff::SignedDuration;
use sandbox::{
    Fault, Rule,
    key_vault::{READ_ONLY_TOKEN, outage, throttled},
};

use super::{
    azure_world::{SECRET, World},
    doubles::{Clock, KEY_A, KEY_B, PLACE},
};
use crate::vault::{
    KeySource as _, KeySourceError, RingState, RingText, RingVersion, Secret, Vault, VaultError, create_ring,
    ring::Ring,
};

fn text(text: &str) -> RingText {
    RingText::new(text.to_owned().into(), RingVersion::ABSENT)
}

#[tokio::test]
async fn a_read_answers_the_challenge_once_and_names_its_api_version_every_time() {
    let world = World::new(Some(KEY_A)).await;
    for _ in 0..3 {
        assert_eq!(world.source.read().await.unwrap().expose(), KEY_A);
    }
    let requests = world.vault.journal.entries();
    let statuses: Vec<_> = requests.iter().map(|request| request.status.unwrap()).collect();
    assert_eq!(statuses, [401, 200, 200, 200]);
    assert!(requests[0].header("authorization").is_none());
    assert!(
        requests
            .iter()
            .all(|request| request.target().contains("api-version=2025-07-01"))
    );
    assert!(requests.iter().all(|request| request.host == "tls"));
    assert_eq!(
        world.credential.scopes.lock().unwrap()[0],
        "https://vault.azure.net/.default"
    );
}

#[tokio::test]
async fn a_vault_that_asks_for_a_token_of_another_service_gets_none() {
    let world = World::new(Some(KEY_A)).await;
    world
        .vault
        .turn(|knobs| knobs.challenge_resource = "https://evil.example".to_owned());
    let error = world.refusal().await;
    assert!(error.to_string().contains("https://evil.example"), "{error}");
    assert!(world.credential.scopes.lock().unwrap().is_empty());
}

#[tokio::test]
async fn a_secret_that_is_not_there_is_told_in_the_vaults_words_and_can_be_created_once() {
    let world = World::new(None).await;
    let error = world.refusal().await;
    assert!(matches!(error, KeySourceError::Absent { .. }), "{error}");
    let said = error.to_string();
    for part in [
        "SecretNotFound",
        "was not found in this key vault",
        "404",
        "request id 0000",
        SECRET,
    ] {
        assert!(said.contains(part), "{said}");
    }
    assert!(create_ring(&*world.source).await.unwrap());
    assert!(!create_ring(&*world.source).await.unwrap());
    assert_eq!(world.vault.values(SECRET).len(), 1);
    assert!(world.source.read().await.is_ok());
}

#[tokio::test]
async fn a_disabled_version_a_lost_right_and_a_rejected_token_ask_for_a_person() {
    let world = World::new(Some(KEY_A)).await;
    let version = world
        .source
        .read()
        .await
        .unwrap()
        .version()
        .as_str()
        .unwrap()
        .to_owned();
    world.vault.set_enabled(SECRET, &version, false);
    let disabled = world.refusal().await;
    assert!(
        disabled.to_string().contains("not allowed on a disabled secret"),
        "{disabled}"
    );
    world.vault.set_enabled(SECRET, &version, true);
    world.vault.faults.next(1, sandbox::key_vault::forbidden());
    let forbidden = world.refusal().await;
    assert!(
        forbidden.to_string().contains("Caller is not authorized"),
        "{forbidden}"
    );
    world.vault.turn(|knobs| knobs.tokens.clear());
    let rejected = world.refusal().await;
    assert!(rejected.to_string().contains("AKV10032"), "{rejected}");
    for error in [disabled, forbidden, rejected] {
        assert!(matches!(error, KeySourceError::Refused { .. }), "{error}");
    }
}

#[tokio::test]
async fn throttling_is_waited_for_and_told_when_it_does_not_end() {
    let world = World::new(Some(KEY_A)).await;
    world.vault.faults.next(2, throttled(Some("0")));
    assert_eq!(world.source.read().await.unwrap().expose(), KEY_A);
    world.vault.faults.always(throttled(Some("0")));
    let error = world.refusal().await;
    assert!(matches!(error, KeySourceError::Unreachable { .. }), "{error}");
    assert!(error.to_string().contains("429 Throttled"), "{error}");
    assert!(
        error.to_string().contains("too many requests were received"),
        "{error}"
    );
}

#[tokio::test]
async fn an_answer_that_is_not_one_of_a_key_vault_is_refused() {
    let world = World::new(Some(KEY_A)).await;
    world.source.read().await.unwrap();
    let no_value = Fault::status(
        200,
        r#"{"id":"https://sandbox.vault.azure.net/secrets/ops-ai-keys/1"}"#,
    );
    let no_id = Fault::status(200, &format!(r#"{{"value":"{KEY_A}"}}"#));
    for fault in [Fault::html(), Fault::empty(), Fault::huge(), no_id] {
        world.vault.faults.next(1, fault.clone());
        let error = world.refusal().await;
        assert!(
            matches!(error, KeySourceError::Invalid { .. }),
            "{fault:?}: {error}"
        );
        assert!(!format!("{error} {error:?}").contains(KEY_A), "{error:?}");
    }
    world.vault.faults.next(1, no_value);
    let vault = Vault::start(world.source.clone(), Clock::new().now()).await;
    assert!(vault.status().last_error.unwrap().contains("holds no key"));
}

#[tokio::test]
async fn a_broken_connection_is_tried_again() {
    let world = World::new(Some(KEY_A)).await;
    world.vault.faults.next(1, Fault::Close);
    assert_eq!(world.source.read().await.unwrap().expose(), KEY_A);
}

#[tokio::test]
async fn a_warm_vault_outlives_an_outage_of_either_kind_and_a_cold_one_recovers() {
    let world = World::new(Some(KEY_A)).await;
    let clock = Clock::new();
    let warm = Vault::start(world.source.clone(), clock.now()).await;
    let sealed = warm.seal(PLACE, &Secret::new("x".into())).await.unwrap();

    world.vault.faults.always(outage());
    warm.refresh().await;
    assert_eq!(warm.open(PLACE, &sealed).await.unwrap().expose(), "x");
    assert!(
        warm.status()
            .last_error
            .unwrap()
            .contains("An unexpected error occurred.")
    );
    world.vault.faults.clear();

    world.vault.hosts.refuse().await;
    warm.refresh().await;
    let status = warm.status();
    assert_eq!(status.state, RingState::Stale);
    assert!(warm.open(PLACE, &sealed).await.is_ok());
    let cold = Vault::start(world.another_source(), clock.now()).await;
    let error = cold.open(PLACE, &sealed).await.unwrap_err();
    assert!(matches!(error, VaultError::KeyUnavailable { .. }), "{error}");

    world.vault.hosts.accept().await.unwrap();
    clock.advance(SignedDuration::from_secs(5));
    assert_eq!(cold.open(PLACE, &sealed).await.unwrap().expose(), "x");
    warm.refresh().await;
    assert_eq!(warm.status().state, RingState::Warm);
}

#[tokio::test]
async fn a_write_is_a_new_version_and_the_old_ones_are_kept() {
    let world = World::new(Some(KEY_A)).await;
    let before = world.source.read().await.unwrap();
    world.source.write(&text(KEY_B), before.version()).await.unwrap();
    let after = world.source.read().await.unwrap();
    assert_eq!(after.expose(), KEY_B);
    assert_ne!(after.version(), before.version());
    assert_eq!(world.vault.values(SECRET), [KEY_A, KEY_B]);
}

#[tokio::test]
async fn a_writer_that_has_not_seen_the_present_version_sends_nothing() {
    let world = World::new(Some(KEY_A)).await;
    let seen = world.source.read().await.unwrap();
    world.vault.put(SECRET, KEY_B);
    for outdated in [seen.version(), &RingVersion::ABSENT] {
        let outcome = world.source.write(&text("lost"), outdated).await;
        assert!(matches!(outcome, Err(KeySourceError::Conflict)), "{outcome:?}");
    }
    assert_eq!(world.vault.journal.writes(), 0);
}

#[tokio::test]
async fn a_writer_without_the_right_is_told_in_the_vaults_words() {
    let world = World::with_token(Some(KEY_A), READ_ONLY_TOKEN).await;
    let seen = world.source.read().await.unwrap();
    let error = world
        .source
        .write(&text(KEY_B), seen.version())
        .await
        .unwrap_err();
    assert!(matches!(error, KeySourceError::Refused { .. }), "{error}");
    assert!(error.to_string().contains("403 Forbidden"), "{error}");
    assert_eq!(world.stored(), KEY_A);
}

#[tokio::test]
async fn of_two_writers_at_the_same_moment_neither_loses_its_key() {
    let world = World::new(Some(KEY_A)).await;
    let seen = world.source.read().await.unwrap();
    let ours = RingText::fresh().unwrap();
    let ours_on_top = format!("{}{KEY_A}\n", ours.expose());
    world.let_rival_write(&[&format!("{KEY_B}\n{KEY_A}\n")]);
    let outcome = world.source.write(&text(&ours_on_top), seen.version()).await;
    assert!(matches!(outcome, Err(KeySourceError::Conflict)), "{outcome:?}");
    let ring = Ring::parse(&world.stored()).unwrap();
    let expected = format!("{}{KEY_A}\n{KEY_B}\n", ours.expose());
    let expected = Ring::parse(&expected).unwrap();
    assert_eq!(format!("{ring:?}"), format!("{expected:?}"));
}

#[tokio::test]
async fn an_intruder_among_more_versions_than_a_page_holds_is_still_seen() {
    let world = World::new(Some(KEY_A)).await;
    for _ in 0..60 {
        world.vault.put(SECRET, KEY_A);
    }
    let seen = world.source.read().await.unwrap();
    world.let_rival_write(&[&format!("{KEY_B}\n{KEY_A}\n")]);
    let outcome = world.source.write(&text(KEY_A), seen.version()).await;
    assert!(matches!(outcome, Err(KeySourceError::Conflict)), "{outcome:?}");
    assert!(world.stored().contains(KEY_B));
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_sent_again_and_does_no_harm() {
    let world = World::new(Some(KEY_A)).await;
    let seen = world.source.read().await.unwrap();
    world
        .vault
        .faults
        .add(Rule::next(1, Fault::LostAnswer).on_method("PUT"));
    let new = format!("{KEY_B}\n{KEY_A}\n");
    world.source.write(&text(&new), seen.version()).await.unwrap();
    assert_eq!(world.vault.values(SECRET), [KEY_A, &new, &new]);
}

#[tokio::test]
async fn a_vault_that_echoes_the_request_in_its_error_is_quoted_without_the_secrets() {
    let world = World::new(Some(KEY_A)).await;
    let seen = world.source.read().await.unwrap();
    world.vault.faults.always(Fault::echo_credentials());
    let read = world.refusal().await;
    world.vault.faults.clear();
    world
        .vault
        .faults
        .add(Rule::always(Fault::echo_credentials()).on_method("PUT"));
    let write = world
        .source
        .write(&text(&format!("{KEY_B}\n{KEY_A}\n")), seen.version())
        .await
        .unwrap_err();
    assert!(write.to_string().contains("[key]"), "{write}");
    for error in [read, write] {
        let printed = format!("{error} {error:?}");
        assert!(printed.contains("Bearer [secret]"), "{printed}");
        for secret in [KEY_A, KEY_B, sandbox::key_vault::TOKEN] {
            assert!(!printed.contains(secret), "{printed}");
        }
    }
}

#[tokio::test]
async fn a_long_error_page_is_quoted_in_part() {
    let world = World::new(Some(KEY_A)).await;
    world
        .vault
        .faults
        .always(Fault::status(403, &"very long ".repeat(100_000)));
    let said = world.refusal().await.to_string();
    assert!(said.contains("very long very long"));
    assert!(said.len() < 3_000, "{} bytes", said.len());
}
