//! One tenant, step by step, as it happens: state, evidence, time; why a step failed and the one thing to do about it.

mod acts;
mod give;
mod sign_in;
mod step;

use super::{
    api::{Opened, read_setup, start_sign_in},
    pieces::{Places, StateChip, address, use_setup_id},
    words,
};
use crate::{
    frame::Allowed,
    live::{use_csp_frames, use_resyncs},
    ui::{
        Button, Confirm, CopyLine, Failure, LinkButton, LiveState, Load, Mood, Notice, PageHeader, Shape,
        Skeleton, Tone, When,
    },
};
use acts::Acts;
use contract::{
    actor::Role,
    csp::{CspPath, CspSetup, SetupStatus, SignInPurpose, StepState},
};
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::use_query_map;
use sign_in::SignInDrawer;
use step::StepCard;

/// The page.
#[component]
pub fn CspSetupPage() -> impl IntoView {
    let id = use_setup_id();
    let query = use_query_map();
    let acts = Acts::new();
    let bad = acts.failures();
    let resyncs = use_resyncs();
    let opened = Resource::new(
        move || (id.get(), acts.version(), resyncs.get()),
        |(id, ..)| read_setup(id),
    );
    use_csp_frames(move |moved| {
        if id.with_untracked(|id| id == moved.as_str()) {
            opened.refetch();
        }
    });
    let purpose = Memo::new(move |_| query.with(|query| SignInPurpose::parse(&query.get("sign_in")?)));
    let way = Resource::new(
        move || (id.get(), purpose.get()),
        |(id, purpose)| async move {
            match purpose {
                Some(purpose) => start_sign_in(id, purpose.as_str().to_owned()).await.map(Some),
                None => Ok(None),
            }
        },
    );
    view! {
        <Places id/>
        {bad.values().map(|of| view! { <Failure of/> }).into_iter().collect_view()}
        <Load of=opened heading="Partner tenant" skeleton=|| view! { <Skeleton shape=Shape::Cards count=6/> } let:opened>
            <Whole opened acts bad/>
        </Load>
        {move || purpose.get().map(|purpose| view! { <SignInDrawer purpose way close=id.with(|id| address(id, ""))/> })}
    }
    .into_any()
}

#[component]
fn Whole(opened: Opened, acts: Acts, bad: acts::Failures) -> impl IntoView {
    let Opened { setup, redirect_uri } = opened;
    let name = setup
        .tenant_name
        .clone()
        .unwrap_or_else(|| setup.tenant_id.clone());
    let lead = format!("{} path, begun by {}.", words::path(setup.path), setup.created_by);
    let over = |state: StepState| matches!(state, StepState::Done | StepState::Skipped);
    let done = setup.steps.iter().filter(|step| over(step.state)).count();
    let standing = words::standing(&setup);
    let progress = standing.clone();
    let (tone, whole) = (mood(setup.status), setup.clone());
    let manual = setup.path == CspPath::Manual;
    let id = StoredValue::new(setup.id.to_string());
    let first_open = setup.steps.iter().position(|step| !over(step.state));
    let steps = setup.steps.iter().cloned().enumerate().map(|(at, step)| {
        // On the manual path the next opens when those before it hold.
        let application = setup.application_id.clone();
        let open = !manual || first_open.is_none_or(|first| at <= first);
        view! { <StepCard setup=id.get_value() application path=setup.path status=setup.status step open acts bad/> }
    });
    view! {
        <PageHeader title=name lead>
            <StateChip drawn=words::status(setup.status)/>
            <LiveState/>
        </PageHeader>
        <div class="stack">
            <Notice mood=tone announced=true>{standing}</Notice>
            <progress max=setup.steps.len().max(1).to_string() value=done.to_string() aria-label=progress></progress>
            <p class="no-js"><a class="btn" href=address(setup.id.as_str(), "")>"Look again"</a></p>
            <Next setup=whole acts/>
            {manual.then(|| view! {
                <section class="card stack" aria-labelledby="redirect">
                    <h2 id="redirect">"Redirect address"</h2>
                    <p>"The application must allow exactly this address (platform Web):"</p>
                    <CopyLine text=redirect_uri label="the redirect address"/>
                </section>
            })}
            <ol class="run-steps" aria-label="Steps">{steps.collect_view()}</ol>
            <p class="text-muted">"Last moved " <When at=setup.updated_at.clone()/> "."</p>
        </div>
    }
    .into_any()
}

fn mood(status: SetupStatus) -> Mood {
    match status {
        SetupStatus::Connected => Mood::Ok,
        SetupStatus::Failed => Mood::Bad,
        SetupStatus::Disconnecting => Mood::Warn,
        _ => Mood::Info,
    }
}

/// What the tenant as a whole offers.
#[component]
fn Next(setup: CspSetup, acts: Acts) -> impl IntoView {
    let id = setup.id.to_string();
    let connected = setup.status == SetupStatus::Connected;
    let left = setup.status == SetupStatus::Disconnected;
    let untouched = setup
        .steps
        .iter()
        .all(|step| step.evidence.iter().all(|one| !one.made) && step.state != StepState::Done);
    let failed = setup.steps.iter().find(|step| step.state == StepState::Failed);
    let stopped = setup.status == SetupStatus::Failed
        && setup.path == CspPath::Automated
        && failed.is_some_and(|step| !words::needs_sign_in(&step.key));
    let forget = (left || untouched).then(|| {
        let id = StoredValue::new(id.clone());
        view! {
            <Allowed role=Role::Admin>
                <Confirm
                    label="Forget this tenant"
                    tone=Tone::Danger
                    consequence="Ops AI forgets that it was begun. Nothing in your tenant changes, and the audit trail keeps what it says."
                >
                    <ActionForm action=acts.forget>
                        <input type="hidden" name="id" value=id.get_value()/>
                        <Button tone=Tone::Danger submit=true>"Forget it"</Button>
                    </ActionForm>
                </Confirm>
            </Allowed>
        }
    });
    let resume = stopped.then(|| {
        let id = StoredValue::new(id.clone());
        view! {
            <Allowed role=Role::Admin>
                <ActionForm action=acts.resume>
                    <input type="hidden" name="id" value=id.get_value()/>
                    <Button tone=Tone::Primary submit=true busy=acts.resume.pending()>"Resume"</Button>
                </ActionForm>
            </Allowed>
        }
    });
    view! {
        <div class="row">
            {resume}
            {connected.then(|| view! {
                <LinkButton href=address(&id, "customers") tone=Tone::Primary>"Onboard customers"</LinkButton>
            })}
            {setup.integration.map(|integration| view! {
                <LinkButton href=format!("/app/integrations/{integration}")>"The integration"</LinkButton>
            })}
            {(!left && !untouched).then(|| view! { <LinkButton href=address(&id, "disconnect")>"Disconnect…"</LinkButton> })}
            {forget}
        </div>
    }
    .into_any()
}
