//! From what was typed to what can be tested and kept: checks every field by the manifest, trims, and merges the secrets
//! that are kept already.

use crate::{
    connector::{Connector, Opened},
    vault::Secret,
};
use contract::{
    field::{Field, FieldError},
    integration::MAX_NAME,
    manifest::{Manifest, Values},
    problem::Problem,
};
use std::collections::{BTreeMap, BTreeSet};

/// What was typed, checked.
pub struct Checked {
    /// The account as it would be: what is kept, with what was typed laid over it.
    pub opened: Opened,
    /// The secrets that were typed now and must be sealed.
    pub fresh: BTreeSet<String>,
    /// Things the person should know.
    pub notes: Vec<String>,
}

/// Checks what was typed over what is kept (`None` for a new account).
pub fn check(
    connector: &dyn Connector,
    kept: Option<Opened>,
    settings: &Values,
    credentials: &Values,
) -> Result<Checked, Problem> {
    let manifest = connector.manifest();
    let mut errors = misplaced(manifest, settings, credentials);
    let mut opened = kept.unwrap_or_default();
    let (mut fresh, mut notes) = (BTreeSet::new(), Vec::new());
    // Settings first: whether a field is shown depends on them.
    for field in manifest.fields.iter().filter(|field| !field.is_secret()) {
        let Some(typed) = settings.get(field.key.as_ref()) else {
            continue;
        };
        match field.check(typed) {
            Ok(Some(accepted)) => {
                note_trimmed(field, accepted.trimmed, &mut notes);
                opened.settings.insert(field.key.to_string(), accepted.value);
            }
            Ok(None) => {
                opened.settings.remove(field.key.as_ref());
            }
            Err(error) => errors.push(error),
        }
    }
    for field in manifest.fields.iter().filter(|field| field.is_secret()) {
        let typed = credentials.get(field.key.as_ref()).map_or("", String::as_str);
        // Blank keeps the secret there is.
        if typed.trim().is_empty() {
            continue;
        }
        match field.check(typed) {
            Ok(Some(accepted)) => {
                note_trimmed(field, accepted.trimmed, &mut notes);
                opened
                    .credentials
                    .insert(field.key.to_string(), Secret::new(accepted.value));
                fresh.insert(field.key.to_string());
            }
            Ok(None) => {}
            Err(error) => errors.push(error),
        }
    }
    errors.extend(missing(manifest, &opened, &errors));
    if errors.is_empty() {
        errors.extend(connector.check(&opened.settings));
        errors.extend(connector.check_credentials(&opened));
    }
    if errors.is_empty() {
        Ok(Checked { opened, fresh, notes })
    } else {
        Err(Problem::invalid(errors))
    }
}

/// Checks a name; blank is the vendor's own name.
pub fn name(typed: &str, manifest: &Manifest) -> Result<String, Problem> {
    let name = typed.trim();
    if name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        let text = format!("The name must have at most {MAX_NAME} characters, on one line.");
        return Err(Problem::invalid(vec![FieldError::new("name", "too_long", text)]));
    }
    Ok(if name.is_empty() {
        manifest.name.to_string()
    } else {
        name.to_owned()
    })
}

fn note_trimmed(field: &Field, trimmed: bool, notes: &mut Vec<String>) {
    if trimmed {
        notes.push(format!("Spaces around {} were removed.", field.label));
    }
}

fn misplaced(manifest: &Manifest, settings: &Values, credentials: &Values) -> Vec<FieldError> {
    let known = || {
        manifest
            .fields
            .iter()
            .map(|field| field.key.as_ref())
            .collect::<Vec<_>>()
            .join(", ")
    };
    let judge = |key: &String, secret_here: bool| match manifest.field(key) {
        None => {
            let text = format!("{} has no field `{key}`; it has: {}.", manifest.name, known());
            Some(FieldError::new(key.clone(), "unknown_field", text))
        }
        Some(field) if field.is_secret() != secret_here => {
            let place = if field.is_secret() {
                "credentials"
            } else {
                "settings"
            };
            let text = format!("{} belongs into `{place}`.", field.label);
            Some(FieldError::new(key.clone(), "in_wrong_place", text))
        }
        Some(_) => None,
    };
    let in_settings = settings.keys().filter_map(|key| judge(key, false));
    in_settings
        .chain(credentials.keys().filter_map(|key| judge(key, true)))
        .collect()
}

fn missing(manifest: &Manifest, opened: &Opened, found: &[FieldError]) -> Vec<FieldError> {
    // A choice that was left blank means its default, and decides with it which fields are shown.
    let defaults = manifest.fields.iter().filter_map(|field| {
        let default = field.default.as_ref()?;
        Some((field.key.to_string(), default.to_string()))
    });
    let mut values: BTreeMap<String, String> = defaults.collect();
    values.extend(opened.settings.clone());
    manifest
        .fields
        .iter()
        .filter(|field| field.is_shown(&values))
        .filter(|field| !found.iter().any(|error| error.field == field.key))
        .filter(|field| {
            if field.is_secret() {
                !opened.credentials.contains_key(field.key.as_ref())
            } else {
                !opened.settings.contains_key(field.key.as_ref())
            }
        })
        .filter_map(|field| field.check("").err())
        .collect()
}
