//! A credential that a vendor renews while what somebody typed is tested: the save keeps what it became, and the form that still
//! holds the old one loses nothing.

use crate::{
    databases::{each, sqlite},
    house::{House, START, admin, tech, values},
};
use contract::{
    actor::Actor,
    ids::IntegrationId,
    integration::{Integration, IntegrationChange, IntegrationDraft, SaveOutcome, SavePolicy},
    operation::OperationCall,
    test_report::TestReport,
};
use engine::{store::Store, vendors::Registry};
use sandbox::microsoft365::{Behaviour, Double, Options, PARTNER, REFRESH_TOKEN, Running, tenant_id};
use serde_json::json;
use std::time::Duration;

struct Bed {
    house: House,
    double: Running,
}

impl Bed {
    /// A house, and an Entra that ends a refresh token as soon as it has renewed it.
    async fn on(store: Store) -> Self {
        let behaviour = Behaviour {
            now: Some(START / 1_000),
            old_refresh_seconds: Some(-1),
            ..Behaviour::default()
        };
        let options = Options {
            behaviour,
            ..Options::default()
        };
        let double = Double::start(options).await.unwrap();
        let house = House::mapped(store, double.egress_map()).await;
        Self { house, double }
    }

    async fn tested(&self, who: &Actor) -> TestReport {
        let integrations = &self.house.services.integrations;
        integrations.test(who, typed()).await.unwrap()
    }

    async fn saved(&self, who: &Actor) -> Integration {
        let integrations = &self.house.services.integrations;
        let saved = integrations
            .create(who, typed(), SavePolicy::WhenTestPasses)
            .await;
        of(saved.unwrap())
    }

    /// Uses the kept token in a customer's tenant, after whatever is remembered of the account has ended.
    async fn works(&self, id: &IntegrationId) {
        self.house.machine.act.memory.forget(id);
        self.double.expire_tokens();
        let call = OperationCall {
            integration: Some(id.clone()),
            input: json!({ "tenant": tenant_id(1) }),
            ..OperationCall::default()
        };
        let operations = &self.house.services.operations;
        let done = operations
            .call(&admin(), "microsoft365", "organization.get", call)
            .await;
        assert!(done.is_ok(), "the token that was kept is good no more: {done:?}");
    }
}

fn typed() -> IntegrationDraft {
    IntegrationDraft {
        vendor: "microsoft365".into(),
        name: "Microsoft".into(),
        settings: values([("tenant_id", PARTNER.tenant_id), ("client_id", PARTNER.client_id)]),
        credentials: values([
            ("client_secret", PARTNER.client_secret),
            ("refresh_token", REFRESH_TOKEN),
        ]),
    }
}

#[track_caller]
fn of(outcome: SaveOutcome) -> Integration {
    match outcome {
        SaveOutcome::Saved { integration, .. } => *integration,
        SaveOutcome::TestFailed(report) => panic!("{report:?}"),
    }
}

#[tokio::test]
async fn what_the_test_of_a_save_renews_is_what_is_kept() {
    each(|store| async move {
        let bed = Bed::on(store).await;
        let made = bed.saved(&tech()).await;
        bed.works(&made.id).await;
        bed.works(&made.id).await;
    })
    .await;
}

#[tokio::test]
async fn a_form_that_was_tested_and_tested_again_is_saved_with_what_the_token_became() {
    each(|store| async move {
        let bed = Bed::on(store).await;
        for _ in 0..3 {
            let report = bed.tested(&tech()).await;
            assert!(report.ok, "{report:?}");
            // What it became is told to nobody.
            let told = format!("{report:?}{}", serde_json::to_string(&report).unwrap());
            assert!(!told.contains("sandbox-refresh"), "{told}");
        }
        let made = bed.saved(&tech()).await;
        bed.works(&made.id).await;
    })
    .await;
}

#[tokio::test]
async fn an_edit_that_was_tested_is_saved_with_what_its_token_became() {
    each(|store| async move {
        let bed = Bed::on(store).await;
        let integrations = &bed.house.services.integrations;
        let mut draft = typed();
        draft.credentials.remove("refresh_token");
        let made = integrations
            .create(&tech(), draft, SavePolicy::WhenTestPasses)
            .await;
        let made = of(made.unwrap());
        let change = || IntegrationChange {
            credentials: values([("refresh_token", REFRESH_TOKEN)]),
            ..IntegrationChange::default()
        };
        let report = integrations
            .test_saved(&tech(), &made.id, change())
            .await
            .unwrap();
        assert!(report.ok, "{report:?}");
        let saved = integrations
            .change(&tech(), &made.id, change(), SavePolicy::WhenTestPasses)
            .await;
        of(saved.unwrap());
        bed.works(&made.id).await;
    })
    .await;
}

#[tokio::test]
async fn nobody_else_and_nobody_later_gets_what_somebodys_token_became() {
    let fresh = sqlite().await;
    let bed = Bed::on(fresh.store.clone()).await;
    assert!(bed.tested(&tech()).await.ok);
    let other = bed.tested(&admin()).await;
    assert!(
        !other.ok,
        "another person typed the same, and Entra has ended it: {other:?}"
    );
    assert!(bed.tested(&tech()).await.ok);
    bed.house.hand.forward(Duration::from_mins(61));
    let now = bed.house.machine.act.clock.now_ms() / 1_000;
    bed.double.turn(|knobs| knobs.now = Some(now));
    assert!(!bed.tested(&tech()).await.ok);
}

#[test]
fn one_vendor_has_a_credential_that_is_typed_and_renewed_and_it_is_a_secret_of_its_form() {
    let registry = Registry::new();
    let renewed: Vec<(String, &str)> = registry
        .manifests()
        .iter()
        .filter_map(|manifest| {
            let field = registry.connector(manifest.vendor.as_str())?.renewable()?;
            let typed = manifest.field(field)?;
            assert!(typed.is_secret(), "{field}");
            Some((manifest.vendor.to_string(), field))
        })
        .collect();
    assert_eq!(renewed, [("microsoft365".to_owned(), "refresh_token")]);
}
