//! Signing in. A plain form that the server's own handler takes; nothing here knows what happens to the password.

mod api;

use crate::{
    context::use_posted,
    frame::Alone,
    ui::{Button, InputKind, Mood, Notice, ProblemView, TextField, Tone},
};
use api::needs_setup;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page with the form.
#[component]
pub fn SignInPage() -> impl IntoView {
    let posted = use_posted();
    let unclaimed = Resource::new(|| (), |()| needs_setup());
    // Only addresses of our own pages: anything else could lead a person, just signed in, to a look-alike elsewhere.
    let next =
        use_query_map().with_untracked(|query| query.get("next").filter(|next| next.starts_with("/app/")));
    view! {
        <Alone title="Sign in to Ops AI">
            <Transition>
                {move || {
                    let next = next.clone();
                    Suspend::new(async move {
                        let posted = posted.await;
                        let unclaimed = unclaimed.await.unwrap_or(false);
                        let email = posted.value("email");
                        let (email_error, password_error) = (posted.error("email"), posted.error("password"));
                        view! {
                            {unclaimed.then(|| view! {
                                <Notice mood=Mood::Info>
                                    "Nobody can sign in yet. Open the one-time link that Ops AI printed when it
                                    started; it makes the first administrator."
                                </Notice>
                            })}
                            {posted.problem.clone().map(|problem| view! { <ProblemView problem fields_say_it=true/> })}
                            <form method="post" action="/sign-in">
                                {next.map(|next| view! { <input type="hidden" name="next" value=next/> })}
                                <TextField
                                    name="email"
                                    label="E-mail"
                                    kind=InputKind::Email
                                    value=email
                                    error=email_error
                                    required=true
                                    autocomplete="username"
                                    autofocus=true
                                />
                                <TextField
                                    name="password"
                                    label="Password"
                                    kind=InputKind::Password
                                    error=password_error
                                    required=true
                                    autocomplete="current-password"
                                />
                                <Button tone=Tone::Primary submit=true>"Sign in"</Button>
                            </form>
                        }
                    })
                }}
            </Transition>
        </Alone>
    }
    .into_any()
}
