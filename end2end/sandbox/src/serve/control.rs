//! `/_sandbox/…`: how a browser test, which cannot call Rust, looks into a double and breaks it.

use hyper::Method;
use serde_json::{Value, json};

use super::{Host, Rules};
use crate::exchange::{Answer, Received};
use crate::faults::Rule;

/// Answers a control request; `rest` is the path behind `/_sandbox/`.
pub(crate) fn answer<R: Rules>(host: &Host<R>, rest: &str, request: &Received) -> Answer {
    let (faults, journal, knobs) = (&host.stage.faults, &host.stage.journal, host.rules.knobs());
    let body = || serde_json::from_slice::<Value>(&request.body).map_err(|error| error.to_string());
    match (&request.method, rest) {
        (&Method::GET, "faults") => Answer::json(200, &json!(faults.rules())),
        (&Method::POST, "faults") => {
            let rule = body()
                .and_then(|body| serde_json::from_value::<Rule>(body).map_err(|error| error.to_string()));
            done(rule.map(|rule| faults.add(rule)))
        }
        (&Method::DELETE, "faults") => {
            faults.clear();
            Answer::empty(204)
        }
        (&Method::GET, "journal") => Answer::json(200, &journal.to_json()),
        (&Method::DELETE, "journal") => {
            journal.clear();
            Answer::empty(204)
        }
        (&Method::GET, "knobs") => Answer::json(200, &json!(knobs.get())),
        (&Method::PATCH, "knobs") => done(body().and_then(|body| knobs.turn(&body))),
        (&Method::POST, "reset") => {
            faults.clear();
            journal.clear();
            knobs.reset();
            host.rules.reset();
            Answer::empty(204)
        }
        (_, "faults" | "journal" | "knobs" | "reset") => Answer::empty(405),
        _ => host
            .rules
            .control(request, rest)
            .unwrap_or_else(|| Answer::empty(404)),
    }
}

fn done(result: Result<(), String>) -> Answer {
    match result {
        Ok(()) => Answer::empty(204),
        Err(why) => Answer::json(400, &json!({"sandbox": why})),
    }
}
