//! A vendor's data sheet: what its form asks, which hosts it may reach, what it can do.
//!
//! The browser knows what a field *is*; only the vendor's folder knows *which* fields exist.

use crate::{Text, field::Field, ids::VendorId, operation::OperationInfo};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// All a person or a program is told of a vendor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The vendor's key.
    pub vendor: VendorId,
    /// The vendor's name as it writes it itself.
    pub name: Text,
    /// What kind of system it is: `PSA`, `RMM`, `Security`, `Documentation`, `Marketplace`, `Networking`, `Productivity`.
    #[serde(rename = "type")]
    pub category: Text,
    /// One sentence: what Ops AI does with it.
    pub summary: Text,
    /// False while the connector is not built; the vendor is listed, and says so.
    pub available: bool,
    /// True when no operation of this vendor can change anything.
    pub read_only: bool,
    /// The tier computed from the vendor's `quality.toml`: `none`, `bronze`, `silver`, `gold` or `platinum`.
    pub tier: Text,
    /// The vendor's mark, an inline SVG.
    pub icon_svg: Text,
    /// Where a person finds each value, Markdown, shown beside the form.
    pub setup_guide: Text,
    /// What the form asks, in display order.
    pub fields: Vec<Field>,
    /// The hosts that this connector may ever reach.
    pub egress: Vec<HostRule>,
    /// What can be called.
    pub operations: Vec<OperationInfo>,
    /// How the vendor's webhooks prove themselves; none while receivers for it are not built.
    pub webhook: Option<WebhookInfo>,
}

impl Manifest {
    /// The field with this key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// Splits what a form sent into settings and credentials, by the kind of each field.
    ///
    /// A key that the manifest does not know goes with the settings, where the check names it.
    pub fn split(&self, values: BTreeMap<String, String>) -> (Values, Values) {
        values
            .into_iter()
            .partition(|(key, _)| !self.field(key).is_some_and(Field::is_secret))
    }
}

/// Field key → value.
pub type Values = BTreeMap<String, String>;

/// One host a connector may reach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HostRule {
    /// This host and no other.
    Exact(Text),
    /// Every host that ends with this text, which begins with a dot.
    Suffix(Text),
    /// The host of the URL typed into this field, which may be on a private network.
    PrivateFromField(Text),
}

/// How a vendor's webhooks prove where they come from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookInfo {
    /// The scheme, e.g. `hmac-sha1-base64`.
    pub scheme: Text,
    /// The header that carries the proof.
    pub header: Text,
    /// Where to paste URL and secret at the vendor's.
    pub setup: Text,
}
