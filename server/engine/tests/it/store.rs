//! What the database itself promises, on both.

use crate::databases::each;
use crate::house::{START, admin};
use contract::{
    ids::{IntegrationId, ProbeId, VendorId},
    manifest::Values,
    probe::Outcome,
};
use engine::store::{AuditRecord, Moment, NewIntegration, Patch, ProbeRow, Store, StoreError, fresh_ulid};
use sea_orm::ConnectionTrait;
use serde_json::json;

fn probe(at: i64, outcome: Outcome) -> ProbeRow {
    ProbeRow {
        id: ProbeId::from_ulid(&fresh_ulid(at)),
        at,
        outcome,
        latency_ms: 12,
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

fn account(name: &str, at: i64) -> NewIntegration {
    NewIntegration {
        id: IntegrationId::from_ulid(&fresh_ulid(at)),
        vendor: VendorId::new("autotask"),
        name: name.into(),
        settings: Values::from([("username".to_owned(), name.to_owned())]),
        identity: format!("autotask:{name}"),
        sealed: vec![("secret".into(), format!("k1.{name}"))],
        first: probe(at, Outcome::Ok),
        judge: engine::probes::judge,
    }
}

async fn add(store: &Store, name: &str, at: i64) -> IntegrationId {
    let new = account(name, at);
    let id = new.id.clone();
    store
        .insert_integration(at, new, audit("integration.created"))
        .await
        .unwrap();
    id
}

fn audit(action: &'static str) -> AuditRecord<'static> {
    static WHO: std::sync::LazyLock<contract::actor::Actor> = std::sync::LazyLock::new(admin);
    AuditRecord {
        who: &WHO,
        action,
        target: "int_x".into(),
        detail: json!({}),
    }
}

#[tokio::test]
async fn the_first_account_is_the_default_and_the_database_refuses_a_second_default() {
    each(|store| async move {
        let first = add(&store, "a", START).await;
        let second = add(&store, "b", START + 1).await;
        assert!(store.integration(&first).await.unwrap().is_default);
        assert!(!store.integration(&second).await.unwrap().is_default);
        let forced = format!("UPDATE integrations SET is_default = TRUE WHERE id = '{second}'");
        assert!(store.connection().execute_unprepared(&forced).await.is_err());
        store
            .set_default_integration(START, &second, &VendorId::new("autotask"), audit("x"))
            .await
            .unwrap();
        assert!(!store.integration(&first).await.unwrap().is_default);
        assert_eq!(
            store.default_integration("autotask").await.unwrap().unwrap().id,
            second
        );
    })
    .await;
}

#[tokio::test]
async fn the_same_account_twice_is_refused_by_its_identity_and_leaves_nothing_behind() {
    each(|store| async move {
        add(&store, "a", START).await;
        let refused = store
            .insert_integration(START, account("a", START + 1), audit("x"))
            .await
            .unwrap_err();
        assert!(matches!(refused, StoreError::Taken { .. }), "{refused}");
        assert_eq!(store.integrations().await.unwrap().len(), 1);
        assert_eq!(store.sealed_page(None, 10).await.unwrap().len(), 1);
        assert_eq!(store.verify_audit().await.unwrap().entries, 1);
    })
    .await;
}

#[tokio::test]
async fn of_two_people_editing_the_same_row_the_second_is_told() {
    each(|store| async move {
        let id = add(&store, "a", START).await;
        let named = |name: &str| Patch {
            name: Some(name.into()),
            ..Patch::default()
        };
        store
            .patch_integration(START, &id, 1, named("first"), audit("x"))
            .await
            .unwrap();
        let second = store
            .patch_integration(START, &id, 1, named("second"), audit("x"))
            .await
            .unwrap_err();
        assert!(matches!(second, StoreError::Stale), "{second}");
        let row = store.integration(&id).await.unwrap();
        assert_eq!((row.name.as_str(), row.version), ("first", 2));
    })
    .await;
}

#[tokio::test]
async fn deleting_the_default_hands_it_to_the_oldest_and_takes_secrets_and_history_along() {
    each(|store| async move {
        let first = add(&store, "a", START).await;
        let second = add(&store, "b", START + 1).await;
        add(&store, "c", START + 2).await;
        store.delete_integration(START, &first, audit("x")).await.unwrap();
        assert!(store.integration(&second).await.unwrap().is_default);
        assert!(matches!(
            store.integration(&first).await,
            Err(StoreError::Missing)
        ));
        assert_eq!(store.sealed_page(None, 10).await.unwrap().len(), 2);
        assert!(store.probes_since(&first, 0).await.unwrap().is_empty());
        assert!(matches!(
            store.delete_integration(START, &first, audit("x")).await,
            Err(StoreError::Missing)
        ));
    })
    .await;
}

#[tokio::test]
async fn a_probe_becomes_the_last_one_and_since_keeps_its_beginning() {
    each(|store| async move {
        let id = add(&store, "a", START).await;
        store
            .insert_probe(&id, probe(START + 10, Outcome::Ok), engine::probes::judge, 0)
            .await
            .unwrap();
        let last = store.integration(&id).await.unwrap().last.unwrap();
        assert_eq!((last.at, last.since), (START + 10, START));
        for at in [START + 20, START + 25] {
            store
                .insert_probe(&id, probe(at, Outcome::Timeout), engine::probes::judge, 0)
                .await
                .unwrap();
        }
        store
            .insert_probe(
                &id,
                probe(START + 30, Outcome::KeyUnavailable),
                engine::probes::judge,
                0,
            )
            .await
            .unwrap();
        let last = store.integration(&id).await.unwrap().last.unwrap();
        assert_eq!(
            (last.since, last.badge.as_deref()),
            (START + 30, Some("disconnected"))
        );
        let history = store.probes_since(&id, START + 15).await.unwrap();
        assert_eq!(
            history.iter().map(|probe| probe.outcome).collect::<Vec<_>>(),
            [Outcome::KeyUnavailable, Outcome::Timeout, Outcome::Timeout]
        );
    })
    .await;
}

#[tokio::test]
async fn a_due_slot_is_claimed_once_however_many_ask() {
    each(|store| async move {
        for n in 0..20 {
            add(&store, &format!("a{n}"), START).await;
        }
        let claim = |who| store.claim_probes(Moment::Given(START + 1), 100, who, 45_000);
        let (a, b, c) = tokio::join!(claim("a"), claim("b"), claim("c"));
        let mut all: Vec<_> = [a.unwrap(), b.unwrap(), c.unwrap()]
            .concat()
            .into_iter()
            .map(|due| due.row.id)
            .collect();
        assert_eq!(all.len(), 20);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), 20);
        assert!(claim("d").await.unwrap().is_empty());
        // Nobody ended them: once the leases are over they are anybody's.
        let later = store
            .claim_probes(Moment::Given(START + 45_001), 100, "d", 45_000)
            .await;
        assert_eq!(later.unwrap().len(), 20);
    })
    .await;
}

#[tokio::test]
async fn the_walk_over_sealed_values_meets_each_once_and_swaps_only_what_still_stands() {
    each(|store| async move {
        for n in 0..7 {
            add(&store, &format!("a{n}"), START + n).await;
        }
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = store.sealed_page(after.as_deref(), 3).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.key.clone());
            seen.extend(page);
        }
        assert_eq!(seen.len(), 7);
        assert!(seen.iter().all(|row| row.vendor == "autotask"));
        let row = &seen[3];
        assert!(store.swap_sealed(&row.key, &row.sealed, "k2.new").await.unwrap());
        assert!(!store.swap_sealed(&row.key, &row.sealed, "k3.late").await.unwrap());
        let counts = store.sealed_per_key().await.unwrap();
        assert_eq!((counts["1"], counts["2"]), (6, 1));
    })
    .await;
}

#[tokio::test]
async fn old_probes_are_pruned_in_bites() {
    each(|store| async move {
        let id = add(&store, "a", START).await;
        for n in 1..=10 {
            store
                .insert_probe(&id, probe(START + n, Outcome::Ok), engine::probes::judge, 0)
                .await
                .unwrap();
        }
        assert_eq!(store.prune_probes(START + 6, 4).await.unwrap(), 4);
        assert_eq!(store.prune_probes(START + 6, 4).await.unwrap(), 2);
        assert_eq!(store.prune_probes(START + 6, 4).await.unwrap(), 0);
        assert_eq!(store.probes_since(&id, 0).await.unwrap().len(), 5);
    })
    .await;
}
