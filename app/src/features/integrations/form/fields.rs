//! The fields of the form, as the manifest lists them.

use super::{FORM, state::State};
use crate::{
    context::Posted,
    features::integrations::models::VendorForm,
    ui::{TextField, VendorField},
};
use contract::{
    field::Field,
    integration::{Integration, SecretMark},
};
use leptos::prelude::*;

/// The name, then every field of the vendor.
#[component]
pub fn Fields(
    /// The vendor's form.
    form: VendorForm,
    /// The account, where there is one.
    kept: Option<Integration>,
    /// What a form post without JavaScript came to.
    posted: Posted,
    /// The open form.
    state: State,
) -> impl IntoView {
    let name_typed = Callback::new(move |text: String| {
        state.forgive("name");
        state.name.set(text);
    });
    let vendor = form.card.name.to_string();
    let came_back = posted.form == FORM;
    let fields = form.fields.into_iter().map(|mut field| {
        let mark = kept
            .as_ref()
            .and_then(|kept| kept.secrets.get(field.key.as_ref()).cloned());
        if came_back && field.is_secret() {
            field.help = format!("{} Type it again: secrets are never sent back.", field.help).into();
        }
        view! { <OneField field kept=mark state/> }
    });
    view! {
        <TextField
            name="name"
            label="Name"
            form=FORM
            help=format!("What your team calls this account. Blank means “{vendor}”.")
            value=state.name
            error=state.error("name")
            on_input=Some(name_typed)
        />
        {fields.collect_view()}
    }
}

/// A field; where it depends on another one it comes and goes with JavaScript, and always stands there without.
#[component]
fn OneField(field: Field, kept: Option<SecretMark>, state: State) -> impl IntoView {
    let key = field.key.to_string();
    let value = {
        let key = key.clone();
        Signal::derive(move || {
            state
                .values
                .with(|values| values.get(&key).cloned().unwrap_or_default())
        })
    };
    let secret = field.is_secret();
    let typed = {
        let key = key.clone();
        Callback::new(move |text: String| {
            state.forgive(&key);
            if !secret {
                state.values.update(|values| _ = values.insert(key.clone(), text));
            }
        })
    };
    let error = state.error(&key);
    let condition = field.clone();
    let shown = move || state.values.with(|values| condition.is_shown(values));
    view! {
        <div class:field-away=move || !shown()>
            <VendorField field form=FORM value error kept on_input=Some(typed)/>
        </div>
    }
}
