//! The log: structured lines on standard error, JSON where no person is looking.
//!
//! No body, header, secret or query string is ever a field. Libraries that see headers or statements stay at `warn`
//! whatever the filter says.

use crate::traces::Traces;
use std::io::IsTerminal as _;
use tracing_subscriber::{
    EnvFilter, Layer as _, filter::Directive, fmt, layer::SubscriberExt as _, util::SubscriberInitExt as _,
};

/// Libraries whose lower levels print what must not be printed.
const QUIET: [&str; 12] = [
    "h2=warn",
    "hyper=warn",
    "hyper_util=warn",
    "reqwest=warn",
    "rustls=warn",
    "sqlx=warn",
    "sea_orm=warn",
    "azure_core=warn",
    "azure_identity=warn",
    "typespec_client_core=warn",
    "opentelemetry=warn",
    // Spans are for the collector; a line that repeats them tells nothing new.
    "ops_ai::spans=off",
];

/// Begins logging, with what takes the spans beside it, and logs panics without their text.
pub fn begin(filter: &str, traces: &Traces) {
    let quiet = QUIET.iter().filter_map(|one| one.parse::<Directive>().ok());
    let filter = quiet.fold(EnvFilter::new(filter), EnvFilter::add_directive);
    let lines = fmt::layer().with_writer(std::io::stderr);
    let lines = if std::io::stderr().is_terminal() {
        lines.with_target(false).boxed()
    } else {
        lines.json().flatten_event(true).boxed()
    };
    let both = tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .with(traces.layer());
    if let Err(error) = both.try_init() {
        eprintln!("the log was already begun: {error}");
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        // Rationale: a literal is ours; a formatted text may hold whatever a value held, a secret among it.
        let text = panic.payload().downcast_ref::<&'static str>().copied();
        tracing::error!(panic.place = place, panic.text = text, "a task panicked");
    }));
}
