//! Fixtures through the model: nothing is lost, nothing is rounded.

use super::super::{
    model::{Listed, Row, Standing},
    records::{Company, Order, Price, Subscription},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

const COMPANIES: &str = include_str!("../fixtures/companies_page.json");
const SUBSCRIPTION: &str = include_str!("../fixtures/subscription.json");
const ORDER: &str = include_str!("../fixtures/order.json");
const PRICE: &str = include_str!("../fixtures/price.json");

/// Whatever the vendor's answer holds stands in ours, at the same place with the same value.
fn assert_kept(vendor: &Value, ours: &Value, at: &str) {
    match vendor {
        Value::Object(members) => {
            for (name, value) in members {
                assert_kept(value, &ours[name], &format!("{at}.{name}"));
            }
        }
        Value::Array(rows) => {
            assert_eq!(ours.as_array().map(Vec::len), Some(rows.len()), "{at}");
            for (index, row) in rows.iter().enumerate() {
                assert_kept(row, &ours[index], &format!("{at}[{index}]"));
            }
        }
        plain => assert_eq!(plain, ours, "{at}"),
    }
}

/// A fixture through a record and back.
fn through<T: DeserializeOwned + Serialize>(text: &str) {
    let vendor: Value = serde_json::from_str(text).unwrap();
    let record: T = serde_json::from_str(text).unwrap();
    assert_kept(&vendor, &serde_json::to_value(&record).unwrap(), "record");
}

#[test]
fn records_keep_every_member_known_or_not() {
    through::<Order>(ORDER);
    through::<Subscription>(SUBSCRIPTION);
    through::<Price>(PRICE);
    let page: Value = serde_json::from_str(COMPANIES).unwrap();
    through::<Company>(&page["content"][0].to_string());
}

#[test]
fn a_page_of_companies_tells_where_it_stands_and_lacks_what_lists_leave_out() {
    let page: Listed<Company> = serde_json::from_str(COMPANIES).unwrap();
    assert_eq!(page.total(), Some(1_204));
    assert_eq!(
        page.page,
        Some(Standing {
            number: Some(0),
            total_pages: Some(1_204),
            total_elements: Some(1_204)
        })
    );
    let company = &page.content[0];
    assert_eq!(company.id(), "6f0f3a0e-1111-4a3a-9a8e-000000000001");
    assert_eq!((&company.phone, company.order_approval_required), (&None, None));
    let text = serde_json::to_string(company).unwrap();
    assert!(
        text.contains("9007199254740993") && text.contains("\"county\":\"Denver\""),
        "{text}"
    );
}

#[test]
fn whole_quantities_stay_whole_and_prices_stay_exact() {
    let subscription: Subscription = serde_json::from_str(SUBSCRIPTION).unwrap();
    let text = serde_json::to_string(&subscription).unwrap();
    assert!(
        text.contains("\"quantity\":5,") && text.contains("\"price\":32.01,"),
        "{text}"
    );
}

#[test]
fn the_commitment_is_read_under_either_name_and_given_under_one() {
    let documented = SUBSCRIPTION.replace("\"commitment\"", "\"commitmentTerm\"");
    let both = json!({"id": "1", "commitment": {"term": "1-Year"}, "commitmentTerm": {"term": "3-Year"}});
    let neither = json!({"id": "1"});
    for (text, term) in [
        (SUBSCRIPTION.to_owned(), json!("1-Year")),
        (documented, json!("1-Year")),
        (both.to_string(), json!("1-Year")),
        (neither.to_string(), Value::Null),
    ] {
        let subscription: Subscription = serde_json::from_str(&text).unwrap();
        let ours = serde_json::to_value(&subscription).unwrap();
        assert_eq!(ours["commitment"]["term"], term);
        assert!(ours.get("commitmentTerm").is_none(), "{ours}");
    }
}

#[test]
fn dates_are_passed_on_as_they_came() {
    for date in [
        "2026-11-23",
        "2026-11-23T08:30:00Z",
        "2020-12-01T13:20:13.153-0700",
    ] {
        let text = json!({"id": "1", "createdDate": date}).to_string();
        let subscription: Subscription = serde_json::from_str(&text).unwrap();
        assert_eq!(subscription.known.created_date.as_deref(), Some(date));
    }
}

#[test]
fn missing_lists_are_empty_ones() {
    for text in [r#"{"id":"1"}"#, r#"{"id":"1","lineItems":null}"#] {
        let order: Order = serde_json::from_str(text).unwrap();
        assert!(order.line_items.is_empty());
    }
}
