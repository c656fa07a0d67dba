//! Signing in. A plain form that the server's own handler takes; nothing here knows what happens to the password. Where
//! nobody could sign in, the server leads to the page that makes the first administrator.

use crate::{
    context::{Typed, use_typed},
    frame::Alone,
    ui::{Button, InputKind, ProblemView, TextField, Tone, later},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page with the form.
#[component]
pub fn SignInPage() -> impl IntoView {
    let posted = use_typed();
    let asked_for = use_query_map().with_untracked(|query| query.get("next"));
    view! {
        <Alone title="Sign in to Ops AI">
            {later(move || {
                let asked_for = asked_for.clone();
                async move {
                    let posted = posted.await;
                    // After a refused try the address has no query any more, but the form still has it.
                    let next = asked_for.or_else(|| posted.values.get("next").cloned());
                    // Only our own pages: anything else could lead a person, just signed in, to a look-alike elsewhere.
                    let next = next.filter(|next| next.starts_with("/app/"));
                    view! { <SignInForm posted next/> }.into_any()
                }
            })}
        </Alone>
    }
    .into_any()
}

#[component]
fn SignInForm(
    /// What an earlier try came to.
    posted: Typed,
    /// Where to go then.
    next: Option<String>,
) -> impl IntoView {
    view! {
        {posted.problem.clone().map(|problem| view! { <ProblemView problem=problem.into() fields_say_it=true/> })}
        <form method="post" action="/sign-in">
            {next.map(|next| view! { <input type="hidden" name="next" value=next/> })}
            <TextField
                name="email"
                label="E-mail"
                kind=InputKind::Email
                value=posted.value("email")
                error=posted.error("email")
                required=true
                autocomplete="username"
                autofocus=true
            />
            <TextField
                name="password"
                label="Password"
                kind=InputKind::Password
                error=posted.error("password")
                required=true
                autocomplete="current-password"
            />
            <Button tone=Tone::Primary submit=true>"Sign in"</Button>
        </form>
    }
}
