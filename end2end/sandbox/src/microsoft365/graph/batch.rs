//! `$batch`: at most twenty requests, each with an answer of its own, in no particular order.

use std::collections::{BTreeMap, BTreeSet};

use hyper::header::{HeaderName, HeaderValue};
use hyper::{HeaderMap, Method};
use serde_json::{Map, Value, json};

use super::says::Refusal;
use super::single;
use crate::exchange::{Answer, Received};
use crate::microsoft365::rules::House;
use crate::microsoft365::says::Stamp;
use crate::microsoft365::world::{Bearer, World};

const LARGEST: usize = 20;

struct Step {
    id: String,
    request: Received,
    path: Vec<String>,
    after: Vec<String>,
}

/// Answers a batch.
pub(crate) fn answer(world: &mut World, house: House<'_>, request: &Received, bearer: &Bearer) -> Answer {
    let stamp = Stamp {
        turn: world.turn,
        now: world.now,
    };
    let steps = match read(request) {
        Ok(steps) => steps,
        Err(refusal) => return refusal.answer(stamp, request),
    };
    let mut statuses: BTreeMap<String, u16> = BTreeMap::new();
    let mut responses = Vec::new();
    for step in steps {
        let failed = step
            .after
            .iter()
            .any(|id| statuses.get(id).is_none_or(|status| *status >= 400));
        let answer = if failed {
            Refusal::new(424, "FailedDependency", "Failed Dependency").answer(stamp, request)
        } else if house.limits_in_batch() {
            let mut refusal = Refusal::new(429, "TooManyRequests", "Too many requests");
            let after = house.behaviour().retry_after;
            refusal.headers.extend(after.map(|after| ("retry-after", after)));
            refusal.answer(stamp, request)
        } else {
            single(world, house, &step.request, bearer, &step.path)
        };
        statuses.insert(step.id.clone(), answer.status);
        responses.push(response(&step.id, &answer));
    }
    // Whoever relies on the order is to notice.
    responses.reverse();
    Answer::json(200, &json!({"responses": responses}))
}

fn response(id: &str, answer: &Answer) -> Value {
    let headers: Map<String, Value> = answer
        .headers
        .iter()
        .map(|(name, value)| {
            let name = match name.as_str() {
                "content-type" => "Content-Type",
                "retry-after" => "Retry-After",
                "location" => "Location",
                other => other,
            };
            (name.to_owned(), value.clone().into())
        })
        .collect();
    let mut response = json!({"id": id, "status": answer.status, "headers": headers});
    if !answer.body.is_empty() {
        let text = || String::from_utf8_lossy(&answer.body).into_owned().into();
        response["body"] = serde_json::from_slice(&answer.body).unwrap_or_else(|_| text());
    }
    response
}

fn read(request: &Received) -> Result<Vec<Step>, Refusal> {
    let refused = |why: &str| Refusal::new(400, "BadRequest", why);
    if request.method != Method::POST || request.media_type() != "application/json" {
        return Err(refused("Invalid batch payload format."));
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let steps = body["requests"]
        .as_array()
        .ok_or_else(|| refused("Invalid batch payload format."))?;
    if steps.is_empty() {
        return Err(refused("Invalid batch payload format."));
    }
    if steps.len() > LARGEST {
        return Err(refused(
            "Number of batch request steps exceeds the maximum value of 20.",
        ));
    }
    let mut ids = BTreeSet::new();
    let mut found = Vec::new();
    for step in steps {
        let step = one(request, step).ok_or_else(|| refused("Invalid batch payload format."))?;
        if step.after.iter().any(|id| !ids.contains(&id.to_lowercase())) {
            return Err(refused("A request depends on one that is not before it."));
        }
        if !ids.insert(step.id.to_lowercase()) {
            return Err(refused("Duplicate request id."));
        }
        found.push(step);
    }
    Ok(found)
}

/// One step; its address is relative to the version.
fn one(outer: &Received, step: &Value) -> Option<Step> {
    let id = step["id"].as_str().filter(|id| !id.is_empty())?.to_owned();
    let method = Method::from_bytes(step["method"].as_str()?.to_uppercase().as_bytes()).ok()?;
    let url = step["url"].as_str()?;
    let relative = url.trim_start_matches('/');
    if url.starts_with("http") || relative.starts_with("v1.0/") || relative.starts_with("$batch") {
        return None;
    }
    let (path, query) = match relative.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (relative, None),
    };
    let mut headers = HeaderMap::new();
    for (name, value) in step["headers"].as_object().into_iter().flatten() {
        let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
        headers.insert(name, HeaderValue::from_str(value.as_str()?).ok()?);
    }
    let body = match &step["body"] {
        Value::Null => Vec::new(),
        // A body needs its type.
        body => headers
            .contains_key("content-type")
            .then(|| body.to_string().into_bytes())?,
    };
    let after = step["dependsOn"].as_array().into_iter().flatten();
    let after = after.filter_map(|id| Some(id.as_str()?.to_owned())).collect();
    let request = Received {
        host: outer.host,
        method,
        path: format!("/v1.0/{path}"),
        query,
        headers,
        body: body.into(),
    };
    let mut path = request.segments();
    path.remove(0);
    Some(Step {
        id,
        request,
        path,
        after,
    })
}
