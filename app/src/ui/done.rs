//! The result of the last action, when it came back by the address (`?done=…`), as it does without JavaScript.

use crate::ui::{badge::Mood, state::Notice};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Says what has been done, if the address tells.
#[component]
pub fn Done(
    /// The sentence for each word that may stand in the address; anything else says nothing.
    words: fn(&str) -> Option<&'static str>,
) -> impl IntoView {
    let query = use_query_map();
    move || {
        let done = query.with(|query| query.get("done"));
        done.as_deref()
            .and_then(words)
            .map(|words| view! { <Notice mood=Mood::Ok announced=true>{words}</Notice> })
    }
}
