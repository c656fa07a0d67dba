//! The first administrator, made with the one-time link. A plain form that the server's own handler takes.

use crate::{
    context::{Typed, use_typed},
    frame::Alone,
    ui::{Button, InputKind, ProblemView, TextField, Tone, later},
};
use contract::account::MIN_PASSWORD;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page with the form.
#[component]
pub fn SetupPage() -> impl IntoView {
    let posted = use_typed();
    let from_address = use_query_map().with_untracked(|query| query.get("link").unwrap_or_default());
    view! {
        <Alone title="Welcome to Ops AI">
            <p class="text-muted">
                "You are making the first administrator. They can connect vendors and invite everybody else."
            </p>
            {later(move || {
                let from_address = from_address.clone();
                async move {
                    let posted = posted.await;
                    let known = [from_address, posted.value("link")];
                    let link = known.into_iter().find(|link| !link.is_empty());
                    view! { <SetupForm posted link/> }.into_any()
                }
            })}
        </Alone>
    }
    .into_any()
}

#[component]
fn SetupForm(
    /// What an earlier try came to.
    posted: Typed,
    /// The link's secret; asked for where it is not known.
    link: Option<String>,
) -> impl IntoView {
    let link = match link {
        Some(link) => view! { <input type="hidden" name="link" value=link/> }.into_any(),
        None => view! {
            <TextField
                name="link"
                label="One-time code"
                help="What stands after link= in the address that Ops AI printed when it started."
                error=posted.error("link")
                required=true
            />
        }
        .into_any(),
    };
    view! {
        {posted.problem.clone().map(|problem| view! { <ProblemView problem=problem.into() fields_say_it=true/> })}
        <form method="post" action="/setup">
            {link}
            <TextField
                name="name"
                label="Your name"
                value=posted.value("name")
                error=posted.error("name")
                required=true
                autocomplete="name"
                autofocus=true
            />
            <TextField
                name="email"
                label="E-mail"
                help="You sign in with it."
                kind=InputKind::Email
                value=posted.value("email")
                error=posted.error("email")
                required=true
                autocomplete="username"
            />
            <TextField
                name="password"
                label="Password"
                help=format!("At least {MIN_PASSWORD} characters; a long sentence is a good one.")
                kind=InputKind::Password
                error=posted.error("password")
                required=true
                autocomplete="new-password"
            />
            <Button tone=Tone::Primary submit=true>"Create the administrator"</Button>
        </form>
    }
}
