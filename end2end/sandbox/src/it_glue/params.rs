//! Query parameters, read strictly: what the reference does not list is refused, so that a misspelt or
//! twice-encoded parameter does not pass for an answer.

use super::kinds::{Kind, PSA_TYPES, RMM_TYPES};
use super::says;
use crate::exchange::{Answer, Received};

const USUAL_PAGE: usize = 50;
const LARGEST_PAGE: usize = 1_000;

/// The parameters of a list or a single read.
#[derive(Debug)]
pub(crate) struct Params {
    pub number: usize,
    pub size: usize,
    /// Sort keys in snake case, each with whether it goes down.
    pub sort: Vec<(String, bool)>,
    pub tests: Vec<Test>,
    pub includes: Vec<String>,
    /// `true` unless the caller says otherwise; only a single read looks at it.
    pub show_password: bool,
    pub version: Option<String>,
}

/// How a filter picks records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    Keep,
    Exclude,
    Range,
}

/// One filter.
#[derive(Debug)]
pub(crate) struct Test {
    pub how: How,
    pub name: String,
    pub value: String,
}

impl Params {
    /// Reads the parameters that records of this kind have.
    pub fn read(request: &Received, kind: &Kind) -> Result<Self, Answer> {
        let mut params = Self {
            number: 1,
            size: USUAL_PAGE,
            sort: Vec::new(),
            tests: Vec::new(),
            includes: Vec::new(),
            show_password: true,
            version: None,
        };
        for (key, value) in request.pairs() {
            params.take(&key, &value, kind)?;
        }
        params.check_pairs()?;
        Ok(params)
    }

    fn take(&mut self, key: &str, value: &str, kind: &Kind) -> Result<(), Answer> {
        let (family, inner) = match key.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
            Some((family, inner)) => (family, inner),
            None => (key, ""),
        };
        match (family, inner) {
            ("page", "number") => self.number = number(key, value, usize::MAX)?,
            ("page", "size") => self.size = number(key, value, LARGEST_PAGE)?,
            ("sort", "") => {
                for part in value.split(',') {
                    let name = part.strip_prefix('-').unwrap_or(part);
                    known(kind.sorts, name, "sort", key)?;
                    self.sort.push((name.to_owned(), part.starts_with('-')));
                }
            }
            ("filter" | "exclude" | "range", name) => {
                known(kind.filters, name, family, key)?;
                let how = match family {
                    "exclude" => How::Exclude,
                    "range" => How::Range,
                    // Dates can only be filtered by a range.
                    _ if name.ends_with("_at") => How::Range,
                    _ => How::Keep,
                };
                self.tests.push(Test {
                    how,
                    name: name.to_owned(),
                    value: value.to_owned(),
                });
            }
            ("include", "") => {
                for name in value.split(',') {
                    known(kind.includes, name, "include", key)?;
                    self.includes.push(name.to_owned());
                }
            }
            ("show_password", "") => self.show_password = value != "false",
            ("version_id", "") => self.version = Some(value.to_owned()),
            _ => return Err(says::bad_request(&format!("{key} is not allowed"), key)),
        }
        Ok(())
    }

    /// An id of another system needs to say which system, and the system must be one they know.
    fn check_pairs(&self) -> Result<(), Answer> {
        let value = |name: &str| {
            self.tests
                .iter()
                .find(|test| test.name == name)
                .map(|test| test.value.as_str())
        };
        for (id, system, allowed) in [
            ("psa_id", "psa_integration_type", PSA_TYPES),
            ("rmm_id", "rmm_integration_type", RMM_TYPES),
        ] {
            match (value(id), value(system)) {
                (Some(_), None) => {
                    return Err(says::bad_request(&format!("{system} is required with {id}"), id));
                }
                (_, Some(name)) => known(allowed, name, system, system)?,
                (None, None) => {}
            }
        }
        Ok(())
    }
}

fn number(key: &str, value: &str, largest: usize) -> Result<usize, Answer> {
    let number = value.parse().ok().filter(|number| (1..=largest).contains(number));
    number.ok_or_else(|| says::bad_request(&format!("{value} is not a valid value for {key}"), key))
}

fn known(allowed: &[&str], name: &str, what: &str, pointer: &str) -> Result<(), Answer> {
    if allowed.contains(&name) {
        Ok(())
    } else {
        Err(says::bad_request(
            &format!("{name} is not a valid {what}"),
            pointer,
        ))
    }
}
