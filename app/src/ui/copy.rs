//! The copy button: says that it worked, to the eye and to the ear. Absent where there is no JavaScript to copy with.

use crate::{
    browser,
    ui::icon::{Glyph, Icon},
};
use leptos::{prelude::*, task::spawn_local};
use std::time::Duration;

/// How long "Copied" stays.
const STAYS: Duration = Duration::from_secs(2);

/// Copies a text when it is pressed.
#[component]
pub fn CopyButton(
    /// What to copy.
    #[prop(into)]
    text: Signal<String>,
    /// What the button says, e.g. `Copy the vendor's words`; only the icon and `Copy` are seen.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let said = RwSignal::new("Copy");
    let press = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            let done = browser::copy(text).await;
            _ = said.try_set(if done { "Copied" } else { "Press Ctrl+C" });
            set_timeout(move || _ = said.try_set("Copy"), STAYS);
        });
    };
    view! {
        <button class="btn btn-quiet btn-small needs-js" type="button" title=label.clone() on:click=press>
            <Glyph icon=Icon::Copy/>
            <span aria-live="polite">{move || said.get()}</span>
            <span class="visually-hidden">{format!(": {label}")}</span>
        </button>
    }
}

/// A line to copy as it stands: a command, an address, a secret that is shown once.
#[component]
pub fn CopyLine(
    /// The line.
    #[prop(into)]
    text: String,
    /// What the button says.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <div class="copy-line">
            <code>{text.clone()}</code>
            <CopyButton text label/>
        </div>
    }
}
