//! Steps that call a listed host: https, public addresses, no redirect, no secret. The key goes along as `Idempotency-Key`,
//! for receivers that know it; what a receiver makes of it is not known, so a lost answer stops for a person.

use super::{
    carrier::Carrier,
    evidence::{Came, failure},
    operations::taken_by_another,
};
use crate::{
    connector::{CallErrorKind, Method, NetworkFault, PlainRequest, Reply, ask},
    pipeline::{CrashPoint, Retry, StageFailure},
    store::{EffectKey, EffectState, StoreError},
};
use contract::{
    failure::{FailureCode, Stage},
    operation::Risk,
    run::RunStep,
    sop::{Mode, Step, StepApproval},
};
use serde_json::{Value, json};

/// The most of an answer that is kept, in bytes.
const KEPT: usize = 64 * 1024;

impl Carrier<'_> {
    /// Begins a step that calls a host; none when the run was cancelled.
    pub async fn http(&mut self, step: &Step, input: Value) -> Result<Option<Came>, StoreError> {
        if let Err(words) = request(&input, None) {
            let begun = self.open(step, &input, "running", |_| {}).await?;
            return Ok(begun.then(|| Came::bad(failure(FailureCode::TemplateError, words))));
        }
        let reads = reads(&input);
        if self.drafts() && !reads {
            let begun = self.open(step, &input, "running", |_| {}).await?;
            return Ok(begun.then(|| Came::Drafted("It would be called.".into())));
        }
        let key = (!reads).then(|| self.effect_of(step));
        if let Some(key) = &key
            && let Some(came) = self.made_before(step, &input, key).await?
        {
            return Ok(came);
        }
        let asks = matches!(step.approval, StepApproval::Tech | StepApproval::Admin);
        if asks || (self.sop.mode == Mode::ApproveBeforeExecute && !reads) {
            let (method, url) = (text(&input, "method"), text(&input, "url"));
            let risk = if reads { Risk::Read } else { Risk::Write };
            let new = self.wait_for(step, "http", format!("{method} {url}"), risk, &input);
            return self.open_waiting(step, &input, new, key, None).await;
        }
        let effect = key.clone();
        let begun = self
            .open(step, &input, "running", |start| start.effect = effect)
            .await;
        if !taken_by_another(begun, key.as_ref())? {
            return Ok(None);
        }
        self.sent(step, &input, key.as_ref(), 1).await.map(Some)
    }

    /// A step that was begun before and never ended.
    pub async fn http_again(&mut self, step: &Step, row: &RunStep) -> Result<Came, StoreError> {
        if self.drafts() && !reads(&row.input) {
            return Ok(Came::Drafted("It would be called.".into()));
        }
        let key = (!reads(&row.input)).then(|| self.effect_of(step));
        if let Some(key) = &key
            && let Some(came) = self.lost_or_done(&key.key, row.tries).await?
        {
            return Ok(came);
        }
        if let Some(key) = &key {
            self.begin_again(key, row.tries + 1).await?;
        }
        self.sent(step, &row.input, key.as_ref(), row.tries + 1).await
    }

    /// A step that was approved now.
    pub async fn http_approved(&mut self, step: &Step, row: &RunStep) -> Result<Came, StoreError> {
        let key = (!reads(&row.input)).then(|| self.effect_of(step));
        if let Some(key) = &key {
            // From here on a crash leaves the step begun and not ended, no longer waiting.
            self.begin_again(key, 1).await?;
        }
        self.sent(step, &row.input, key.as_ref(), 1).await
    }

    async fn sent(
        &self,
        step: &Step,
        input: &Value,
        key: Option<&EffectKey>,
        first: u32,
    ) -> Result<Came, StoreError> {
        let mut tries = first;
        loop {
            match self.sent_once(input, key, tries).await? {
                Came::Bad { failure, effect, .. } if tries < first + step.retries => {
                    let Some(wait) = self.wait_before(&failure, tries) else {
                        return Ok(Came::Bad {
                            failure,
                            effect,
                            tries,
                        });
                    };
                    tokio::time::sleep(wait).await;
                    tries += 1;
                    if let Some(key) = key {
                        self.begin_again(key, tries).await?;
                    }
                }
                came => return Ok(came),
            }
        }
    }

    async fn sent_once(
        &self,
        input: &Value,
        key: Option<&EffectKey>,
        tries: u32,
    ) -> Result<Came, StoreError> {
        let undone = || key.map(|key| (key.key.clone(), EffectState::Undone));
        let bad = |failure: StageFailure| Came::Bad {
            failure,
            effect: undone(),
            tries,
        };
        let request = match request(input, key.map(|key| key.key.clone())) {
            Ok(request) => request,
            Err(words) => return Ok(bad(failure(FailureCode::TemplateError, words))),
        };
        if let Some(key) = key {
            self.still_holds(&key.key).await?;
        }
        let answer = ask(&self.auto.act.wire, &self.auto.settings.http_hosts, request).await;
        let error = match answer {
            Ok(reply) => {
                if key.is_some() {
                    self.auto.hooks.pass(CrashPoint::AfterEffect);
                }
                let output = output(&reply);
                let effect = key.map(|key| (key.key.clone(), EffectState::Done(output.clone())));
                return Ok(Came::Good {
                    output,
                    detail: String::new(),
                    outcome: "succeeded",
                    effect,
                    tries,
                });
            }
            Err(error) => error,
        };
        let mut broke = StageFailure::of_call(Stage::Execute, &error);
        if matches!(error.kind, CallErrorKind::Egress { .. }) {
            broke.code = FailureCode::PermissionDenied;
        }
        let lost = matches!(
            error.kind,
            CallErrorKind::Timeout | CallErrorKind::VendorDown | CallErrorKind::Network(NetworkFault::Cut)
        );
        if key.is_some() && lost {
            if error.said.is_none() {
                broke.code = FailureCode::OutcomeUnknown;
            }
            broke
                .detail
                .push_str(" Whether it was done is not known, so it is not sent again.");
            return Ok(Came::Unknown {
                failure: broke.with_retry(Retry::Never),
                tries,
            });
        }
        Ok(bad(broke))
    }
}

fn text<'a>(input: &'a Value, name: &str) -> &'a str {
    input.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// True for a request that changes nothing.
pub(super) fn reads(input: &Value) -> bool {
    text(input, "method") == "GET"
}

/// The request of an input; `Err` says what does not fit.
fn request(input: &Value, idempotency_key: Option<String>) -> Result<PlainRequest, String> {
    let method = match text(input, "method") {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "PATCH" => Method::Patch,
        "DELETE" => Method::Delete,
        other => {
            return Err(format!(
                "method: `{other}` is not one of GET, POST, PUT, PATCH, DELETE."
            ));
        }
    };
    let url = url::Url::parse(text(input, "url")).map_err(|why| format!("url: {why}."))?;
    let mut headers = Vec::new();
    for (name, value) in input
        .get("headers")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        let value = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        headers.push((name.clone(), value));
    }
    Ok(PlainRequest {
        method,
        url,
        headers,
        body: input.get("body").filter(|body| !body.is_null()).cloned(),
        idempotency_key,
    })
}

/// What is kept of an answer: its status, and its body as JSON where it is JSON.
fn output(reply: &Reply) -> Value {
    let bytes = &reply.body[..reply.body.len().min(KEPT)];
    let body = serde_json::from_slice(bytes)
        .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(bytes).into_owned()));
    json!({
        "status": reply.status,
        "body": body,
        "truncated": reply.truncated || reply.body.len() > KEPT,
    })
}

/// Reads what a rehearsal may read.
pub(super) async fn rehearsed(automation: &super::Automation, input: &Value) -> Came {
    let request = match request(input, None) {
        Ok(request) => request,
        Err(words) => return Came::bad(failure(FailureCode::TemplateError, words)),
    };
    if !reads(input) {
        return Came::Drafted("It would be called.".into());
    }
    match ask(&automation.act.wire, &automation.settings.http_hosts, request).await {
        Ok(reply) => Came::good(output(&reply), ""),
        Err(error) => Came::bad(StageFailure::of_call(Stage::Execute, &error)),
    }
}
