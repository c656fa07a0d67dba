//! A field of a vendor's form, and the one rule for what may be typed into it (browser and server run the same code).

use crate::{Text, pem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The longest value of any field, in bytes: a PEM certificate with its key fits, a pasted log does not.
pub const MAX_BYTES: usize = 16 * 1024;

/// One thing the form asks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Its key in `settings` or `credentials`.
    pub key: Text,
    /// What a person reads above it.
    pub label: Text,
    /// What it is for, in one or two sentences.
    pub help: Text,
    /// What a value looks like; synthetic.
    #[serde(default)]
    pub example: Option<Text>,
    /// Where in the vendor's own portal the value is found.
    #[serde(default)]
    pub where_to_find: Option<Text>,
    /// What it is. Secrecy is a kind of field and not a flag beside it, so the two cannot disagree.
    pub kind: FieldKind,
    /// True when it may not be blank.
    pub required: bool,
    /// For a choice: what can be chosen.
    #[serde(default)]
    pub choices: Vec<Choice>,
    /// Used when the field is blank.
    #[serde(default)]
    pub default: Option<Text>,
    /// Shown only when another field has one of these values.
    #[serde(default)]
    pub shown_when: Option<ShownWhen>,
    /// True for a secret of several lines: PEM blocks, such as a certificate with its private key. It stays a `secret`, and
    /// travels in `credentials` like any other.
    #[serde(default)]
    pub multiline: bool,
}

/// What a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// One line of text.
    Line,
    /// A secret: sealed, never sent back.
    Secret,
    /// An address that begins with `https://`.
    Url,
    /// An e-mail address, or a user name of that form.
    Email,
    /// A UUID.
    Uuid,
    /// One of `choices`.
    Choice,
}

/// One choice of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The value kept.
    pub value: Text,
    /// What a person reads.
    pub label: Text,
}

/// The condition of a field that is not always there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownWhen {
    /// The other field's key.
    pub field: Text,
    /// The values with which this field is shown.
    pub is: Vec<Text>,
}

/// What is wrong with one field, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's key, or the name of the JSON member.
    pub field: String,
    /// `required`, `unknown_field`, `too_long`, `control_character`, `not_https`, `not_a_url`, `not_an_email`, `not_a_uuid`,
    /// `not_a_choice`, `not_a_pem`, `private_address`, `in_wrong_place`, `not_json`, `wrong_type`,
    /// `duplicate_field`, `not_the_same`, `out_of_range`, `not_accepted`, `taken`, `too_short`.
    pub code: Text,
    /// What is wrong and what to do, in words; never the value of a secret.
    pub message: String,
}

impl FieldError {
    /// Names a field, a code and the words.
    pub fn new(field: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            code: code.into(),
            message: message.into(),
        }
    }
}

/// A value that passed, and whether spaces around it were taken away (which the person is told).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The value to keep.
    pub value: String,
    /// True when leading or trailing white space was removed.
    pub trimmed: bool,
}

impl Field {
    /// True for fields that travel in `credentials` and are sealed.
    pub fn is_secret(&self) -> bool {
        self.kind == FieldKind::Secret
    }

    /// True when the form shows this field, given what the others hold.
    pub fn is_shown(&self, values: &BTreeMap<String, String>) -> bool {
        self.shown_when.as_ref().is_none_or(|when| {
            let value = values.get(when.field.as_ref()).map_or("", String::as_str);
            when.is.iter().any(|one| one == value)
        })
    }

    /// Checks a typed value; blank is `None` (and refused where the field is required).
    pub fn check(&self, typed: &str) -> Result<Option<Accepted>, FieldError> {
        let refuse = |code, message: String| Err(FieldError::new(self.key.as_ref(), code, message));
        let value = typed.trim();
        if typed.len() > MAX_BYTES {
            let kib = MAX_BYTES / 1024;
            return refuse(
                "too_long",
                format!("{} is longer than {kib} KiB: check what was pasted.", self.label),
            );
        }
        if value.is_empty() {
            if self.required && self.default.is_none() {
                return refuse("required", format!("{} is missing: fill it in.", self.label));
            }
            return Ok(None);
        }
        if self.multiline {
            // What stands around the blocks is no part of them, so nothing of the secret was taken away.
            return match pem::tidy(value) {
                Ok(value) => Ok(Some(Accepted {
                    value,
                    trimmed: false,
                })),
                Err(why) => refuse("not_a_pem", format!("{}: {why}", self.label)),
            };
        }
        if value.chars().any(char::is_control) {
            let text = format!(
                "{} holds a line break or another control character: paste the value alone, on one line.",
                self.label
            );
            return refuse("control_character", text);
        }
        match self.kind {
            FieldKind::Url => {
                if let Err((code, why)) = check_url(value) {
                    return refuse(code, format!("{}: {why}", self.label));
                }
            }
            FieldKind::Email if !looks_like_email(value) => {
                return refuse(
                    "not_an_email",
                    format!("{} does not look like name@domain.", self.label),
                );
            }
            FieldKind::Uuid if !looks_like_uuid(value) => {
                let text = format!(
                    "{} must look like 8f1c0c3e-0000-4000-8000-000000000000.",
                    self.label
                );
                return refuse("not_a_uuid", text);
            }
            FieldKind::Choice if !self.choices.iter().any(|choice| choice.value == value) => {
                let known: Vec<_> = self.choices.iter().map(|choice| choice.value.as_ref()).collect();
                return refuse(
                    "not_a_choice",
                    format!("{} must be one of: {}.", self.label, known.join(", ")),
                );
            }
            _ => {}
        }
        Ok(Some(Accepted {
            value: value.to_owned(),
            trimmed: value.len() != typed.len(),
        }))
    }
}

fn check_url(value: &str) -> Result<(), (&'static str, &'static str)> {
    let lower = value.to_ascii_lowercase();
    let Some(rest) = lower.strip_prefix("https://") else {
        return Err(if lower.contains("://") {
            (
                "not_https",
                "use https://, so that credentials never travel in the clear.",
            )
        } else {
            ("not_a_url", "write the whole address, beginning with https://.")
        });
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(("not_a_url", "leave user name and password out of the address."));
    }
    let host = authority.rsplit_once(':').map_or(authority, |(host, port)| {
        if port.bytes().all(|b| b.is_ascii_digit()) {
            host
        } else {
            authority
        }
    });
    let plain = !host.is_empty() && !rest.chars().any(char::is_whitespace);
    if plain {
        Ok(())
    } else {
        Err(("not_a_url", "the address has no host, or has spaces in it."))
    }
}

fn looks_like_email(value: &str) -> bool {
    value.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty()
            && domain.contains('.')
            && !domain.contains('@')
            && !value.contains(char::is_whitespace)
    })
}

fn looks_like_uuid(value: &str) -> bool {
    let parts: Vec<_> = value.split('-').collect();
    parts.iter().map(|part| part.len()).eq([8, 4, 4, 4, 12])
        && parts
            .iter()
            .all(|part| part.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
#[path = "field_tests.rs"]
mod tests;
