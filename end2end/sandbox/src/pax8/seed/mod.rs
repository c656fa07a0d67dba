//! The synthetic data, the same at every start, and what happens to it when an order is placed or changed.

mod catalogue;
mod customers;
mod sales;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

pub(crate) use catalogue::{dependencies, is_add_on, pricing, provision_details};

/// The day on which everything new happens.
pub(crate) const TODAY: &str = "2026-11-24";
/// The same as an instant, in the form with an offset without a colon.
pub(crate) const NOW: &str = "2026-11-24T09:30:00.000+0000";

/// The id of the n-th company; the 23rd and every 23rd after it is not active.
pub fn company_id(at: usize) -> String {
    format!("c0000000-0000-4000-8000-{at:012x}")
}
/// The id of the n-th product; every fourth requires a commitment, the second is an add-on.
pub fn product_id(at: usize) -> String {
    format!("f0000000-0000-4000-8000-{at:012x}")
}
/// The id of the n-th subscription.
pub fn subscription_id(at: usize) -> String {
    format!("5b000000-0000-4000-8000-{at:012x}")
}
/// The id of the n-th order.
pub fn order_id(at: usize) -> String {
    format!("0d000000-0000-4000-8000-{at:012x}")
}
fn line_id(order: usize, line: usize) -> String {
    format!("11000000-0000-4000-8000-{order:08x}{line:04x}")
}

/// What the account holds.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub companies: Vec<Value>,
    pub contacts: BTreeMap<String, Vec<Value>>,
    pub products: Vec<Value>,
    pub orders: Vec<Value>,
    pub subscriptions: Vec<Value>,
    /// What each changed subscription was, newest first.
    past: BTreeMap<String, Vec<Value>>,
}

/// The account of the first day.
pub(crate) fn account() -> Account {
    let companies: Vec<Value> = (0..customers::COMPANIES).map(customers::company).collect();
    Account {
        contacts: (0..customers::COMPANIES)
            .map(|at| (company_id(at), customers::contacts(at)))
            .collect(),
        companies,
        products: (0..catalogue::PRODUCTS).map(catalogue::product).collect(),
        orders: (0..sales::ORDERS).map(sales::order).collect(),
        subscriptions: (0..sales::SUBSCRIPTIONS).map(sales::subscription).collect(),
        past: BTreeMap::new(),
    }
}

impl Account {
    pub fn company(&self, id: &str) -> Option<&Value> {
        self.companies.iter().find(|row| row["id"] == id)
    }

    pub fn subscription(&self, id: &str) -> Option<&Value> {
        self.subscriptions.iter().find(|row| row["id"] == id)
    }

    /// A subscription's states, newest first; one that never changed has the one it is in.
    pub fn history(&self, id: &str) -> Option<Vec<Value>> {
        let now = self.subscription(id)?.clone();
        let past = self.past.get(id).cloned().unwrap_or_default();
        Some([now].into_iter().chain(past).collect())
    }

    /// Puts a changed subscription in the place of what it was.
    pub fn keep(&mut self, after: Value) {
        let id = after["id"].as_str().unwrap_or_default().to_owned();
        if let Some(row) = self.subscriptions.iter_mut().find(|row| row["id"] == *id) {
            let before = std::mem::replace(row, after);
            self.past.entry(id).or_default().insert(0, before);
        }
    }

    /// Places a checked order: each line becomes a subscription.
    pub fn place(&mut self, order: &Map<String, Value>, lines: &[Value]) -> Value {
        let at = self.orders.len();
        let mut shown = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let id = subscription_id(self.subscriptions.len());
            let mut row = line_as_read(line);
            row["id"] = json!(line_id(at, index));
            row["subscriptionId"] = json!(id);
            shown.push(row);
            let subscription = self.bought(&id, order, line);
            self.subscriptions.push(subscription);
        }
        let answer = json!({
            "id": order_id(at),
            "companyId": order["companyId"],
            "createdDate": TODAY,
            "isScheduled": false,
            "lineItems": shown,
        });
        let mut kept = answer.clone();
        let by = order
            .get("orderedBy")
            .and_then(Value::as_str)
            .unwrap_or("Pax8 Partner");
        // A read writes it without the space that a write needs.
        kept["orderedBy"] = json!(by.replace(' ', ""));
        if let Some(email) = order.get("orderedByUserEmail") {
            kept["orderedByUserEmail"] = email.clone();
        }
        self.orders.push(kept);
        answer
    }

    fn bought(&self, id: &str, order: &Map<String, Value>, line: &Value) -> Value {
        let product = self
            .products
            .iter()
            .position(|row| row["id"] == line["productId"]);
        let product = product.unwrap_or_default();
        let needs_details = !provision_details(product).is_empty();
        let has_details = line["provisioningDetails"]
            .as_array()
            .is_some_and(|details| !details.is_empty());
        let status = if needs_details && !has_details {
            "WaitingForDetails"
        } else {
            "PendingAutomated"
        };
        let mut row = json!({
            "id": id,
            "companyId": order["companyId"],
            "productId": line["productId"],
            "productName": self.products[product]["name"],
            "quantity": line["quantity"],
            "billingTerm": line["billingTerm"],
            "startDate": format!("{TODAY}T00:00:00Z"),
            "createdDate": TODAY,
            "billingStart": TODAY,
            "status": status,
            "price": catalogue::price(product),
            "partnerCost": catalogue::cost(product),
            "currencyCode": "USD",
        });
        if let Some(parent) = line.get("parentSubscriptionId") {
            row["parentSubscriptionId"] = parent.clone();
        }
        let terms = dependencies(product)["commitmentDependencies"].clone();
        let terms = terms.as_array().cloned().unwrap_or_default();
        let chosen = terms.iter().find(|term| term["id"] == line["commitmentTermId"]);
        if let Some(term) = chosen {
            row["commitment"] = json!({"id": term["id"], "term": term["term"], "endDate": "2027-11-24"});
        }
        row
    }
}

/// A line as answers show it: what is only written is left out.
pub(crate) fn line_as_read(line: &Value) -> Value {
    let shown = [
        "productId",
        "commitmentTermId",
        "provisionStartDate",
        "billingTerm",
        "quantity",
    ];
    let members = line.as_object().into_iter().flatten();
    let members = members.filter(|(name, _)| shown.contains(&name.as_str()));
    Value::Object(
        members
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    )
}
