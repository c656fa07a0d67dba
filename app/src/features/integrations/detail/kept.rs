//! What is kept of an account, for people who may look and not change.

use crate::{features::integrations::choose::MayNot, ui::When};
use contract::{field::Field, integration::Integration};
use leptos::prelude::*;

/// Settings as they are, and of each secret only that it is kept.
#[component]
pub fn KeptFacts(
    /// The account.
    integration: Integration,
    /// The vendor's fields.
    fields: Vec<Field>,
) -> impl IntoView {
    let facts = fields.into_iter().map(|field| {
        let key = field.key.as_ref();
        let value = match (integration.settings.get(key), integration.secrets.get(key)) {
            (Some(text), _) => view! { <span>{text.clone()}</span> }.into_any(),
            (None, Some(mark)) => {
                let (at, by) = (mark.set_at.clone(), format!(", by {}", mark.set_by));
                view! { <span>"Kept, set " <When at/> {by}</span> }.into_any()
            }
            (None, None) => view! { <span class="text-muted">"Blank"</span> }.into_any(),
        };
        view! { <div><dt>{field.label.to_string()}</dt><dd>{value}</dd></div> }
    });
    view! {
        <div class="stack">
            <MayNot/>
            <dl class="facts">{facts.collect_view()}</dl>
        </div>
    }
}
