//! Asking the hub: `get("/api/v1/vendors").token("admin").send(&hub).await`.

use super::Hub;
use axum::{
    body::Body,
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use http_body_util::BodyExt as _;
use serde_json::Value;
use std::net::SocketAddr;
use tower::ServiceExt as _;

/// A request in the making.
pub struct Ask(Request<Body>);

pub fn get(path: &str) -> Ask {
    Ask::new(Method::GET, path)
}

pub fn post(path: &str) -> Ask {
    Ask::new(Method::POST, path)
}

pub fn put(path: &str) -> Ask {
    Ask::new(Method::PUT, path)
}

pub fn patch(path: &str) -> Ask {
    Ask::new(Method::PATCH, path)
}

pub fn delete(path: &str) -> Ask {
    Ask::new(Method::DELETE, path)
}

/// JSON as the server writes it, of JSON that is laid out in lines.
pub fn squeezed(laid_out: &str) -> String {
    laid_out.lines().map(str::trim_start).collect()
}

impl Ask {
    pub fn new(method: Method, path: &str) -> Self {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "ops.example.com");
        Self(request.body(Body::empty()).unwrap())
    }

    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.0.headers_mut().append(name, value.parse().unwrap());
        self
    }

    /// With the token of a role.
    pub fn token(self, role: &str) -> Self {
        self.header("authorization", &format!("Bearer opsai_{role}"))
    }

    /// As a signed-in browser that posts from our own page.
    pub fn browser(self, role: &str) -> Self {
        self.cookie(&format!("opsai_session=s-{role}")).same_site()
    }

    pub fn cookie(self, cookie: &str) -> Self {
        self.header("cookie", cookie)
    }

    pub fn same_site(self) -> Self {
        self.header("sec-fetch-site", "same-origin")
            .header("accept", "text/html")
    }

    pub fn peer(mut self, address: &str) -> Self {
        let address = SocketAddr::new(address.parse().unwrap(), 40000);
        self.0.extensions_mut().insert(ConnectInfo(address));
        self
    }

    pub fn body(mut self, kind: &str, body: impl Into<Body>) -> Self {
        *self.0.body_mut() = body.into();
        self.header("content-type", kind)
    }

    pub fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.body("application/x-www-form-urlencoded", body)
    }

    pub async fn send(self, hub: &Hub) -> Answer {
        let response = hub.router.clone().oneshot(self.0).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        Answer {
            status: parts.status,
            headers: parts.headers,
            bytes,
        }
    }
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn location(&self) -> &str {
        self.header(header::LOCATION.as_str())
    }

    /// The body of a success.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/json");
        self.json()
    }

    /// The problem of a refusal, whose form is checked as well.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.header("cache-control"), "no-store");
        let problem = self.json();
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status);
        assert!(problem["title"].is_string());
        assert_eq!(problem["request_id"], self.header("x-request-id"));
        assert!(!self.header("x-request-id").is_empty());
        problem
    }
}
