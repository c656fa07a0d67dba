//! Form fields: label, help and error belong to the input by `for` and `aria-describedby`, whatever the kind.
//!
//! Inputs keep what was typed before hydration: the value stands in the HTML as an attribute, and the property is set
//! only when the program changes it later.

mod choice;
mod manifest;
mod secret;
mod show_typed;
mod text;

pub use choice::{RoleField, SelectField};
pub use manifest::VendorField;
pub use secret::SecretArea;
pub use text::{InputKind, TextArea, TextField};

use crate::ui::{
    code::with_code,
    icon::{Glyph, Icon},
};
use contract::field::FieldError;
use leptos::prelude::*;

/// What surrounds an input.
#[derive(Clone, Debug, Default)]
pub(super) struct Surround {
    /// The input's identifier.
    pub id: String,
    /// What is read above it.
    pub label: String,
    /// What it is for.
    pub help: String,
    /// What a value looks like.
    pub example: Option<String>,
    /// Where the value is found.
    pub where_to_find: Option<String>,
    /// That it may stay blank.
    pub optional: bool,
}

impl Surround {
    /// The identifiers that describe the input: its help, and its error while it has one.
    pub(super) fn described_by(&self, error: Signal<Option<String>>) -> impl Fn() -> Option<String> + use<> {
        let id = self.id.clone();
        let has_help = !self.help.is_empty() || self.example.is_some() || self.where_to_find.is_some();
        move || {
            let help = has_help.then(|| format!("{id}-help"));
            let error = (error.try_with(Option::is_some) == Some(true)).then(|| format!("{id}-error"));
            let all: Vec<_> = help.into_iter().chain(error).collect();
            (!all.is_empty()).then(|| all.join(" "))
        }
    }

    /// Puts label, help and error around an input.
    pub(super) fn around(self, error: Signal<Option<String>>, input: AnyView) -> AnyView {
        let Self {
            id,
            label,
            help,
            example,
            where_to_find,
            optional,
        } = self;
        let error_id = format!("{id}-error");
        let has_help = !help.is_empty() || example.is_some() || where_to_find.is_some();
        let about = has_help.then(|| {
            view! {
                <div class="field-help" id=format!("{id}-help")>
                    {(!help.is_empty()).then(|| view! { <p>{with_code(&help)}</p> })}
                    {example.map(|example| view! { <p>"Example: " <code>{example}</code></p> })}
                    {where_to_find.map(|place| view! { <p>"Where to find it: " {place}</p> })}
                </div>
            }
        });
        view! {
            <div class="field">
                <label for=id>
                    {label}
                    {optional.then(|| view! { <span class="field-optional">" (optional)"</span> })}
                </label>
                {about}
                {input}
                <div class="field-error" id=error_id aria-live="polite">
                    {move || error.try_get().flatten().map(|text| view! {
                        <Glyph icon=Icon::Alert/>
                        <span>{text}</span>
                    })}
                </div>
            </div>
        }
        .into_any()
    }
}

/// What is wrong with one field, out of a list.
pub fn error_of(errors: &[FieldError], name: &str) -> Option<String> {
    let found = errors.iter().find(|error| error.field == name);
    found.map(|error| error.message.clone())
}

/// The identifier of a field's input: its name, with what HTML or CSS would trip over replaced.
pub(super) fn id_of(form: &str, name: &str) -> String {
    let plain = |text: &str| {
        let chars = text.chars();
        chars
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
            .collect::<String>()
    };
    if form.is_empty() {
        format!("f-{}", plain(name).trim_end_matches('-'))
    } else {
        format!("f-{}-{}", plain(form), plain(name).trim_end_matches('-'))
    }
}

#[cfg(test)]
mod tests {
    use super::id_of;

    #[test]
    fn an_inputs_identifier_is_plain_and_tells_forms_apart() {
        assert_eq!(id_of("", "email"), "f-email");
        assert_eq!(
            id_of("add", "draft[settings][base_url]"),
            "f-add-draft-settings--base-url"
        );
    }
}
