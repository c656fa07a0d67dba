//! The span of a request: its pattern and how it was answered, never its path. It goes on with the caller's trace where the
//! caller sent one (W3C `traceparent`).

use axum::http::HeaderMap;
use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use tracing::{Span, field::Empty};
use tracing_opentelemetry::OpenTelemetrySpanExt as _;

const PARENT: &str = "traceparent";

struct Headers<'a>(&'a HeaderMap);

impl Extractor for Headers<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).and_then(|value| value.to_str().ok())
    }

    fn keys(&self) -> Vec<&str> {
        self.0.keys().map(|name| name.as_str()).collect()
    }
}

/// The span of a request that begins.
pub fn begun(method: &'static str, route: &str, id: Option<&str>, headers: &HeaderMap) -> Span {
    let span = tracing::info_span!(
        target: "ops_ai::spans",
        "request",
        otel.name = format!("{method} {route}"),
        otel.kind = "server",
        otel.status_code = Empty,
        http.request.method = method,
        http.route = route,
        http.response.status_code = Empty,
        request.id = id,
        error.type = Empty
    );
    if !span.is_disabled() && headers.contains_key(PARENT) {
        let theirs = TraceContextPropagator::new().extract(&Headers(headers));
        // Without a collector there is nothing that could go on.
        span.set_parent(theirs).ok();
    }
    span
}

/// How it was answered.
pub fn ended(span: &Span, status: u16, code: Option<&str>) {
    span.record("http.response.status_code", i64::from(status));
    if let Some(code) = code {
        span.record("error.type", code);
    }
    if status >= 500 {
        span.record("otel.status_code", "ERROR");
    }
}
