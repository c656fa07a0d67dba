//! JSON in: every fault is named by its place, and nothing that was sent is repeated.

use crate::web::problem::Refused;
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
    response::IntoResponse,
};
use contract::problem::Problem;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::error::Category;

/// How the whole body is called where a path is given.
const ROOT: &str = ".";

/// A body that must be there.
pub struct Body<T>(pub T);

/// A body that may be left out.
pub struct OptionalBody<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let is_json = is_json(request.headers());
        let bytes = read(request, state).await?;
        if is_json {
            parse(&bytes).map(Self)
        } else {
            Err(not_json())
        }
    }
}

impl<T: DeserializeOwned + Default, S: Send + Sync> FromRequest<S> for OptionalBody<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let is_json = is_json(request.headers());
        let bytes = read(request, state).await?;
        match (bytes.is_empty(), is_json) {
            (true, _) => Ok(Self(T::default())),
            (false, true) => parse(&bytes).map(Self),
            (false, false) => Err(not_json()),
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let kind = kind
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn not_json() -> Refused {
    Problem::new(415, "unsupported_media_type", "The body is not declared as JSON.")
        .with_detail("Send `Content-Type: application/json`.")
        .into()
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Refused> {
    Bytes::from_request(request, state).await.map_err(|rejection| {
        match rejection.into_response().status().as_u16() {
            413 => Refused::too_large(),
            _ => Problem::new(400, "truncated_body", "The body ended before it was complete.")
                .with_detail("Nothing was changed. Send the request again.")
                .into(),
        }
    })
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refused> {
    // Rationale: serde would take a list as the members of a struct in their order.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        serde_json::from_slice::<IgnoredAny>(bytes).map_err(|error| explain(ROOT, &error))?;
        return Err(wrong_type(ROOT));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        explain(&path, error.inner())
    })?;
    json.end().map_err(|error| explain(ROOT, &error))?;
    Ok(value)
}

/// Rationale: serde's own sentence repeats what was sent, which may be a secret in the wrong place. Only its kind is
/// read, and of its words only the names of our own members.
fn explain(path: &str, error: &serde_json::Error) -> Refused {
    if error.classify() != Category::Data {
        let (line, column) = (error.line(), error.column());
        return Problem::new(400, "malformed_json", "The body is not JSON.")
            .with_detail(format!("It breaks at line {line}, column {column}."))
            .into();
    }
    let said = error.to_string();
    if let Some(member) = named(&said, "missing field `") {
        let member = member_at(path, member);
        Refused::invalid(&member, "required", format!("{member} is missing."))
    } else if let Some(member) = named(&said, "duplicate field `") {
        let member = member_at(path, member);
        Refused::invalid(&member, "duplicate_field", format!("{member} is there twice."))
    } else if said.starts_with("unknown field `") {
        let text = format!(
            "{path} is not a member that this call knows. Known: {}.",
            expected(&said)
        );
        Refused::invalid(path, "unknown_field", text)
    } else if said.starts_with("unknown variant `") {
        let text = format!(
            "{path} is not a value that this call knows. Known: {}.",
            expected(&said)
        );
        Refused::invalid(path, "not_a_choice", text)
    } else {
        wrong_type(path)
    }
}

fn wrong_type(path: &str) -> Refused {
    let place = if path == ROOT { "The body" } else { path };
    let text = format!("{place} is not of the type that this call expects: see /api/v1/docs.");
    Refused::invalid(path, "wrong_type", text)
}

/// The member that serde's sentence begins with. It is one of ours.
fn named<'a>(said: &'a str, begin: &str) -> Option<&'a str> {
    said.strip_prefix(begin)?.split('`').next()
}

/// What serde's sentence ends with: names of ours, whatever the sender wrote before them.
fn expected(said: &str) -> &str {
    let tail = said.rsplit_once(", expected ").map_or("none", |(_, tail)| tail);
    tail.rsplit_once(" at line ").map_or(tail, |(tail, _)| tail)
}

fn member_at(path: &str, member: &str) -> String {
    match path {
        ROOT => member.to_owned(),
        _ if path.rsplit('.').next() == Some(member) => path.to_owned(),
        _ => format!("{path}.{member}"),
    }
}
