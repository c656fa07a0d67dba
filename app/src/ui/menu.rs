//! Menus and questions on `<details>`: they open without JavaScript; with it, a click beside them or Escape closes them
//! (`frame/keys.rs` sees to that, once for the whole page).

use crate::ui::{
    button::Tone,
    icon::{Glyph, Icon},
};
use leptos::prelude::*;

/// A button that opens a panel of links and small forms.
#[component]
pub fn Menu(
    /// What it offers, e.g. `More actions for Contoso PSA`.
    #[prop(into)]
    label: String,
    /// What is drawn.
    #[prop(default = Icon::More)]
    icon: Icon,
    /// What it offers.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="menu">
            <summary class="btn btn-quiet btn-square" aria-label=label.clone() title=label>
                <Glyph icon/>
            </summary>
            <div class="menu-panel">{children()}</div>
        </details>
    }
}

/// A button that first asks: the panel says what will happen and holds the form that does it.
#[component]
pub fn Confirm(
    /// The button's words.
    #[prop(into)]
    label: String,
    /// How much the button asks for attention.
    #[prop(optional)]
    tone: Tone,
    /// What will happen.
    #[prop(into)]
    consequence: String,
    /// The form that does it.
    children: Children,
) -> impl IntoView {
    view! {
        <details class="menu">
            <summary class=tone.small_class()>{label}</summary>
            <div class="menu-panel menu-ask">
                <p>{consequence}</p>
                {children()}
            </div>
        </details>
    }
}
