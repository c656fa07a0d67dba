//! A database that is locked, read-only or full: the answer says which, nothing is saved, and it works again afterwards.

use crate::automation_crashes::Killed;
use crate::databases::each_twice;
use crate::house::{House, autotask_draft, tech};
use contract::{
    ids::ChannelId,
    integration::SavePolicy,
    notification::{ChannelKind, NoticeLevel},
};
use engine::store::{AuditRecord, ChannelRow, Settings, Store};
use migrations::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database, TransactionTrait as _};

struct Lone {
    store: Store,
    url: String,
    _folder: tempfile::TempDir,
}

/// A store with one connection, so that what a test sets on it holds for all.
async fn lone() -> Lone {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("test.db").display());
    let store = Store::open(&Settings {
        url: url.clone(),
        connections: 1,
    })
    .await
    .unwrap();
    Migrator::up(store.connection(), None).await.unwrap();
    Lone {
        store,
        url,
        _folder: folder,
    }
}

async fn set(store: &Store, sql: &str) {
    store.connection().execute_unprepared(sql).await.unwrap();
}

async fn refused(house: &House, word: &str) {
    let problem = house
        .services
        .integrations
        .create(&tech(), autotask_draft(), SavePolicy::Anyway)
        .await
        .unwrap_err();
    assert_eq!(
        (problem.status, problem.code.as_ref()),
        (503, "database_unavailable"),
        "{problem:?}"
    );
    assert!(problem.title.contains(word), "{problem:?}");
    assert!(problem.detail.unwrap().starts_with("Nothing was saved."));
    assert!(problem.retry_after.is_some());
}

async fn works_again(house: &House) {
    assert!(
        house
            .services
            .integrations
            .list(&tech())
            .await
            .unwrap()
            .is_empty()
    );
    house.connected().await;
    assert_eq!(house.services.integrations.list(&tech()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_read_only_database_says_so_and_saves_nothing() {
    let lone = lone().await;
    let house = House::on(lone.store.clone()).await;
    set(&lone.store, "PRAGMA query_only = ON").await;
    refused(&house, "read-only").await;
    set(&lone.store, "PRAGMA query_only = OFF").await;
    works_again(&house).await;
}

#[tokio::test]
async fn a_full_disk_says_so_and_saves_nothing() {
    let lone = lone().await;
    let house = House::on(lone.store.clone()).await;
    // The file may not grow by a page, and what is free in it is used up first.
    set(&lone.store, "CREATE TABLE filler (x BLOB)").await;
    set(&lone.store, "PRAGMA max_page_count = 1").await;
    while lone
        .store
        .connection()
        .execute_unprepared("INSERT INTO filler VALUES (zeroblob(900))")
        .await
        .is_ok()
    {}
    let mut failure = None;
    for _ in 0..200 {
        // Small tables still have room in their pages for a while.
        match house
            .services
            .integrations
            .create(&tech(), autotask_draft(), SavePolicy::Anyway)
            .await
        {
            Ok(_) => {
                set(
                    &lone.store,
                    "DELETE FROM probes; DELETE FROM sealed_values; DELETE FROM integrations",
                )
                .await;
            }
            Err(problem) => {
                failure = Some(problem);
                break;
            }
        }
    }
    let problem = failure.expect("the database never filled up");
    assert_eq!(
        (problem.status, problem.code.as_ref()),
        (503, "database_unavailable"),
        "{problem:?}"
    );
    assert!(problem.title.contains("disk is full"), "{problem:?}");
    set(&lone.store, "PRAGMA max_page_count = 1000000").await;
    set(
        &lone.store,
        "DELETE FROM probes; DELETE FROM sealed_values; DELETE FROM integrations",
    )
    .await;
    works_again(&house).await;
}

#[tokio::test]
async fn a_locked_database_says_so_and_saves_nothing() {
    let lone = lone().await;
    let house = House::on(lone.store.clone()).await;
    set(&lone.store, "PRAGMA busy_timeout = 20").await;
    let other = Database::connect(&lone.url).await.unwrap();
    other
        .execute_unprepared("PRAGMA locking_mode = NORMAL")
        .await
        .unwrap();
    let hold = sea_orm::TransactionTrait::begin(&other).await.unwrap();
    hold.execute_unprepared("UPDATE users SET name = name")
        .await
        .unwrap();
    hold.execute_unprepared("CREATE TABLE held (x)").await.unwrap();
    refused(&house, "locked").await;
    hold.rollback().await.unwrap();
    works_again(&house).await;
}

fn channel(n: usize) -> ChannelRow {
    ChannelRow {
        id: ChannelId::from_ulid(&format!("c{n}")),
        name: format!("{n}"),
        kind: ChannelKind::Slack,
        recipients: Vec::new(),
        hint: String::new(),
        sealed: None,
        floor: NoticeLevel::Info,
        enabled: true,
        created_at: 1,
        updated_at: 1,
    }
}

async fn insert(store: &Store, n: usize) {
    let who = tech();
    let audit = AuditRecord {
        who: &who,
        action: "channel.created",
        target: n.to_string(),
        detail: serde_json::json!({}),
    };
    store.insert_channel(channel(n), audit).await.unwrap();
}

/// Begins to write and is gone after so many polls; its transaction goes with it.
async fn abandoned(store: &Store, polls: usize) {
    let work = std::pin::pin!(insert(store, 100 + polls));
    Killed { work, polls }.await;
}

#[tokio::test]
async fn wherever_a_transaction_is_abandoned_what_is_written_after_it_is_kept() {
    each_twice(|store, other| async move {
        for n in 0..8 {
            insert(&store, n).await;
        }
        for polls in 0..12 {
            abandoned(&store, polls).await;
            // The connections come in turn, so each of the four writes twice. A row of its own for each: one that was left within
            // a transaction would keep its row to itself.
            for n in 0..8 {
                let id = ChannelId::from_ulid(&format!("c{n}"));
                let sql = format!("UPDATE channels SET hint = '{polls}' WHERE id = '{id}'");
                set(&store, &sql).await;
                let seen = other.channel(&id).await.unwrap();
                assert_eq!(seen.hint, polls.to_string(), "after {polls} polls, row {n}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_transaction_that_the_database_ended_by_itself_leaves_no_lock_behind() {
    let Lone { store, url, _folder } = lone().await;
    let write = "UPDATE policy SET version = version + 1";
    for _ in 0..3 {
        let broken = store.connection().begin().await.unwrap();
        broken.execute_unprepared(write).await.unwrap();
        // As SQLite does where a write fails: the transaction is over, and the driver does not know it.
        broken.execute_unprepared("ROLLBACK").await.unwrap();
        drop(broken);
        let given_up = store.connection().begin().await.unwrap();
        given_up.execute_unprepared(write).await.unwrap();
        drop(given_up);
    }
    set(&store, write).await;
    let other = Database::connect(&url).await.unwrap();
    other.execute_unprepared(write).await.unwrap();
    let rows = other.query_one_raw(sea_orm::Statement::from_string(
        sea_orm::DbBackend::Sqlite,
        "SELECT version FROM policy",
    ));
    let version: i64 = rows.await.unwrap().unwrap().try_get_by_index(0).unwrap();
    assert_eq!(
        version, 2,
        "what was given up was not kept, and what came after it was"
    );
}
