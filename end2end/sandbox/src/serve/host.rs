//! One host of a double: writes the request down, lets a fault play, else asks the vendor's rules.

use std::future::Future;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{Knobs, control, drift};
use crate::exchange::{Answer, Received};
use crate::faults::{Fault, Faults};
use crate::journal::Journal;

/// What a vendor's folder supplies.
pub(crate) trait Rules: Send + Sync + 'static {
    /// What a test may turn while the double runs.
    type Behaviour: Clone + Serialize + DeserializeOwned + Send + Sync;

    /// Answers one request as the vendor would.
    fn answer(&self, request: &Received) -> impl Future<Output = Answer> + Send;

    /// The switches.
    fn knobs(&self) -> &Knobs<Self::Behaviour>;

    /// Data, counters and locks as on the first day. Knobs are reset by the caller.
    fn reset(&self);

    /// Answers a control path of this double alone (what stands behind `/_sandbox/`); `None` where there is none.
    fn control(&self, _request: &Received, _rest: &str) -> Option<Answer> {
        None
    }

    /// Puts on every answer, faults included, what the vendor puts on all of them.
    fn stamp(&self, _answer: &mut Answer) {}
}

/// What all hosts of a double share.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    pub journal: Journal,
    pub faults: Faults,
}

impl Stage {
    pub fn new() -> Self {
        Self {
            journal: Journal::new(),
            faults: Faults::default(),
        }
    }
}

/// One host.
#[derive(Debug)]
pub(crate) struct Host<R> {
    pub name: &'static str,
    pub rules: Arc<R>,
    pub stage: Stage,
}

/// What the connection has to do.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// Send the answer.
    Whole(Answer),
    /// Announce the answer, send half of it and close.
    Cut(Answer),
    /// Close without a byte.
    Nothing,
    /// Reset the connection.
    Reset,
}

impl<R: Rules> Host<R> {
    /// From a request to what the connection has to do.
    pub async fn handle(&self, request: Received) -> Outcome {
        if let Some(rest) = request.path.strip_prefix("/_sandbox/") {
            return Outcome::Whole(control::answer(self, rest, &request));
        }
        let number = self.stage.journal.note(&request);
        let mut outcome = match self.stage.faults.take(&request) {
            None => Outcome::Whole(self.rules.answer(&request).await),
            Some(Fault::Truncated) => Outcome::Cut(self.rules.answer(&request).await),
            Some(Fault::LostAnswer) => {
                self.rules.answer(&request).await;
                Outcome::Nothing
            }
            Some(Fault::Belied { status, body }) => {
                self.rules.answer(&request).await;
                Outcome::Whole(Answer::text(status, "application/json", body))
            }
            Some(Fault::Drifted { member, into }) => {
                let answer = self.rules.answer(&request).await;
                Outcome::Whole(drift::drifted(answer, member.as_deref(), &into))
            }
            Some(fault) => play(fault, &request).await,
        };
        if let Outcome::Whole(answer) | Outcome::Cut(answer) = &mut outcome {
            self.rules.stamp(answer);
            self.stage.journal.answered(number, answer.status);
        }
        outcome
    }
}

async fn play(fault: Fault, request: &Received) -> Outcome {
    Outcome::Whole(match fault {
        Fault::Status {
            status,
            body,
            content_type,
            headers,
        } => {
            let answer = Answer::text(status, &content_type, body);
            headers
                .iter()
                .fold(answer, |answer, (name, value)| answer.with(name, value))
        }
        Fault::Html { status } => Answer::html(
            status,
            "<!DOCTYPE html><html><body><h1>Maintenance</h1></body></html>",
        ),
        Fault::Empty { status } => Answer::empty(status),
        Fault::Huge { bytes } => Answer::text(
            200,
            "application/json",
            format!("\"{}\"", "x".repeat(bytes.saturating_sub(2))),
        ),
        Fault::Limited { retry_after, body } => {
            let answer = Answer::text(429, "application/json", body);
            retry_after
                .iter()
                .fold(answer, |answer, after| answer.with("retry-after", after))
        }
        Fault::Redirect { to, status } => Answer::empty(status).with("location", &to),
        Fault::EchoCredentials { status } => Answer::json(status, &echo(request)),
        Fault::Hang => std::future::pending().await,
        Fault::Reset => return Outcome::Reset,
        Fault::Close
        | Fault::Truncated
        | Fault::LostAnswer
        | Fault::Belied { .. }
        | Fault::Drifted { .. } => {
            return Outcome::Nothing;
        }
    })
}

/// A careless vendor's error: it repeats all that it was sent.
fn echo(request: &Received) -> Value {
    let headers = request.headers.iter();
    let headers: Map<String, Value> = headers
        .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()))
        .collect();
    json!({
        "errors": ["The request could not be processed"],
        "received": {"query": request.query, "headers": headers, "body": String::from_utf8_lossy(&request.body)},
    })
}
