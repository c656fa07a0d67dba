//! Takes out of the private API's answers what nobody asked for: device keys, passphrases, tokens.

use crate::connector::{CallError, CallErrorKind};
use serde_json::Value;

/// Members that are secrets without beginning with `x_`.
const NAMES: [&str; 4] = ["syslog_key", "guest_token", "sso_app_sec", "authkey"];

/// The same value without any member whose name marks it as a secret.
pub fn without(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .filter(|(name, _)| !is_secret(name))
                .map(|(name, value)| (name, without(value)))
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(without).collect()),
        other => other,
    }
}

fn is_secret(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.starts_with("x_") || NAMES.contains(&lower.as_str())
}

/// An error about an answer that could not be read, without the answer.
///
/// Failure story: one field of one device changes its type, and the error carries every device's adoption key into logs.
/// So an answer of the private API that is not what we know is named by its place and withheld; refusals and web pages
/// are kept word for word.
pub fn withheld(mut error: CallError) -> CallError {
    let Some(said) = error.said.as_mut() else {
        return error;
    };
    let is_page = said
        .content_type
        .as_deref()
        .is_some_and(|kind| kind.contains("html"));
    let could_be_secret = said.body.contains("x_") || NAMES.iter().any(|name| said.body.contains(name));
    if !matches!(error.kind, CallErrorKind::Contract { .. }) || is_page || !could_be_secret {
        return error;
    }
    "[withheld: this answer holds secrets of devices]".clone_into(&mut said.body);
    if let Some(source) = error.source.take() {
        let place = source
            .downcast_ref::<serde_path_to_error::Error<serde_json::Error>>()
            .map_or_else(
                || "an unknown place".to_owned(),
                |why| format!("`{}`", why.path()),
            );
        let at = format!("{place} of an answer whose text is withheld");
        error.kind = CallErrorKind::Contract { at };
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn marked_members_are_taken_out_at_every_depth_and_the_rest_stays() {
        let device = json!({
            "mac": "02:00:00:00:00:01", "x_authkey": "a", "ports": [{"name": "1", "x_secret": "b"}],
            "config": {"X_Passphrase": "c", "syslog_key": "d", "mode": "auto"},
        });
        let clean = json!({"mac": "02:00:00:00:00:01", "ports": [{"name": "1"}], "config": {"mode": "auto"}});
        assert_eq!(without(device), clean);
    }
}
