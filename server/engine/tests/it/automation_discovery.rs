//! Discovery: a durable job that reads every account's records, once each, and goes on where it was cut off.

use crate::databases::each;
use crate::desk::with_edr;
use crate::house::{House, it_glue_draft, tech};
use contract::{integration::SavePolicy, job::JobStatus};
use sandbox::faults::{Fault, Rule};
use std::{collections::BTreeSet, time::Duration};

async fn connected(house: &House) {
    house.connected().await;
    with_edr(house).await;
    let draft = it_glue_draft("", sandbox::it_glue::US_KEY);
    house
        .services
        .integrations
        .create(&tech(), draft, SavePolicy::Anyway)
        .await
        .unwrap();
}

#[tokio::test]
async fn every_accounts_records_are_found_and_similar_ones_are_suggested_together() {
    each(|store| async move {
        let house = House::on(store).await;
        connected(&house).await;
        let port = &house.services.customers;
        let job = port.discover(&tech()).await.unwrap();
        assert_eq!((job.kind.as_ref(), job.total), ("customer_discovery", 3));
        assert_eq!(port.discover(&tech()).await.unwrap().id, job.id, "one at a time");
        assert!(house.machine.automation.discover_turn().await.unwrap());
        let done = house.machine.store.job(&job.id).await.unwrap();
        assert_eq!(
            (done.status, done.done, done.failed),
            (JobStatus::Done, 3, 0),
            "{}",
            done.note
        );
        let records = port.records(&tech(), true).await.unwrap();
        let vendors: BTreeSet<_> = records.iter().map(|record| record.vendor.to_string()).collect();
        assert_eq!(vendors.len(), 3, "{vendors:?}");
        assert!(records.len() > 100, "{}", records.len());
        for record in &records {
            assert!(!record.suggestions.is_empty(), "{record:?}");
        }
        assert!(
            !house.machine.automation.discover_turn().await.unwrap(),
            "nothing is left to do"
        );
        assert_eq!(port.records(&tech(), true).await.unwrap().len(), records.len());
    })
    .await;
}

#[tokio::test]
async fn an_account_that_cannot_be_read_stops_no_other() {
    each(|store| async move {
        let house = House::on(store).await;
        connected(&house).await;
        house
            .it_glue
            .faults
            .add(Rule::always(Fault::status(403, "{\"errors\":[]}")));
        let job = house.services.customers.discover(&tech()).await.unwrap();
        house.machine.automation.discover_turn().await.unwrap();
        let done = house.machine.store.job(&job.id).await.unwrap();
        assert_eq!((done.status, done.done, done.failed), (JobStatus::Done, 2, 1));
        assert!(done.note.contains("IT Glue: "), "{}", done.note);
    })
    .await;
}

#[tokio::test]
async fn a_discovery_that_was_cut_off_goes_on_and_reads_no_account_twice() {
    each(|store| async move {
        let house = House::on(store).await;
        connected(&house).await;
        let job = house.services.customers.discover(&tech()).await.unwrap();
        // Cut off while the last account is read: everything before it is done.
        let slow = Rule::next(1, Fault::Hang);
        house.it_glue.faults.add(slow);
        house.it_glue.journal.clear();
        house.autotask.journal.clear();
        let automation = house.machine.automation.clone();
        let working = tokio::spawn(async move { automation.discover_turn().await });
        let mut journal = 0;
        while house.it_glue.journal.to_path("organizations").is_empty() {
            tokio::task::yield_now().await;
            journal += 1;
            assert!(journal < 10_000_000, "it never came to the last account");
        }
        working.abort();
        let _ = working.await;
        let before = house.autotask.journal.to_path("Companies/query").len();
        assert!(
            !house.machine.automation.discover_turn().await.unwrap(),
            "its lease still holds"
        );
        house.hand.forward(Duration::from_secs(600));
        assert!(house.machine.automation.discover_turn().await.unwrap());
        let done = house.machine.store.job(&job.id).await.unwrap();
        assert_eq!((done.status, done.done), (JobStatus::Done, 3), "{}", done.note);
        assert_eq!(house.autotask.journal.to_path("Companies/query").len(), before);
    })
    .await;
}

#[tokio::test]
async fn a_record_that_is_no_longer_told_is_forgotten_unless_it_is_linked_or_ignored() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        let account = house.connected().await;
        let vendor = contract::ids::VendorId::new("autotask");
        let found = |id: &str| engine::store::FoundRecord {
            external_id: id.into(),
            name: id.into(),
            domain: None,
            foreign_id: None,
        };
        let list = vec![found("old"), found("ours"), found("noise")];
        store.keep_records(1, &account.id, &vendor, list).await.unwrap();
        let record = |id: &str| contract::customer::LinkDraft {
            vendor: "autotask".into(),
            integration: None,
            external_id: id.into(),
            name: id.into(),
        };
        let customer = crate::automation::customer(&house, "A").await;
        house
            .services
            .customers
            .link(&tech(), &customer, record("ours"))
            .await
            .unwrap();
        house
            .services
            .customers
            .ignore(&tech(), record("noise"), true)
            .await
            .unwrap();
        house.services.customers.discover(&tech()).await.unwrap();
        house.machine.automation.discover_turn().await.unwrap();
        let all = house.services.customers.records(&tech(), false).await.unwrap();
        let has = |id: &str| all.iter().any(|record| record.external_id == id);
        assert!(!has("old") && has("ours") && has("noise"));
    })
    .await;
}
