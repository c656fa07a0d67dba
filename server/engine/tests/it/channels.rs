//! Channels from outside: what a receiver gets, what is tried again, what is never seen, and what rotation does with it.

use crate::databases::{each, sqlite};
use crate::house::{House, START, admin, tech};
use axum::{
    Router,
    body::Bytes,
    http::{HeaderMap, StatusCode},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use contract::{
    ids::ChannelId,
    notification::{ChannelChange, NewChannel, NoticeLevel},
    ports::Services,
};
use engine::{
    connector::{EgressMap, Wire, WireConfig},
    ports::{Machine, StoredValues},
    store::{Moment, Store},
    vault::{rotate, verify},
};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::net::TcpListener;

const PATH: &str = "/hooks/canary-7f3a-path";

/// A receiver that keeps what it gets and answers what it is told.
#[derive(Clone, Default)]
struct Inbox {
    got: Arc<Mutex<Vec<(HeaderMap, Bytes)>>>,
    answer: Arc<Mutex<Option<(u16, String)>>>,
}

impl Inbox {
    async fn open() -> (Self, String) {
        let inbox = Self::default();
        let kept = inbox.clone();
        let take = move |headers: HeaderMap, body: Bytes| async move {
            kept.got.lock().unwrap().push((headers, body));
            let (status, words) = kept.answer.lock().unwrap().clone().unwrap_or((200, "ok".into()));
            (StatusCode::from_u16(status).unwrap(), words)
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(take)).await });
        (inbox, origin)
    }

    fn say(&self, status: u16, words: &str) {
        *self.answer.lock().unwrap() = Some((status, words.into()));
    }

    fn count(&self) -> usize {
        self.got.lock().unwrap().len()
    }

    fn json(&self, n: usize) -> serde_json::Value {
        serde_json::from_slice(&self.got.lock().unwrap()[n].1).unwrap()
    }
}

pub struct Stage {
    house: House,
    pub machine: Machine,
    pub services: Services,
    inbox: Inbox,
}

pub async fn stage(store: Store) -> Stage {
    let house = House::on(store).await;
    let (inbox, origin) = Inbox::open().await;
    let mut machine = house.machine.clone();
    machine.act.wire = Wire::new(WireConfig {
        timeout: Duration::from_secs(5),
        backoff: Duration::from_millis(1),
        egress_map: EgressMap::new([("https://hooks.example.com".to_owned(), origin)]).unwrap(),
    })
    .unwrap();
    Stage {
        services: machine.services(),
        house,
        machine,
        inbox,
    }
}

fn channel(kind: &str) -> NewChannel {
    NewChannel {
        kind: kind.into(),
        name: format!("My {kind}"),
        url: format!("https://hooks.example.com{PATH}"),
        floor: Some(NoticeLevel::Info),
        ..NewChannel::default()
    }
}

/// Writes notices as if so many integrations had begun to flap.
async fn happen(stage: &Stage, count: usize) {
    let store = &stage.machine.store;
    let ids = crate::nodes::accounts(store, "it_glue", count).await;
    for (n, id) in ids.iter().enumerate() {
        for (at, ok) in (0..14).map(|step| (START + step * 60_000, step % 2 == 0)) {
            let outcome = if ok {
                contract::probe::Outcome::Ok
            } else {
                contract::probe::Outcome::Timeout
            };
            let kept = engine::store::Kept {
                integration: id.clone(),
                row: crate::nodes::probe(at + i64::try_from(n).unwrap(), outcome),
                slot: None,
                confirm_at: at,
            };
            store
                .keep_probes(vec![kept], engine::probes::judge)
                .await
                .unwrap();
        }
    }
    stage.machine.tender().turn().await.unwrap();
}

async fn deliver(stage: &Stage) {
    let now = stage.machine.act.clock.now_ms();
    stage
        .machine
        .courier()
        .turn(now, Moment::Given(now), "claim")
        .await
        .unwrap();
}

#[tokio::test]
async fn a_signed_webhook_is_verified_by_the_standard_and_one_changed_byte_is_not() {
    let fresh = sqlite().await;
    let stage = stage(fresh.store.clone()).await;
    let made = stage
        .services
        .notifications
        .create(&admin(), channel("webhook"))
        .await
        .unwrap();
    let secret = made.secret.unwrap();
    assert_eq!(made.channel.hint, "hooks.example.com/…path");
    let done = stage
        .services
        .notifications
        .test(&admin(), &made.channel.id)
        .await
        .unwrap();
    assert_eq!(
        (done.status.as_ref(), done.attempts, done.error),
        ("delivered", 1, None)
    );
    let (headers, body) = stage.inbox.got.lock().unwrap()[0].clone();
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    // ring stands for whoever receives it.
    let key = BASE64_STANDARD
        .decode(secret.strip_prefix("whsec_").unwrap())
        .unwrap();
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, &key);
    let signature = header("webhook-signature");
    let signature = BASE64_STANDARD
        .decode(signature.strip_prefix("v1,").unwrap())
        .unwrap();
    let mut signed = format!("{}.{}.", header("webhook-id"), header("webhook-timestamp")).into_bytes();
    signed.extend_from_slice(&body);
    assert!(ring::hmac::verify(&key, &signed, &signature).is_ok());
    let last = signed.len() - 1;
    signed[last] ^= 1;
    assert!(ring::hmac::verify(&key, &signed, &signature).is_err());
    assert_eq!(header("webhook-id"), done.notice.to_string());
    assert_eq!(stage.inbox.json(0)["type"], "test");
}

#[tokio::test]
async fn a_failed_delivery_is_tried_again_and_given_up_in_the_end_and_the_log_says_why() {
    each(|store| async move {
        let stage = stage(store).await;
        let made = stage
            .services
            .notifications
            .create(&admin(), channel("slack"))
            .await
            .unwrap();
        stage.inbox.say(503, &format!("no_service at {PATH}"));
        happen(&stage, 1).await;
        for _ in 0..20 {
            deliver(&stage).await;
            stage.house.hand.forward(Duration::from_secs(600));
        }
        assert_eq!(stage.inbox.count(), 5);
        let log = || async {
            let page = stage
                .services
                .notifications
                .deliveries(&tech(), Some(&made.channel.id), None, 10)
                .await;
            page.unwrap().items.remove(0)
        };
        let line = log().await;
        assert_eq!((line.status.as_ref(), line.attempts), ("failed", 5));
        assert_eq!(
            line.error.as_deref(),
            Some("The receiver answered 503. no_service at [secret]")
        );
        assert_eq!(line.kind, "integration.flapping");
        stage.inbox.say(200, "ok");
        happen(&stage, 0).await;
        assert!(
            stage.inbox.json(0)["text"]
                .as_str()
                .unwrap()
                .contains("keeps changing")
        );
    })
    .await;
}

#[tokio::test]
async fn what_no_second_try_can_mend_is_given_up_at_once() {
    let fresh = sqlite().await;
    let stage = stage(fresh.store.clone()).await;
    stage
        .services
        .notifications
        .create(&admin(), channel("teams"))
        .await
        .unwrap();
    stage.inbox.say(404, "gone");
    happen(&stage, 1).await;
    deliver(&stage).await;
    let log = stage
        .services
        .notifications
        .deliveries(&tech(), None, None, 10)
        .await
        .unwrap();
    assert_eq!(
        (log.items[0].status.as_ref(), log.items[0].attempts),
        ("failed", 1)
    );
    assert_eq!(
        stage.inbox.json(0)["attachments"][0]["content"]["type"],
        "AdaptiveCard"
    );
}

#[tokio::test]
async fn many_at_once_are_one_message_and_two_nodes_send_it_once() {
    each(|store| async move {
        let stage = stage(store).await;
        stage
            .services
            .notifications
            .create(&admin(), channel("slack"))
            .await
            .unwrap();
        happen(&stage, 6).await;
        let now = stage.machine.act.clock.now_ms();
        let (one, other) = (stage.machine.courier(), stage.machine.courier());
        let (mine, theirs) = tokio::join!(
            one.turn(now, Moment::Given(now), "one"),
            other.turn(now, Moment::Given(now), "other")
        );
        assert_eq!(mine.unwrap() + theirs.unwrap(), 6);
        assert_eq!(stage.inbox.count(), 1);
        let text = stage.inbox.json(0)["text"].as_str().unwrap().to_owned();
        assert!(
            text.contains("6 things changed") && text.matches("keeps changing").count() == 6,
            "{text}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_channel_hears_what_is_at_or_above_its_floor_and_nothing_while_it_is_off() {
    each(|store| async move {
        let stage = stage(store).await;
        let notifications = &stage.services.notifications;
        let quiet = NewChannel {
            floor: Some(NoticeLevel::Critical),
            ..channel("slack")
        };
        let quiet = notifications.create(&admin(), quiet).await.unwrap().channel;
        let off = notifications
            .create(&admin(), channel("teams"))
            .await
            .unwrap()
            .channel;
        let switch = ChannelChange {
            enabled: Some(false),
            ..ChannelChange::default()
        };
        notifications.change(&admin(), &off.id, switch).await.unwrap();
        happen(&stage, 2).await;
        deliver(&stage).await;
        assert_eq!(stage.inbox.count(), 0);
        for id in [&quiet.id, &off.id] {
            let log = notifications
                .deliveries(&tech(), Some(id), None, 10)
                .await
                .unwrap();
            assert!(log.items.is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn an_address_is_sealed_is_rotated_with_the_rest_and_is_seen_nowhere() {
    each(|store| async move {
        let stage = stage(store.clone()).await;
        let notifications = &stage.services.notifications;
        let made = notifications
            .create(&admin(), channel("webhook"))
            .await
            .unwrap()
            .channel;
        stage.house.connected().await;
        let rows = StoredValues(store.clone());
        let report = rotate(&stage.machine.act.vault, &rows, &|_| {}).await.unwrap();
        assert!(report.is_finished());
        assert!(
            verify(&stage.machine.act.vault, &rows)
                .await
                .unwrap()
                .failures
                .is_empty()
        );
        let per_key = store.sealed_per_key().await.unwrap();
        assert_eq!(per_key.len(), 1, "{per_key:?}");
        assert_eq!(
            notifications.test(&admin(), &made.id).await.unwrap().status,
            "delivered"
        );
        let listed = serde_json::to_string(&notifications.channels(&tech()).await.unwrap()).unwrap();
        let audit = stage.services.audit.list(&admin(), None, 100).await.unwrap();
        let audit = serde_json::to_string(&audit).unwrap();
        let row = format!("{:?}", store.channel(&made.id).await.unwrap());
        for seen in [listed, audit, row] {
            assert!(!seen.contains("canary-7f3a"), "{seen}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_private_address_a_plain_one_and_one_that_is_none_are_refused() {
    let fresh = sqlite().await;
    let stage = stage(fresh.store.clone()).await;
    let notifications = &stage.services.notifications;
    for url in [
        "http://hooks.example.com/x",
        "hooks.example.com",
        "https://user:pass@hooks.example.com/x",
        "",
    ] {
        let new = NewChannel {
            url: url.into(),
            ..channel("slack")
        };
        let refused = notifications.create(&admin(), new).await.unwrap_err();
        assert_eq!(
            (refused.status, refused.errors[0].field.as_ref()),
            (422, "url"),
            "{url}"
        );
    }
    for url in [
        "https://127.0.0.1:9/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest",
    ] {
        let new = NewChannel {
            url: url.into(),
            ..channel("slack")
        };
        let made = notifications.create(&admin(), new).await.unwrap().channel;
        let tried = notifications.test(&admin(), &made.id).await.unwrap();
        assert_eq!(tried.status, "failed", "{url}");
        assert!(
            tried.error.unwrap().starts_with("The address was refused"),
            "{url}"
        );
    }
    let gone = ChannelId::parse("chn_1").unwrap();
    assert_eq!(notifications.test(&admin(), &gone).await.unwrap_err().status, 404);
}
