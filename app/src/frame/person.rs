//! Who is signed in: name, role, theme, and the way out. Plain forms, so that it works before and without JavaScript.

use super::api::Framed;
use crate::ui::{Glyph, Icon, RoleBadge};
use leptos::prelude::*;

/// The person's corner of the frame.
#[component]
pub fn Person(
    /// Who, and how they like it.
    framed: Framed,
) -> impl IntoView {
    view! {
        <details class="menu person">
            <summary class="person-button">
                <span class="person-mark" aria-hidden="true"><Glyph icon=Icon::User/></span>
                <span class="person-name">{framed.name.clone()}</span>
                <Glyph icon=Icon::ChevronDown/>
            </summary>
            <div class="menu-panel menu-up">
                <p class="person-role"><RoleBadge role=framed.role/></p>
                <ThemeForm theme=framed.theme/>
                <a class="menu-item" href="/app/settings"><Glyph icon=Icon::Settings/> "Your account"</a>
                <form method="post" action="/sign-out">
                    <button class="menu-item" type="submit"><Glyph icon=Icon::SignOut/> "Sign out"</button>
                </form>
            </div>
        </details>
    }
}

/// Light, dark, or as the system says.
#[component]
pub fn ThemeForm(
    /// The choice that stands.
    theme: Option<String>,
) -> impl IntoView {
    let current = match theme.as_deref() {
        Some("light") => "light",
        Some("dark") => "dark",
        _ => "system",
    };
    let choices = [
        ("light", "Light", Icon::Sun),
        ("dark", "Dark", Icon::Moon),
        ("system", "System", Icon::Monitor),
    ];
    let buttons = choices.map(|(value, words, icon)| {
        view! {
            <button
                class="segment"
                type="submit"
                name="theme"
                value=value
                aria-pressed=(value == current).to_string()
            >
                <Glyph icon/>
                <span>{words}</span>
            </button>
        }
    });
    view! {
        <form method="post" action="/theme">
            <div class="segments" role="group" aria-label="Theme">{buttons.collect_view()}</div>
        </form>
    }
}
