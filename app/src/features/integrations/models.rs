//! What the pages are told of vendors and accounts: the part of a manifest that a page shows.
//!
//! Rationale: a manifest carries the schemas of all its operations, which no page here draws and which would make the
//! HTML of the list many times as large.

use contract::{
    Text,
    actor::Role,
    field::Field,
    ids::VendorId,
    integration::{DeleteImpact, Integration},
    probe::ProbeRecord,
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use contract::{
    manifest::{HostRule, Manifest},
    operation::Risk,
};

/// A vendor, in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VendorCard {
    /// Its key.
    pub vendor: VendorId,
    /// Its name.
    pub name: Text,
    /// What kind of system it is.
    pub category: Text,
    /// What Ops AI does with it.
    pub summary: Text,
    /// False while its connector is not built.
    pub available: bool,
    /// True when nothing of it can change anything.
    pub read_only: bool,
    /// The tier of its connector.
    pub tier: Text,
    /// Its mark, an SVG of the server's own.
    pub icon_svg: Text,
    /// How many operations only read.
    pub reads: usize,
    /// How many operations can change something.
    pub writes: usize,
}

/// A vendor, beside its form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VendorForm {
    /// The vendor.
    pub card: VendorCard,
    /// What the form asks.
    pub fields: Vec<Field>,
    /// Where a person finds each value, Markdown.
    pub guide: Text,
    /// The hosts that may be reached, in words.
    pub hosts: Vec<String>,
    /// What the person who asked may do; the ports decide, this hides what they would refuse.
    pub role: Role,
}

/// The list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Listed {
    /// Every vendor, in the order of the house.
    pub vendors: Vec<VendorCard>,
    /// Every account.
    pub integrations: Vec<Integration>,
    /// What the person who asked may do.
    pub role: Role,
}

/// The vendors to choose from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choosing {
    /// The vendors and accounts.
    pub listed: Listed,
    /// The vendor that a wizard connects; its ordinary form can be reached from there.
    pub wizard: Option<String>,
}

/// One account, with its vendor's form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// The account.
    pub integration: Integration,
    /// Its vendor's form.
    pub form: VendorForm,
}

/// The probes of the last day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// How many there were.
    pub total: usize,
    /// How many of them passed.
    pub passed: usize,
    /// The newest of them.
    pub records: Vec<ProbeRecord>,
}

/// What deleting would take with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Leaving {
    /// The account's identifier.
    pub id: String,
    /// Its vendor's name.
    pub vendor: Text,
    /// The name to type, and each consequence.
    pub impact: DeleteImpact,
    /// What the person who asked may do.
    pub role: Role,
}

#[cfg(feature = "ssr")]
impl From<&Manifest> for VendorCard {
    fn from(manifest: &Manifest) -> Self {
        let reads = manifest.operations.iter().filter(|one| one.risk == Risk::Read);
        let reads = reads.count();
        Self {
            vendor: manifest.vendor.clone(),
            name: manifest.name.clone(),
            category: manifest.category.clone(),
            summary: manifest.summary.clone(),
            available: manifest.available,
            read_only: manifest.read_only,
            tier: manifest.tier.clone(),
            icon_svg: manifest.icon_svg.clone(),
            reads,
            writes: manifest.operations.len() - reads,
        }
    }
}

#[cfg(feature = "ssr")]
impl VendorForm {
    /// What of a manifest stands on the form's page, for a person of this role.
    pub fn of(manifest: &Manifest, role: Role) -> Self {
        let hosts = manifest.egress.iter().map(|rule| host(rule, manifest));
        Self {
            card: VendorCard::from(manifest),
            hosts: hosts.collect(),
            fields: manifest.fields.clone(),
            guide: manifest.setup_guide.clone(),
            role,
        }
    }
}

#[cfg(feature = "ssr")]
fn host(rule: &HostRule, manifest: &Manifest) -> String {
    match rule {
        HostRule::Exact(host) => host.to_string(),
        HostRule::Suffix(suffix) => format!("*{suffix}"),
        HostRule::PrivateFromField(key) => {
            let field = manifest.field(key);
            let label = field.map_or_else(|| key.to_string(), |field| field.label.to_string());
            format!("the host in “{label}”, also on a private network")
        }
    }
}

impl VendorForm {
    /// True when the person who asked may test and save.
    pub fn may_connect(&self) -> bool {
        self.role >= Role::Tech
    }
}
