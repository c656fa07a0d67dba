//! The listed host that SOPs call: it counts what it did, and refuses some calls once.

use super::load::Kind;
use axum::{Json, Router, extract::State, http::StatusCode, routing::post};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
};

/// Its name in the SOP.
pub const HOST: &str = "effects.msp.example";

#[derive(Clone, Default)]
pub struct Effects(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    done: BTreeMap<u64, usize>,
    refused: BTreeSet<u64>,
}

impl Effects {
    /// Opens a port; gives the origin it stands at.
    pub async fn start() -> (Self, String) {
        let effects = Self::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let routes = Router::new()
            .route("/done", post(called))
            .with_state(effects.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        (effects, origin)
    }

    /// How often something was done for each delivery.
    pub fn done(&self) -> BTreeMap<u64, usize> {
        self.0.lock().unwrap().done.clone()
    }
}

async fn called(State(effects): State<Effects>, Json(body): Json<Value>) -> StatusCode {
    let number = match &body["delivery"] {
        Value::Number(number) => number.as_u64().unwrap(),
        other => other.as_str().unwrap().parse().unwrap(),
    };
    let mut seen = effects.0.lock().unwrap();
    if Kind::of(number) == Kind::RefusedOnce && seen.refused.insert(number) {
        return StatusCode::TOO_MANY_REQUESTS;
    }
    *seen.done.entry(number).or_default() += 1;
    StatusCode::OK
}
