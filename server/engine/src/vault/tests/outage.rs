//! Warm, stale, cold: what an outage of the key source breaks and what it does not.

use std::sync::{Arc, atomic::Ordering::SeqCst};

use jiff::SignedDuration;

use super::doubles::{Clock, KEY_A, KEY_B, MemorySource, PLACE, START};
use crate::vault::{
    KeySource, KeyState, KeyStatus, RingState, Sealed, Secret, Vault, VaultError, ring::Ring,
};

struct World {
    source: Arc<MemorySource>,
    clock: Clock,
    vault: Vault,
}

async fn world_with(source: Arc<MemorySource>) -> World {
    let clock = Clock::new();
    let vault = Vault::start(source.clone(), clock.now()).await;
    World { source, clock, vault }
}

async fn cold() -> World {
    let source = MemorySource::new(KEY_A);
    source.set_down(true);
    world_with(source).await
}

async fn warm() -> World {
    world_with(MemorySource::new(KEY_A)).await
}

fn sealed_with(key: &str) -> Sealed {
    Ring::parse(key)
        .unwrap()
        .seal(PLACE, &Secret::new("x".into()))
        .unwrap()
}

fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

#[tokio::test]
async fn a_warm_vault_seals_opens_and_says_so() {
    let World { vault, .. } = warm().await;
    let sealed = vault.seal(PLACE, &Secret::new("x".into())).await.unwrap();
    assert_eq!(vault.open(PLACE, &sealed).await.unwrap().expose(), "x");
    let status = vault.status();
    assert_eq!((status.state, status.since), (RingState::Warm, START));
    assert_eq!(status.cached_until, Some(START + SignedDuration::from_hours(24)));
    assert_eq!(status.source, "memory");
    assert_eq!(status.last_error, None);
}

#[tokio::test]
async fn an_outage_breaks_nothing_for_24_hours_and_is_shown() {
    let World { source, clock, vault } = warm().await;
    let sealed = sealed_with(KEY_A);
    source.set_down(true);
    clock.advance(seconds(60));
    vault.refresh().await;
    clock.advance(SignedDuration::from_hours(24) - seconds(60));
    vault.refresh().await;
    assert_eq!(vault.open(PLACE, &sealed).await.unwrap().expose(), "x");
    let again = vault.seal(PLACE, &Secret::new("y".into())).await.unwrap();
    assert_eq!(vault.open(PLACE, &again).await.unwrap().expose(), "y");
    let status = vault.status();
    assert_eq!(
        (status.state, status.since),
        (RingState::Stale, START + seconds(60))
    );
    assert_eq!(status.last_error.as_deref(), Some("the memory does not answer"));
    assert_eq!(status.keys.len(), 1);
}

#[tokio::test]
async fn after_24_hours_the_copy_expires_and_calls_are_refused_until_the_source_is_back() {
    let World { source, clock, vault } = warm().await;
    let sealed = sealed_with(KEY_A);
    source.set_down(true);
    clock.advance(SignedDuration::from_hours(24) + seconds(1));
    let error = vault.open(PLACE, &sealed).await.unwrap_err();
    assert!(matches!(error, VaultError::KeyUnavailable { .. }), "{error}");
    assert!(
        error.to_string().contains("the memory does not answer"),
        "{error}"
    );
    assert!(vault.seal(PLACE, &Secret::new("x".into())).await.is_err());
    let status = vault.status();
    assert_eq!(
        (status.state, status.since),
        (RingState::Cold, START + SignedDuration::from_hours(24))
    );
    assert_eq!((status.cached_until, status.keys), (None, vec![]));

    source.set_down(false);
    clock.advance(seconds(4));
    assert_eq!(vault.open(PLACE, &sealed).await.unwrap().expose(), "x");
    let status = vault.status();
    assert_eq!((status.state, status.last_error), (RingState::Warm, None));
}

#[tokio::test]
async fn a_cold_start_refuses_with_the_reason_and_recovers_by_itself() {
    let World { source, clock, vault } = cold().await;
    let sealed = sealed_with(KEY_A);
    let error = vault.open(PLACE, &sealed).await.unwrap_err();
    assert!(
        matches!(&error, VaultError::KeyUnavailable { source: Some(_), .. }),
        "{error}"
    );
    assert!(matches!(
        vault.seal(PLACE, &Secret::new("x".into())).await,
        Err(VaultError::KeyUnavailable { .. })
    ));
    assert_eq!(vault.status().state, RingState::Cold);

    source.set_down(false);
    clock.advance(seconds(4));
    assert_eq!(vault.open(PLACE, &sealed).await.unwrap().expose(), "x");
    assert_eq!(vault.status().state, RingState::Warm);
}

#[tokio::test]
async fn a_cold_vault_asks_a_failing_source_once_per_pause_however_many_calls_come() {
    let World { source, clock, vault } = cold().await;
    let sealed = sealed_with(KEY_A);
    assert_eq!(source.reads.load(SeqCst), 1, "the start");
    for _ in 0..20 {
        assert!(vault.open(PLACE, &sealed).await.is_err());
    }
    assert_eq!(source.reads.load(SeqCst), 1, "within the pause");
    clock.advance(seconds(4));
    for _ in 0..20 {
        assert!(vault.open(PLACE, &sealed).await.is_err());
    }
    assert_eq!(source.reads.load(SeqCst), 2, "after the pause");
}

#[tokio::test]
async fn calls_that_find_the_vault_cold_at_the_same_time_share_one_read() {
    let World { source, clock, vault } = cold().await;
    source.set_down(false);
    clock.advance(seconds(4));
    let sealed = sealed_with(KEY_A);
    let opened = futures::future::join_all((0..50).map(|_| vault.open(PLACE, &sealed))).await;
    assert!(opened.iter().all(Result::is_ok));
    assert_eq!(source.reads.load(SeqCst), 2, "the start and one for all");
}

#[tokio::test]
async fn refreshes_at_the_same_time_share_the_read_that_began_after_they_were_asked_for() {
    let World { source, vault, .. } = warm().await;
    futures::future::join_all((0..50).map(|_| vault.refresh())).await;
    assert_eq!(
        source.reads.load(SeqCst),
        3,
        "the start, the first, and one for the others"
    );
}

#[tokio::test]
async fn a_call_that_was_given_up_while_reading_leaves_the_others_an_answer() {
    let World { source, clock, vault } = cold().await;
    source.set_down(false);
    clock.advance(seconds(4));
    let sealed = sealed_with(KEY_A);
    let mut impatient = Box::pin(vault.open(PLACE, &sealed));
    assert!(futures::poll!(&mut impatient).is_pending());
    let waiting = vault.open(PLACE, &sealed);
    let (opened, ()) = futures::join!(waiting, async {
        tokio::task::yield_now().await;
        drop(impatient);
    });
    assert_eq!(opened.unwrap().expose(), "x");
}

#[tokio::test(start_paused = true)]
async fn a_source_that_hangs_counts_as_down() {
    struct Hanging;
    #[async_trait::async_trait]
    impl KeySource for Hanging {
        fn name(&self) -> String {
            "tar pit".into()
        }
        fn patience(&self) -> std::time::Duration {
            std::time::Duration::from_secs(5)
        }
        async fn read(&self) -> Result<crate::vault::RingText, crate::vault::KeySourceError> {
            std::future::pending().await
        }
        async fn write(
            &self,
            _: &crate::vault::RingText,
            _: &crate::vault::RingVersion,
        ) -> Result<(), crate::vault::KeySourceError> {
            std::future::pending().await
        }
    }
    let vault = Vault::start(Arc::new(Hanging), Clock::new().now()).await;
    let status = vault.status();
    assert_eq!(status.state, RingState::Cold);
    assert_eq!(
        status.last_error.as_deref(),
        Some("tar pit did not answer within 5s")
    );
}

#[tokio::test]
async fn a_key_that_another_node_added_is_found_by_one_look_at_the_source() {
    let World { source, vault, .. } = warm().await;
    source.put(&format!("{KEY_B}\n{KEY_A}"));
    assert_eq!(
        vault.open(PLACE, &sealed_with(KEY_B)).await.unwrap().expose(),
        "x"
    );
    assert_eq!(source.reads.load(SeqCst), 2);
    assert_eq!(
        vault.open(PLACE, &sealed_with(KEY_B)).await.unwrap().expose(),
        "x"
    );
    assert_eq!(source.reads.load(SeqCst), 2, "now it is known");
}

#[tokio::test]
async fn a_key_that_nobody_has_is_unknown_and_is_not_looked_for_again_at_once() {
    let World { source, clock, vault } = warm().await;
    let foreign = sealed_with(KEY_B);
    for _ in 0..20 {
        let error = vault.open(PLACE, &foreign).await.unwrap_err();
        assert!(matches!(error, VaultError::UnknownKey { .. }), "{error}");
    }
    assert_eq!(source.reads.load(SeqCst), 2);
    clock.advance(seconds(4));
    assert!(vault.open(PLACE, &foreign).await.is_err());
    assert_eq!(source.reads.load(SeqCst), 3);
}

#[tokio::test]
async fn an_unknown_key_while_the_source_is_down_is_an_outage_and_not_a_verdict() {
    let World { source, vault, .. } = warm().await;
    source.set_down(true);
    let error = vault.open(PLACE, &sealed_with(KEY_B)).await.unwrap_err();
    assert!(matches!(error, VaultError::KeyUnavailable { .. }), "{error}");
    assert!(error.to_string().contains(sealed_with(KEY_B).key_id()), "{error}");
    assert!(
        vault.open(PLACE, &sealed_with(KEY_A)).await.is_ok(),
        "known keys go on"
    );
}

#[tokio::test]
async fn sealing_looks_at_the_source_when_the_copy_is_older_than_a_second() {
    let World { source, clock, vault } = warm().await;
    source.put(&format!("{KEY_B}\n{KEY_A}"));
    clock.advance(seconds(2));
    let sealed = vault.seal(PLACE, &Secret::new("x".into())).await.unwrap();
    assert_eq!(sealed.key_id(), sealed_with(KEY_B).key_id());
}

#[tokio::test]
async fn a_ring_that_was_spoilt_leaves_the_copy_in_use() {
    let World { source, vault, .. } = warm().await;
    source.put("not a ring");
    vault.refresh().await;
    let status = vault.status();
    assert_eq!(status.state, RingState::Stale);
    assert!(status.last_error.unwrap().contains("line 1 is not a Fernet key"));
    assert!(vault.open(PLACE, &sealed_with(KEY_A)).await.is_ok());
}

#[tokio::test]
async fn the_status_lists_keys_by_fingerprint_newest_first_and_the_retired_last() {
    let text = format!("{KEY_B}\n{KEY_A}\n# retired 0123456789abcdef 2026-01-31\n");
    let World { vault, .. } = world_with(MemorySource::new(&text)).await;
    let key = |id: &str, state| KeyStatus {
        id: id.to_owned(),
        state,
    };
    assert_eq!(
        vault.status().keys,
        [
            key(sealed_with(KEY_B).key_id(), KeyState::Newest),
            key(sealed_with(KEY_A).key_id(), KeyState::Older),
            key(
                "0123456789abcdef",
                KeyState::Retired {
                    on: "2026-01-31".into()
                }
            ),
        ]
    );
}
