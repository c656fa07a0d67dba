//! Traces: spans of requests, vendor calls, probes, stages and transactions, sent to a collector by OTLP where one is set.
//!
//! Only our own spans leave, told by their target: libraries' spans and the log's lines hold what must not. The SDK reads the
//! standard variables itself; [`TraceSettings`] says whether there is a collector at all.

use crate::config::TraceSettings;
use anyhow::Context as _;
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_otlp::SpanExporter;
use opentelemetry_sdk::{Resource, trace::SdkTracerProvider};
use tracing::{Subscriber, level_filters::LevelFilter};
use tracing_subscriber::{Layer, filter::filter_fn, registry::LookupSpan};

/// The target of every span that leaves; the macros want it written out.
pub const TARGET: &str = "ops_ai::spans";

/// The way to the collector; without one nothing is made.
pub struct Traces(Option<SdkTracerProvider>);

impl Traces {
    /// Prepares the way; nothing is sent yet.
    pub fn begin(settings: &TraceSettings) -> anyhow::Result<Self> {
        if !settings.on {
            return Ok(Self(None));
        }
        let exporter = SpanExporter::builder()
            .with_http()
            .build()
            .context("traces cannot be sent (OTEL_EXPORTER_OTLP_ENDPOINT)")?;
        let mut about = Resource::builder();
        if !settings.named {
            about = about.with_service_name("ops-ai");
        }
        let provider = SdkTracerProvider::builder()
            .with_batch_exporter(exporter)
            .with_resource(about.build())
            .build();
        Ok(Self(Some(provider)))
    }

    /// What stands beside the log and takes the spans.
    pub fn layer<S>(&self) -> Option<impl Layer<S> + use<S>>
    where
        S: Subscriber + for<'a> LookupSpan<'a> + Send + Sync,
    {
        let tracer = self.0.as_ref()?.tracer("ops-ai");
        let ours = filter_fn(|about| about.is_span() && about.target() == TARGET);
        let layer = tracing_opentelemetry::layer()
            .with_tracer(tracer)
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false)
            .with_target(false)
            .with_level(false);
        Some(layer.with_filter(ours.with_max_level_hint(LevelFilter::INFO)))
    }

    /// Sends what was not sent yet. Call it last.
    pub async fn end(self) {
        let Self(Some(provider)) = self else { return };
        // It waits for the collector, so it must not stand in the runtime's way.
        match tokio::task::spawn_blocking(move || provider.shutdown()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(error = %error, "the last spans did not reach the collector"),
            Err(error) => tracing::warn!(error = %error, "the last spans were not sent"),
        }
    }
}
