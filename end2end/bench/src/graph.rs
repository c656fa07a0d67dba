//! A vendor that only counts: it signs anybody in as Entra does, answers Graph's cheapest question, and remembers when each
//! question came.

use axum::{
    Json, Router,
    extract::{Request, State},
    response::IntoResponse as _,
    response::Response,
};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Instant,
};
use tokio::net::TcpListener;

type Came = Arc<Mutex<Vec<Instant>>>;

/// The vendor.
pub struct Graph {
    origin: String,
    came: Came,
}

impl Graph {
    /// Opens it.
    pub async fn open() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let came = Came::default();
        let app = Router::new().fallback(answer).with_state(came.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self { origin, came })
    }

    /// Sign-in and Graph both lead here.
    pub fn egress_map(&self) -> Vec<(String, String)> {
        ["https://login.microsoftonline.com", "https://graph.microsoft.com"]
            .map(|real| (real.to_owned(), self.origin.clone()))
            .to_vec()
    }

    /// When questions came since it was asked last, in order.
    pub fn take(&self) -> Vec<Instant> {
        std::mem::take(&mut *self.came.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

async fn answer(State(came): State<Came>, request: Request) -> Response {
    if request.uri().path().ends_with("/token") {
        return Json(token()).into_response();
    }
    came.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(Instant::now());
    let tenant = json!({ "id": "11111111-1111-4111-8111-111111111111", "displayName": "Northgate" });
    Json(json!({ "value": [tenant] })).into_response()
}

fn token() -> Value {
    let part = |value: Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let claims = json!({ "tid": "11111111-1111-4111-8111-111111111111", "roles": [] });
    let token = format!("{}.{}.c2lnbmVk", part(json!({ "alg": "none" })), part(claims));
    json!({ "token_type": "Bearer", "expires_in": 3_600, "access_token": token })
}
