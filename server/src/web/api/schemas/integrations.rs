//! Twins of the test of a connection.

use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a test found. Nothing was saved.
#[derive(Serialize, ToSchema)]
pub struct TestReport {
    /// True when every check that matters passed.
    ok: bool,
    /// The checks in the order in which they ran.
    checks: Vec<Check>,
    /// The HTTP status of the vendor's answer that failed.
    #[schema(required = true)]
    vendor_status: Option<u16>,
    /// The vendor's body, verbatim.
    #[schema(required = true)]
    vendor_message: Option<String>,
    /// The vendor's identifier of that request.
    #[schema(required = true)]
    vendor_request_id: Option<String>,
    /// One suggested action.
    #[schema(required = true)]
    advice: Option<Advice>,
    /// Why it failed, as a closed word.
    #[schema(required = true)]
    reason: Option<String>,
    /// What to know though nothing failed.
    notes: Vec<String>,
}

/// One check.
#[derive(Serialize, ToSchema)]
pub struct Check {
    /// What was checked.
    name: String,
    /// Whether it passed.
    ok: bool,
    /// What was found.
    detail: String,
    /// How long it took, in milliseconds.
    ms: u64,
}

/// One suggested action.
#[derive(Serialize, ToSchema)]
pub struct Advice {
    /// The closed word for it, e.g. `use_eu_base_url`.
    code: String,
    /// What to do.
    text: String,
    /// The settings that perform it.
    set: BTreeMap<String, String>,
}
