//! Orders of the past and the subscriptions that came of them. Dates come in all the forms that were seen.

use serde_json::{Value, json};

use super::{catalogue, company_id, line_id, order_id, product_id, subscription_id};

/// How many subscriptions there are.
pub(super) const SUBSCRIPTIONS: usize = 640;
/// How many orders there are.
pub(super) const ORDERS: usize = 430;

const TERMS: [&str; 3] = ["Monthly", "Annual", "Monthly"];

fn day(at: usize) -> String {
    format!("2026-{:02}-{:02}", 1 + at % 10, 1 + at % 28)
}

/// Three forms of one member, as the vendor's own examples have them.
fn date(at: usize) -> String {
    let day = day(at);
    match at % 3 {
        0 => day,
        1 => format!("{day}T08:30:00Z"),
        _ => format!("{day}T13:20:13.153-0700"),
    }
}

fn status(at: usize) -> &'static str {
    match at % 40 {
        31 => "Cancelled",
        32 => "PendingManual",
        33 => "Trial",
        34 => "WaitingForDetails",
        _ => "Active",
    }
}

/// The company of the n-th sale; only active ones bought something.
fn buyer(at: usize) -> String {
    company_id(at % 20)
}

/// One subscription.
pub(super) fn subscription(at: usize) -> Value {
    let product = at % catalogue::PRODUCTS;
    let mut row = json!({
        "id": subscription_id(at),
        "companyId": buyer(at),
        "productId": product_id(product),
        "vendorSubscriptionId": format!("VS-{at:06}"),
        "vendorSkuId": format!("V{product:05}"),
        "productName": catalogue::product(product)["name"],
        "quantity": 2 + at % 50,
        "startDate": format!("{}T08:30:00Z", day(at)),
        "createdDate": date(at),
        "updatedDate": format!("{}T03:12:14.453-0300", day(at)),
        "billingStart": day(at),
        "status": status(at),
        "price": catalogue::price(product),
        "currencyCode": "USD",
        "partnerCost": catalogue::cost(product),
        "billingTerm": TERMS[at % TERMS.len()],
    });
    if let Some(commitment) = catalogue::usual_commitment(product) {
        row["commitment"] = commitment;
    }
    if status(at) == "Cancelled" {
        row["endDate"] = json!(day(at + 1));
    }
    row
}

/// One order; the earlier ones have two lines.
pub(super) fn order(at: usize) -> Value {
    let lines = if at < SUBSCRIPTIONS - ORDERS { 2 } else { 1 };
    let lines: Vec<Value> = (0..lines)
        .map(|line| {
            let of = subscription(if line == 0 { at } else { at + ORDERS });
            json!({
                "id": line_id(at, line),
                "productId": of["productId"],
                "subscriptionId": of["id"],
                "billingTerm": of["billingTerm"],
                "quantity": of["quantity"],
                "provisionStartDate": of["startDate"],
            })
        })
        .collect();
    json!({
        "id": order_id(at),
        "companyId": buyer(at),
        "createdDate": day(at),
        "orderedBy": "Pax8Partner",
        "orderedByUserEmail": "buyer@northgate.example",
        "isScheduled": false,
        "lineItems": lines,
    })
}
