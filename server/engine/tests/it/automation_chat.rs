//! Steps that post to a chat: what the chat gets, once; what is refused when it is saved; what a run says when it cannot.

use crate::automation::{codes, draft, event, kept, outcomes, run, step};
use crate::databases::each;
use crate::desk::bob;
use crate::house::{House, admin, tech};
use contract::{
    approval::ApprovalStatus,
    failure::FailureCode,
    ids::ChannelId,
    notification::{ChannelChange, NewChannel},
    run::RunStatus,
    sop::{DryRunRequest, Mode, SopDraft, Step, StepKind},
};
use engine::store::{AuditRecord, Store};
use serde_json::{Value, json};
use std::future::Future;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

const SECRET_PATH: &str = "/services/canary-77aa";

struct Stage {
    house: House,
    server: MockServer,
    slack: ChannelId,
}

impl Stage {
    async fn on(store: Store) -> Self {
        let server = MockServer::start().await;
        let house = House::calling(store, &server.uri()).await;
        let slack = channel(&house, "slack", "Service desk").await;
        Self { house, server, slack }
    }

    async fn answers(&self, answer: ResponseTemplate) {
        self.server.reset().await;
        Mock::given(any()).respond_with(answer).mount(&self.server).await;
    }

    async fn got(&self) -> Vec<Value> {
        let all = self.server.received_requests().await.unwrap();
        all.iter()
            .map(|request| serde_json::from_slice(&request.body).unwrap())
            .collect()
    }
}

async fn channel(house: &House, kind: &str, name: &str) -> ChannelId {
    let new = NewChannel {
        kind: kind.into(),
        name: name.into(),
        to: vec!["desk@example.com".into()],
        url: format!("https://hooks.example.com{SECRET_PATH}"),
        ..NewChannel::default()
    };
    let made = house.services.notifications.create(&admin(), new).await;
    made.unwrap().channel.id
}

fn say(channel: &ChannelId, text: &str) -> Step {
    step(
        "tell",
        StepKind::Chat,
        json!({ "channel": channel, "text": text }),
    )
}

/// A stage whose chat answers well, on both stores.
async fn staged<F: Future<Output = ()>>(test: impl Fn(Stage) -> F) {
    let test = &test;
    each(|store| async move {
        let stage = Stage::on(store).await;
        stage.answers(ResponseTemplate::new(200)).await;
        test(stage).await;
    })
    .await;
}

#[tokio::test]
async fn a_text_is_posted_once_as_it_was_written_with_what_the_event_says() {
    staged(|stage| async move {
        let teams = channel(&stage.house, "teams", "Everybody").await;
        let steps = vec![
            say(&stage.slack, "Look: {{ event.subject }}\n<!channel>"),
            Step {
                id: "more".into(),
                ..say(&teams, "First\n\nSecond: *{{ event.kind }}*")
            },
        ];
        let sop = kept(&stage.house, draft("Tell", steps)).await;
        let ran = run(&stage.house, &sop.id).await;
        assert_eq!(ran.run.status, RunStatus::Succeeded, "{ran:#?}");
        assert_eq!(ran.steps[0].detail, "Posted to Service desk (Slack).");
        assert!(ran.steps[0].idempotency_key.is_some());
        let got = stage.got().await;
        assert_eq!(
            got[0],
            json!({ "text": "Look: Disk full on FS-1\n&lt;!channel&gt;" })
        );
        let lines = &got[1]["attachments"][0]["content"]["body"];
        assert_eq!(
            (&lines[0]["text"], &lines[1]["text"]),
            (&json!("First"), &json!("Second: \\*ticket.created\\*"))
        );
        for _ in 0..2 {
            stage.house.machine.automation.tend_runs().await.unwrap();
        }
        assert_eq!(stage.got().await.len(), 2, "nothing is posted twice");
        let port = &stage.house.services.notifications;
        let log = port
            .deliveries(&tech(), Some(&stage.slack), None, 10)
            .await
            .unwrap();
        let line = &log.items[0];
        assert_eq!(
            (line.kind.as_ref(), line.status.as_ref()),
            ("sop.message", "delivered")
        );
        assert_eq!(line.title, "Look: Disk full on FS-1");
    })
    .await;
}

#[tokio::test]
async fn a_channel_that_is_not_there_or_no_chat_is_refused_by_its_field() {
    staged(|stage| async move {
        let mail = channel(&stage.house, "email", "Mail").await;
        let signed = channel(&stage.house, "webhook", "Hook").await;
        let gone = ChannelId::from_ulid("nothing");
        for (channel, code) in [
            (&gone, "not_accepted"),
            (&mail, "wrong_kind"),
            (&signed, "wrong_kind"),
        ] {
            let sops = &stage.house.services.sops;
            let refused = sops
                .create(&tech(), draft("Tell", vec![say(channel, "x")]))
                .await
                .unwrap_err();
            assert_eq!(codes(&refused), [("steps[0].input.channel", code)]);
        }
        assert!(stage.got().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_draft_and_a_dry_run_say_where_it_would_be_posted_and_post_nothing() {
    staged(|stage| async move {
        let steps = vec![say(&stage.slack, "Look: {{ event.subject }}")];
        let request = DryRunRequest {
            sop: draft("Tell", steps.clone()),
            event: event(),
        };
        let dry = stage.house.services.sops.dry_run(&tech(), request).await.unwrap();
        let drafted = SopDraft {
            mode: Mode::DraftOnly,
            ..draft("Tell", steps)
        };
        let sop = kept(&stage.house, drafted).await;
        for shown in [dry, run(&stage.house, &sop.id).await] {
            assert_eq!(outcomes(&shown), [("tell", "drafted")]);
            assert_eq!(
                shown.steps[0].detail,
                "It would be posted to Service desk (Slack)."
            );
            assert_eq!(shown.steps[0].input["text"], "Look: Disk full on FS-1");
        }
        assert!(stage.got().await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_the_chat_refuses_fails_with_its_words_and_what_it_may_have_taken_stops_for_a_person() {
    staged(|stage| async move {
        for (status, stands, code) in [
            (404, RunStatus::Failed, FailureCode::VendorNotFound),
            (400, RunStatus::Failed, FailureCode::VendorRejected),
            (502, RunStatus::NeedsPerson, FailureCode::VendorUnavailable),
        ] {
            let words = format!("no_service at {SECRET_PATH}");
            stage
                .answers(ResponseTemplate::new(status).set_body_string(words))
                .await;
            let again = Step {
                retries: 2,
                ..say(&stage.slack, "x")
            };
            let sop = kept(&stage.house, draft(&format!("Tell {status}"), vec![again])).await;
            let ran = run(&stage.house, &sop.id).await;
            assert_eq!((ran.run.status, ran.run.code), (stands, Some(code)), "{ran:#?}");
            assert!(ran.run.detail.contains("no_service"), "{}", ran.run.detail);
            assert_eq!(ran.steps[0].vendor_status, Some(status));
            assert!(!format!("{ran:?}").contains("canary"), "the address is a secret");
            assert_eq!(stage.got().await.len(), 1, "{status}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_chat_that_asks_to_wait_is_asked_again() {
    staged(|stage| async move {
        stage.server.reset().await;
        let busy = ResponseTemplate::new(429).insert_header("retry-after", "0");
        Mock::given(any())
            .respond_with(busy)
            .up_to_n_times(1)
            .with_priority(1)
            .mount(&stage.server)
            .await;
        Mock::given(any())
            .respond_with(ResponseTemplate::new(200))
            .mount(&stage.server)
            .await;
        let again = Step {
            retries: 1,
            ..say(&stage.slack, "x")
        };
        let sop = kept(&stage.house, draft("Tell", vec![again])).await;
        let ran = run(&stage.house, &sop.id).await;
        assert_eq!(
            (ran.run.status, ran.steps[0].tries),
            (RunStatus::Succeeded, 2),
            "{ran:#?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_held_message_is_posted_once_after_the_approval() {
    staged(|stage| async move {
        let house = &stage.house;
        let careful = SopDraft {
            mode: Mode::ApproveBeforeExecute,
            ..draft("Tell", vec![say(&stage.slack, "Really")])
        };
        let sop = kept(house, careful).await;
        let waits = run(house, &sop.id).await;
        assert_eq!(outcomes(&waits), [("tell", "waiting")]);
        let approvals = &house.services.approvals;
        let held = approvals
            .list(&tech(), Some(ApprovalStatus::Pending), None, 10)
            .await
            .unwrap();
        assert_eq!(held[0].title, "Post to Service desk (Slack): Really");
        assert!(stage.got().await.is_empty());
        approvals.approve(&bob(), &held[0].id, None).await.unwrap();
        for _ in 0..3 {
            house.machine.automation.tend_runs().await.unwrap();
        }
        let done = house.services.runs.get(&tech(), &waits.run.id).await.unwrap();
        assert_eq!(done.run.status, RunStatus::Succeeded, "{done:#?}");
        assert_eq!(stage.got().await, [json!({ "text": "Really" })]);
    })
    .await;
}

#[tokio::test]
async fn a_channel_that_a_sop_posts_to_is_not_deleted_and_one_that_is_gone_or_off_fails_that_run() {
    staged(|stage| async move {
        let (house, port) = (&stage.house, &stage.house.services.notifications);
        let sop = kept(house, draft("Tell", vec![say(&stage.slack, "x")])).await;
        let held = port.delete(&admin(), &stage.slack).await.unwrap_err();
        assert_eq!((held.status, held.code.as_ref()), (409, "channel_in_use"));
        assert!(held.detail.unwrap().contains("Tell"));
        let off = ChannelChange {
            enabled: Some(false),
            ..ChannelChange::default()
        };
        port.change(&admin(), &stage.slack, off).await.unwrap();
        let ran = run(house, &sop.id).await;
        assert_eq!(ran.run.code, Some(FailureCode::IntegrationDisabled), "{ran:#?}");
        // As if it went between two versions: a run keeps the one that it began with.
        let who = admin();
        let audit = AuditRecord {
            who: &who,
            action: "channel.deleted",
            target: stage.slack.to_string(),
            detail: json!({}),
        };
        let now = house.machine.act.clock.now_ms();
        house
            .machine
            .store
            .delete_channel(now, &stage.slack, audit)
            .await
            .unwrap();
        let ran = run(house, &sop.id).await;
        assert_eq!(ran.run.code, Some(FailureCode::IntegrationMissing), "{ran:#?}");
        assert!(ran.run.detail.contains("was deleted"), "{}", ran.run.detail);
        let broken = draft("Tell", vec![say(&stage.slack, "x")]);
        let check = house.services.sops.check(&tech(), broken).await.unwrap();
        assert_eq!(check.errors[0].field, "steps[0].input.channel");
        assert!(stage.got().await.is_empty());
    })
    .await;
}
