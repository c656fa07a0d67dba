//! One SOP: edited, tried, its versions.
//!
//! ```text
//!   state.rs  what is edited (pure)     head.rs  name, mode, triggers     steps.rs, step.rs  the list
//!   flow.rs   the picture that follows  try_it.rs  on a sample event      save.rs  check and save
//! ```
//!
//! Editing needs JavaScript; without it the SOP is shown as it is kept.

mod flow;
mod head;
mod message;
mod save;
mod state;
mod step;
mod steps;
mod try_it;

use super::{
    HERE,
    api::{DeleteSop, Desk, RollBack, list_versions, read_desk},
    versions::Versions,
};
use crate::{
    frame::Allowed,
    ui::{
        BackLink, Button, Confirm, Failure, JsonView, LinkButton, Load, Notice, PageHeader, Shape, Skeleton,
        Tone, failure,
    },
};
use contract::actor::Role;
use flow::Flow;
use head::Head;
use leptos::{form::ActionForm, prelude::*};
use leptos_router::hooks::{use_params_map, use_query_map};
use save::SaveBar;
use state::Editor;
use steps::Steps;
use try_it::TryIt;

/// The page of one SOP; of a new one at `/app/sops/new`.
#[component]
pub fn SopPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_else(|| "new".to_owned())));
    let template = Memo::new(move |_| query.with(|query| query.get("template").unwrap_or_default()));
    let versions = Memo::new(move |_| query.with(|query| query.get("view").as_deref() == Some("versions")));
    let back = ServerAction::<RollBack>::new();
    let delete = ServerAction::<DeleteSop>::new();
    let failures = [failure(back), failure(delete)];
    let desk = Resource::new(
        move || (id.get(), template.get(), back.version().get()),
        |(id, template, _)| read_desk(id, template),
    );
    // Belongs to the page: what a boundary draws may be drawn twice on the server, and would read as often.
    let kept = Resource::new(
        move || (versions.get().then(|| id.get()), back.version().get()),
        |(id, _)| async move {
            match id {
                Some(id) => list_versions(id).await,
                None => Ok(Vec::new()),
            }
        },
    );
    view! {
        <BackLink href=HERE to="SOPs"/>
        {failures.map(|of| view! { <Failure of/> }).into_iter().collect_view()}
        <Load of=desk heading="SOP" skeleton=|| view! { <Skeleton shape=Shape::Form/> } let:desk>
            <Top desk=desk.clone() delete/>
            {
                let desk = StoredValue::new(desk);
                move || if versions.get() {
                    view! {
                        <Load of=kept skeleton=|| view! { <Skeleton/> } let:versions><Versions versions back/></Load>
                    }
                    .into_any()
                } else {
                    view! { <Editing desk=desk.get_value()/> }.into_any()
                }
            }
        </Load>
    }
    .into_any()
}

#[component]
fn Top(desk: Desk, delete: ServerAction<DeleteSop>) -> impl IntoView {
    let Some(sop) = desk.sop else {
        return view! {
            <PageHeader title="New SOP" lead="Nothing happens before you save it and switch it on."/>
        }
        .into_any();
    };
    let id = StoredValue::new(sop.id.to_string());
    let here = format!("{HERE}/{}", sop.id);
    let tabs = vec![
        ("Steps".to_owned(), here.clone()),
        ("Versions".to_owned(), format!("{here}?view=versions")),
    ];
    view! {
        <PageHeader title=sop.name lead=format!("Version {}. A running event keeps the version it began with.", sop.version)>
            <LinkButton href=format!("/app/runs?sop={}", sop.id)>"Its runs"</LinkButton>
            <Allowed role=Role::Admin>
                <Confirm label="Delete" tone=Tone::Danger consequence="It and its versions go. What it did stays in the runs and the audit trail.">
                    <ActionForm action=delete>
                        <input type="hidden" name="id" value=id.get_value()/>
                        <Button tone=Tone::Danger submit=true>"Delete the SOP"</Button>
                    </ActionForm>
                </Confirm>
            </Allowed>
        </PageHeader>
        <Views tabs/>
    }
    .into_any()
}

#[component]
fn Views(tabs: Vec<(String, String)>) -> impl IntoView {
    let query = use_query_map();
    let shown = Memo::new(move |_| query.with(|query| query.get("view").is_some()));
    let links = tabs.into_iter().enumerate().map(|(at, (words, href))| {
        let current = move || (shown.get() == (at == 1)).then_some("true");
        view! { <a class="chip-link" href=href aria-current=current>{words}</a> }
    });
    view! { <nav class="filters" aria-label="Views of this SOP">{links.collect_view()}</nav> }
}

/// What every part of the editor shares.
#[derive(Clone, Copy)]
pub struct Shared {
    /// What is edited.
    pub editor: RwSignal<Editor>,
    /// What it is edited with.
    pub desk: StoredValue<Desk>,
    /// What is wrong, by place.
    pub errors: RwSignal<Vec<contract::field::FieldError>>,
}

impl Shared {
    /// What is wrong at a place or below it.
    pub fn wrong(self, place: String) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.errors.with(|errors| {
                let at = errors.iter().filter(|error| {
                    error
                        .field
                        .strip_prefix(&place)
                        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
                });
                let words: Vec<_> = at.map(|error| error.message.clone()).collect();
                (!words.is_empty()).then(|| words.join(" "))
            })
        })
    }
}

#[component]
fn Editing(desk: Desk) -> impl IntoView {
    let kept = serde_json::to_value(&desk.draft).unwrap_or_default();
    let shared = Shared {
        editor: RwSignal::new(Editor::of(desk.draft.clone())),
        desk: StoredValue::new(desk),
        errors: RwSignal::new(Vec::new()),
    };
    view! {
        <div class="no-js stack">
            <Notice>"Editing needs JavaScript. This is the SOP as it is kept; it can also be read and written at "<code>"/api/v1/sops"</code>"."</Notice>
            <JsonView value=kept label="The SOP"/>
        </div>
        <div class="needs-js sop-editor">
            <div class="stack">
                <Head shared/>
                <Steps shared/>
                <SaveBar shared/>
                <TryIt shared/>
            </div>
            <Flow shared/>
        </div>
    }
    .into_any()
}
