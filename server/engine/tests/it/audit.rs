//! The audit trail: one chain however many write, and a change of the past shows.

use crate::databases::each;
use crate::house::{START, admin};
use engine::store::AuditRecord;
use sea_orm::ConnectionTrait;
use serde_json::json;

#[tokio::test]
async fn entries_written_at_once_stand_in_one_chain_without_a_gap() {
    each(|store| async move {
        let who = admin();
        let write = |n: i64| {
            let (store, who) = (&store, &who);
            async move {
                let record = AuditRecord {
                    who,
                    action: "test",
                    target: format!("t{n}"),
                    detail: json!({ "n": n }),
                };
                store.record_alone(START + n, record).await.unwrap();
            }
        };
        futures::future::join_all((0..25).map(write)).await;
        let report = store.verify_audit().await.unwrap();
        assert_eq!((report.entries, report.broken_at), (25, None));
        let page = store.audit_page(None, 10).await.unwrap();
        assert_eq!(
            page.items.iter().map(|entry| entry.seq).collect::<Vec<_>>(),
            (16..=25).rev().collect::<Vec<_>>()
        );
        let next = store
            .audit_page(page.next_cursor.unwrap().parse().ok(), 100)
            .await
            .unwrap();
        assert_eq!((next.items.len(), next.next_cursor), (15, None));
    })
    .await;
}

#[tokio::test]
async fn a_changed_or_removed_entry_breaks_the_chain_at_its_place() {
    each(|store| async move {
        let who = admin();
        for n in 0..6 {
            let record = AuditRecord {
                who: &who,
                action: "test",
                target: format!("t{n}"),
                detail: json!({}),
            };
            store.record_alone(START + n, record).await.unwrap();
        }
        let change = |sql: &'static str| {
            let store = &store;
            async move {
                store.connection().execute_unprepared(sql).await.unwrap();
                store.verify_audit().await.unwrap().broken_at
            }
        };
        assert_eq!(
            change("UPDATE audit SET target = 'other' WHERE seq = 5").await,
            Some(5)
        );
        assert_eq!(change("UPDATE audit SET target = 't4' WHERE seq = 5").await, None);
        assert_eq!(change("DELETE FROM audit WHERE seq = 3").await, Some(3));
    })
    .await;
}
