//! An export of events: who looks may take them along, and that they did is written down.

use super::{Gate, detection};
use crate::{
    databases::each,
    house::{admin, tech},
};
use contract::{
    actor::{Actor, Role},
    event::EventFilter,
};

#[tokio::test]
async fn an_export_is_written_down_with_its_filter_before_the_first_event_leaves() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        for number in 1..=5 {
            gate.post(&detection(number)).await;
        }
        let events = &gate.house.services.events;
        let viewer = Actor {
            role: Role::Viewer,
            ..tech()
        };
        let filter = EventFilter {
            vendor: Some("datto_edr".into()),
            ..EventFilter::default()
        };
        let first = events.export(&viewer, filter.clone(), 2).await.unwrap();
        assert_eq!(first.items.len(), 2);
        let mut all = first.items;
        let mut cursor = first.next_cursor;
        while cursor.is_some() {
            let page = events.list(&viewer, filter.clone(), cursor, 2).await.unwrap();
            all.extend(page.items);
            cursor = page.next_cursor;
        }
        assert_eq!(all.len(), 5, "first page and the pages after it are everything");
        for one in &all {
            let text = serde_json::to_string(&events.get(&viewer, &one.id).await.unwrap()).unwrap();
            assert!(
                !text.contains(&gate.webhook.secret),
                "the proof of a delivery leaves with nobody"
            );
        }
        let audit = gate.house.services.audit.list(&admin(), None, 10).await.unwrap();
        let entry = &audit.items[0];
        assert_eq!(
            (entry.action.as_str(), entry.actor_id.as_str()),
            ("events.exported", viewer.id.as_str())
        );
        assert_eq!(entry.detail["filter"]["vendor"], "datto_edr");
    })
    .await;
}

#[tokio::test]
async fn an_export_with_a_filter_that_nobody_knows_is_refused_and_not_written_down() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let filter = EventFilter {
            status: Some("nowhere".into()),
            ..EventFilter::default()
        };
        let refused = gate
            .house
            .services
            .events
            .export(&tech(), filter, 2)
            .await
            .unwrap_err();
        assert_eq!(refused.status, 422);
        let audit = gate.house.services.audit.list(&admin(), None, 50).await.unwrap();
        assert!(audit.items.iter().all(|entry| entry.action != "events.exported"));
    })
    .await;
}
