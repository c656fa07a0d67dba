//! The board: counts over all, the worst first, page by page; a cell's drawer; and faults of our own.

use crate::databases::each;
use crate::health::fail;
use crate::house::{House, START, tech};
use crate::nodes::accounts;
use contract::{
    health::BoardQuery,
    probe::{Badge, Outcome},
};

#[tokio::test]
async fn the_board_counts_all_shows_the_worst_first_and_goes_on_page_by_page() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        let ids = accounts(&store, "it_glue", 25).await;
        fail(&store, &ids, START, Outcome::Ok).await;
        fail(&store, &ids[20..23], START + 1, Outcome::Timeout).await;
        let health = &house.services.health;
        let ask = |query: BoardQuery| async move { health.board(&tech(), query).await.unwrap() };
        let first = ask(BoardQuery {
            limit: Some(10),
            ..BoardQuery::default()
        })
        .await;
        assert_eq!((first.counts.connected, first.counts.disconnected), (22, 3));
        assert_eq!((first.matched, first.rows.len()), (25, 10));
        assert!(
            first.rows[..3]
                .iter()
                .all(|row| row.health.badge == Badge::Disconnected)
        );
        let error = first.rows[0].last_error.as_ref().unwrap();
        assert_eq!(error.vendor_message.as_deref(), Some("<b>busy</b>"));
        assert_eq!((first.vendors[0].total, first.vendors[0].ill), (25, 3));
        let mut seen: Vec<_> = first.rows.iter().map(|row| row.id.clone()).collect();
        let mut cursor = first.next_cursor;
        while let Some(here) = cursor {
            let page = ask(BoardQuery {
                limit: Some(10),
                cursor: Some(here),
                ..BoardQuery::default()
            })
            .await;
            seen.extend(page.rows.iter().map(|row| row.id.clone()));
            cursor = page.next_cursor;
        }
        seen.sort();
        assert_eq!(seen, ids);
        let failing = ask(BoardQuery {
            badge: Some("disconnected,unknown".into()),
            q: Some("account 021".into()),
            ..BoardQuery::default()
        })
        .await;
        assert_eq!(
            failing.rows.iter().map(|row| &row.id).collect::<Vec<_>>(),
            [&ids[21]]
        );
        let wrong = BoardQuery {
            badge: Some("green".into()),
            ..BoardQuery::default()
        };
        assert_eq!(health.board(&tech(), wrong).await.unwrap_err().status, 422);
        let status = health
            .status(
                &tech(),
                BoardQuery {
                    limit: Some(5),
                    ..BoardQuery::default()
                },
            )
            .await
            .unwrap();
        assert_eq!(
            (status.disconnected, status.matched, status.integrations.len()),
            (3, 25, 5)
        );
        assert_eq!(status.next_cursor.as_deref(), Some("5"));
    })
    .await;
}

#[tokio::test]
async fn a_cells_drawer_shows_its_probes_and_refuses_what_is_no_moment() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        let ids = accounts(&store, "it_glue", 1).await;
        for n in 0..12 {
            fail(&store, &ids, START + n * 300_000, Outcome::Ok).await;
        }
        let health = &house.services.health;
        let from = "2026-11-24T06:00:00Z".to_owned();
        let probes = health
            .probes(&tech(), &ids[0], from.clone(), "2026-11-24T06:30:00Z".into())
            .await
            .unwrap();
        assert_eq!(probes.len(), 6);
        assert!(probes[0].at > probes[5].at);
        let wrong = health
            .probes(&tech(), &ids[0], from, "later".into())
            .await
            .unwrap_err();
        assert_eq!(wrong.errors[0].field, "to");
    })
    .await;
}

#[tokio::test]
async fn a_way_out_that_is_closed_marks_no_vendor_and_is_a_banner() {
    let fresh = crate::databases::sqlite().await;
    let house = House::on(fresh.store.clone()).await;
    let made = house.connected().await;
    // The wire knows another host by now.
    let other = crate::house::it_glue_draft("", "wrong");
    house.services.integrations.test(&tech(), other).await.unwrap();
    let House {
        services,
        autotask,
        it_glue,
        datto_edr,
        ..
    } = house;
    // Every host is gone.
    drop((autotask, it_glue, datto_edr));
    let seen = services.integrations.probe(&tech(), &made.id).await.unwrap();
    assert_eq!(
        (seen.health.badge, seen.health.reason.as_ref()),
        (Badge::Connected, "egress_down")
    );
    let banners = services.integrations.banners(&tech()).await.unwrap();
    assert!(
        banners.iter().any(|banner| banner.code == "egress_down"),
        "{banners:?}"
    );
}
