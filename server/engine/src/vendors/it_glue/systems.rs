//! The other systems whose ids IT Glue keeps beside its records, by IT Glue's own names.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de::Error};
use std::{borrow::Cow, fmt};

const PSA: &[&str] = &[
    "manage",
    "autotask",
    "tigerpaw",
    "kaseya-bms",
    "pulseway-psa",
    "vorex",
];

const RMM: &[&str] = &[
    "addigy",
    "aem",
    "atera",
    "auvik",
    "managed-workplace",
    "continuum",
    "jamf-pro",
    "kaseya-vsa",
    "automate",
    "log-me-in",
    "msp-rmm",
    "meraki",
    "msp-n-central",
    "ninja-rmm",
    "panorama9",
    "pulseway-rmm",
    "syncro",
    "watchman-monitoring",
    "office365",
    "vsa-x",
];

/// A PSA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PsaSystem(&'static str);

/// An RMM; Datto RMM is called `aem`, its former name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RmmSystem(&'static str);

fn one_of<'de, D: Deserializer<'de>>(
    given: D,
    list: &'static [&'static str],
) -> Result<&'static str, D::Error> {
    let text = Cow::<str>::deserialize(given)?;
    let known = list.iter().find(|name| **name == text);
    known
        .copied()
        .ok_or_else(|| D::Error::unknown_variant(&text, list))
}

impl<'de> Deserialize<'de> for PsaSystem {
    fn deserialize<D: Deserializer<'de>>(given: D) -> Result<Self, D::Error> {
        one_of(given, PSA).map(Self)
    }
}

impl<'de> Deserialize<'de> for RmmSystem {
    fn deserialize<D: Deserializer<'de>>(given: D) -> Result<Self, D::Error> {
        one_of(given, RMM).map(Self)
    }
}

impl fmt::Display for PsaSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl fmt::Display for RmmSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl JsonSchema for PsaSystem {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "PsaSystem".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "enum": PSA})
    }
}

impl JsonSchema for RmmSystem {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "RmmSystem".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "enum": RMM})
    }
}
