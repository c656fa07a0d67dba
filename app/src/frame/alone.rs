//! The frame of pages that stand alone: signing in, the first administrator, an address that leads nowhere.

use super::BrandMark;
use leptos::prelude::*;
use leptos_meta::Title;

/// A page that is one card in the middle of the screen.
#[component]
pub fn Alone(
    /// Its name.
    #[prop(into)]
    title: String,
    /// What is on the card.
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=title.clone()/>
        <main class="alone" id="main">
            <div class="card alone-card">
                <BrandMark/>
                <h1>{title}</h1>
                {children()}
            </div>
        </main>
    }
    .into_any()
}
