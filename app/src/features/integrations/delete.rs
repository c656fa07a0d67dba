//! Deleting an account: what it takes with it, and its name to type. A plain form that the server's own handler takes.

use super::{api, models::Leaving};
use crate::{
    context::{Posted, use_posted},
    ui::{
        BackLink, Button, Icon, LinkButton, Load, Mood, Notice, PageHeader, ProblemView, Shape, Skeleton,
        TextField, Tone,
    },
};
use contract::actor::Role;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The word by which the server's own handler calls this form.
const FORM: &str = "delete";

/// The page.
#[component]
pub fn DeletePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let leaving = Resource::new(move || id.get(), api::impact);
    let posted = use_posted();
    let back = move || format!("/app/integrations/{}", id.get());
    view! {
        {move || view! { <BackLink href=back() to="Back to the integration"/> }}
        <Load of=leaving heading="Delete an integration" skeleton=|| view! { <Skeleton shape=Shape::Form count=2/> } let:leaving>
            <PageHeader
                title=format!("Delete {}", leaving.impact.name)
                lead=format!("The connection to {} is cut at once. This cannot be undone.", leaving.vendor)
            />
            <Transition>
                {move || {
                    let leaving = leaving.clone();
                    Suspend::new(async move {
                        let posted = posted.await;
                        view! { <DeleteForm leaving posted/> }
                    })
                }}
            </Transition>
        </Load>
    }
    .into_any()
}

#[component]
fn DeleteForm(leaving: Leaving, posted: Posted) -> impl IntoView {
    if leaving.role < Role::Admin {
        return view! {
            <Notice mood=Mood::Info>"Only somebody with the role Admin can delete an integration."</Notice>
        }
        .into_any();
    }
    let page = format!("/app/integrations/{}", leaving.id);
    let action = format!("{page}/delete");
    let mine = posted.form == FORM;
    let error = posted.error("confirm").filter(|_| mine);
    let typed = if mine {
        posted.value("confirm")
    } else {
        String::new()
    };
    let problem = posted.problem.filter(|_| mine && error.is_none());
    let name = leaving.impact.name;
    let consequences = leaving
        .impact
        .consequences
        .into_iter()
        .map(|one| view! { <li>{one}</li> });
    view! {
        <form class="form" method="post" action=action>
            {problem.map(|problem| view! { <ProblemView problem/> })}
            <section aria-labelledby="consequences">
                <h2 id="consequences">"What goes with it"</h2>
                <ul class="consequences">{consequences.collect_view()}</ul>
            </section>
            <TextField
                name="confirm"
                label="Type its name to confirm"
                form=FORM
                help=format!("The name is {name}")
                value=typed
                error=error
                required=true
            />
            <div class="form-actions">
                <Button tone=Tone::Danger submit=true icon=Icon::Trash>"Delete for good"</Button>
                <LinkButton href=page tone=Tone::Quiet>"Keep it"</LinkButton>
            </div>
        </form>
    }
    .into_any()
}
