//! A field of a vendor's form, from its manifest: the browser knows what a field is, only the vendor's folder which exist.

use super::{InputKind, SecretArea, SelectField, TextField};
use crate::ui::time::utc_text;
use contract::{
    field::{Choice, Field, FieldKind},
    integration::SecretMark,
};
use leptos::prelude::*;

/// A field as its manifest describes it.
#[component]
pub fn VendorField(
    /// What the manifest says.
    field: Field,
    /// Its name in the form; the field's key when absent.
    #[prop(optional, into)]
    name: String,
    /// The form's word, where two forms of a page have a field of the same name.
    #[prop(optional, into)]
    form: String,
    /// What stands in it; a secret begins blank, always.
    #[prop(optional, into)]
    value: Signal<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// For a secret that is kept already: since when and by whom.
    #[prop(optional_no_strip)]
    kept: Option<SecretMark>,
    /// Told what is typed or chosen.
    #[prop(optional_no_strip)]
    on_input: Option<Callback<String>>,
) -> impl IntoView {
    let name = if name.is_empty() {
        field.key.to_string()
    } else {
        name
    };
    let label = field.label.to_string();
    let where_to_find = field.where_to_find.as_ref().map(ToString::to_string);
    let example = field.example.as_ref().map(ToString::to_string);
    let required = field.required && field.default.is_none() && kept.is_none();
    let mut help = field.help.to_string();
    if let Some(mark) = &kept {
        let since = utc_text(&mark.set_at);
        help = format!(
            "{help} Kept since {since}, set by {}; leave blank to keep it.",
            mark.set_by
        );
    } else if let Some(default) = field.default.as_ref().filter(|_| field.kind != FieldKind::Choice) {
        help = format!("{help} Blank means {default}.");
    }
    let kind = match field.kind {
        FieldKind::Secret if field.multiline => {
            return view! {
                <SecretArea name label form help example where_to_find required error on_input/>
            }
            .into_any();
        }
        FieldKind::Secret => InputKind::Secret,
        FieldKind::Url => InputKind::Url,
        FieldKind::Choice => {
            let mut choices = field.choices.clone();
            if !required && field.default.is_none() {
                let none = Choice {
                    value: "".into(),
                    label: "None".into(),
                };
                choices.insert(0, none);
            }
            let default = field
                .default
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default();
            let chosen = Signal::derive(move || {
                let value = value.get();
                if value.is_empty() { default.clone() } else { value }
            });
            return view! {
                <SelectField
                    name
                    label
                    form
                    help
                    where_to_find
                    choices
                    required
                    value=chosen
                    error
                    on_change=on_input
                />
            }
            .into_any();
        }
        // Rationale: a UUID or a vendor's user name is no e-mail address to the browser; our own check says more.
        FieldKind::Line | FieldKind::Email | FieldKind::Uuid => InputKind::Line,
    };
    view! {
        <TextField name label form kind help example where_to_find required value error on_input/>
    }
    .into_any()
}
