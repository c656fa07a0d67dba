//! Twins of incidents.

use super::health::Outcome;
use serde::Serialize;
use utoipa::ToSchema;

/// One fault, from when it was confirmed to when it ended; what broke together is one.
#[derive(Serialize, ToSchema)]
pub struct Incident {
    /// `inc_…`.
    id: String,
    /// The vendor whose accounts are affected.
    vendor: String,
    /// What it is, in a line.
    title: String,
    /// What most of them found.
    outcome: Outcome,
    /// When it began.
    began_at: String,
    /// When it ended; null while it is open.
    #[schema(required = true)]
    ended_at: Option<String>,
    /// Whom it affects: 50 at most in a list, all of them when one incident is asked for.
    affected: Vec<Affected>,
    /// How many it affects.
    affected_total: u32,
    /// Who has seen it.
    #[schema(required = true)]
    acknowledged: Option<Acknowledged>,
    /// The vendor's own status page.
    #[schema(required = true)]
    status_page: Option<String>,
}

/// One account of an incident.
#[derive(Serialize, ToSchema)]
pub struct Affected {
    /// The integration, `int_…`.
    integration: String,
    /// Its name as it was then.
    name: String,
    /// What was found.
    outcome: Outcome,
    /// Since when.
    since: String,
    /// Until when; null while it lasts.
    #[schema(required = true)]
    until: Option<String>,
}

/// That a person has seen an incident.
#[derive(Serialize, ToSchema)]
pub struct Acknowledged {
    /// Who.
    by: String,
    /// When.
    at: String,
    /// What they noted; may be empty.
    note: String,
}
