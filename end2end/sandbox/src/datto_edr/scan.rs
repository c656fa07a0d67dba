//! `POST targets/scan` with a response extension, as the vendor's own module sends it. Anything else is refused.

use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::filter::Row;
use super::models::{AGENT_DETAILS, EXTENSIONS, TARGETS};
use super::says;
use super::tables::Tables;
use crate::exchange::{Answer, Received};

/// The switches of a scan; the vendor's module always sends all of them.
const SWITCHES: [&str; 12] = [
    "process",
    "module",
    "driver",
    "memory",
    "account",
    "artifact",
    "autostart",
    "application",
    "installed",
    "hook",
    "network",
    "events",
];

/// Begins a task on the host that is meant.
pub(crate) fn answer(request: &Received, tables: &mut Tables, behaviour: &Behaviour) -> Answer {
    let asked = match read(request) {
        Ok(asked) => asked,
        Err(why) => return says::bad_request(&why),
    };
    if tables.get(&TARGETS, &asked.group).is_none() {
        return says::unknown_id("Target", &asked.group);
    }
    let Some(extension) = tables.get(&EXTENSIONS, &asked.extension).cloned() else {
        return says::unknown_id("Extension", &asked.extension);
    };
    let is_meant = |row: &&Row| {
        row.get("hostname") == Some(&Value::from(asked.target.as_str()))
            && row.get("locationId") == Some(&Value::from(asked.group.as_str()))
            && row.get("active") == Some(&Value::Bool(true))
    };
    let Some(agent) = tables.rows(&AGENT_DETAILS).find(is_meant).cloned() else {
        return says::no_agent(&asked.target);
    };
    let task = tables.begin(&agent, &extension, behaviour);
    let mut body = Row::new();
    body.insert(behaviour.scan_answers.clone(), task.into());
    Answer::json(200, &Value::Object(body))
}

/// What a well-formed request asks for.
#[derive(Debug)]
struct Asked {
    target: String,
    group: String,
    extension: String,
}

fn read(request: &Received) -> Result<Asked, String> {
    if request.media_type() != "application/json" {
        return Err("the body is not JSON".to_owned());
    }
    let body: Value = serde_json::from_slice(&request.body).map_err(|why| why.to_string())?;
    only(&body, &["target", "targetGroup", "options"])?;
    only(&body["targetGroup"], &["id"])?;
    let known: Vec<&str> = SWITCHES.into_iter().chain(["extensions"]).collect();
    only(&body["options"], &known)?;
    if let Some(missing) = SWITCHES
        .iter()
        .find(|switch| !body["options"][**switch].is_boolean())
    {
        return Err(format!("options.{missing} is not a boolean"));
    }
    let extensions = body["options"]["extensions"].as_array();
    let Some([extension]) = extensions.map(Vec::as_slice) else {
        return Err("options.extensions: one extension is expected".to_owned());
    };
    only(extension, &["id", "args", "order"])?;
    if extension["args"] != json!({}) || !extension["order"].is_u64() {
        return Err("options.extensions: args and order are expected".to_owned());
    }
    let text = |value: &Value, at: &str| {
        let text = value.as_str().filter(|text| !text.is_empty());
        text.map(str::to_owned).ok_or_else(|| format!("{at} is missing"))
    };
    Ok(Asked {
        target: text(&body["target"], "target")?,
        group: text(&body["targetGroup"]["id"], "targetGroup.id")?,
        extension: text(&extension["id"], "extension.id")?,
    })
}

fn only(value: &Value, known: &[&str]) -> Result<(), String> {
    let members = value
        .as_object()
        .ok_or_else(|| format!("{value} is not an object"))?;
    match members.keys().find(|key| !known.contains(&key.as_str())) {
        None => Ok(()),
        Some(odd) => Err(format!("{odd} is not allowed")),
    }
}
