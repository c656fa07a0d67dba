//! What was done on the page before this one, told once: a toast, or a sentence where there is no JavaScript.

use crate::{
    features::integrations::{filter::Filter, words::done},
    ui::{Mood, Notice, use_toasts},
};
use contract::integration::Integration;
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

/// Tells it, and takes it out of the address, so that a reload does not tell it again.
#[component]
pub fn Flash(
    /// Where the name of what was saved stands.
    integrations: Vec<Integration>,
) -> impl IntoView {
    let query = use_query_map();
    let told = query.with_untracked(|query| {
        let id = query.get("id");
        let named = integrations
            .iter()
            .find(|one| Some(one.id.as_str()) == id.as_deref());
        done(&query.get("done")?, named.map(|one| one.name.as_str()))
    });
    let toasts = use_toasts();
    let navigate = use_navigate();
    let awake = RwSignal::new(false);
    let for_toast = told.clone();
    Effect::new(move |_| {
        awake.set(true);
        let Some(text) = for_toast.clone() else { return };
        toasts.ok(text);
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        let address = query.with_untracked(|query| Filter::of(query).href());
        navigate(&address, options);
    });
    move || {
        let text = told.clone().filter(|_| !awake.get());
        text.map(|text| {
            view! { <div class="no-js"><Notice mood=Mood::Ok announced=true>{text}</Notice></div> }
        })
    }
}
