//! The order in which Pax8 looks at a request: token, quota, path, right, parameters.

use std::sync::{Mutex, MutexGuard};

use hyper::Method;
use serde_json::Value;
use tokio::time::Duration;

use super::behaviour::Behaviour;
use super::params::{self, Params};
use super::seed::{self, Account};
use super::tokens::Tokens;
use super::{changes, list, orders, says};
use crate::exchange::{Answer, Received};
use crate::rolling::{Rolling, lock};
use crate::serve::{Knobs, Rules};

/// Calls a minute.
const LIMIT: u64 = 1_000;

/// The double's rules and data.
#[derive(Debug)]
pub(crate) struct Pax8 {
    pub tokens: Tokens,
    pub usage: Rolling,
    account: Mutex<Account>,
    knobs: Knobs<Behaviour>,
}

impl Pax8 {
    pub fn new(behaviour: Behaviour) -> Self {
        Self {
            tokens: Tokens::default(),
            usage: Rolling::over(Duration::from_mins(1)),
            account: Mutex::new(seed::account()),
            knobs: Knobs::new(behaviour),
        }
    }

    pub fn account(&self) -> MutexGuard<'_, Account> {
        lock(&self.account)
    }
}

impl Rules for Pax8 {
    type Behaviour = Behaviour;

    fn knobs(&self) -> &Knobs<Behaviour> {
        &self.knobs
    }

    fn reset(&self) {
        self.tokens.reset();
        self.usage.clear();
        *self.account() = seed::account();
    }

    async fn answer(&self, request: &Received) -> Answer {
        let behaviour = self.knobs.get();
        let segments = request.segments();
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        let ["v1", noun, rest @ ..] = parts.as_slice() else {
            return says::not_found(request, "Path", &request.path);
        };
        if (*noun, rest.len()) == ("token", 0) {
            return self.tokens.give(request, behaviour.token_seconds);
        }
        let Some(right) = self.tokens.right(request) else {
            return said(401, &behaviour.unauthorized_body);
        };
        if behaviour.already_used + self.usage.count() > LIMIT {
            let after = behaviour.limited_retry_after.iter();
            return after.fold(said(429, &behaviour.limited_body), |answer, after| {
                answer.with("retry-after", after)
            });
        }
        if !right.allows(&request.method, noun) {
            return says::forbidden(request);
        }
        let mut account = self.account();
        match request.method {
            Method::GET => read(request, &account, &behaviour, noun, rest),
            Method::POST if (*noun, rest.len()) == ("orders", 0) => {
                orders::place(request, &mut account, &behaviour)
            }
            Method::PUT | Method::DELETE => match (*noun, rest) {
                ("subscriptions", [id]) => changes::change(request, &mut account, &behaviour, id),
                _ => says::not_found(request, "Path", &request.path),
            },
            _ => says::error(request, 405, "METHOD_NOT_ALLOWED", "Method not allowed"),
        }
    }
}

fn said(status: u16, body: &str) -> Answer {
    if body.is_empty() {
        Answer::empty(status)
    } else {
        Answer::text(status, "application/json", body.to_owned())
    }
}

fn read(request: &Received, account: &Account, behaviour: &Behaviour, noun: &str, rest: &[&str]) -> Answer {
    let answer = match (noun, rest) {
        ("companies", []) => companies(request, account, behaviour),
        ("companies", [id]) => Ok(one(request, "Company", &account.companies, id)),
        ("companies", [id, "contacts"]) => contacts(request, account, behaviour, id),
        ("products", []) => products(request, account, behaviour),
        ("products", [id]) => Ok(one(request, "Product", &account.products, id)),
        ("products", [id, of]) => Ok(of_product(request, account, id, of)),
        ("orders", []) => orders_of(request, account, behaviour),
        ("orders", [id]) => Ok(one(request, "Order", &account.orders, id)),
        ("subscriptions", []) => subscriptions(request, account, behaviour),
        ("subscriptions", [id]) => Ok(match account.subscription(id) {
            Some(row) => Answer::json(200, &changes::shown(row, behaviour)),
            None => says::not_found(request, "Subscription", id),
        }),
        ("subscriptions", [id, "history"]) => Ok(match account.history(id) {
            Some(rows) => {
                let rows: Vec<Value> = rows.iter().map(|row| changes::shown(row, behaviour)).collect();
                list::whole(&rows)
            }
            None => says::not_found(request, "Subscription", id),
        }),
        _ => Ok(says::not_found(request, "Path", &request.path)),
    };
    answer.unwrap_or_else(|refusal| refusal)
}

fn one(request: &Received, what: &str, rows: &[Value], id: &str) -> Answer {
    match rows.iter().find(|row| row["id"] == id) {
        Some(row) => Answer::json(200, row),
        None => says::not_found(request, what, id),
    }
}

/// The published examples of the list leave these out.
const NOT_IN_LIST: [&str; 2] = ["phone", "orderApprovalRequired"];

fn companies(request: &Received, account: &Account, behaviour: &Behaviour) -> Result<Answer, Answer> {
    let params = Params::read(request, &params::COMPANIES)?;
    let fits = |row: &&Value| {
        params.filters.iter().all(|(name, wanted)| {
            let found = row.get(name).or_else(|| row["address"].get(name));
            found.is_some_and(|found| match found.as_str() {
                Some(text) => text == wanted,
                None => found.as_bool().is_some_and(|is| is == (wanted == "true")),
            })
        })
    };
    let rows = account.companies.iter().filter(fits).cloned();
    let rows = rows.map(|row| without(row, &NOT_IN_LIST)).collect();
    Ok(list::page(rows, &params, behaviour.page_is_told))
}

fn contacts(
    request: &Received,
    account: &Account,
    behaviour: &Behaviour,
    company: &str,
) -> Result<Answer, Answer> {
    let params = Params::read(request, &params::CONTACTS)?;
    let Some(rows) = account.contacts.get(company) else {
        return Err(says::not_found(request, "Company", company));
    };
    Ok(list::page(rows.clone(), &params, behaviour.page_is_told))
}

fn products(request: &Received, account: &Account, behaviour: &Behaviour) -> Result<Answer, Answer> {
    let params = Params::read(request, &params::PRODUCTS)?;
    let holds = |row: &Value, name: &str, wanted: &str| {
        let text = row[name].as_str().unwrap_or_default().to_lowercase();
        text.contains(&wanted.to_lowercase())
    };
    let fits = |row: &&Value| {
        params
            .filter("search")
            .is_none_or(|text| holds(row, "name", text))
            && params
                .filter("vendorName")
                .is_none_or(|vendor| row["vendorName"] == vendor)
    };
    let rows = account.products.iter().filter(fits).cloned();
    let rows = rows.map(|row| without(row, &["description"])).collect();
    Ok(list::page(rows, &params, behaviour.page_is_told))
}

fn of_product(request: &Received, account: &Account, id: &str, of: &str) -> Answer {
    let Some(at) = account.products.iter().position(|row| row["id"] == id) else {
        return says::not_found(request, "Product", id);
    };
    let company = request.pair("companyId");
    if company.as_ref().is_some_and(|id| account.company(id).is_none()) {
        return says::not_found(request, "Company", &company.unwrap_or_default());
    }
    match of {
        "provision-details" => list::whole(&seed::provision_details(at)),
        "dependencies" => Answer::json(200, &seed::dependencies(at)),
        "pricing" => list::whole(&seed::pricing(at, company.is_some())),
        _ => says::not_found(request, "Path", &request.path),
    }
}

fn orders_of(request: &Received, account: &Account, behaviour: &Behaviour) -> Result<Answer, Answer> {
    let params = Params::read(request, &params::ORDERS)?;
    let company = params.filter("companyId");
    if let Some(id) = company.filter(|id| account.company(id).is_none()) {
        return Err(says::not_found(request, "Company", id));
    }
    let rows = account.orders.iter();
    let rows = rows.filter(|row| company.is_none_or(|id| row["companyId"] == id));
    Ok(list::page(
        rows.cloned().collect(),
        &params,
        behaviour.page_is_told,
    ))
}

/// An unknown company is a 403 here, and nowhere else.
fn subscriptions(request: &Received, account: &Account, behaviour: &Behaviour) -> Result<Answer, Answer> {
    let params = Params::read(request, &params::SUBSCRIPTIONS)?;
    if params
        .filter("companyId")
        .is_some_and(|id| account.company(id).is_none())
    {
        return Err(says::forbidden(request));
    }
    let rows = account.subscriptions.iter();
    let rows = rows.filter(|row| params.filters.iter().all(|(name, wanted)| row[name] == *wanted));
    let rows = rows.map(|row| changes::shown(row, behaviour)).collect();
    Ok(list::page(rows, &params, behaviour.page_is_told))
}

fn without(mut row: Value, names: &[&str]) -> Value {
    if let Some(members) = row.as_object_mut() {
        members.retain(|name, _| !names.contains(&name.as_str()));
    }
    row
}
