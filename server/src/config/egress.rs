//! The egress map: a TOML file of origin → origin that sends a vendor's host to a sandbox.

use super::{error::ConfigError, parse, source::Source};
use std::{collections::BTreeMap, path::Path};

const NAME: &str = "OPSAI_EGRESS_MAP";

/// Reads the file that the variable names; an empty map without it.
pub(super) fn read(source: &Source) -> Result<BTreeMap<String, String>, ConfigError> {
    let Some(path) = source.text(NAME).map(Path::new) else {
        return Ok(BTreeMap::new());
    };
    let text = std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable {
        name: NAME,
        path: path.to_owned(),
        source,
    })?;
    map(&text).map_err(|problem| ConfigError::File {
        name: NAME,
        path: path.to_owned(),
        problem,
    })
}

fn map(text: &str) -> Result<BTreeMap<String, String>, String> {
    let table: BTreeMap<String, String> = toml::from_str(text).map_err(|error| {
        format!(
            "must hold lines like \"https://api.pax8.com\" = \"http://127.0.0.1:9105\": {}",
            error.message()
        )
    })?;
    table
        .into_iter()
        .map(|(from, to)| Ok((origin(&from)?, origin(&to)?)))
        .collect()
}

/// The origin as browsers write it: no path, no default port.
fn origin(text: &str) -> Result<String, String> {
    parse::origin(text)
        .map(|url| url.origin().ascii_serialization())
        .map_err(|problem| format!("the origin {text} {problem}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_written_in_one_form() {
        let found = map("\"https://API.pax8.com:443/\" = \"http://127.0.0.1:9105\"");
        let expected = BTreeMap::from([(
            "https://api.pax8.com".to_owned(),
            "http://127.0.0.1:9105".to_owned(),
        )]);
        assert_eq!(found, Ok(expected));
    }

    #[test]
    fn a_path_or_another_shape_is_refused() {
        assert!(
            map("\"https://api.pax8.com/v1\" = \"http://127.0.0.1:9105\"").is_err_and(|e| e.contains("path"))
        );
        assert!(map("\"https://api.pax8.com\" = 9105").is_err_and(|e| e.contains("must hold lines like")));
    }
}
