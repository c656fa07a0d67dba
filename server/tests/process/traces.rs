//! What a collector is sent: the spans of a request, of the vendor's call under it and of an event's stages; and no secret.

use crate::house::House;
use axum::{Router, body::Bytes, extract::State, http::HeaderMap, routing::post};
use opentelemetry_proto::tonic::{
    collector::trace::v1::ExportTraceServiceRequest, common::v1::any_value::Value as Told, trace::v1::Span,
};
use prost::Message as _;
use serde_json::json;
use std::sync::{Arc, Mutex};

const CANARY: &str = "canary-8d1f6c02";
pub const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
pub const CALLER: &str = "00f067aa0ba902b7";

/// A collector: what it was sent, and with which key.
#[derive(Clone, Default)]
pub struct Collector(Arc<Mutex<Vec<Export>>>);

/// What was sent, and under which header.
type Export = (Vec<u8>, String);

impl Collector {
    pub async fn start() -> (Self, String) {
        let collector = Self::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let routes = Router::new()
            .route("/v1/traces", post(take))
            .with_state(collector.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        (collector, origin)
    }

    pub fn spans(&self) -> Vec<Span> {
        let sent = self.0.lock().unwrap();
        sent.iter()
            .map(|(body, _)| ExportTraceServiceRequest::decode(body.as_slice()).unwrap())
            .flat_map(|sent| sent.resource_spans)
            .flat_map(|resource| resource.scope_spans)
            .flat_map(|scope| scope.spans)
            .collect()
    }

    /// Whether this stands anywhere in what was sent.
    pub fn holds(&self, text: &str) -> bool {
        let sent = self.0.lock().unwrap();
        sent.iter()
            .any(|(body, _)| body.windows(text.len()).any(|part| part == text.as_bytes()))
    }
}

async fn take(State(collector): State<Collector>, headers: HeaderMap, body: Bytes) {
    let key = headers["x-collector-key"].to_str().unwrap().to_owned();
    collector.0.lock().unwrap().push((body.to_vec(), key));
}

pub fn named<'a>(spans: &'a [Span], name: &str) -> &'a Span {
    let mut names: Vec<_> = spans.iter().map(|span| span.name.as_str()).collect();
    names.sort_unstable();
    let found = spans.iter().find(|span| span.name == name);
    found.unwrap_or_else(|| panic!("no span {name} among {names:?}"))
}

pub fn number(span: &Span, key: &str) -> Option<i64> {
    let found = span.attributes.iter().find(|one| one.key == key)?;
    match found.value.as_ref()?.value.as_ref()? {
        Told::IntValue(number) => Some(*number),
        _ => None,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_gets_the_spans_of_a_call_and_of_an_event_before_the_end_and_no_secret() {
    let (collector, origin) = Collector::start().await;
    let double = sandbox::unifi::Double::start(sandbox::unifi::Options::default())
        .await
        .unwrap();
    let house = House::new()
        .mapped(double.egress_map())
        .with("OTEL_EXPORTER_OTLP_ENDPOINT", origin)
        .with("OTEL_EXPORTER_OTLP_HEADERS", "x-collector-key=key-4711");
    let token = house.token("admin");
    let running = house.serve();
    let account = json!({
        "vendor": "unifi",
        "settings": { "mode": "local", "console_url": sandbox::unifi::CONSOLE_ORIGIN },
        "credentials": { "api_key": sandbox::unifi::LOCAL_KEY },
    });
    let (status, account) = running.post("/api/v1/integrations", &token, account).await;
    assert_eq!(status, 201, "{account}");
    let client = reqwest::Client::new();
    let call = client
        .post(format!(
            "{}/api/v1/operations/unifi/sites.list?canary={CANARY}",
            running.url
        ))
        .bearer_auth(&token)
        .header("traceparent", format!("00-{TRACE}-{CALLER}-01"))
        .json(&json!({ "input": {} }));
    assert_eq!(call.send().await.unwrap().status(), 200);
    let hook = json!({ "integration": account["id"], "name": "Console" });
    let (status, hook) = running.post("/api/v1/webhooks", &token, hook).await;
    assert_eq!(status, 201, "{hook}");
    let door = hook["url_with_secret"].as_str().unwrap();
    let door = &door[door.find("/hooks/").unwrap()..];
    let body = json!({ "canary": CANARY });
    let taken = client
        .post(format!("{}{door}", running.url))
        .json(&body)
        .send()
        .await
        .unwrap();
    assert_eq!(taken.status(), 202);
    let event = taken.json::<serde_json::Value>().await.unwrap();
    let event = format!("/api/v1/events/{}", event["event"].as_str().unwrap());
    loop {
        let (_, now) = running.get(&event, &token).await;
        if now["attempts"].as_array().is_some_and(|made| !made.is_empty()) {
            break;
        }
        tokio::task::yield_now().await;
    }
    let log = running.end();

    let spans = collector.spans();
    let request = named(&spans, "POST /api/v1/operations/{vendor}/{operation}");
    assert_eq!(hex(&request.trace_id), TRACE);
    assert_eq!(hex(&request.parent_span_id), CALLER);
    assert_eq!(number(request, "http.response.status_code"), Some(200));
    let mine: Vec<Span> = spans
        .iter()
        .filter(|span| span.trace_id == request.trace_id)
        .cloned()
        .collect();
    let vendor = named(&mine, "unifi sites.list");
    assert_eq!(vendor.parent_span_id, request.span_id);
    assert_eq!(number(vendor, "http.response.status_code"), Some(200));
    // The delivery's own way to the disk, and the end of its attempt, each in its trace.
    let delivered = named(&spans, "POST /hooks/{token}/{secret}");
    let way = named(&spans, "keep");
    assert_eq!(way.parent_span_id, delivered.span_id);
    assert_eq!(number(way, "together"), Some(1));
    for above in [way, named(&spans, "event")] {
        let below = |span: &&Span| span.name == "transaction" && span.parent_span_id == above.span_id;
        assert!(
            spans.iter().any(|span| below(&span)),
            "no transaction below {}",
            above.name
        );
    }
    let made = named(&spans, "POST /api/v1/integrations");
    let kept = |span: &&Span| span.name == "transaction" && span.trace_id == made.trace_id;
    assert!(
        spans.iter().any(|span| kept(&span)),
        "the account was kept in no transaction"
    );
    let parse = named(&spans, "parse");
    assert_eq!(parse.parent_span_id, named(&spans, "event").span_id);

    let sent = collector.0.lock().unwrap().clone();
    assert!(sent.iter().all(|(_, key)| key == "key-4711"));
    let secret = door.rsplit('/').next().unwrap();
    for secret in [CANARY, secret, sandbox::unifi::LOCAL_KEY, token.as_str()] {
        assert!(!collector.holds(secret), "a collector was told a secret");
        assert!(!log.contains(secret), "{log}");
    }
}

pub fn word(span: &Span, key: &str) -> Option<String> {
    let found = span.attributes.iter().find(|one| one.key == key)?;
    match found.value.as_ref()?.value.as_ref()? {
        Told::StringValue(text) => Some(text.clone()),
        _ => None,
    }
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
