//! One operation: what it takes, what it answers, what becomes of a call, and a form to try it.

use super::{
    api::{Described, SetRule, describe},
    rule::Rules,
    try_it::TryIt,
};
use crate::{
    context::{Posted, use_posted},
    ui::{JsonView, Load, PageHeader, RiskBadge, Shape, Skeleton},
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// The page.
#[component]
pub fn OperationPage() -> impl IntoView {
    let params = use_params_map();
    let named = move || {
        let part = |name: &str| params.with(|params| params.get(name)).unwrap_or_default();
        (part("vendor"), part("operation"))
    };
    let set = ServerAction::<SetRule>::new();
    let posted = use_posted();
    let described = Resource::new(named, |(vendor, operation)| describe(vendor, operation));
    let both = Resource::new(
        move || described.track(),
        move |()| async move { Ok::<_, crate::error::AppError>((described.await?, posted.await)) },
    );
    view! {
        <p><a href="/app/operations">"All operations"</a></p>
        {move || view! {
            <PageHeader title=named().1 lead="What it takes, what it answers, and a way to try it."/>
        }}
        <Load of=both skeleton=|| view! { <Skeleton shape=Shape::Form count=5/> } let:both>
            <Detail described=both.0 posted=both.1 set/>
        </Load>
    }
    .into_any()
}

#[component]
fn Detail(described: Described, posted: Posted, set: ServerAction<SetRule>) -> impl IntoView {
    let info = described.info.clone();
    let rules = RwSignal::new(described.rules.clone());
    Effect::new(move |_| {
        if let Some(Ok(now)) = set.value().get() {
            rules.set(now);
        }
    });
    let about = format!("{} · {}", described.vendor_name, info.title);
    view! {
        <p class="row"><RiskBadge risk=info.risk/> <strong>{about}</strong></p>
        <section class="section" aria-labelledby="try">
            <h2 id="try">"Try it"</h2>
            <TryIt described=described.clone() rules posted/>
        </section>
        <section class="section" aria-labelledby="rules">
            <h2 id="rules">"Rules"</h2>
            <Rules described rules set/>
        </section>
        <section class="section" aria-labelledby="input">
            <h2 id="input">"Input"</h2>
            <JsonView value=info.input_schema label="JSON Schema of the input"/>
        </section>
        <section class="section" aria-labelledby="output">
            <h2 id="output">"Output"</h2>
            <JsonView value=info.output_schema label="JSON Schema of the output" folded=true/>
        </section>
    }
}
