//! The head of a page: its title, one line that says what it is for, and the primary action at the right.

use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;
use leptos_meta::Title;

/// The head of a page; also names the browser's tab.
#[component]
pub fn PageHeader(
    /// The page's name.
    #[prop(into)]
    title: String,
    /// What it is for.
    #[prop(into)]
    lead: String,
    /// The primary action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <Title text=title.clone()/>
        <header class="page-head">
            <div>
                <h1>{title}</h1>
                <p class="page-lead">{lead}</p>
            </div>
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
        </header>
    }
}

/// The way back, above a page's title.
#[component]
pub fn BackLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What is there.
    #[prop(into)]
    to: String,
) -> impl IntoView {
    view! {
        <a class="back-link" href=href>
            <Glyph icon=Icon::Back/>
            <span>{to}</span>
        </a>
    }
}
