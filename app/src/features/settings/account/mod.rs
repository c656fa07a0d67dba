//! The person's own account: password, sessions, theme, keyboard.

mod api;
mod password;
mod sessions;

use super::{SettingsTabs, words};
use crate::{
    frame::{ThemeForm, keys, use_framed},
    ui::{Done, PageHeader, later},
};
use leptos::prelude::*;
use password::PasswordForm;
use sessions::Sessions;

/// The page.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! {
        <PageHeader title="Settings" lead="Your own account on this Ops AI."/>
        <SettingsTabs/>
        <Done words=words::done/>
        <div>
            <section class="section" aria-labelledby="sessions">
                <h2 id="sessions">"Sessions"</h2>
                <p class="section-lead">
                    "Every browser that is signed in. End what you do not recognise, then change your password."
                </p>
                <Sessions/>
            </section>
            <section class="section" aria-labelledby="password">
                <h2 id="password">"Password"</h2>
                <PasswordForm/>
            </section>
            <section class="section" aria-labelledby="theme">
                <h2 id="theme">"Theme"</h2>
                <Theme/>
            </section>
            <section class="section" aria-labelledby="shortcuts">
                <h2 id="shortcuts">"Keyboard"</h2>
                <Shortcuts/>
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Theme() -> impl IntoView {
    let framed = use_framed();
    later(move || async move {
        let theme = match framed {
            Some(framed) => framed.await.ok().and_then(|framed| framed.theme),
            None => None,
        };
        view! { <div><ThemeForm theme/></div> }.into_any()
    })
}

#[component]
fn Shortcuts() -> impl IntoView {
    let on = RwSignal::new(true);
    Effect::new(move |_| on.set(keys::switched_on()));
    view! {
        <p class="section-lead">
            "Press ? on any page to see the keys. Switch them off when they get in the way of dictation or of other tools."
        </p>
        <label class="check needs-js">
            <input
                type="checkbox"
                prop:checked=move || on.get()
                on:change=move |event| {
                    let wanted = event_target_checked(&event);
                    keys::switch(wanted);
                    on.set(wanted);
                }
            />
            <span>"Keyboard shortcuts, in this browser"</span>
        </label>
    }
}
