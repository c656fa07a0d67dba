//! One step: what it means, what is known of it, and what can be done about it.

use super::{
    super::{
        pieces::{FailureView, StateChip, address},
        words,
    },
    acts::{Acts, Failures},
    give::GiveForm,
};
use crate::{
    frame::Allowed,
    ui::{Button, Confirm, Glyph, Icon, LinkButton, Tone, When},
};
use contract::{
    actor::Role,
    csp::{CspPath, Evidence, SetupStatus, SignInPurpose, Step, StepState},
};
use leptos::{form::ActionForm, prelude::*};

/// The steps at which a person gives something, by their words in the contract.
const SIGN_IN: &str = "sign_in";
const CLEANUP: &str = "cleanup";
const SERVICE_ACCOUNT: &str = "service_account";
const APPLICATION: &str = "application";
const CONSENT: &str = "consent";

/// A step.
#[component]
pub fn StepCard(
    /// The tenant.
    setup: String,
    /// Its application, once that is known.
    application: Option<String>,
    /// The path it is on.
    path: CspPath,
    /// Where the tenant stands.
    status: SetupStatus,
    /// The step.
    step: Step,
    /// False while one before it does not hold yet.
    open: bool,
    /// The page's actions.
    acts: Acts,
    /// What went wrong with them.
    bad: Failures,
) -> impl IntoView {
    let heading = format!("step-{}", step.key);
    let named_by = heading.clone();
    let title = words::plain_title(&step.title).to_owned();
    let whole = step.clone();
    let body = if open {
        view! {
            <p class="section-lead">{step.explanation.to_string()}</p>
            <Times step=step.clone()/>
            <Found evidence=step.evidence/>
            {step.failure.map(|failure| view! { <FailureView failure/> })}
            <Todo setup application path status step=whole acts bad/>
        }
        .into_any()
    } else {
        view! { <p class="text-muted">"Opens when the step before it was found to hold."</p> }.into_any()
    };
    view! {
        <li>
            <article class="card stack" aria-labelledby=named_by>
                <div class="spread">
                    <h2 id=heading>{title}</h2>
                    <StateChip drawn=words::step(step.state)/>
                </div>
                {body}
            </article>
        </li>
    }
    .into_any()
}

#[component]
fn Times(step: Step) -> impl IntoView {
    let at = step.started_at?;
    Some(view! {
        <p class="text-muted">
            "Begun " <When at/> {step.finished_at.map(|at| view! { ", ended " <When at/> })}
        </p>
    })
}

#[component]
fn Found(evidence: Vec<Evidence>) -> impl IntoView {
    if evidence.is_empty() {
        return ().into_any();
    }
    let lines = evidence.into_iter().map(|one| {
        let made = if one.made { "made by Ops AI" } else { "was there" };
        view! {
            <li>
                <Glyph icon=Icon::Check/>
                <div>
                    <span>{one.what}</span>
                    <span class="cell-sub"><span class="mono">{one.object_id}</span> {format!(" · {made} · ")} <When at=one.at/></span>
                </div>
            </li>
        }
    });
    view! {
        <p class="visually-hidden">"Found:"</p>
        <ul class="csp-evidence">{lines.collect_view()}</ul>
    }
    .into_any()
}

/// What a person can do about a step.
#[component]
fn Todo(
    setup: String,
    application: Option<String>,
    path: CspPath,
    status: SetupStatus,
    step: Step,
    acts: Acts,
    bad: Failures,
) -> impl IntoView {
    let left = matches!(status, SetupStatus::Disconnecting | SetupStatus::Disconnected);
    let idle = matches!(step.state, StepState::Waiting | StepState::Failed);
    let manual = path == CspPath::Manual;
    let over = matches!(step.state, StepState::Done | StepState::Skipped);
    if left || step.state == StepState::Running {
        return ().into_any();
    }
    let purpose = match step.key.as_ref() {
        SIGN_IN if idle => Some(SignInPurpose::Bootstrap),
        CLEANUP if idle && needs_administrator(&step) => Some(SignInPurpose::Bootstrap),
        SERVICE_ACCOUNT if idle || step.state == StepState::Skipped || (manual && !over) => {
            Some(SignInPurpose::ServiceAccount)
        }
        _ => None,
    };
    let sign_in = purpose.map(|purpose| {
        let href = format!("{}?sign_in={}", address(&setup, ""), purpose.as_str());
        view! {
            <Allowed role=Role::Admin>
                <LinkButton href=href.clone() tone=Tone::Primary>"Sign in at Microsoft"</LinkButton>
            </Allowed>
        }
    });
    let gives = (manual && step.key == APPLICATION).then(|| {
        let setup = StoredValue::new(setup.clone());
        let key = StoredValue::new(step.key.to_string());
        let known = StoredValue::new(application.unwrap_or_default());
        view! {
            <Allowed role=Role::Admin>
                <GiveForm setup=setup.get_value() step=key.get_value() known=known.get_value() again=over acts bad=bad.fill/>
            </Allowed>
        }
    });
    let lists = (manual && step.key == CONSENT).then(|| {
        view! { <LinkButton href=address(&setup, "permissions")>"The permissions that are wanted"</LinkButton> }
    });
    let skips = (step.key == SERVICE_ACCOUNT && idle && !manual).then(|| {
        let setup = StoredValue::new(setup.clone());
        view! {
            <Allowed role=Role::Admin>
                <Confirm
                    label="Do without it"
                    consequence="Customers are then reached as the application alone, and not through delegated administration. You can sign in later."
                >
                    <ActionForm action=acts.skip>
                        <input type="hidden" name="id" value=setup.get_value()/>
                        <input type="hidden" name="step" value=SERVICE_ACCOUNT/>
                        <Button submit=true busy=acts.skip.pending()>"Do without it"</Button>
                    </ActionForm>
                </Confirm>
            </Allowed>
        }
    });
    let resumes = (!manual && step.state == StepState::Failed && purpose.is_none()).then(|| {
        let setup = StoredValue::new(setup.clone());
        view! {
            <Allowed role=Role::Admin>
                <ActionForm action=acts.resume>
                    <input type="hidden" name="id" value=setup.get_value()/>
                    <Button tone=Tone::Primary submit=true busy=acts.resume.pending()>"Try again from here"</Button>
                </ActionForm>
            </Allowed>
        }
    });
    // The step at which the application is given is looked at by giving it.
    let checkable = over || manual && step.key != APPLICATION;
    let checks = checkable.then(|| {
        view! { <CheckForm setup=setup.clone() step=step.key.to_string() again=over acts/> }
    });
    view! {
        {gives}
        <div class="row">{sign_in} {resumes} {lists} {checks} {skips}</div>
    }
    .into_any()
}

/// Whether the set-up application can be removed only with another sign-in of an administrator.
fn needs_administrator(step: &Step) -> bool {
    let code = step.failure.as_ref().map(|failure| failure.code.as_ref());
    matches!(code, Some("came_back" | "not_signed_in"))
}

#[component]
fn CheckForm(setup: String, step: String, again: bool, acts: Acts) -> impl IntoView {
    let busy = {
        let step = step.clone();
        Memo::new(move |_| acts.checks(&step))
    };
    let (setup, step) = (StoredValue::new(setup), StoredValue::new(step));
    let (tone, words) = if again {
        (Tone::Quiet, "Check again")
    } else {
        (Tone::Plain, "Check in the tenant")
    };
    view! {
        <Allowed role=Role::Tech>
            <ActionForm action=acts.check>
                <input type="hidden" name="id" value=setup.get_value()/>
                <input type="hidden" name="step" value=step.get_value()/>
                <Button tone submit=true busy>{words}</Button>
            </ActionForm>
        </Allowed>
    }
    .into_any()
}
