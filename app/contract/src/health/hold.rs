//! Maintenance and snoozes: when nobody wants to be told.

use crate::{
    Time,
    ids::{IntegrationId, VendorId, WindowId},
};
use serde::{Deserialize, Serialize};

/// What a hold is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldKind {
    /// A planned time in which faults are expected.
    Maintenance,
    /// A person knows about this fault.
    Snooze,
}

impl HoldKind {
    /// Every kind.
    pub const ALL: [HoldKind; 2] = [HoldKind::Maintenance, HoldKind::Snooze];

    /// The kind's word.
    pub fn as_str(self) -> &'static str {
        match self {
            HoldKind::Maintenance => "maintenance",
            HoldKind::Snooze => "snooze",
        }
    }

    /// The kind of a word.
    pub fn parse(word: &str) -> Option<HoldKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// A time in which nobody is told of an integration's, a vendor's or of all faults. Probes go on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Its identifier.
    pub id: WindowId,
    /// What it is.
    pub kind: HoldKind,
    /// The integration it is for; none when it is for a whole vendor or for all.
    pub integration: Option<IntegrationId>,
    /// The vendor it is for; none when it is for one integration or for all.
    pub vendor: Option<VendorId>,
    /// When it begins.
    pub from: Time,
    /// When it ends; none when it ends with the fault.
    pub until: Option<Time>,
    /// Why, in a person's words; may be empty.
    pub note: String,
    /// Who made it.
    pub by: String,
}

/// A hold to make.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewHold {
    /// `maintenance` or `snooze`.
    pub kind: String,
    /// For one integration.
    #[serde(default)]
    pub integration: Option<IntegrationId>,
    /// For all integrations of a vendor.
    #[serde(default)]
    pub vendor: Option<String>,
    /// When it begins, RFC 3339; now when absent.
    #[serde(default)]
    pub from: Option<Time>,
    /// How long, in minutes (20 and 120 are what the page offers); absent means until it is fixed, for a snooze.
    #[serde(default)]
    pub minutes: Option<u32>,
    /// Why.
    #[serde(default)]
    pub note: String,
}
