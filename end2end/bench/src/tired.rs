//! A vendor that answers after a while, and sometimes never: Datto EDR's "whose token is this?", in 200 ± 100 ms, and for two
//! of a hundred requests no answer at all. It remembers when each account was asked for.

use axum::{
    Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use engine::clock::Clock;
use serde_json::json;
use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::net::TcpListener;

/// Of a hundred requests, how many are never answered.
const HANGS: u64 = 2;

/// The origin at which the product looks for it.
const REAL: &str = "https://bench.infocyte.com";

/// The vendor.
pub struct Tired {
    origin: String,
    seen: Arc<Seen>,
}

/// What it saw.
struct Seen {
    clock: Clock,
    chance: AtomicU64,
    hung: AtomicU64,
    came: Mutex<Vec<(usize, i64)>>,
}

/// The token of an account: its number, as long as the vendor's tokens are.
pub fn token(account: usize) -> String {
    format!("{account:064}")
}

impl Tired {
    /// Opens it.
    pub async fn open() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let seen = Arc::new(Seen {
            clock: Clock::system(),
            chance: AtomicU64::new(1),
            hung: AtomicU64::new(0),
            came: Mutex::default(),
        });
        let app = Router::new().fallback(answer).with_state(seen.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self { origin, seen })
    }

    /// Where the product is led instead of to the real one.
    pub fn egress_map(&self) -> [(String, String); 1] {
        [(REAL.to_owned(), self.origin.clone())]
    }

    /// Which account was asked for when, in order.
    pub fn came(&self) -> Vec<(usize, i64)> {
        let came = self.seen.came.lock().unwrap_or_else(PoisonError::into_inner);
        came.clone()
    }

    /// How many requests were never answered.
    pub fn hung(&self) -> u64 {
        self.seen.hung.load(Ordering::Relaxed)
    }
}

impl Seen {
    /// The next of a row of numbers that look like chance and are the same in every run (splitmix64).
    fn chance(&self) -> u64 {
        let step = 0x9e37_79b9_7f4a_7c15_u64;
        let mut z = self.chance.fetch_add(step, Ordering::Relaxed).wrapping_add(step);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

async fn answer(State(seen): State<Arc<Seen>>, headers: HeaderMap) -> Response {
    let account = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let Some(account) = account else {
        return StatusCode::UNAUTHORIZED.into_response();
    };
    let now = seen.clock.now_ms();
    seen.came
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push((account, now));
    if seen.chance() % 100 < HANGS {
        seen.hung.fetch_add(1, Ordering::Relaxed);
        // Whoever asked gives up and goes away, and this goes with the connection.
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(Duration::from_millis(100 + seen.chance() % 201)).await;
    Json(json!({ "id": account.to_string(), "username": "opsai" })).into_response()
}
