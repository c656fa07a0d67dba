//! `POST /orders`: checked as a whole, then placed as a whole; with `isMock=true` only checked.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::behaviour::Behaviour;
use super::params::BILLING_TERMS;
use super::says;
use super::seed::{self, Account};
use crate::exchange::{Answer, Received};

const OF_ORDER: [&str; 4] = ["companyId", "orderedBy", "orderedByUserEmail", "lineItems"];
const ORDERED_BY: [&str; 3] = ["Pax8 Partner", "Customer", "Pax8"];
/// A line's own `companyId`, which the description calls required, is not among the members that it describes.
const OF_LINE: [&str; 9] = [
    "productId",
    "commitmentTermId",
    "provisionStartDate",
    "lineItemNumber",
    "billingTerm",
    "parentSubscriptionId",
    "parentLineItemNumber",
    "quantity",
    "provisioningDetails",
];

/// Answers it.
pub(crate) fn place(request: &Received, account: &mut Account, behaviour: &Behaviour) -> Answer {
    let mut is_mock = false;
    for (name, value) in request.pairs() {
        match (name.as_str(), value.as_str()) {
            ("isMock", "true") => is_mock = true,
            ("isMock", "false") => {}
            _ => return says::invalid(request, &name),
        }
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    if request.media_type() != "application/json" {
        return says::invalid(request, "body");
    }
    let check = Check {
        request,
        account,
        behaviour,
    };
    let (order, lines) = match check.order(&body) {
        Ok(found) => found,
        Err(refusal) => return refusal,
    };
    if is_mock && !behaviour.mock_has_ids {
        return Answer::json(200, &mock(order, lines));
    }
    if is_mock {
        let mut would_be = account.clone();
        return Answer::json(200, &would_be.place(order, lines));
    }
    Answer::json(200, &account.place(order, lines))
}

fn mock(order: &Map<String, Value>, lines: &[Value]) -> Value {
    let lines: Vec<Value> = lines.iter().map(seed::line_as_read).collect();
    json!({
        "companyId": order["companyId"],
        "createdDate": seed::TODAY,
        "isScheduled": false,
        "lineItems": lines,
    })
}

struct Check<'a> {
    request: &'a Received,
    account: &'a Account,
    behaviour: &'a Behaviour,
}

impl Check<'_> {
    fn invalid(&self, field: &str) -> Answer {
        says::invalid(self.request, field)
    }

    fn refuse(&self, why: impl AsRef<str>) -> Answer {
        says::unprocessable(self.request, why.as_ref())
    }

    fn order<'b>(&self, body: &'b Value) -> Result<(&'b Map<String, Value>, &'b [Value]), Answer> {
        let order = body.as_object().ok_or_else(|| self.invalid("body"))?;
        self.known(order, &OF_ORDER)?;
        let by = order.get("orderedBy");
        if by.is_some_and(|by| !ORDERED_BY.iter().any(|known| by == known)) {
            return Err(self.invalid("orderedBy"));
        }
        let company = text(order, "companyId").ok_or_else(|| self.invalid("companyId"))?;
        let found = self.account.company(company);
        let found = found.ok_or_else(|| self.refuse(format!("Company Not Found: {company}")))?;
        if found["status"] != "Active" {
            return Err(
                self.refuse("The company must be Active, with primary Admin, Billing and Technical contacts")
            );
        }
        let lines = order.get("lineItems").and_then(Value::as_array);
        let lines = lines.filter(|lines| !lines.is_empty());
        let lines = lines.ok_or_else(|| self.invalid("lineItems"))?;
        let mut numbers = Vec::new();
        for line in lines {
            let line = line.as_object().ok_or_else(|| self.invalid("lineItems"))?;
            let number = line.get("lineItemNumber").and_then(Value::as_u64);
            let number = number.filter(|number| !numbers.contains(number));
            numbers.push(number.ok_or_else(|| self.invalid("lineItemNumber"))?);
            self.line(line, &numbers)?;
        }
        Ok((order, lines))
    }

    fn known(&self, given: &Map<String, Value>, known: &[&str]) -> Result<(), Answer> {
        match given.keys().find(|name| !known.contains(&name.as_str())) {
            Some(unknown) => Err(self.invalid(unknown)),
            None => Ok(()),
        }
    }

    fn line(&self, line: &Map<String, Value>, numbers: &[u64]) -> Result<(), Answer> {
        self.known(line, &OF_LINE)?;
        let product = text(line, "productId").ok_or_else(|| self.invalid("productId"))?;
        let at = self.account.products.iter().position(|row| row["id"] == product);
        let at = at.ok_or_else(|| self.refuse(format!("Product Not Found: {product}")))?;
        if line
            .get("quantity")
            .and_then(Value::as_u64)
            .is_none_or(|quantity| quantity == 0)
        {
            return Err(self.invalid("quantity"));
        }
        let billing = text(line, "billingTerm").filter(|term| BILLING_TERMS.contains(term));
        let billing = billing.ok_or_else(|| self.invalid("billingTerm"))?;
        if let Some(start) = line.get("provisionStartDate") {
            let start = start.as_str().and_then(|text| text.parse::<Timestamp>().ok());
            let start = start.ok_or_else(|| self.invalid("provisionStartDate"))?;
            if start > Timestamp::now() {
                return Err(self.refuse("Orders with a future date are not supported"));
            }
        }
        self.commitment(line, at, billing)?;
        self.parent(line, at, numbers)?;
        self.details(line, at)
    }

    fn commitment(&self, line: &Map<String, Value>, at: usize, billing: &str) -> Result<(), Answer> {
        let refuse = |why: &str| {
            if self.behaviour.commitment_refusals_as_list {
                says::list_of_errors(why)
            } else {
                self.refuse(why)
            }
        };
        let terms = seed::dependencies(at)["commitmentDependencies"].clone();
        let terms = terms.as_array().cloned().unwrap_or_default();
        let Some(chosen) = text(line, "commitmentTermId") else {
            return match terms.first() {
                Some(_) => Err(refuse("commitmentTermId is required for this product")),
                None => Ok(()),
            };
        };
        let chosen = terms.iter().find(|term| term["id"] == chosen);
        let chosen = chosen.ok_or_else(|| self.invalid("commitmentTerm"))?;
        if years(chosen["term"].as_str().unwrap_or_default()) < years(billing) {
            return Err(refuse("The commitment term is shorter than the billing term"));
        }
        Ok(())
    }

    fn parent(&self, line: &Map<String, Value>, at: usize, numbers: &[u64]) -> Result<(), Answer> {
        let subscription = text(line, "parentSubscriptionId");
        let number = line.get("parentLineItemNumber").and_then(Value::as_u64);
        if let Some(id) = subscription.filter(|id| self.account.subscription(id).is_none()) {
            return Err(self.refuse(format!("Subscription Not Found: {id}")));
        }
        // The line's own number is the last of those seen so far.
        let others = numbers.split_last().map_or(&[][..], |(_, others)| others);
        if number.is_some_and(|number| !others.contains(&number)) {
            return Err(self.invalid("parentLineItemNumber"));
        }
        if seed::is_add_on(at) && subscription.is_none() && number.is_none() {
            return Err(self.refuse("This product requires a parent"));
        }
        Ok(())
    }

    fn details(&self, line: &Map<String, Value>, at: usize) -> Result<(), Answer> {
        let Some(given) = line.get("provisioningDetails") else {
            return Ok(());
        };
        let known = seed::provision_details(at);
        for detail in given
            .as_array()
            .ok_or_else(|| self.invalid("provisioningDetails"))?
        {
            let known = known.iter().find(|known| known["key"] == detail["key"]);
            let known = known.ok_or_else(|| self.invalid("provisioningDetails.key"))?;
            let values = detail["values"].as_array();
            let values = values.ok_or_else(|| self.invalid("provisioningDetails.values"))?;
            let possible = known["possibleValues"].as_array();
            let fits = |value: &Value| possible.is_none_or(|possible| possible.contains(value));
            let too_many = values.len() > 1 && known["valueType"] != "Multi-Value";
            if too_many || !values.iter().all(|value| value.is_string() && fits(value)) {
                return Err(self.refuse(format!("Invalid value for {}", detail["key"])));
            }
        }
        Ok(())
    }
}

fn text<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    members.get(name)?.as_str()
}

/// How long a term is; what is paid monthly or once is shorter than any year.
fn years(term: &str) -> u8 {
    match term {
        "1-Year" | "Annual" => 1,
        "2-Year" => 2,
        "3-Year" => 3,
        _ => 0,
    }
}
