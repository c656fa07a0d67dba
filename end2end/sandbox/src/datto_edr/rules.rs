//! The order in which the instance looks at a request: web app or API, token, route, right, filter.

use std::sync::Mutex;

use hyper::Method;
use serde_json::{Value, json};

use super::access::{self, Role};
use super::behaviour::Behaviour;
use super::filter::{Filter, Where};
use super::models::{self, Model, USER_TASKS};
use super::tables::Tables;
use super::{says, scan};
use crate::exchange::{Answer, Received};
use crate::rolling::lock;
use crate::serve::{Knobs, Rules};

/// The double's rules and data.
#[derive(Debug)]
pub(crate) struct DattoEdr {
    pub tables: Mutex<Tables>,
    knobs: Knobs<Behaviour>,
}

impl DattoEdr {
    pub fn new(behaviour: Behaviour) -> Self {
        Self {
            tables: Mutex::new(Tables::new()),
            knobs: Knobs::new(behaviour),
        }
    }
}

impl Rules for DattoEdr {
    type Behaviour = Behaviour;

    fn knobs(&self) -> &Knobs<Behaviour> {
        &self.knobs
    }

    fn reset(&self) {
        *lock(&self.tables) = Tables::new();
    }

    async fn answer(&self, request: &Received) -> Answer {
        let segments = request.segments();
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        let ["api", route @ ..] = parts.as_slice() else {
            return says::web_app();
        };
        let behaviour = self.knobs.get();
        let role = match access::role(request, &behaviour) {
            Ok(role) => role,
            Err(refusal) => return refusal,
        };
        let tables = &mut lock(&self.tables);
        match (&request.method, route) {
            (&Method::GET, [users, "me"]) if users.eq_ignore_ascii_case("users") => {
                Answer::json(200, &role.user())
            }
            (&Method::POST, [targets, "scan"]) if targets.eq_ignore_ascii_case("targets") => {
                if role.may_respond() {
                    scan::answer(request, tables, &behaviour)
                } else {
                    says::denied(behaviour.denied_status)
                }
            }
            (&Method::GET, [name, rest @ ..]) => match models::model(name) {
                Some(model) => read(request, role, model, rest, tables, &behaviour),
                None => nowhere(request),
            },
            _ => nowhere(request),
        }
    }
}

fn nowhere(request: &Received) -> Answer {
    let path = request.path.strip_prefix("/api").unwrap_or(&request.path);
    says::no_method(request.method.as_str(), path)
}

fn read(
    request: &Received,
    role: Role,
    model: &Model,
    rest: &[&str],
    tables: &mut Tables,
    behaviour: &Behaviour,
) -> Answer {
    if !role.may_read(model.name) {
        return says::denied(behaviour.denied_status);
    }
    match rest {
        [] => match Filter::read(request, model) {
            Ok(filter) => Answer::json(200, &Value::Array(filter.rows(tables.rows(model)))),
            Err(why) => says::bad_request(&why),
        },
        ["count"] => match Where::read(request, model) {
            Ok(condition) => {
                let count = tables.rows(model).filter(|row| condition.holds(row)).count();
                Answer::json(200, &json!({"count": count}))
            }
            Err(why) => says::bad_request(&why),
        },
        [id] => {
            if model.name == USER_TASKS.name {
                tables.advance(id, behaviour);
            }
            match tables.get(model, id) {
                Some(row) => Answer::json(200, &Value::Object(row.clone())),
                None => says::unknown_id(model.name, id),
            }
        }
        _ => nowhere(request),
    }
}
