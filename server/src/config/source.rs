//! Where settings come from: the environment first, then the file. It refuses to know what a value means.

use super::error::ConfigError;
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

const PREFIX: &str = "OPSAI_";
/// OpenTelemetry's own; those that nothing here asks for are for its SDK.
const STANDARD: &str = "OTEL_";
const FILE: &str = "OPSAI_CONFIG";
const DEFAULT_FILE: &str = "ops-ai.toml";

/// The raw settings, and which of them were asked for.
#[derive(Default)]
pub struct Source {
    environment: BTreeMap<String, String>,
    file: BTreeMap<String, String>,
    path: PathBuf,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl Source {
    /// Reads the environment, and the file that it names (or `ops-ai.toml`, where there is one).
    pub fn read() -> Result<Self, ConfigError> {
        let environment: BTreeMap<_, _> = std::env::vars_os()
            .filter_map(|(name, value)| {
                Some((name.into_string().ok()?, value.to_string_lossy().into_owned()))
            })
            .filter(|(name, _)| name.starts_with(PREFIX) || name.starts_with(STANDARD))
            .collect();
        let named = environment.get(FILE).filter(|path| !path.is_empty()).cloned();
        let path = PathBuf::from(named.as_deref().unwrap_or(DEFAULT_FILE));
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(source) => {
                return Err(ConfigError::Unreadable {
                    name: FILE,
                    path,
                    source,
                });
            }
        };
        Self::new(environment, &text, path)
    }

    /// A source of these variables and this file's text.
    pub fn new(
        environment: BTreeMap<String, String>,
        file: &str,
        path: impl Into<PathBuf>,
    ) -> Result<Self, ConfigError> {
        let path = path.into();
        let file = parse_file(file, &path)?;
        Ok(Self {
            environment,
            file,
            path,
            asked: RefCell::default(),
        })
    }

    /// A setting as text. A blank one counts as absent, as compose files like to write it.
    pub fn text(&self, name: &'static str) -> Option<&str> {
        self.asked.borrow_mut().insert(name);
        [&self.environment, &self.file]
            .into_iter()
            .filter_map(|from| from.get(name))
            .map(|value| value.trim())
            .find(|value| !value.is_empty())
    }

    /// A setting that `parse` understands; its refusal says what is wrong without repeating the value.
    pub fn parsed<T>(
        &self,
        name: &'static str,
        example: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        let Some(text) = self.text(name) else {
            return Ok(None);
        };
        parse(text).map(Some).map_err(|problem| ConfigError::Value {
            name,
            origin: self.origin(name),
            problem,
            example,
        })
    }

    /// A variable of the environment that is not ours alone; the file has no say in it.
    pub fn standard<T>(
        &self,
        name: &'static str,
        example: &'static str,
        parse: impl FnOnce(&str) -> Result<T, String>,
    ) -> Result<Option<T>, ConfigError> {
        let text = self.environment.get(name).map(|value| value.trim());
        let Some(text) = text.filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        parse(text).map(Some).map_err(|problem| ConfigError::Value {
            name,
            origin: self.origin(name),
            problem,
            example,
        })
    }

    /// A setting that must be there.
    pub fn required(
        &self,
        name: &'static str,
        because: &'static str,
        example: &'static str,
    ) -> Result<&str, ConfigError> {
        self.text(name).ok_or(ConfigError::Missing {
            name,
            because,
            example,
        })
    }

    /// A sentence for every name that nothing asked for. Call it last.
    pub fn leftovers(&self) -> Vec<String> {
        let asked = self.asked.borrow();
        let known = |name: &str| name == FILE || asked.iter().any(|one| *one == name);
        let ours = self.environment.keys().filter(|name| name.starts_with(PREFIX));
        let environment = ours.filter(|name| !known(name)).map(|name| {
            format!("the environment variable {name} is no setting of Ops AI and has no effect: check its spelling")
        });
        let file = self.file.keys().filter(|name| !known(name)).map(|name| {
            format!(
                "the key {name} in {} is no setting of Ops AI and has no effect: check its spelling",
                self.path.display()
            )
        });
        environment.chain(file).collect()
    }

    fn origin(&self, name: &str) -> String {
        if self
            .environment
            .get(name)
            .is_some_and(|value| !value.trim().is_empty())
        {
            "the environment".to_owned()
        } else {
            self.path.display().to_string()
        }
    }
}

fn parse_file(text: &str, path: &Path) -> Result<BTreeMap<String, String>, ConfigError> {
    let wrong = |problem: String| ConfigError::File {
        name: FILE,
        path: path.to_owned(),
        problem,
    };
    // Rationale: the parser's own report quotes the line, which may hold a password; its place is enough.
    let table: toml::Table = toml::from_str(text).map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| {
            text.get(..span.start).unwrap_or_default().matches('\n').count() + 1
        });
        wrong(format!(
            "line {line} is not TOML; write lines like OPSAI_LISTEN = \"127.0.0.1:3000\""
        ))
    })?;
    table
        .into_iter()
        .map(|(name, value)| match plain(value) {
            Some(value) => Ok((name, value)),
            None => Err(wrong(format!(
                "{name} must be text, a number, true or false, or a list of texts"
            ))),
        })
        .collect()
}

fn plain(value: toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(yes) => Some(yes.to_string()),
        toml::Value::Array(items) => items
            .into_iter()
            .map(|item| item.as_str().map(ToOwned::to_owned))
            .collect::<Option<Vec<_>>>()
            .map(|items| items.join(",")),
        _ => None,
    }
}
