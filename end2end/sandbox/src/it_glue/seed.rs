//! The synthetic data of the three accounts, the same at every start. EU ids are beyond 2^53.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::keys::Region;
use super::kinds::{
    CONFIGURATION_STATUSES, CONFIGURATION_TYPES, CONFIGURATIONS, Kind, ORGANIZATION_TYPES, ORGANIZATIONS,
    PASSWORD_CATEGORIES, PASSWORDS, REGIONS,
};

/// 2026-01-01T00:00:00Z.
const NEW_YEAR: i64 = 1_767_225_600;
const DAY: i64 = 86_400;

/// One record.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub id: i64,
    /// In kebab case, as on the wire.
    pub attributes: Map<String, Value>,
    /// What can be filtered by but is not shown, in snake case.
    hidden: Map<String, Value>,
    /// A password's value; empty for all else.
    pub secret: String,
}

impl Record {
    fn new(id: i64, attributes: Value) -> Self {
        let attributes = if let Value::Object(map) = attributes {
            map
        } else {
            Map::new()
        };
        Self {
            id,
            attributes,
            hidden: Map::new(),
            secret: String::new(),
        }
    }

    /// The value that a filter or sort key of this name looks at, as text; `None` where it is null.
    pub fn text(&self, name: &str) -> Option<String> {
        if name == "id" {
            return Some(self.id.to_string());
        }
        match self
            .attributes
            .get(&name.replace('_', "-"))
            .or_else(|| self.hidden.get(name))?
        {
            Value::Null => None,
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }
}

/// The records of one account.
#[derive(Debug)]
pub(crate) struct Account {
    records: BTreeMap<&'static str, Vec<Record>>,
}

impl Account {
    pub fn new(region: Region) -> Self {
        let region = Numbers::of(region);
        let many = |count, make: &dyn Fn(i64) -> Record| (0..count).map(make).collect::<Vec<_>>();
        let records = [
            (&ORGANIZATIONS, many(137, &|at| organization(&region, at))),
            (&CONFIGURATIONS, many(260, &|at| configuration(&region, at))),
            (&PASSWORDS, many(75, &|at| password(&region, at))),
            (&REGIONS, many(13, &|at| state(at))),
            (&CONFIGURATION_STATUSES, named(29, &STATUSES)),
            (&CONFIGURATION_TYPES, named(65, &TYPES.map(|(name, _)| name))),
            (&PASSWORD_CATEGORIES, named(15, &CATEGORIES)),
            (&ORGANIZATION_TYPES, named(86, &["Customer", "Vendor", "Owner"])),
        ];
        Self {
            records: records
                .into_iter()
                .map(|(kind, records)| (kind.path, records))
                .collect(),
        }
    }

    pub fn records(&self, kind: &Kind) -> &[Record] {
        self.records.get(kind.path).map(Vec::as_slice).unwrap_or_default()
    }
}

/// What differs between the accounts.
struct Numbers {
    first: i64,
    label: &'static str,
}

impl Numbers {
    const fn of(region: Region) -> Self {
        match region {
            Region::Us => Self {
                first: 2,
                label: "US",
            },
            // 2^53 + 1 is the first number that a JavaScript client gets wrong.
            Region::Eu => Self {
                first: 9_007_199_254_740_993,
                label: "EU",
            },
            Region::Au => Self {
                first: 400_000,
                label: "AU",
            },
        }
    }

    const fn organization(&self, at: i64) -> i64 {
        self.first + 2 * at
    }
    const fn configuration(&self, at: i64) -> i64 {
        self.first + 10_001 + 2 * at
    }
    const fn password(&self, at: i64) -> i64 {
        self.first + 20_001 + 2 * at
    }
    fn organization_name(&self, at: i64) -> String {
        let name = NAMES[index(at, NAMES.len())];
        if at == 0 {
            format!("Northgate IT Services {}", self.label)
        } else {
            format!("{name} {} {at:03}", self.label)
        }
    }
}

const NAMES: [&str; 6] = [
    "Alder & Finch",
    "Brookside Dental",
    "Café Lumière",
    "Dunmore Logistics",
    "O'Brien Foods",
    "Kestrel Accountants",
];
const STATUSES: [&str; 3] = ["Active", "In Stock", "Retired"];
const TYPES: [(&str, &str); 4] = [
    ("Managed Server", "server"),
    ("Managed Workstation", "workstation"),
    ("Switch", "switch"),
    ("Printer", "printer"),
];
const CATEGORIES: [&str; 3] = ["Cloud", "Network", "Application"];

fn index(at: i64, length: usize) -> usize {
    usize::try_from(at).unwrap_or_default() % length
}

fn time(second: i64) -> String {
    // With milliseconds, as the vendor writes it.
    format!("{:.3}", Timestamp::from_second(second).unwrap_or_default())
}

fn named(first: i64, names: &[&str]) -> Vec<Record> {
    let one = |(id, name): (i64, &&str)| {
        Record::new(
            id,
            json!({"name": name, "created-at": time(NEW_YEAR), "updated-at": time(NEW_YEAR)}),
        )
    };
    (first..).zip(names).map(one).collect()
}

fn state(at: i64) -> Record {
    Record::new(
        at + 1,
        json!({"name": format!("Region {:02}", at + 1), "iso": format!("R{}", at + 1), "country-id": 1}),
    )
}

fn organization(numbers: &Numbers, at: i64) -> Record {
    let is_own = at == 0;
    let parent = (at % 10 == 1 && at > 1).then(|| numbers.organization(1));
    let ancestors = parent.map_or_else(|| "[]".to_owned(), |id| format!("[{id}]"));
    let quick_notes =
        (at == 3).then(|| format!("<p>{}</p>", "Ring the front desk before visiting. ".repeat(12)));
    let mut record = Record::new(
        numbers.organization(at),
        json!({
            "name": numbers.organization_name(at), "alert": (at == 5).then_some("On stop: unpaid invoice"),
            "description": null, "organization-type-id": if is_own { 88 } else { 86 },
            "organization-type-name": if is_own { "Owner" } else { "Customer" },
            "organization-status-id": if at % 9 == 8 { 69 } else { 68 },
            "organization-status-name": if at % 9 == 8 { "Inactive" } else { "Active" },
            "primary": is_own, "logo": "", "quick-notes": quick_notes, "short-name": format!("org{at}"),
            "created-at": time(NEW_YEAR - (200 - at) * DAY), "updated-at": time(NEW_YEAR + at * DAY),
            "parent-id": parent.map(|id| id.to_string()), "ancestor-ids": ancestors,
        }),
    );
    record
        .hidden
        .insert("psa_id".to_owned(), json!((29_683_100 + at).to_string()));
    record
        .hidden
        .insert("psa_integration_type".to_owned(), json!("autotask"));
    record
}

fn configuration(numbers: &Numbers, at: i64) -> Record {
    let organization = at % 137;
    let (kind_name, kind) = TYPES[index(at, TYPES.len())];
    let kind_id = 65 + at % 4;
    let status = at % 3;
    let id = numbers.configuration(at);
    let name = format!("{}-{}-{at:03}", numbers.label, kind.to_uppercase());
    let mut record = Record::new(
        id,
        json!({
            "organization-id": numbers.organization(organization),
            "organization-name": numbers.organization_name(organization),
            "organization-short-name": format!("org{organization}"),
            "resource-url": format!("https://northgate.itglue.com/{}/configurations/{id}", numbers.organization(organization)),
            "restricted": false, "my-glue": false, "psa-integration": "enabled", "name": name, "hostname": name,
            "primary-ip": format!("192.0.2.{}", at % 250 + 1), "mac-address": format!("02-00-00-00-00-{at:02X}"),
            "default-gateway": "192.0.2.254", "serial-number": format!("SN{at:05}"), "asset-tag": format!("A{at:04}"),
            "position": null, "installed-by": null, "purchased-by": null, "notes": null,
            "operating-system-id": 4, "operating-system-name": "Windows 11", "operating-system-notes": null,
            "warranty-expires-at": "2027-05-05", "installed-at": "2025-05-20", "purchased-at": null,
            "configuration-type-id": kind_id, "configuration-type-name": kind_name, "configuration-type-kind": kind,
            "configuration-status-id": 29 + status, "configuration-status-name": STATUSES[index(status, 3)],
            "manufacturer-id": 60, "manufacturer-name": "Example Computers", "model-id": 3, "model-name": "Model 3",
            "location-id": null, "location-name": null, "contact-id": null, "contact-name": null,
            "archived": at % 20 == 19, "created-at": time(NEW_YEAR - at * DAY), "updated-at": time(NEW_YEAR + at * 3_600),
        }),
    );
    for (name, value) in [("psa_id", format!("p{at}")), ("rmm_id", format!("r{at}"))] {
        record.hidden.insert(name.to_owned(), Value::String(value));
    }
    record
        .hidden
        .insert("psa_integration_type".to_owned(), json!("autotask"));
    record
        .hidden
        .insert("rmm_integration_type".to_owned(), json!("aem"));
    record
}

fn password(numbers: &Numbers, at: i64) -> Record {
    let organization = at % 137;
    let id = numbers.password(at);
    let category = at % 3;
    // Every fifth belongs to a configuration.
    let resource = (at % 5 == 4).then(|| numbers.configuration(at));
    let record = Record::new(
        id,
        json!({
            "organization-id": numbers.organization(organization),
            "organization-name": numbers.organization_name(organization),
            "resource-url": format!("https://northgate.itglue.com/{}/passwords/{id}", numbers.organization(organization)),
            "restricted": at % 7 == 6, "my-glue": false, "name": format!("{} Admin {at:02}", CATEGORIES[index(category, 3)]),
            "autofill-selectors": null, "username": format!("admin{at}@example.org"),
            "url": format!("https://portal{at}.example.org/"), "notes": null,
            "password-updated-at": time(NEW_YEAR + at * DAY), "updated-by": 4_444, "updated-by-type": "User",
            "resource-id": resource, "resource-type": resource.map(|_| "Configuration"),
            "cached-resource-type-name": resource.map(|_| "Configuration"),
            "cached-resource-name": resource.map(|_| format!("Device {at}")),
            "password-category-id": 15 + category, "password-category-name": CATEGORIES[index(category, 3)],
            "created-at": time(NEW_YEAR - at * DAY), "updated-at": time(NEW_YEAR + at * 7_200),
            "parent-url": null,
        }),
    );
    let mut record = Record {
        secret: format!("Sandbox#{}-Value-{at:02}", numbers.label),
        ..record
    };
    record.hidden.insert("archived".to_owned(), json!(at % 20 == 19));
    record
}
