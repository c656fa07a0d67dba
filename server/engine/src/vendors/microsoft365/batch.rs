//! `$batch`: up to 20 reads in one request.
//!
//! Only GETs go in, so that what reads by POST reads. Each answer within is judged as if it had come alone. Those that
//! Graph asks to come again, by 429 or a failure of its own, are sent again in a batch of their own, after the wait that it
//! asks for; the others are not read twice.

use super::paths::BATCH;
use crate::{
    connector::{CallError, CallErrorKind, Client, Reply, Retry},
    policy::Read,
};
use futures::{StreamExt, TryStreamExt, stream};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::{collections::HashMap, time::Duration};

/// The most that one batch takes.
pub const MOST: usize = 20;

/// Batches at once; the limiter may allow fewer.
const AT_ONCE: usize = 4;

/// One answer of a batch.
pub type Answer = Result<Value, CallError>;

#[derive(Serialize)]
struct Requests<'a> {
    requests: Vec<Get<'a>>,
}

#[derive(Serialize)]
struct Get<'a> {
    id: String,
    method: &'static str,
    url: &'a str,
}

#[derive(Deserialize)]
struct Responses {
    responses: Vec<Response>,
}

#[derive(Deserialize)]
struct Response {
    id: String,
    status: u16,
    #[serde(default)]
    headers: Option<Map<String, Value>>,
    #[serde(default)]
    body: Option<Value>,
}

impl Response {
    fn header(&self, name: &str) -> Option<String> {
        let headers = self.headers.as_ref()?;
        let (_, value) = headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    }

    /// As if it had come alone.
    fn alone(&self) -> Reply {
        let wait = self
            .header("retry-after")
            .and_then(|text| text.trim().parse().ok());
        Reply {
            status: self.status,
            content_type: self.header("content-type"),
            request_id: self.header("request-id"),
            retry_after: wait.map(Duration::from_secs),
            body: self
                .body
                .as_ref()
                .map(|body| body.to_string().into_bytes())
                .unwrap_or_default(),
            ..Reply::default()
        }
    }
}

/// The answers to these addresses (below the version, with a slash), in their order; a refusal stands in its place.
///
/// The whole ends with an error when Graph keeps asking to come again.
pub async fn get(client: &Client<Read>, urls: &[String]) -> Result<Vec<Answer>, CallError> {
    let batches: Vec<_> = urls.chunks(MOST).map(|urls| batch(client, urls)).collect();
    let answered: Vec<Vec<Answer>> = stream::iter(batches).buffered(AT_ONCE).try_collect().await?;
    Ok(answered.into_iter().flatten().collect())
}

async fn batch(client: &Client<Read>, urls: &[String]) -> Result<Vec<Answer>, CallError> {
    let mut answers: HashMap<usize, Answer> = HashMap::new();
    let mut waiting: Vec<usize> = (0..urls.len()).collect();
    let mut tried = 0;
    while !waiting.is_empty() {
        tried += 1;
        let Some(again) = one(client, urls, &mut waiting, &mut answers).await? else {
            break;
        };
        client.session().wait_to_repeat(again, tried).await?;
    }
    let missing = || {
        let at = "`responses` (one of the batch is missing)".to_owned();
        client.session().error(CallErrorKind::Contract { at })
    };
    (0..urls.len())
        .map(|at| answers.remove(&at).ok_or_else(missing))
        .collect()
}

/// Sends one batch of those that wait; what is answered waits no more. The error of one that must come again, if any.
async fn one(
    client: &Client<Read>,
    urls: &[String],
    waiting: &mut Vec<usize>,
    answers: &mut HashMap<usize, Answer>,
) -> Result<Option<CallError>, CallError> {
    let requests = waiting.iter().map(|at| Get {
        id: at.to_string(),
        method: "GET",
        url: &urls[*at],
    });
    let body = Requests {
        requests: requests.collect(),
    };
    let answered: Responses = client.search(BATCH, &body).await?;
    let mut again: Option<CallError> = None;
    for response in answered.responses {
        let Some(at) = response.id.parse().ok().filter(|at| waiting.contains(at)) else {
            continue;
        };
        match client.session().judge(&response.alone()) {
            Ok(()) => {
                answers.insert(at, Ok(response.body.unwrap_or(Value::Null)));
            }
            Err(error) if error.kind.retry() != Retry::Never => {
                // The longest wait that is asked for is the one that helps all of them.
                if again
                    .as_ref()
                    .is_none_or(|other| wait_of(other) <= wait_of(&error))
                {
                    again = Some(error);
                }
                continue;
            }
            Err(error) => {
                answers.insert(at, Err(error));
            }
        }
        waiting.retain(|one| *one != at);
    }
    Ok(again)
}

fn wait_of(error: &CallError) -> Option<Duration> {
    match error.kind.retry() {
        Retry::After(wait) => Some(wait),
        Retry::Backoff | Retry::Never => None,
    }
}
