//! Turns an error of the Azure SDK into words and a kind.
//!
//! The SDK's error stops here: it carries the whole answer and, with `RUST_BACKTRACE`, a backtrace
//! into every `Debug` print. Its words are kept verbatim, with their causes, status and request id.

use azure_core::{
    error::{Error, ErrorKind},
    http::{StatusCode, headers::HeaderName},
};

use super::{error::words, source::KeySourceError};

/// Microsoft's support asks for this id.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-ms-request-id");
/// Characters of an answer that are kept.
const LONGEST: usize = 2_000;

/// An error met while `doing` something at the place `name`. `hidden` is key material that was sent:
/// should the answer quote it, it is struck out.
pub(super) fn explain(name: &str, doing: &str, error: &Error, hidden: &str) -> KeySourceError {
    let said = cap(strike_out(words(error), hidden));
    match error.kind() {
        ErrorKind::HttpResponse {
            status,
            error_code,
            raw_response,
        } => {
            let id = raw_response
                .as_ref()
                .and_then(|answer| answer.headers().get_optional_str(&REQUEST_ID))
                .map_or_else(String::new, |id| format!(", request id {id}"));
            let number = u16::from(*status).to_string();
            // Without a code of its own the SDK puts the number there.
            let code = error_code.as_deref().filter(|code| *code != number);
            let code = code.map_or_else(String::new, |code| format!(" {code}"));
            let what = format!("{doing} {name}: status {number}{code}{id}: {said}");
            of_status(*status, what)
        }
        // A good answer that cannot be read: the parser may quote it, so its words stay here.
        ErrorKind::DataConversion => KeySourceError::Invalid {
            what: format!("{doing} {name}: the answer is not one of a key vault"),
        },
        ErrorKind::Credential => KeySourceError::Refused {
            what: format!("signing in for {name}: {said}"),
            source: None,
        },
        _ => KeySourceError::Unreachable {
            what: format!("{doing} {name}: {said}"),
            source: None,
        },
    }
}

fn of_status(status: StatusCode, what: String) -> KeySourceError {
    match status {
        StatusCode::NotFound => KeySourceError::Absent { what },
        StatusCode::RequestTimeout | StatusCode::TooManyRequests => {
            KeySourceError::Unreachable { what, source: None }
        }
        status if status.is_server_error() => KeySourceError::Unreachable { what, source: None },
        _ => KeySourceError::Refused { what, source: None },
    }
}

/// Takes out of an answer what it may quote of our request: the keys, and how we signed in.
fn strike_out(said: String, hidden: &str) -> String {
    let keys = hidden
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let said = keys.fold(said, |said, key| said.replace(key, "[key]"));
    ["Bearer ", "client_secret=", "client_assertion="]
        .into_iter()
        .fold(said, |said, name| strike_behind(&said, name))
}

/// Strikes out the word behind each `name`.
fn strike_behind(said: &str, name: &str) -> String {
    let mut pieces = said.split(name);
    let first = pieces.next().unwrap_or_default().to_owned();
    let is_word = |c: char| c.is_ascii_alphanumeric() || "-._~+/=%".contains(c);
    pieces.fold(first, |said, piece| {
        said + name + "[secret]" + piece.trim_start_matches(is_word)
    })
}

/// A maintenance page may be long; a line of status is not.
fn cap(mut said: String) -> String {
    if let Some((end, _)) = said.char_indices().nth(LONGEST) {
        said.truncate(end);
        said.push('…');
    }
    said
}
