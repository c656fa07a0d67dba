//! The style guide: every component of `ui/` in every state, for those who build pages and for the tests that look at
//! them (contrast, keyboard, both themes). Nothing on it does anything.

mod controls;
mod data;
mod feedback;
mod health;
mod overlays;

use crate::ui::PageHeader;
use leptos::prelude::*;

/// The page.
#[component]
pub fn StyleguidePage() -> impl IntoView {
    view! {
        <PageHeader title="Style guide" lead="Every component, in every state."/>
        <div>
            <controls::Controls/>
            <feedback::Feedback/>
            <data::Data/>
            <health::Health/>
            <overlays::Overlays/>
        </div>
    }
    .into_any()
}

/// A group of examples.
#[component]
fn Examples(
    /// What they are examples of.
    title: &'static str,
    /// The examples.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="section">
            <h2>{title}</h2>
            {children()}
        </section>
    }
}
