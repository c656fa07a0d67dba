//! Checks requests against a vendor's own API description (Swagger 2 or OpenAPI 3): the path is there with this method, the
//! query parameters and the members of the body are known, and plain values have the described type.
//!
//! Names are compared without case: some vendors describe `TicketNumber` and speak `ticketNumber`. What a description says
//! of answers is not looked at.

use serde_json::Value;
use std::path::PathBuf;

/// A vendor's description.
pub struct Description {
    document: Value,
    base: String,
    loose: Vec<&'static str>,
}

impl Description {
    /// Reads a file below `OPSAI_SPECS_DIR`; says so and gives none where it is not there.
    ///
    /// Rationale: the vendors' files are not ours to ship, so a fresh clone has none.
    pub fn read(file: &str) -> Option<Self> {
        let folder = std::env::var_os("OPSAI_SPECS_DIR").map_or_else(
            || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/specs"),
            PathBuf::from,
        );
        let path = folder.join(file);
        match std::fs::read_to_string(&path) {
            Ok(text) => Some(Self::new(
                serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap(),
            )),
            Err(why) => {
                eprintln!(
                    "NOT CHECKED against the vendor's description: {} ({why})",
                    path.display()
                );
                None
            }
        }
    }

    /// A description that was read elsewhere.
    pub fn new(document: Value) -> Self {
        // Swagger 2 writes the base path alone, OpenAPI 3 within a server's address.
        let server = document.pointer("/servers/0/url").and_then(Value::as_str);
        let of_server = server.map(|server| match url::Url::parse(server) {
            Ok(url) => url.path().to_owned(),
            Err(_) => server.to_owned(),
        });
        let base = document.get("basePath").and_then(Value::as_str);
        let base = base.map(str::to_owned).or(of_server).unwrap_or_default();
        Self {
            base: base.trim_end_matches('/').to_ascii_lowercase(),
            document,
            loose: Vec::new(),
        }
    }

    /// Takes any value where this definition is named: descriptions generated from code draw some types wrong.
    #[must_use]
    pub fn loose(mut self, definition: &'static str) -> Self {
        self.loose.push(definition);
        self
    }

    /// What the description objects to in a request; nothing when it agrees.
    pub fn objections(
        &self,
        method: &str,
        path: &str,
        query: Option<&str>,
        body: Option<&Value>,
    ) -> Vec<String> {
        let Some(template) = self.template(path) else {
            return vec![format!("{method} {path}: no such path")];
        };
        let Some(operation) = template.get(method.to_ascii_lowercase()) else {
            return vec![format!("{method} {path}: no such method on this path")];
        };
        let parameters: Vec<&Value> = [template, operation]
            .iter()
            .filter_map(|level| level.get("parameters")?.as_array())
            .flatten()
            .map(|parameter| self.resolve(parameter))
            .collect();
        let mut objections = Vec::new();
        for (name, _) in url::form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let known = parameters.iter().any(|parameter| {
                text(parameter, "in") == "query" && text(parameter, "name").eq_ignore_ascii_case(&name)
            });
            if !known {
                objections.push(format!("{method} {path}: no query parameter `{name}`"));
            }
        }
        let in_body = parameters
            .iter()
            .find(|parameter| text(parameter, "in") == "body");
        let schema = in_body
            .and_then(|parameter| parameter.get("schema"))
            .or_else(|| operation.pointer("/requestBody/content/application~1json/schema"));
        match (body, schema) {
            (Some(body), Some(schema)) => self.compare(body, schema, "body", &mut objections),
            (Some(_), None) => objections.push(format!("{method} {path}: takes no body")),
            (None, _) => {}
        }
        objections
    }

    /// The path's entry; a literal path goes before one with a parameter.
    fn template(&self, path: &str) -> Option<&Value> {
        let path = path.to_ascii_lowercase();
        let path = path.strip_prefix(&self.base)?;
        let asked: Vec<&str> = path.trim_matches('/').split('/').collect();
        let paths = self.document.get("paths")?.as_object()?;
        let fits = |template: &str| {
            let template = template.to_ascii_lowercase();
            let parts: Vec<&str> = template.trim_matches('/').split('/').collect();
            let same = |(part, asked): (&&str, &&str)| part.starts_with('{') || part == asked;
            (parts.len() == asked.len() && parts.iter().zip(&asked).all(same))
                .then(|| template.matches('{').count())
        };
        let fitting = paths
            .iter()
            .filter_map(|(template, entry)| Some((fits(template)?, entry)));
        fitting
            .min_by_key(|(parameters, _)| *parameters)
            .map(|(_, entry)| entry)
    }

    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let pointer = schema
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|to| to.strip_prefix('#'));
        pointer.map_or(schema, |pointer| self.document.pointer(pointer).unwrap())
    }

    /// The schema that a discriminator leads to by this value; the schema itself where there is none.
    fn variant<'a>(&'a self, value: &Value, schema: &'a Value) -> Option<&'a Value> {
        let Some(mapping) = schema.pointer("/discriminator/mapping") else {
            return Some(schema);
        };
        let named = value
            .get(text(schema.get("discriminator")?, "propertyName"))?
            .as_str()?;
        let to = mapping.get(named)?.as_str()?.strip_prefix('#')?;
        self.document.pointer(to)
    }

    /// The members of a schema, those that it takes over from others among them.
    fn members<'a>(&'a self, schema: &'a Value) -> Vec<(&'a String, &'a Value)> {
        let own = schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten();
        let parts = schema
            .get("allOf")
            .and_then(Value::as_array)
            .into_iter()
            .flatten();
        let taken = parts.flat_map(|part| self.members(self.resolve(part)));
        // What is said last is the more exact.
        let mut all: Vec<_> = own.chain(taken).collect();
        all.reverse();
        all
    }

    fn compare(&self, value: &Value, schema: &Value, at: &str, objections: &mut Vec<String>) {
        let named = text(schema, "$ref").rsplit('/').next().unwrap_or_default();
        if self.loose.contains(&named) || value.is_null() {
            return;
        }
        let schema = self.resolve(schema);
        let Some(schema) = self.variant(value, schema) else {
            objections.push(format!("{at}: of no described variant"));
            return;
        };
        let kind = text(schema, "type");
        let fits = match kind {
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "array" => value.is_array(),
            "object" => value.is_object(),
            _ => true,
        };
        if !fits {
            objections.push(format!("{at}: not of type {kind}"));
            return;
        }
        if let (Some(items), Some(schema)) = (value.as_array(), schema.get("items")) {
            for (index, item) in items.iter().enumerate() {
                self.compare(item, schema, &format!("{at}[{index}]"), objections);
            }
        }
        let known = self.members(schema);
        let Some(members) = value.as_object().filter(|_| !known.is_empty()) else {
            return;
        };
        for (name, member) in members {
            let found = known.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            match found {
                Some((_, schema)) => self.compare(member, schema, &format!("{at}.{name}"), objections),
                None => objections.push(format!("{at}.{name}: not in the description")),
            }
        }
    }
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn description() -> Description {
        Description::new(json!({
            "basePath": "/Rest",
            "paths": {
                "/V1/Things": {"patch": {"parameters": [{"in": "body", "name": "m", "schema": {"$ref": "#/definitions/Thing"}}]}},
                "/V1/Things/{id}": {"get": {"parameters": [{"in": "query", "name": "deep", "type": "boolean"}]}},
                "/V1/Things/all": {"post": {}},
            },
            "definitions": {"Thing": {"type": "object", "properties": {
                "Id": {"type": "integer"},
                "Parts": {"type": "array", "items": {"type": "object", "properties": {"Name": {"type": "string"}}}},
            }}},
        }))
    }

    #[test]
    fn a_request_as_described_passes_in_any_case() {
        let description = description();
        let body = json!({"id": 1, "parts": [{"name": "a"}]});
        assert!(
            description
                .objections("PATCH", "/rest/v1/things", None, Some(&body))
                .is_empty()
        );
        assert!(
            description
                .objections("GET", "/Rest/V1/Things/7", Some("Deep=1"), None)
                .is_empty()
        );
        assert!(
            description
                .objections("POST", "/Rest/V1/Things/all", None, None)
                .is_empty()
        );
    }

    #[test]
    fn the_base_path_of_openapi_3_stands_in_its_servers() {
        for server in ["https://eu.vendor.example/api", "/api"] {
            let paths = json!({"/v2/things": {"get": {}}});
            let description = Description::new(json!({"servers": [{"url": server}], "paths": paths}));
            let objections = |path| description.objections("GET", path, None, None);
            assert!(objections("/api/v2/things").is_empty(), "{server}");
            assert!(!objections("/v2/things").is_empty(), "{server}");
        }
    }

    #[test]
    fn a_discriminator_leads_to_its_variant_and_members_are_taken_over() {
        let shape = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let description = Description::new(json!({
            "paths": {"/draw": {"post": {"requestBody": {"content": {"application/json": {"schema": shape("Shape")}}}}}},
            "components": {"schemas": {
                "Shape": {"properties": {"kind": {"type": "string"}}, "discriminator": {"propertyName": "kind", "mapping": {
                    "CIRCLE": "#/components/schemas/Circle", "SQUARE": "#/components/schemas/Square"}}},
                "Circle": {"allOf": [shape("Shape"), {"properties": {"radius": {"type": "integer"}}}]},
                "Square": {"allOf": [shape("Shape"), {"properties": {"side": {"type": "integer"}}}]},
            }},
        }));
        let one = |body: Value| {
            description
                .objections("POST", "/draw", None, Some(&body))
                .join("; ")
        };
        assert_eq!(one(json!({"kind": "CIRCLE", "radius": 1})), "");
        assert_eq!(
            one(json!({"kind": "SQUARE", "radius": 1})),
            "body.radius: not in the description"
        );
        assert_eq!(
            one(json!({"kind": "SQUARE", "side": "1"})),
            "body.side: not of type integer"
        );
        assert_eq!(one(json!({"kind": "LINE"})), "body: of no described variant");
    }

    #[test]
    fn unknown_paths_methods_parameters_members_and_wrong_types_are_named() {
        let description = description();
        let one = |method, path, query, body: Option<Value>| {
            description
                .objections(method, path, query, body.as_ref())
                .join("; ")
        };
        assert_eq!(
            one("GET", "/Rest/V1/Nothing", None, None),
            "GET /Rest/V1/Nothing: no such path"
        );
        assert!(one("DELETE", "/Rest/V1/Things/7", None, None).ends_with("no such method on this path"));
        assert!(one("GET", "/Rest/V1/Things/7", Some("wide=1"), None).ends_with("no query parameter `wide`"));
        assert!(one("POST", "/Rest/V1/Things/all", None, Some(json!({}))).ends_with("takes no body"));
        let body = json!({"id": "1", "colour": 2, "parts": [{"size": 3}]});
        assert_eq!(
            one("PATCH", "/Rest/V1/Things", None, Some(body)),
            "body.colour: not in the description; body.id: not of type integer; \
             body.parts[0].size: not in the description"
        );
    }
}
