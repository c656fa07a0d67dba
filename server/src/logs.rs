//! The log: structured lines on standard error, JSON where no person is looking.
//!
//! No body, header, secret or query string is ever a field. Libraries that see headers or statements stay at `warn`
//! whatever the filter says.

use std::io::IsTerminal as _;
use tracing_subscriber::{EnvFilter, filter::Directive, fmt};

/// Libraries whose lower levels print what must not be printed.
const QUIET: [&str; 10] = [
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
];

/// Begins logging, and logs panics without their text.
pub fn begin(filter: &str) {
    let quiet = QUIET.iter().filter_map(|one| one.parse::<Directive>().ok());
    let filter = quiet.fold(EnvFilter::new(filter), EnvFilter::add_directive);
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let begun = if std::io::stderr().is_terminal() {
        lines.with_target(false).try_init()
    } else {
        lines.json().flatten_event(true).try_init()
    };
    if let Err(error) = begun {
        eprintln!("the log was already begun: {error}");
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        // Rationale: a literal is ours; a formatted text may hold whatever a value held, a secret among it.
        let text = panic.payload().downcast_ref::<&'static str>().copied();
        tracing::error!(panic.place = place, panic.text = text, "a task panicked");
    }));
}
