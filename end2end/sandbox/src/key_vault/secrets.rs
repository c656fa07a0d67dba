//! The vault's content: names, each with its versions, newest last. Time is counted, not measured.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// 2026-11-24T08:00:00Z; every write is a second later.
const FIRST_SECOND: i64 = 1_795_507_200;

/// One version of a secret.
#[derive(Clone, Debug)]
pub(crate) struct Version {
    /// 32 hexadecimal digits.
    pub id: String,
    pub value: String,
    pub is_enabled: bool,
    content_type: Option<String>,
    tags: Map<String, Value>,
    created: i64,
    updated: i64,
}

impl Version {
    /// The version as JSON, `origin` being the vault's address as the caller knows it.
    pub fn to_json(&self, origin: &str, name: &str, with_value: bool) -> Value {
        let mut whole = json!({
            "id": format!("{origin}/secrets/{name}/{}", self.id),
            "attributes": {
                "enabled": self.is_enabled, "created": self.created, "updated": self.updated,
                "recoveryLevel": "Recoverable+Purgeable", "recoverableDays": 90,
            },
            "tags": self.tags,
        });
        if let Some(map) = whole.as_object_mut() {
            if with_value {
                map.insert("value".to_owned(), json!(self.value));
            }
            if let Some(content_type) = &self.content_type {
                map.insert("contentType".to_owned(), json!(content_type));
            }
        }
        whole
    }
}

/// All secrets of the vault.
#[derive(Clone, Debug, Default)]
pub(crate) struct Secrets {
    by_name: BTreeMap<String, Vec<Version>>,
    writes: i64,
}

impl Secrets {
    /// Versions of a secret, oldest first. Names have no case.
    pub fn versions(&self, name: &str) -> &[Version] {
        self.by_name
            .get(&name.to_lowercase())
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// Adds a version as a PUT body describes it.
    pub fn put(&mut self, name: &str, value: &str, body: &Value) -> Version {
        self.writes += 1;
        let now = FIRST_SECOND + self.writes;
        let mut version = Version {
            id: version_id(self.writes),
            value: value.to_owned(),
            is_enabled: true,
            content_type: None,
            tags: Map::new(),
            created: now,
            updated: now,
        };
        describe(&mut version, body);
        self.by_name
            .entry(name.to_lowercase())
            .or_default()
            .push(version.clone());
        version
    }

    /// Changes what a PATCH body says about a version; its value never changes.
    pub fn patch(&mut self, name: &str, id: &str, body: &Value) -> Option<Version> {
        self.writes += 1;
        let now = FIRST_SECOND + self.writes;
        let versions = self.by_name.get_mut(&name.to_lowercase())?;
        let version = versions.iter_mut().find(|version| version.id == id)?;
        describe(version, body);
        version.updated = now;
        Some(version.clone())
    }
}

fn describe(version: &mut Version, body: &Value) {
    if let Some(is_enabled) = body.pointer("/attributes/enabled").and_then(Value::as_bool) {
        version.is_enabled = is_enabled;
    }
    if let Some(content_type) = body.get("contentType").and_then(Value::as_str) {
        version.content_type = Some(content_type.to_owned());
    }
    if let Some(tags) = body.get("tags").and_then(Value::as_object) {
        version.tags.clone_from(tags);
    }
}

/// Looks random enough that nobody sorts by it, and is the same in every run.
fn version_id(count: i64) -> String {
    let mixed = u64::try_from(count)
        .unwrap_or_default()
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!(
        "{mixed:016x}{:016x}",
        mixed.rotate_left(29) ^ 0x5bd1_e995_5bd1_e995
    )
}
