//! A webhook just made, or its secret just rotated: what to copy, and where to paste it.

use crate::ui::{CopyLine, Fold, Mood, Notice, When, markdown::Markdown};
use contract::webhook::IssuedWebhook;
use leptos::prelude::*;

/// What to copy.
#[component]
pub fn Issued(issued: IssuedWebhook) -> impl IntoView {
    let guide = issued.setup.to_string();
    view! {
        <div class="stack" role="status">
            <Notice mood=Mood::Ok>"Copy the secret now: it is not shown again."</Notice>
            <h3>"Address"</h3>
            <CopyLine text=issued.url label="the address"/>
            <h3>"Secret"</h3>
            <CopyLine text=issued.secret label="the secret"/>
            {issued.url_with_secret.map(|url| view! {
                <h3>"Address with the secret in it"</h3>
                <p class="text-muted">"For a vendor that can send no header of yours: paste this one address instead of both."</p>
                <CopyLine text=url label="the address with the secret"/>
            })}
            <p class="text-muted">
                "The proof travels in " <code>{issued.header.to_string()}</code> " (" {issued.scheme.to_string()} ")."
            </p>
            {issued.previous_retires_at.map(|at| view! {
                <p>"The secret before is still accepted; it ends " <When at/> "."</p>
            })}
            <Fold label="Where to paste them" open=true>
                <Markdown text=guide/>
            </Fold>
        </div>
    }
    .into_any()
}
