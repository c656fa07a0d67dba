//! Faults, from when they were confirmed to when they ended.

use crate::{
    Text, Time,
    ids::{IncidentId, IntegrationId, VendorId},
    probe::Outcome,
};
use serde::{Deserialize, Serialize};

/// One fault, from when it was confirmed to when it ended; what broke together is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// Its identifier.
    pub id: IncidentId,
    /// The vendor whose integrations are affected.
    pub vendor: VendorId,
    /// What it is, e.g. `12 of 14 Datto RMM integrations do not answer`.
    pub title: String,
    /// What most of them found.
    pub outcome: Outcome,
    /// When it began.
    pub began_at: Time,
    /// When it ended; none while it is open.
    pub ended_at: Option<Time>,
    /// Whom it affects: at most 50 on a list, all of them when one incident is asked for.
    pub affected: Vec<Affected>,
    /// How many it affects.
    pub affected_total: u32,
    /// Who has seen it.
    pub acknowledged: Option<Acknowledged>,
    /// The vendor's own status page.
    pub status_page: Option<Text>,
}

/// One integration of an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affected {
    /// Which.
    pub integration: IntegrationId,
    /// Its name as it was then.
    pub name: String,
    /// What was found.
    pub outcome: Outcome,
    /// Since when.
    pub since: Time,
    /// Until when; none while it lasts.
    pub until: Option<Time>,
}

/// That a person has seen an incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    /// Who.
    pub by: String,
    /// When.
    pub at: Time,
    /// What they noted; may be empty.
    pub note: String,
}

/// A page of incidents, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentPage {
    /// The incidents.
    pub items: Vec<Incident>,
    /// Where the next page begins; none at the end.
    pub next_cursor: Option<String>,
}
