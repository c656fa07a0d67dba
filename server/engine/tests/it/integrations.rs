//! Connecting: test, save, edit, default, delete, through the port and against the vendors' doubles.

use crate::databases::each;
use crate::house::{House, actor, admin, autotask_draft, it_glue_draft, tech, values};
use contract::{
    actor::Role,
    ids::IntegrationId,
    integration::{IntegrationChange, IntegrationDraft, SaveOutcome, SavePolicy},
    manifest::Values,
    probe::Badge,
};
use sandbox::it_glue::{EU_KEY, US_KEY};

fn wrong_secret() -> IntegrationDraft {
    let mut draft = autotask_draft();
    draft.credentials.insert("secret".into(), "not-the-secret".into());
    draft
}

#[tokio::test]
async fn a_test_shows_each_check_and_saves_nothing() {
    each(|store| async move {
        let house = House::on(store).await;
        let report = house
            .services
            .integrations
            .test(&tech(), autotask_draft())
            .await
            .unwrap();
        assert!(report.ok, "{report:?}");
        let names: Vec<_> = report.checks.iter().map(|check| check.name.as_ref()).collect();
        assert!(
            names.starts_with(&["Host", "TLS"]) && names.contains(&"Sign-in"),
            "{names:?}"
        );
        assert!(
            house
                .services
                .integrations
                .list(&tech())
                .await
                .unwrap()
                .is_empty()
        );
        assert!(
            house
                .machine
                .store
                .sealed_page(None, 10)
                .await
                .unwrap()
                .is_empty()
        );
        assert_eq!(house.machine.store.verify_audit().await.unwrap().entries, 0);
    })
    .await;
}

#[tokio::test]
async fn a_failed_test_keeps_the_vendors_words_and_is_saved_only_by_an_explicit_choice() {
    each(|store| async move {
        let house = House::on(store).await;
        let integrations = &house.services.integrations;
        let strict = integrations
            .create(&tech(), wrong_secret(), SavePolicy::WhenTestPasses)
            .await
            .unwrap();
        let SaveOutcome::TestFailed(report) = strict else {
            panic!("it was saved")
        };
        assert_eq!(
            (report.vendor_status, report.reason.as_deref()),
            (Some(401), Some("credentials"))
        );
        assert!(integrations.list(&tech()).await.unwrap().is_empty());
        let anyway = integrations
            .create(&tech(), wrong_secret(), SavePolicy::Anyway)
            .await
            .unwrap();
        let SaveOutcome::Saved { integration, .. } = anyway else {
            panic!("it was not saved")
        };
        assert_eq!(integration.health.badge, Badge::Disconnected);
        assert_eq!(integration.health.vendor_status, Some(401));
    })
    .await;
}

#[tokio::test]
async fn an_eu_key_on_the_us_host_is_told_and_the_advice_works() {
    each(|store| async move {
        let house = House::on(store).await;
        let integrations = &house.services.integrations;
        let report = integrations
            .test(&tech(), it_glue_draft("", EU_KEY))
            .await
            .unwrap();
        assert!(!report.ok);
        assert_eq!(
            report.vendor_message.as_deref(),
            Some(r#"{"message":"Forbidden"}"#)
        );
        let advice = report.advice.unwrap();
        assert_eq!(advice.code, "use_eu_base_url");
        assert_eq!(advice.set["base_url"], "https://api.eu.itglue.com");
        let mut fixed = it_glue_draft("", EU_KEY);
        fixed.settings.extend(advice.set);
        assert!(integrations.test(&tech(), fixed).await.unwrap().ok);
    })
    .await;
}

#[tokio::test]
async fn an_edit_keeps_the_secrets_that_were_not_typed_and_shows_none() {
    each(|store| async move {
        let house = House::on(store).await;
        let integrations = &house.services.integrations;
        let made = house.connected().await;
        let blank = IntegrationChange {
            name: Some("  Main PSA ".into()),
            credentials: values([("secret", "  ")]),
            version: Some(made.version),
            ..IntegrationChange::default()
        };
        assert!(
            integrations
                .test_saved(&tech(), &made.id, blank.clone())
                .await
                .unwrap()
                .ok
        );
        let saved = integrations
            .change(&tech(), &made.id, blank, SavePolicy::WhenTestPasses)
            .await
            .unwrap();
        let SaveOutcome::Saved { integration, .. } = saved else {
            panic!("it was refused")
        };
        assert_eq!((integration.name.as_str(), integration.version), ("Main PSA", 2));
        assert_eq!(
            integration.secrets.keys().collect::<Vec<_>>(),
            ["integration_code", "secret"]
        );
        let text = serde_json::to_string(&integration).unwrap();
        assert!(!text.contains(sandbox::autotask::GOOD.secret), "{text}");
        let stale = IntegrationChange {
            name: Some("x".into()),
            version: Some(1),
            ..IntegrationChange::default()
        };
        let refused = integrations
            .change(&tech(), &made.id, stale, SavePolicy::Anyway)
            .await
            .unwrap_err();
        assert_eq!((refused.status, refused.code.as_ref()), (409, "edited_meanwhile"));
    })
    .await;
}

#[tokio::test]
async fn the_same_account_twice_is_refused_and_named() {
    each(|store| async move {
        let house = House::on(store).await;
        let made = house.connected().await;
        let again = house
            .services
            .integrations
            .create(&tech(), autotask_draft(), SavePolicy::Anyway)
            .await
            .unwrap_err();
        assert_eq!(
            (again.status, again.code.as_ref()),
            (409, "duplicate_integration")
        );
        assert!(again.detail.unwrap().contains(made.id.as_str()));
    })
    .await;
}

#[tokio::test]
async fn bad_input_names_each_field_and_nothing_is_sent() {
    each(|store| async move {
        let house = House::on(store).await;
        let draft = |settings: Values, credentials: Values| IntegrationDraft {
            vendor: "it_glue".into(),
            name: String::new(),
            settings,
            credentials,
        };
        let none = Values::new;
        for (draft, field, code) in [
            (draft(none(), none()), "api_key", "required"),
            (
                draft(values([("api_key", "x")]), none()),
                "api_key",
                "in_wrong_place",
            ),
            (
                draft(values([("colour", "x")]), values([("api_key", "ITG.x")])),
                "colour",
                "unknown_field",
            ),
            (
                draft(
                    values([("base_url", "http://api.itglue.com")]),
                    values([("api_key", "ITG.x")]),
                ),
                "base_url",
                "not_https",
            ),
            (
                draft(none(), values([("api_key", "ITG.a\u{0}b")])),
                "api_key",
                "control_character",
            ),
            (
                draft(none(), values([("api_key", &"k".repeat(1 << 20))])),
                "api_key",
                "too_long",
            ),
            // A blank choice means its default, and the fields that go with it are asked for.
            (
                IntegrationDraft {
                    vendor: "unifi".into(),
                    ..draft(none(), values([("api_key", "x")]))
                },
                "console_url",
                "required",
            ),
            (
                IntegrationDraft {
                    vendor: "unifi".into(),
                    ..draft(values([("console_url", "https://192.168.1.1")]), none())
                },
                "api_key",
                "required",
            ),
            (
                IntegrationDraft {
                    vendor: "acme".into(),
                    ..draft(none(), none())
                },
                "vendor",
                "unknown_vendor",
            ),
        ] {
            let problem = house
                .services
                .integrations
                .test(&tech(), draft.clone())
                .await
                .unwrap_err();
            let found = problem.errors.iter().find(|error| error.field == field);
            assert_eq!(
                (problem.status, found.map(|error| error.code.as_ref())),
                (422, Some(code)),
                "{problem:?}"
            );
            assert!(
                house
                    .services
                    .integrations
                    .create(&tech(), draft, SavePolicy::Anyway)
                    .await
                    .is_err()
            );
        }
        assert_eq!(house.it_glue.journal.total(), 0);
        assert!(
            house
                .services
                .integrations
                .list(&tech())
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn spaces_around_a_value_are_removed_and_told() {
    each(|store| async move {
        let house = House::on(store).await;
        let report = house
            .services
            .integrations
            .test(&tech(), it_glue_draft("", &format!("  {US_KEY}\n")))
            .await
            .unwrap();
        assert!(report.ok, "{report:?}");
        assert_eq!(
            report.notes.iter().filter(|note| note.contains("Spaces")).count(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn whatever_a_vendor_answers_the_test_says_what_came_and_the_server_goes_on() {
    use sandbox::Fault;
    each(|store| async move {
        let house = House::on(store).await;
        let integrations = &house.services.integrations;
        for (fault, reason) in [
            (Fault::html(), "bad_payload"),
            (Fault::empty(), "bad_payload"),
            (Fault::huge(), "bad_payload"),
            (Fault::Truncated, "dns"),
            (Fault::status(503, "down for maintenance"), "vendor_down"),
            (Fault::limited(Some("7")), "throttled"),
            (Fault::redirect("http://169.254.169.254/latest/meta-data"), "dns"),
        ] {
            house.it_glue.faults.clear();
            house.it_glue.faults.always(fault);
            let report = integrations
                .test(&tech(), it_glue_draft("", US_KEY))
                .await
                .unwrap();
            assert_eq!(
                (report.ok, report.reason.as_deref()),
                (false, Some(reason)),
                "{report:?}"
            );
        }
        house.it_glue.faults.clear();
        assert!(
            integrations
                .test(&tech(), it_glue_draft("", US_KEY))
                .await
                .unwrap()
                .ok
        );
    })
    .await;
}

#[tokio::test]
async fn a_viewer_looks_and_changes_nothing_and_only_an_administrator_deletes() {
    each(|store| async move {
        let house = House::on(store).await;
        let integrations = &house.services.integrations;
        let made = house.connected().await;
        let viewer = actor(Role::Viewer);
        assert_eq!(integrations.list(&viewer).await.unwrap().len(), 1);
        let change = IntegrationChange::default;
        let refusals = [
            integrations.test(&viewer, autotask_draft()).await.err(),
            integrations.test_saved(&viewer, &made.id, change()).await.err(),
            integrations
                .create(&viewer, autotask_draft(), SavePolicy::Anyway)
                .await
                .err(),
            integrations
                .change(&viewer, &made.id, change(), SavePolicy::Anyway)
                .await
                .err(),
            integrations.make_default(&viewer, &made.id).await.err(),
            integrations.probe(&viewer, &made.id).await.err(),
            integrations.delete(&viewer, &made.id).await.err(),
            integrations.delete(&tech(), &made.id).await.err(),
        ];
        for refusal in refusals {
            assert_eq!(
                refusal.map(|problem| (problem.status, problem.code)),
                Some((403, "forbidden".into()))
            );
        }
        let impact = integrations.impact(&viewer, &made.id).await.unwrap();
        assert!(
            impact
                .consequences
                .iter()
                .any(|line| line.contains("credentials")),
            "{impact:?}"
        );
        integrations.delete(&admin(), &made.id).await.unwrap();
        assert!(integrations.list(&viewer).await.unwrap().is_empty());
        let gone = integrations.get(&viewer, &made.id).await.unwrap_err();
        assert_eq!(gone.status, 404);
        assert_eq!(
            integrations
                .get(&viewer, &IntegrationId::from_ulid("x"))
                .await
                .unwrap_err()
                .status,
            404
        );
    })
    .await;
}
