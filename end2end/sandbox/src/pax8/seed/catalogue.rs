//! Products, and what changes about them over time: details, dependencies, prices.

use serde_json::{Value, json};

use super::product_id;

/// How many products there are.
pub(super) const PRODUCTS: usize = 320;

const VENDORS: [&str; 8] = [
    "Meridian Cloud",
    "Bluefin Backup",
    "Castor Security",
    "Dovetail Voice",
    "Ember Mail",
    "Farrow Identity",
    "Granite Storage",
    "Halden Learning",
];
const EDITIONS: [&str; 5] = ["Basic", "Standard", "Premium", "Enterprise", "Add-on Pack"];

/// One product, as the single read shows it.
pub(super) fn product(at: usize) -> Value {
    let vendor = VENDORS[at % VENDORS.len()];
    json!({
        "id": product_id(at),
        "name": format!("{vendor} {} {at:03}", EDITIONS[at % EDITIONS.len()]),
        "vendorName": vendor,
        "shortDescription": format!("{vendor}, product {at}"),
        "description": format!("A longer word on product {at} of {vendor}."),
        "sku": format!("SBX-{at:04}"),
        "vendorSku": format!("V{at:05}"),
        "requiresCommitment": requires_commitment(at),
    })
}

fn requires_commitment(at: usize) -> bool {
    at.is_multiple_of(4)
}

/// The second product can only be bought beside the first.
pub(crate) fn is_add_on(at: usize) -> bool {
    at == 1
}

/// What has to be told when it is ordered.
pub(crate) fn provision_details(at: usize) -> Vec<Value> {
    if !requires_commitment(at) {
        return Vec::new();
    }
    vec![
        json!({
            "label": "Does the customer have an account?",
            "key": "hasAccount",
            "valueType": "Single-Value",
            "possibleValues": ["Yes", "No"],
        }),
        json!({
            "label": "Domain prefix",
            "key": "msDomain",
            "description": "Without the ending",
            "valueType": "Input",
            "possibleValues": null,
        }),
        json!({
            "label": "Workloads",
            "key": "workloads",
            "valueType": "Multi-Value",
            "possibleValues": ["Mail", "Files", "Meetings"],
        }),
    ]
}

fn commitment_id(at: usize, years: usize) -> String {
    format!("c0aa0000-0000-4000-8000-{at:08x}{years:04x}")
}

fn commitment(at: usize, years: usize) -> Value {
    json!({
        "id": commitment_id(at, years),
        "term": format!("{years}-Year"),
        "autoRenew": true,
        "renewalWindowDaysBeforeTermEnd": 30,
        "renewalWindowDaysAfterTermEnd": 0,
        "allowForQuantityIncrease": true,
        "allowForQuantityDecrease": false,
        "allowForEarlyCancellation": false,
        "cancellationFeeApplied": false,
        "isTransferable": false,
    })
}

/// Commitments to choose from, and products that must be there.
pub(crate) fn dependencies(at: usize) -> Value {
    let commitments = if requires_commitment(at) {
        vec![commitment(at, 1), commitment(at, 3)]
    } else {
        Vec::new()
    };
    let products = if is_add_on(at) {
        vec![json!({"name": "Requires", "products": [product(0)]})]
    } else {
        Vec::new()
    };
    json!({"commitmentDependencies": commitments, "productDependencies": products})
}

/// The commitment that a seeded subscription of this product has.
pub(super) fn usual_commitment(at: usize) -> Option<Value> {
    requires_commitment(at)
        .then(|| json!({"id": commitment_id(at, 1), "term": "1-Year", "endDate": "2027-05-31T00:00:00Z"}))
}

/// What a customer pays for one.
pub(super) fn price(at: usize) -> Value {
    money(500 + 25 * at)
}

/// What the partner pays for one.
pub(super) fn cost(at: usize) -> Value {
    money(400 + 20 * at)
}

fn money(cents: usize) -> Value {
    let cents = u32::try_from(cents).unwrap_or(u32::MAX);
    json!(f64::from(cents) / 100.0)
}

/// Prices; a company may have its own, a tenth lower.
pub(crate) fn pricing(at: usize, for_company: bool) -> Vec<Value> {
    let full = 400 + 20 * at;
    let buy = if for_company { full - full / 10 } else { full };
    ["Monthly", "Annual"]
        .iter()
        .map(|term| {
            json!({
                "productId": product_id(at),
                "productName": product(at)["name"],
                "billingTerm": term,
                "commitmentTerm": "1-Year",
                "commitmentTermInMonths": 12,
                "type": "Flat",
                "unitOfMeasurement": "Each",
                "rates": [{
                    "partnerBuyRate": money(buy),
                    "suggestedRetailPrice": price(at),
                    "startQuantityRange": 1,
                    "endQuantityRange": null,
                    "chargeType": "Per Unit",
                }],
            })
        })
        .collect()
}
