//! One record. Here, and only here, a password's value can be had, and by default it is.

use serde_json::{Value, json};

use super::keys::Passwords;
use super::kinds::{Kind, PASSWORDS};
use super::params::Params;
use super::says;
use super::seed::Record;
use crate::exchange::Answer;

/// Answers one record.
pub(crate) fn answer(kind: &Kind, record: Option<&Record>, params: &Params, right: Passwords) -> Answer {
    let Some(record) = record else {
        return says::not_found();
    };
    let mut attributes = record.attributes.clone();
    if kind.path == PASSWORDS.path {
        attributes.insert("is-live".to_owned(), Value::Bool(true));
        if params.show_password && right == Passwords::Values {
            // An older version has an older value.
            let value = params
                .version
                .as_ref()
                .map_or_else(|| record.secret.clone(), |v| format!("{}@{v}", record.secret));
            attributes.insert("password".to_owned(), Value::String(value));
        }
    }
    let mut body =
        json!({"data": {"id": record.id.to_string(), "type": kind.name, "attributes": attributes}});
    if let (false, Some(body)) = (params.includes.is_empty(), body.as_object_mut()) {
        body.insert("included".to_owned(), json!([]));
    }
    says::document(200, &body)
}
