//! An answer of a vendor that has changed its mind: the same, but for a member that is called otherwise or holds something else.

use serde_json::{Map, Value};

use crate::exchange::Answer;

/// The answer with `into` wherever `member` was; without a member, with other names for the outermost ones. What is no JSON
/// stays as it is.
pub(crate) fn drifted(mut answer: Answer, member: Option<&str>, into: &Value) -> Answer {
    let Ok(mut body) = serde_json::from_slice::<Value>(&answer.body) else {
        return answer;
    };
    match member {
        Some(member) => replace(&mut body, member, into),
        None => rename(&mut body),
    }
    answer.body = body.to_string().into();
    answer
}

fn replace(value: &mut Value, member: &str, into: &Value) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                if name == member {
                    value.clone_from(into);
                } else {
                    replace(value, member, into);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| replace(item, member, into)),
        _ => {}
    }
}

fn rename(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let renamed: Map<String, Value> = std::mem::take(members)
                .into_iter()
                .map(|(name, value)| (format!("{name}V2"), value))
                .collect();
            *members = renamed;
        }
        Value::Array(items) => items.iter_mut().for_each(rename),
        _ => {}
    }
}
