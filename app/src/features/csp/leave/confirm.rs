//! Confirming a plan by the tenant's name, and going on with a removal that stopped.

use super::{
    super::pieces::{address, wrong},
    Acts,
};
use crate::ui::{Button, Failure, Icon, LinkButton, TextField, Tone};
use contract::csp::{RemovalPlan, SignInPurpose};
use leptos::{form::ActionForm, prelude::*};

/// Where an administrator signs in for the removal.
fn sign_in(id: &str) -> String {
    format!("{}?sign_in={}", address(id, ""), SignInPurpose::Removal.as_str())
}

/// Asks for the name, or for a sign-in first.
#[component]
pub fn Confirmation(
    /// The plan.
    plan: RemovalPlan,
    /// The tenant.
    id: String,
    /// Whether relationships are ended too.
    too: bool,
    /// The page's actions.
    acts: Acts,
) -> impl IntoView {
    if plan.needs_sign_in {
        return view! {
            <section class="card stack" aria-labelledby="confirm">
                <h2 id="confirm">"First, a sign-in"</h2>
                <p>
                    "An application cannot delete itself. An administrator consents to the set-up application once more; then come "
                    "back here and confirm."
                </p>
                <div class="form-actions">
                    <LinkButton href=sign_in(&id) tone=Tone::Primary>"Sign in for the removal"</LinkButton>
                </div>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="card stack" aria-labelledby="confirm">
            <h2 id="confirm">"Confirm"</h2>
            <ActionForm action=acts.remove attr:class="form">
                <Failure of=acts.bad fields_say_it=true/>
                <input type="hidden" name="id" value=id.clone()/>
                <input type="hidden" name="digest" value=plan.digest/>
                <input type="hidden" name="end_relationships" value=if too { "true" } else { "false" }/>
                <TextField
                    form="csp-leave"
                    name="typed"
                    label="Type the tenant’s name to confirm"
                    help=format!("The name is {}", plan.confirm)
                    required=true
                    error=wrong(acts.bad, "typed")
                />
                <div class="form-actions">
                    <Button tone=Tone::Danger submit=true icon=Icon::Trash busy=acts.remove.pending()>"Disconnect for good"</Button>
                    <LinkButton href=address(&id, "manage") tone=Tone::Quiet>"Keep it"</LinkButton>
                </div>
            </ActionForm>
        </section>
    }
    .into_any()
}

/// Goes on with a removal that was confirmed and did not come to its end.
#[component]
pub fn GoOn(
    /// The tenant.
    id: String,
    /// Whether relationships are ended too.
    too: bool,
    /// The page's actions.
    acts: Acts,
) -> impl IntoView {
    view! {
        <section class="card stack" aria-labelledby="go-on">
            <h2 id="go-on">"The removal was confirmed and has not come to its end"</h2>
            <p>"What is gone already is not removed twice. Where it needs a sign-in, sign in and come back here."</p>
            <ActionForm action=acts.remove attr:class="stack">
                <Failure of=acts.bad/>
                <input type="hidden" name="id" value=id.clone()/>
                <input type="hidden" name="digest" value=""/>
                <input type="hidden" name="end_relationships" value=if too { "true" } else { "false" }/>
                <div class="form-actions">
                    <Button tone=Tone::Danger submit=true busy=acts.remove.pending()>"Go on with the removal"</Button>
                    <LinkButton href=sign_in(&id)>"Sign in for the removal"</LinkButton>
                </div>
            </ActionForm>
        </section>
    }
    .into_any()
}
