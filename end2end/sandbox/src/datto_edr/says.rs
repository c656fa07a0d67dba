//! `LoopBack` 3's error envelope, and the web app's page.

use serde_json::{Value, json};

use super::behaviour::Refusal;
use crate::exchange::Answer;

/// No token at all.
pub(crate) fn authorization_required() -> Answer {
    error(401, "Authorization Required", Some("AUTHORIZATION_REQUIRED"))
}

/// A token that the instance does not know (any more).
pub(crate) fn refused(how: Refusal) -> Answer {
    match how {
        Refusal::AuthorizationRequired => authorization_required(),
        Refusal::InvalidToken => error(401, "Invalid Access Token", Some("INVALID_TOKEN")),
    }
}

/// A known token without the right.
pub(crate) fn denied(status: u16) -> Answer {
    error(status, "Access Denied", Some("ACCESS_DENIED"))
}

/// The answer to `Bearer`: the status was seen live, the body was not.
pub(crate) fn broken() -> Answer {
    error(500, "Internal Server Error", None)
}

/// An id that is not there.
pub(crate) fn unknown_id(model: &str, id: &str) -> Answer {
    let message = format!("Unknown \"{model}\" id \"{id}\".");
    error(404, &message, Some("MODEL_NOT_FOUND"))
}

/// A path below `/api` that leads nowhere.
pub(crate) fn no_method(method: &str, path: &str) -> Answer {
    error(
        404,
        &format!("There is no method to handle {method} {path}"),
        None,
    )
}

/// A filter or body that cannot be; the message's words are ours.
pub(crate) fn bad_request(message: &str) -> Answer {
    error(400, message, None)
}

/// `targets/scan` found nothing to run on; the status class was seen, the words are ours.
pub(crate) fn no_agent(target: &str) -> Answer {
    error(
        500,
        &format!("No active agent or reachable address for \"{target}\""),
        None,
    )
}

/// The web app, which answers wherever the API does not.
pub(crate) fn web_app() -> Answer {
    Answer::html(
        200,
        "<!DOCTYPE html>\n<html>\n<head><title>Datto EDR</title></head>\n<body><div id=\"app\"></div></body>\n</html>\n",
    )
}

fn error(status: u16, message: &str, code: Option<&str>) -> Answer {
    let mut error = json!({"statusCode": status, "name": "Error", "message": message});
    if let (Some(code), Some(error)) = (code, error.as_object_mut()) {
        error.insert("code".to_owned(), Value::from(code));
    }
    Answer::json(status, &json!({"error": error}))
}
