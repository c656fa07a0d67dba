//! From what was typed to what is sent: which fields belong to it, what is a setting and what a credential, what has
//! changed, and what somebody else changed meanwhile.

use contract::{
    field::{Field, FieldError, FieldKind},
    integration::{Integration, IntegrationChange, IntegrationDraft},
    manifest::Values,
};

/// What stands in the form when it is sent. No `Debug`: secrets are among the values.
#[derive(Clone, Default)]
pub struct Typed {
    /// What to call the account.
    pub name: String,
    /// Field → text, secrets included.
    pub values: Values,
}

/// What the form begins with: what is kept, and the default of each choice.
pub fn begin(fields: &[Field], kept: Option<&Integration>) -> Values {
    let mut values = kept.map(|kept| kept.settings.clone()).unwrap_or_default();
    for field in fields.iter().filter(|field| field.kind == FieldKind::Choice) {
        if let Some(default) = &field.default {
            values
                .entry(field.key.to_string())
                .or_insert_with(|| default.to_string());
        }
    }
    values
}

/// What is wrong with what was typed, by the rule that the server uses as well. A blank secret that is kept is fine.
pub fn check(fields: &[Field], kept: Option<&Integration>, typed: &Typed) -> Vec<FieldError> {
    shown(fields, typed)
        .filter(|(field, text)| {
            let is_kept = kept.is_some_and(|kept| kept.secrets.contains_key(field.key.as_ref()));
            !(field.is_secret() && is_kept && text.trim().is_empty())
        })
        .filter_map(|(field, text)| field.check(text).err())
        .collect()
}

/// A new account.
pub fn draft(vendor: &str, fields: &[Field], typed: &Typed) -> IntegrationDraft {
    let mut draft = IntegrationDraft {
        vendor: vendor.to_owned(),
        name: typed.name.clone(),
        ..IntegrationDraft::default()
    };
    for (field, text) in shown(fields, typed).filter(|(_, text)| !text.trim().is_empty()) {
        place(&mut draft.settings, &mut draft.credentials, field, text);
    }
    draft
}

/// A change of an account: only what differs from what is kept, so that a new name alone asks the vendor nothing.
pub fn change(
    fields: &[Field],
    kept: &Integration,
    version: Option<i64>,
    typed: &Typed,
) -> IntegrationChange {
    let mut change = IntegrationChange {
        version,
        name: Some(typed.name.clone()),
        ..IntegrationChange::default()
    };
    for (field, text) in shown(fields, typed) {
        let before = kept.settings.get(field.key.as_ref()).map_or("", String::as_str);
        let differs = if field.is_secret() {
            !text.trim().is_empty()
        } else {
            text.trim() != before
        };
        if differs {
            place(&mut change.settings, &mut change.credentials, field, text);
        }
    }
    change
}

/// Where the account as it now stands differs from a name and settings, each a sentence.
pub fn differences(fields: &[Field], name: &str, settings: &Values, now: &Integration) -> Vec<String> {
    let mut found = Vec::new();
    if now.name != name.trim() {
        found.push(format!("The name is now “{}”.", now.name));
    }
    for field in fields.iter().filter(|field| !field.is_secret()) {
        let text = |values: &Values| values.get(field.key.as_ref()).cloned().unwrap_or_default();
        let current = text(&now.settings);
        if current == text(settings).trim() {
            continue;
        }
        found.push(if current.is_empty() {
            format!("{} is now blank.", field.label)
        } else {
            format!("{} is now “{current}”.", field.label)
        });
    }
    found
}

/// Which secrets were replaced between two readings of an account, each a sentence.
pub fn replaced_secrets(fields: &[Field], before: &Integration, now: &Integration) -> Vec<String> {
    let replaced = |field: &&Field| {
        now.secrets
            .get(field.key.as_ref())
            .filter(|mark| before.secrets.get(field.key.as_ref()) != Some(*mark))
            .map(|mark| format!("{} was replaced by {}.", field.label, mark.set_by))
    };
    fields.iter().filter_map(|field| replaced(&field)).collect()
}

/// What the form holds after somebody else's change: their values where this person had changed nothing, and this
/// person's own everywhere else.
pub fn merged(fields: &[Field], before: &Integration, now: &Integration, typed: &Typed) -> Typed {
    let mut merged = typed.clone();
    if typed.name.trim() == before.name {
        merged.name.clone_from(&now.name);
    }
    for field in fields.iter().filter(|field| !field.is_secret()) {
        let key = field.key.as_ref();
        let text = |values: &Values| values.get(key).cloned().unwrap_or_default();
        if text(&typed.values).trim() == text(&before.settings) {
            merged.values.insert(key.to_owned(), text(&now.settings));
        }
    }
    merged
}

/// The fields that are shown, given what the others hold, with what was typed into them.
fn shown<'a>(fields: &'a [Field], typed: &'a Typed) -> impl Iterator<Item = (&'a Field, &'a str)> {
    fields.iter().filter_map(|field| {
        let text = typed.values.get(field.key.as_ref()).map_or("", String::as_str);
        field.is_shown(&typed.values).then_some((field, text))
    })
}

fn place(settings: &mut Values, credentials: &mut Values, field: &Field, text: &str) {
    let map = if field.is_secret() { credentials } else { settings };
    map.insert(field.key.to_string(), text.to_owned());
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
