//! The button that shows a hidden field while somebody wants to read what they typed.

use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;

/// Shows and hides what is typed; absent without JavaScript, which it needs.
#[component]
pub(super) fn ShowTyped(
    /// True while it is shown.
    seen: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <button
            class="btn btn-quiet btn-square needs-js"
            type="button"
            aria-label="Show what is typed"
            title="Show what is typed"
            aria-pressed=move || seen.get().to_string()
            on:click=move |_| seen.update(|seen| *seen = !*seen)
        >
            <Glyph icon=Icon::Eye/>
        </button>
    }
}
