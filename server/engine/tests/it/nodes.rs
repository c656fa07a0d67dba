//! Several nodes on one database: each slot is probed once, and a dead node's slots are taken over.

use crate::databases::each;
use crate::house::{House, START, admin};
use crate::probes::scheduler;
use contract::{
    ids::{IntegrationId, ProbeId, VendorId},
    manifest::Values,
    probe::Outcome,
};
use engine::{
    probes::{LEASE_MS, judge},
    store::{AuditRecord, Moment, NewIntegration, ProbeRow, PutBack, Store, fresh_ulid},
};
use std::{collections::BTreeMap, time::Duration};

const INTERVAL: i64 = 300_000;

pub fn probe(at: i64, outcome: Outcome) -> ProbeRow {
    ProbeRow {
        id: ProbeId::from_ulid(&fresh_ulid(at)),
        at,
        outcome,
        latency_ms: 100,
        trigger: "saved",
        detail: "fine".into(),
        attention: None,
        vendor_status: None,
        vendor_message: None,
        vendor_request_id: None,
        conclusive: false,
        expires_at: None,
    }
}

/// Accounts that are kept without a test; what opens them is not there, so that a probe of them asks nobody.
pub async fn accounts(store: &Store, vendor: &str, count: usize) -> Vec<IntegrationId> {
    let mut ids = Vec::new();
    for n in 0..count {
        let id = IntegrationId::from_ulid(&fresh_ulid(START - 1_000 + i64::try_from(n).unwrap()));
        let new = NewIntegration {
            id: id.clone(),
            vendor: VendorId::new(vendor),
            name: format!("Account {n:03}"),
            settings: Values::new(),
            identity: format!("{vendor} {n}"),
            sealed: vec![("api_key".into(), "k1.nothing".into())],
            first: probe(START - 1_000, Outcome::Ok),
            judge,
        };
        let who = admin();
        let audit = AuditRecord {
            who: &who,
            action: "x",
            target: String::new(),
            detail: serde_json::json!({}),
        };
        store.insert_integration(START, new, audit).await.unwrap();
        ids.push(id);
    }
    ids
}

async fn times(store: &Store, ids: &[IntegrationId]) -> BTreeMap<IntegrationId, Vec<i64>> {
    let mut times = BTreeMap::new();
    for id in ids {
        let raw = store.raw_probes(&[id.as_str()], START).await.unwrap();
        let mut at: Vec<i64> = raw.into_iter().map(|probe| probe.at).collect();
        at.sort_unstable();
        times.insert(id.clone(), at);
    }
    times
}

#[tokio::test]
async fn two_nodes_probe_each_slot_once() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        let ids = accounts(&store, "it_glue", 40).await;
        let (one, other) = (scheduler(&house), scheduler(&house));
        let (mut by_one, mut by_other) = (0, 0);
        for _ in 0..4 * 60 {
            let (mine, theirs) = tokio::join!(one.turn(), other.turn());
            by_one += mine.unwrap();
            by_other += theirs.unwrap();
            house.hand.forward(Duration::from_secs(5));
        }
        assert!(by_one > 0 && by_other > 0, "{by_one} {by_other}");
        let mut made = 0;
        for (id, at) in times(&store, &ids).await {
            made += at.len();
            assert_eq!(at[0], START, "{id}: the first slot is now");
            assert!((150_000..=455_000).contains(&(at[1] - at[0])), "{id} {at:?}");
            for pair in at[1..].windows(2) {
                assert!((pair[1] - pair[0] - INTERVAL).abs() <= 5_000, "{id} {at:?}");
            }
        }
        assert_eq!(made, by_one + by_other);
    })
    .await;
}

#[tokio::test]
async fn a_dead_nodes_slots_are_taken_over_and_its_late_results_change_nothing() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        let ids = accounts(&store, "it_glue", 10).await;
        // A node that takes every slot and dies.
        let lost = store
            .claim_probes(Moment::Given(START), 100, "dead", LEASE_MS)
            .await
            .unwrap();
        assert_eq!(lost.len(), ids.len());
        assert!(lost.iter().all(|due| due.slot_at == START));
        let living = scheduler(&house);
        assert_eq!(living.turn().await.unwrap(), 0);
        house
            .hand
            .forward(Duration::from_millis(u64::try_from(LEASE_MS).unwrap()));
        assert_eq!(living.turn().await.unwrap(), ids.len());
        // It was only slow: its results come after all.
        let late = lost
            .into_iter()
            .map(|due| engine::store::Kept {
                integration: due.row.id,
                row: probe(START + 1, Outcome::Timeout),
                slot: Some(("dead".into(), START + INTERVAL)),
                confirm_at: START,
            })
            .collect();
        assert!(store.keep_probes(late, judge).await.unwrap().is_empty());
        for (id, at) in times(&store, &ids).await {
            assert_eq!(at, [START + LEASE_MS], "{id}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_slot_that_is_given_back_keeps_its_time_and_a_skipped_one_does_not() {
    each(|store| async move {
        let ids = accounts(&store, "it_glue", 2).await;
        let claimed = store
            .claim_probes(Moment::Given(START + 10), 10, "a", LEASE_MS)
            .await
            .unwrap();
        assert_eq!(claimed.len(), 2);
        let back = [
            (ids[0].clone(), PutBack::Wait(START + 1_000)),
            (ids[1].clone(), PutBack::Skip(START + 2_000)),
        ];
        store.put_back_probes("a", &back).await.unwrap();
        // Whose claim it is not puts nothing back.
        store
            .put_back_probes("b", &[(ids[0].clone(), PutBack::Skip(0))])
            .await
            .unwrap();
        assert!(!store.has_due_probes(Moment::Given(START + 999)).await.unwrap());
        let late = store.probes_late_by(Moment::Given(START + 1_500)).await.unwrap();
        assert_eq!(late, Some(1_500));
        let again = store
            .claim_probes(Moment::Given(START + 2_000), 10, "b", LEASE_MS)
            .await
            .unwrap();
        let slots: BTreeMap<_, _> = again.into_iter().map(|due| (due.row.id, due.slot_at)).collect();
        assert_eq!(slots[&ids[0]], START);
        assert_eq!(slots[&ids[1]], START + 2_000);
    })
    .await;
}

#[tokio::test]
async fn the_databases_own_clock_gives_and_ends_leases() {
    each(|store| async move {
        let ids = accounts(&store, "it_glue", 3).await;
        // Due since long ago, whatever time it really is.
        for id in &ids {
            store.hurry_probe(id, 1).await.unwrap();
        }
        let over_at_once = store.claim_probes(Moment::Database, 10, "a", -1).await.unwrap();
        assert_eq!(over_at_once.len(), 3);
        let again = store
            .claim_probes(Moment::Database, 10, "b", LEASE_MS)
            .await
            .unwrap();
        assert_eq!(again.len(), 3);
        assert!(
            store
                .claim_probes(Moment::Database, 10, "c", LEASE_MS)
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn an_account_whose_vendor_asked_for_a_pause_is_left_alone_until_it_is_over() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        let made = house.connected().await;
        let limits = house.machine.act.registry.connector("autotask").unwrap().limits();
        let shelf = house.machine.act.memory.shelf(&made.id, limits);
        shelf.limiter.pause(Duration::from_secs(120));
        let asked = house.autotask.journal.total();
        let scheduler = scheduler(&house);
        for _ in 0..11 {
            assert_eq!(scheduler.turn().await.unwrap(), 0);
            house.hand.forward(Duration::from_secs(10));
        }
        assert_eq!(house.autotask.journal.total(), asked);
        house.hand.forward(Duration::from_secs(10));
        assert_eq!(scheduler.turn().await.unwrap(), 1);
    })
    .await;
}
