//! Injected faults, each with the stage and the code that the analysis must name, and whether another try may follow.
//!
//! Two kinds: what a delivery can get wrong, met at the door or in the first stages; and what a SOP can fail with, for
//! each code of the list.

use super::{
    Gate, detection,
    double::{Act, Rules},
};
use crate::{
    databases::each,
    house::{admin, tech},
};
use contract::{
    delivery::{Body, Delivery},
    event::EventStatus,
    failure::{FailureCode, Stage},
    integration::{IntegrationChange, SavePolicy},
    webhook::WebhookChange,
};
use engine::pipeline::{Retry, StageFailure};
use serde_json::{Value, json};
use std::time::Duration;

/// What was injected, and what the analysis said.
struct Seen {
    what: String,
    expected: (Stage, FailureCode),
    said: Option<(Stage, FailureCode)>,
}

fn judge(all: &[Seen], least: usize) {
    let wrong: Vec<String> = all
        .iter()
        .filter(|seen| seen.said != Some(seen.expected))
        .map(|seen| {
            format!(
                "{}: expected {:?}, said {:?}",
                seen.what, seen.expected, seen.said
            )
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(all.len() >= least, "only {} faults were injected", all.len());
}

async fn said(gate: &Gate, id: &contract::ids::EventId) -> Option<(Stage, FailureCode)> {
    let analysis = gate.event(id).await.analysis?;
    assert!(analysis.cause.len() > 20 && analysis.suggested_fix.len() > 20);
    assert!(analysis.action_url.starts_with("/app/") && !analysis.action_label.is_empty());
    Some((analysis.stage, analysis.code))
}

/// What the newest refusal says.
async fn refusal(gate: &Gate) -> Option<(Stage, FailureCode)> {
    let event = gate.of_status("rejected").await.into_iter().next()?;
    said(gate, &event.id).await
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one row for each fault")]
async fn what_a_delivery_gets_wrong_is_told_by_stage_and_code() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let mut all = Vec::new();
        let with = |change: &dyn Fn(&mut Delivery)| {
            let mut delivery = gate.delivery(&detection(1));
            change(&mut delivery);
            delivery
        };
        let secret = gate.webhook.secret.clone();
        let header = |value: String| {
            let value = value.into_bytes();
            move |d: &mut Delivery| d.headers[1].1.clone_from(&value)
        };
        use FailureCode as C;
        let at_the_door: Vec<(&str, Delivery, Stage, FailureCode)> = vec![
            (
                "no header",
                with(&|d| d.headers.truncate(1)),
                Stage::Verify,
                C::SignatureMissing,
            ),
            (
                "another header",
                with(&|d| d.headers[1].0 = "x-secret".into()),
                Stage::Verify,
                C::SignatureMissing,
            ),
            (
                "a header that is no text",
                with(&|d| d.headers[1].1 = vec![0xff, 0xfe]),
                Stage::Verify,
                C::SignatureMissing,
            ),
            (
                "an empty secret",
                with(&header(String::new())),
                Stage::Verify,
                C::SignatureMismatch,
            ),
            (
                "another secret",
                with(&header("wrong".into())),
                Stage::Verify,
                C::SignatureMismatch,
            ),
            (
                "a secret with a space",
                with(&header(format!("{secret} "))),
                Stage::Verify,
                C::SignatureMismatch,
            ),
            (
                "half a secret",
                with(&header(secret[..20].to_owned())),
                Stage::Verify,
                C::SignatureMismatch,
            ),
            (
                "a secret in capitals",
                with(&header(secret.to_uppercase())),
                Stage::Verify,
                C::SignatureMismatch,
            ),
            (
                "a wrong secret in the address",
                with(&|d| {
                    d.headers.truncate(1);
                    d.path_secret = Some("x".into());
                }),
                Stage::Verify,
                C::SignatureMismatch,
            ),
            (
                "a standard signature of nobody",
                with(&|d| {
                    d.headers.push(("webhook-id".into(), b"m".to_vec()));
                    d.headers
                        .push(("webhook-timestamp".into(), b"1795500000".to_vec()));
                    d.headers
                        .push(("webhook-signature".into(), b"v1,bm9wZQ==".to_vec()));
                }),
                Stage::Verify,
                C::SignatureMismatch,
            ),
            (
                "a standard signature without its time",
                with(&|d| {
                    d.headers
                        .push(("webhook-signature".into(), b"v1,bm9wZQ==".to_vec()));
                }),
                Stage::Verify,
                C::SignatureMissing,
            ),
            (
                "too large",
                with(&|d| d.body = Body::TooLarge),
                Stage::Receive,
                C::PayloadTooLarge,
            ),
            (
                "compressed",
                with(&|d| d.headers.push(("content-encoding".into(), b"gzip".to_vec()))),
                Stage::Receive,
                C::UnsupportedMediaType,
            ),
            (
                "compressed otherwise",
                with(&|d| d.headers.push(("Content-Encoding".into(), b"br".to_vec()))),
                Stage::Receive,
                C::UnsupportedMediaType,
            ),
            ("stale", stale(&gate, -301), Stage::Verify, C::StaleTimestamp),
            (
                "from the future",
                stale(&gate, 301),
                Stage::Verify,
                C::StaleTimestamp,
            ),
        ];
        for (what, delivery, stage, code) in at_the_door {
            gate.refused(delivery).await;
            all.push(Seen {
                what: what.into(),
                expected: (stage, code),
                said: refusal(&gate).await,
            });
            gate.house.hand.forward(Duration::from_secs(60));
        }
        for (what, change, code) in [
            (
                "another network",
                WebhookChange {
                    allowed_networks: Some(vec!["192.0.2.0/24".into()]),
                    ..WebhookChange::default()
                },
                C::AddressNotAllowed,
            ),
            (
                "switched off",
                WebhookChange {
                    enabled: Some(false),
                    ..WebhookChange::default()
                },
                C::WebhookDisabled,
            ),
        ] {
            let webhooks = &gate.house.services.webhooks;
            webhooks.change(&tech(), &gate.webhook.id, change).await.unwrap();
            gate.refused(gate.delivery(&detection(1))).await;
            all.push(Seen {
                what: what.into(),
                expected: (Stage::Receive, code),
                said: refusal(&gate).await,
            });
            let back = WebhookChange {
                enabled: Some(true),
                allowed_networks: Some(Vec::new()),
                ..WebhookChange::default()
            };
            webhooks.change(&tech(), &gate.webhook.id, back).await.unwrap();
            gate.house.hand.forward(Duration::from_secs(60));
        }
        let bodies: Vec<(&str, Vec<u8>, Stage, FailureCode)> = vec![
            ("nothing", Vec::new(), Stage::Parse, C::MalformedPayload),
            (
                "white space",
                b" \r\n".to_vec(),
                Stage::Parse,
                C::MalformedPayload,
            ),
            (
                "a form",
                b"id=1&host=x".to_vec(),
                Stage::Parse,
                C::MalformedPayload,
            ),
            ("XML", b"<alert/>".to_vec(), Stage::Parse, C::MalformedPayload),
            (
                "half of JSON",
                b"{\"id\": \"a\", ".to_vec(),
                Stage::Parse,
                C::MalformedPayload,
            ),
            ("two of JSON", b"{}{}".to_vec(), Stage::Parse, C::MalformedPayload),
            (
                "no text",
                vec![0xff, 0x00, 0x80],
                Stage::Parse,
                C::MalformedPayload,
            ),
            (
                "deep",
                "[".repeat(5_000).into_bytes(),
                Stage::Parse,
                C::MalformedPayload,
            ),
            (
                "a NaN",
                b"{\"id\": NaN}".to_vec(),
                Stage::Parse,
                C::MalformedPayload,
            ),
            (
                "a list",
                b"[{\"id\": \"a\"}]".to_vec(),
                Stage::Parse,
                C::UnexpectedShape,
            ),
            ("a word", b"\"alert\"".to_vec(), Stage::Parse, C::UnexpectedShape),
            ("null", b"null".to_vec(), Stage::Parse, C::UnexpectedShape),
            (
                "another vendor's",
                b"{\"Action\": \"Create\"}".to_vec(),
                Stage::Parse,
                C::UnexpectedShape,
            ),
            (
                "blank members",
                b"{\"hostname\": \" \"}".to_vec(),
                Stage::Parse,
                C::UnexpectedShape,
            ),
            (
                "an unknown kind",
                b"{\"id\": \"u\", \"event\": \"agent.renamed\"}".to_vec(),
                Stage::Normalise,
                C::UnknownEventType,
            ),
            (
                "another unknown kind",
                b"{\"id\": \"v\", \"eventType\": \"x\"}".to_vec(),
                Stage::Normalise,
                C::UnknownEventType,
            ),
            (
                "an unmapped customer",
                b"{\"id\": \"w\", \"targetGroupId\": \"g-9\"}".to_vec(),
                Stage::Resolve,
                C::CustomerNotMapped,
            ),
            (
                "an unmapped number",
                b"{\"id\": \"x\", \"locationId\": 12}".to_vec(),
                Stage::Resolve,
                C::CustomerNotMapped,
            ),
        ];
        for (what, body, stage, code) in bodies {
            let mut delivery = gate.delivery(&Value::Null);
            delivery.body = Body::Whole(body);
            let id = super::taken(gate.pipeline().receive(delivery).await);
            gate.turn().await;
            assert_eq!(gate.status(&id).await, EventStatus::DeadLettered, "{what}");
            all.push(Seen {
                what: what.into(),
                expected: (stage, code),
                said: said(&gate, &id).await,
            });
        }
        for (what, rules, code) in [
            ("no rule", Rules::Nothing, C::NoMatchingSop),
            ("a SOP that is off", Rules::Off, C::SopDisabled),
        ] {
            gate.sops.routes(rules);
            let id = gate.post(&json!({ "id": what })).await;
            gate.turn().await;
            all.push(Seen {
                what: what.into(),
                expected: (Stage::Route, code),
                said: said(&gate, &id).await,
            });
        }
        let paused = IntegrationChange {
            paused: Some(true),
            ..IntegrationChange::default()
        };
        let integrations = &gate.house.services.integrations;
        integrations
            .change(&tech(), &gate.integration, paused, SavePolicy::Anyway)
            .await
            .unwrap();
        let id = gate.post(&json!({ "id": "paused" })).await;
        gate.turn().await;
        all.push(Seen {
            what: "a paused account".into(),
            expected: (Stage::Resolve, C::IntegrationDisabled),
            said: said(&gate, &id).await,
        });
        integrations.delete(&admin(), &gate.integration).await.unwrap();
        let id = gate.post(&json!({ "id": "deleted" })).await;
        gate.turn().await;
        all.push(Seen {
            what: "a deleted account".into(),
            expected: (Stage::Resolve, C::IntegrationMissing),
            said: said(&gate, &id).await,
        });
        judge(&all, 40);
    })
    .await;
}

/// A delivery signed by Standard Webhooks with the right secret, so many seconds off.
fn stale(gate: &Gate, off: i64) -> Delivery {
    let mut delivery = gate.delivery(&detection(1));
    let at = (gate.house.machine.act.clock.now_ms() / 1000 + off + signed_later(off)).to_string();
    let mut message = format!("m-1.{at}.").into_bytes();
    message.extend_from_slice(delivery.bytes());
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, gate.webhook.secret.as_bytes());
    let signature = ring::hmac::sign(&key, &message);
    let encoded = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, signature.as_ref());
    delivery.headers[1] = ("webhook-id".into(), b"m-1".to_vec());
    delivery
        .headers
        .push(("webhook-timestamp".into(), at.into_bytes()));
    delivery
        .headers
        .push(("webhook-signature".into(), format!("v1,{encoded}").into_bytes()));
    delivery
}

/// The clock goes a minute on after each refusal; these are made before the first and posted after the fifteenth.
fn signed_later(off: i64) -> i64 {
    let refused_before = if off < 0 { 14 } else { 15 };
    refused_before * 60
}

#[tokio::test]
async fn what_a_sop_fails_with_is_told_as_it_is_for_every_code_of_the_list() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let mut all = Vec::new();
        let codes = FailureCode::ALL
            .into_iter()
            .skip_while(|code| *code != FailureCode::CredentialsRejected);
        for (index, code) in codes.enumerate() {
            for stage in [Stage::Execute, Stage::Report] {
                let number = u32::try_from(index).unwrap() * 2 + u32::from(stage == Stage::Report);
                if stage == Stage::Execute {
                    gate.sops.then([Act::Fail(code, Retry::Never)]);
                } else {
                    let failure = StageFailure::new(Stage::Report, code, "as the test says");
                    gate.sops.report.lock().unwrap().push_back(failure);
                }
                let id = gate.post(&detection(number)).await;
                gate.turn().await;
                assert_eq!(gate.status(&id).await, EventStatus::DeadLettered, "{code:?}");
                all.push(Seen {
                    what: format!("{code:?} in {}", stage.as_str()),
                    expected: (stage, code),
                    said: said(&gate, &id).await,
                });
            }
        }
        judge(&all, 26);
    })
    .await;
}

#[tokio::test]
async fn an_event_whose_payload_has_expired_before_its_turn_says_so() {
    each(|store| async move {
        let gate = Gate::on(store.clone()).await;
        let id = gate.post(&detection(1)).await;
        sea_orm::ConnectionTrait::execute_unprepared(store.connection(), "DELETE FROM event_payloads")
            .await
            .unwrap();
        gate.turn().await;
        assert_eq!(
            said(&gate, &id).await,
            Some((Stage::Parse, FailureCode::MalformedPayload))
        );
    })
    .await;
}
