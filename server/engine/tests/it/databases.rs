//! Runs a test on a fresh SQLite file and on a fresh PostgreSQL database.
//!
//! PostgreSQL is the throw-away cluster that `cargo xtask test` starts (`OPSAI_TEST_POSTGRES`); without it the test says so
//! and runs on SQLite alone.

use engine::store::{Settings, Store, fresh_ulid};
use migrations::Migrator;
use sea_orm::{ConnectionTrait, Database};
use sea_orm_migration::MigratorTrait;
use std::future::Future;

/// A database of its own for one test; SQLite's file goes with it.
pub struct Fresh {
    pub store: Store,
    pub url: String,
    pub file: Option<std::path::PathBuf>,
    _folder: Option<tempfile::TempDir>,
}

pub async fn sqlite() -> Fresh {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.db");
    let url = format!("sqlite://{}", file.display());
    let settings = Settings { url, connections: 4 };
    let store = Store::open(&settings).await.unwrap();
    Migrator::up(store.connection(), None).await.unwrap();
    Fresh {
        store,
        url: settings.url,
        file: Some(file),
        _folder: Some(folder),
    }
}

pub async fn postgres() -> Option<Fresh> {
    let Ok(admin) = std::env::var("OPSAI_TEST_POSTGRES") else {
        eprintln!("OPSAI_TEST_POSTGRES is not set: this test ran on SQLite alone");
        return None;
    };
    let name = format!(
        "t_{}",
        fresh_ulid(engine::clock::Clock::system().now_ms()).to_lowercase()
    );
    let server = Database::connect(&admin).await.unwrap();
    server
        .execute_unprepared(&format!("CREATE DATABASE {name}"))
        .await
        .unwrap();
    server.close().await.unwrap();
    let base = admin.rsplit_once('/').unwrap().0;
    let settings = Settings {
        url: format!("{base}/{name}"),
        connections: 4,
    };
    let store = Store::open(&settings).await.unwrap();
    Migrator::up(store.connection(), None).await.unwrap();
    Some(Fresh {
        store,
        url: settings.url,
        file: None,
        _folder: None,
    })
}

/// Runs a test on both.
pub async fn each<F: Future<Output = ()>>(test: impl Fn(Store) -> F) {
    let fresh = sqlite().await;
    test(fresh.store.clone()).await;
    if let Some(fresh) = postgres().await {
        test(fresh.store.clone()).await;
    }
}

/// Runs a test on both, with a second opening of the same database as another node has it.
pub async fn each_twice<F: Future<Output = ()>>(test: impl Fn(Store, Store) -> F) {
    let both = [Some(sqlite().await), postgres().await];
    for fresh in both.into_iter().flatten() {
        let other = Settings {
            url: fresh.url.clone(),
            connections: 4,
        };
        let other = Store::open(&other).await.unwrap();
        test(fresh.store.clone(), other).await;
    }
}
