//! Writes the document as a page: calls by area, what each takes and answers, and the shapes they name.
//!
//! It reads the OpenAPI document alone, so it cannot say anything else than the document says.

use crate::web::problem_page::escape;
use serde_json::{Map, Value};
use std::{collections::BTreeMap, fmt::Write as _};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// Writes the page.
pub fn write(document: &Value) -> String {
    let mut areas: BTreeMap<&str, String> = BTreeMap::new();
    for (path, item) in members(&document["paths"]) {
        for method in METHODS {
            if let Some(call) = item.get(method) {
                let area = call["tags"][0].as_str().unwrap_or("Calls");
                areas
                    .entry(area)
                    .or_default()
                    .push_str(&call_section(method, path, call));
            }
        }
    }
    let mut links = String::new();
    let mut body = String::new();
    for (area, calls) in areas {
        let _ = write!(links, "<li><a href=\"#{area}\">{area}</a></li>");
        let _ = write!(body, "<h2 id=\"{area}\">{area}</h2>{calls}");
    }
    for (name, schema) in members(&document["components"]["schemas"]) {
        let name = escape(name);
        let _ = write!(
            body,
            "{}<section class=\"call\" id=\"shape-{name}\"><h3>{name}</h3>{}{}</section>",
            if body.contains("id=\"Shapes\"") {
                ""
            } else {
                "<h2 id=\"Shapes\">Shapes</h2>"
            },
            paragraph(&schema["description"]),
            shape(schema),
        );
    }
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Ops AI API</title>\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\
         <link rel=\"stylesheet\" href=\"/api/v1/docs/style.css\"></head><body><header><h1>Ops AI API</h1>{}\
         <p>Every path begins with <code>/api/v1</code>. <a href=\"/api/v1/openapi.json\">The OpenAPI document</a></p>\
         <nav aria-label=\"Areas\"><ul>{links}<li><a href=\"#Shapes\">Shapes</a></li></ul></nav></header>\
         <main>{body}</main></body></html>",
        paragraph(&document["info"]["description"]),
    )
}

fn call_section(method: &str, path: &str, call: &Value) -> String {
    let mut section = String::from("<section class=\"call\">");
    let _ = write!(
        section,
        "<h3><span class=\"method\">{}</span> {}</h3>{}",
        method.to_uppercase(),
        escape(path),
        paragraph(&call["summary"]),
    );
    let parameters = call["parameters"]
        .as_array()
        .map(Vec::as_slice)
        .unwrap_or_default();
    if !parameters.is_empty() {
        section
            .push_str("<table><thead><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr></thead><tbody>");
        for parameter in parameters {
            let _ = write!(
                section,
                "<tr><td><code>{}</code></td><td>{}</td><td>{}</td></tr>",
                text(&parameter["name"]),
                text(&parameter["in"]),
                text(&parameter["description"]),
            );
        }
        section.push_str("</tbody></table>");
    }
    if let Some(schema) = schema_of(&call["requestBody"]) {
        let _ = write!(section, "<p>Takes {}</p>", name_of(schema));
    }
    section.push_str("<table><thead><tr><th>Status</th><th>Meaning</th><th>Body</th></tr></thead><tbody>");
    for (status, response) in members(&call["responses"]) {
        let body = schema_of(response).map(name_of).unwrap_or_default();
        let meaning = text(&response["description"]);
        let _ = write!(
            section,
            "<tr><td>{}</td><td>{meaning}</td><td>{body}</td></tr>",
            escape(status)
        );
    }
    section.push_str("</tbody></table></section>");
    section
}

fn shape(schema: &Value) -> String {
    let mut rows = String::new();
    let parts = schema["allOf"].as_array().or(schema["oneOf"].as_array());
    for part in parts.into_iter().flatten().chain([schema]) {
        let required: Vec<&str> = part["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for (name, property) in members(&part["properties"]) {
            let always = if required.contains(&name.as_str()) {
                "always"
            } else {
                "may be absent"
            };
            let _ = write!(
                rows,
                "<tr><td><code>{}</code></td><td>{}</td><td>{always}</td><td>{}</td></tr>",
                escape(name),
                name_of(property),
                text(&property["description"]),
            );
        }
        if part.get("$ref").is_some() {
            let _ = write!(
                rows,
                "<tr><td colspan=\"4\">and all of {}</td></tr>",
                name_of(part)
            );
        }
    }
    if rows.is_empty() {
        return format!("<p>{}</p>", name_of(schema));
    }
    format!(
        "<table><thead><tr><th>Member</th><th>Type</th><th>Presence</th><th>Meaning</th></tr></thead><tbody>{rows}</tbody></table>"
    )
}

/// A type in words: a link for a named shape, otherwise what JSON Schema calls it.
fn name_of(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        let name = escape(name);
        return format!("<a href=\"#shape-{name}\">{name}</a>");
    }
    if let Some(choices) = schema["enum"].as_array() {
        return choices
            .iter()
            .map(|one| format!("<code>{}</code>", text(one)))
            .collect::<Vec<_>>()
            .join(" ");
    }
    for kind in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[kind].as_array() {
            return choices.iter().map(name_of).collect::<Vec<_>>().join(" or ");
        }
    }
    if schema.get("items").is_some() {
        return format!("list of {}", name_of(&schema["items"]));
    }
    match &schema["type"] {
        Value::String(kind) => escape(kind),
        Value::Array(kinds) => kinds.iter().map(text).collect::<Vec<_>>().join(" or "),
        _ => "any".to_owned(),
    }
}

fn schema_of(body: &Value) -> Option<&Value> {
    members(&body["content"])
        .next()
        .map(|(_, content)| &content["schema"])
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn paragraph(value: &Value) -> String {
    value
        .as_str()
        .map(|text| format!("<p>{}</p>", escape(text)))
        .unwrap_or_default()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => escape(text),
        Value::Null => String::new(),
        other => escape(&other.to_string()),
    }
}
