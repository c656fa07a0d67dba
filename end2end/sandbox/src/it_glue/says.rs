//! IT Glue's error envelopes. `status` is an integer in them, although JSON:API says text.

use serde_json::{Value, json};

use crate::exchange::Answer;

/// JSON:API's media type, on every answer that is one.
pub(crate) const MEDIA_TYPE: &str = "application/vnd.api+json";

/// A JSON:API answer.
pub(crate) fn document(status: u16, body: &Value) -> Answer {
    Answer::text(status, MEDIA_TYPE, body.to_string())
}

/// A wrong key, a key of another region, a revoked key: the gateway's words, not JSON:API.
pub(crate) fn forbidden() -> Answer {
    Answer::json(403, &json!({"message": "Forbidden"}))
}

/// A right key without the right to this resource.
pub(crate) fn unauthorized() -> Answer {
    error(401, "Unauthorized", "Unauthorized resource access", "id")
}

/// Not found: a web page.
pub(crate) fn not_found() -> Answer {
    Answer::html(
        404,
        "<!DOCTYPE html>\n<html>\n<head><title>The page you were looking for doesn't exist (404)</title></head>\n\
         <body>\n<h1>The page you were looking for doesn't exist.</h1>\n</body>\n</html>\n",
    )
}

/// A parameter that the vendor does not have; the detail's words are ours.
pub(crate) fn bad_request(detail: &str, pointer: &str) -> Answer {
    error(400, "Bad Request", detail, pointer)
}

/// A payload without JSON:API's media type; the detail's words are ours.
pub(crate) fn unsupported() -> Answer {
    let detail = "All requests with a payload must use the 'application/vnd.api+json' media type";
    error(415, "Unsupported Media Type", detail, "content-type")
}

/// A value that cannot be.
pub(crate) fn unprocessable(detail: &str, pointer: &str) -> Answer {
    error(422, "Unprocessable Entity", detail, pointer)
}

/// The gateway gave up on a page that is too heavy.
pub(crate) fn gateway_timeout() -> Answer {
    Answer::html(
        504,
        "<html>\n<head><title>504 Gateway Time-out</title></head>\n<body></body>\n</html>\n",
    )
}

fn error(status: u16, title: &str, detail: &str, pointer: &str) -> Answer {
    let error = json!({"status": status, "title": title, "detail": detail, "source": {"pointer": pointer}});
    document(status, &json!({"errors": [error]}))
}
