//! The span of one request to a vendor. It names the operation and the host, never a path, a query, a header or a body.

use super::{errors::CallError, wire::Reply, wire::Request};
use tracing::{Span, field::Empty};

/// A request that is about to be sent.
pub fn begun(vendor: &str, operation: &str, request: &Request, tried: u32) -> Span {
    tracing::info_span!(
        target: "ops_ai::spans",
        "vendor call",
        otel.name = format!("{vendor} {operation}"),
        otel.kind = "client",
        otel.status_code = Empty,
        vendor,
        operation,
        attempt = i64::from(tried),
        http.request.method = ?request.method,
        server.address = request.url.host_str(),
        http.response.status_code = Empty,
        error.type = Empty
    )
}

/// How it ended. Of an error only its code is told: its words are the vendor's.
pub fn ended(span: &Span, result: &Result<Reply, CallError>) {
    let status = match result {
        Ok(reply) => Some(reply.status),
        Err(error) => {
            span.record("error.type", error.kind.code());
            span.record("otel.status_code", "ERROR");
            error.said.as_ref().map(|said| said.status)
        }
    };
    if let Some(status) = status {
        span.record("http.response.status_code", i64::from(status));
    }
}
