//! What a collector is sent of a probe: whose it is, why it ran, how it ended, the vendor's call below it, and no secret.

use crate::{
    house::{House, Running},
    traces::{CALLER, Collector, TRACE, hex, named, number, word},
};
use opentelemetry_proto::tonic::trace::v1::Span;
use sandbox::Fault;
use serde_json::json;

const CANARY: &str = "canary-2f9b7a61";

/// How often something is asked for before it is given up.
const ASKED: usize = 20_000;

async fn connected(running: &Running, token: &str) -> String {
    let account = json!({
        "vendor": "unifi",
        "settings": { "mode": "local", "console_url": sandbox::unifi::CONSOLE_ORIGIN },
        "credentials": { "api_key": sandbox::unifi::LOCAL_KEY },
    });
    let (status, account) = running.post("/api/v1/integrations", token, account).await;
    assert_eq!(status, 201, "{account}");
    account["id"].as_str().unwrap().to_owned()
}

/// The probes among the spans that ran for this reason.
fn probes<'a>(spans: &'a [Span], trigger: &str) -> Vec<&'a Span> {
    let all = spans.iter().filter(|span| span.name == "probe");
    all.filter(|span| word(span, "trigger").as_deref() == Some(trigger))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recheck_is_a_probe_below_its_request_with_the_call_below_it_and_how_it_ended() {
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
    let id = connected(&running, &token).await;
    let recheck = |parent: String| {
        let url = format!("{}/api/v1/integrations/{id}/probe?canary={CANARY}", running.url);
        let request = reqwest::Client::new().post(url).bearer_auth(&token);
        request.header("traceparent", parent).send()
    };
    let good = recheck(format!("00-{TRACE}-{CALLER}-01")).await.unwrap();
    assert_eq!(good.status(), 200);
    double.faults.always(Fault::status(503, CANARY));
    let other = TRACE.replace('4', "5");
    let bad = recheck(format!("00-{other}-{CALLER}-01")).await.unwrap();
    assert_eq!(bad.status(), 200);
    let log = running.end();

    let spans = collector.spans();
    assert_eq!(probes(&spans, "recheck").len(), 2);
    for (trace, outcome, status, error) in [
        (TRACE, "ok", 200, None),
        (other.as_str(), "vendor_down", 503, Some("vendor_unavailable")),
    ] {
        let mine: Vec<Span> = spans
            .iter()
            .filter(|span| hex(&span.trace_id) == trace)
            .cloned()
            .collect();
        let request = named(&mine, "POST /api/v1/integrations/{id}/probe");
        let probe = named(&mine, "probe");
        assert_eq!(probe.parent_span_id, request.span_id);
        for (key, expected) in [
            ("vendor", "unifi"),
            ("integration.id", id.as_str()),
            ("trigger", "recheck"),
            ("outcome", outcome),
        ] {
            assert_eq!(word(probe, key).as_deref(), Some(expected), "{trace}");
        }
        let call = named(&mine, "unifi probe");
        assert_eq!(call.parent_span_id, probe.span_id);
        assert_eq!(number(call, "http.response.status_code"), Some(status));
        assert_eq!(word(call, "error.type").as_deref(), error);
        let kept = mine.iter().find(|span| span.name == "transaction");
        assert!(
            kept.is_some(),
            "what was found was kept in no transaction of {trace}"
        );
    }
    for secret in [CANARY, sandbox::unifi::LOCAL_KEY, token.as_str()] {
        assert!(!collector.holds(secret), "a collector was told a secret");
    }
    for secret in [sandbox::unifi::LOCAL_KEY, token.as_str()] {
        assert!(!log.contains(secret), "{log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_probe_by_the_clock_begins_a_trace_of_its_own() {
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
    let id = connected(&running, &token).await;
    let path = format!("/api/v1/integrations/{id}/history");
    let mut made = false;
    for _ in 0..ASKED {
        let (_, history) = running.get(&path, &token).await;
        let all = history["items"].as_array().unwrap();
        made = all.iter().any(|probe| probe["trigger"] == "schedule");
        if made {
            break;
        }
    }
    assert!(made, "nothing is probed by the clock");
    running.end();

    let spans = collector.spans();
    let scheduled = probes(&spans, "schedule");
    assert!(!scheduled.is_empty());
    for probe in scheduled {
        assert!(probe.parent_span_id.is_empty(), "{probe:?}");
        assert_eq!(word(probe, "outcome").as_deref(), Some("ok"));
        let below = spans.iter().filter(|span| span.parent_span_id == probe.span_id);
        let names: Vec<&str> = below.map(|span| span.name.as_str()).collect();
        assert!(names.contains(&"unifi probe"), "{names:?}");
    }
    assert!(!collector.holds(sandbox::unifi::LOCAL_KEY));
}
