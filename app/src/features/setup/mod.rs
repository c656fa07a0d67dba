//! The first administrator, made with the one-time link. A plain form that the server's own handler takes.

use crate::{
    context::use_posted,
    frame::Alone,
    ui::{Button, InputKind, ProblemView, TextField, Tone},
};
use contract::account::MIN_PASSWORD;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page with the form.
#[component]
pub fn SetupPage() -> impl IntoView {
    let posted = use_posted();
    let from_address = use_query_map().with_untracked(|query| query.get("link").unwrap_or_default());
    view! {
        <Alone title="Welcome to Ops AI">
            <p class="text-muted">
                "You are making the first administrator. They can connect vendors and invite everybody else."
            </p>
            <Transition>
                {move || {
                    let from_address = from_address.clone();
                    Suspend::new(async move {
                        let posted = posted.await;
                        let known = [from_address, posted.value("link")];
                        let link = known.into_iter().find(|link| !link.is_empty());
                        let link_field = match link {
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
                        let (name, email) = (posted.value("name"), posted.value("email"));
                        let (name_error, email_error) = (posted.error("name"), posted.error("email"));
                        let password_error = posted.error("password");
                        view! {
                            {posted.problem.clone().map(|problem| view! { <ProblemView problem fields_say_it=true/> })}
                            <form method="post" action="/setup">
                                {link_field}
                                <TextField
                                    name="name"
                                    label="Your name"
                                    value=name
                                    error=name_error
                                    required=true
                                    autocomplete="name"
                                    autofocus=true
                                />
                                <TextField
                                    name="email"
                                    label="E-mail"
                                    help="You sign in with it."
                                    kind=InputKind::Email
                                    value=email
                                    error=email_error
                                    required=true
                                    autocomplete="username"
                                />
                                <TextField
                                    name="password"
                                    label="Password"
                                    help=format!("At least {MIN_PASSWORD} characters; a long sentence is a good one.")
                                    kind=InputKind::Password
                                    error=password_error
                                    required=true
                                    autocomplete="new-password"
                                />
                                <Button tone=Tone::Primary submit=true>"Create the administrator"</Button>
                            </form>
                        }
                    })
                }}
            </Transition>
        </Alone>
    }
    .into_any()
}
