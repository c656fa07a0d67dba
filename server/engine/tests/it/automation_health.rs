//! Runs feed health: a refusal of the credentials within a run is looked into at once, as one that a person meets is.

use crate::automation::{call, draft, get, kept, run};
use crate::databases::each;
use crate::house::{House, it_glue_draft, tech};
use contract::{
    ids::IntegrationId,
    integration::{SaveOutcome, SavePolicy},
    probe::{Outcome, ProbeRecord},
    run::RunStatus,
};
use sandbox::faults::{Fault, Rule};
use serde_json::json;
use std::time::Duration;

async fn probes(house: &House, id: &IntegrationId) -> Vec<ProbeRecord> {
    let all = house
        .services
        .integrations
        .history(&tech(), id, 24)
        .await
        .unwrap();
    all.into_iter()
        .filter(|probe| probe.trigger.as_ref() == "call")
        .collect()
}

#[tokio::test]
async fn where_asking_again_could_lock_the_account_the_refusal_itself_is_the_probe() {
    each(|store| async move {
        let house = House::on(store).await;
        let account = house.connected().await;
        house
            .autotask
            .faults
            .add(Rule::always(Fault::status(401, "{\"errors\":[\"no\"]}")));
        house.autotask.journal.clear();
        let sop = kept(&house, draft("Read", vec![get("read")])).await;
        let ran = run(&house, &sop.id).await;
        assert_eq!(ran.run.status, RunStatus::Failed, "{ran:#?}");
        let found = probes(&house, &account.id).await;
        assert!(
            !found.is_empty() && found.iter().all(|probe| probe.outcome == Outcome::Credentials),
            "{found:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn elsewhere_the_account_is_probed_at_once_and_the_run_does_not_wait_for_it() {
    each(|store| async move {
        let house = House::on(store).await;
        let saved = house
            .services
            .integrations
            .create(
                &tech(),
                it_glue_draft("", sandbox::it_glue::US_KEY),
                SavePolicy::WhenTestPasses,
            )
            .await
            .unwrap();
        let SaveOutcome::Saved { integration, .. } = saved else {
            panic!("{saved:?}");
        };
        house.it_glue.faults.add(Rule::always(Fault::status(403, "{}")));
        let read = call("read", "it_glue organizations.list", json!({}));
        let sop = kept(&house, draft("Read", vec![read])).await;
        let ran = run(&house, &sop.id).await;
        assert_eq!(ran.run.status, RunStatus::Failed, "{ran:#?}");
        let found = tokio::time::timeout(Duration::from_secs(60), async {
            loop {
                let found = probes(&house, &integration.id).await;
                if !found.is_empty() {
                    return found;
                }
                tokio::task::yield_now().await;
            }
        })
        .await
        .unwrap();
        assert_eq!(
            (found.len(), found[0].outcome),
            (1, Outcome::Credentials),
            "{found:?}"
        );
    })
    .await;
}
