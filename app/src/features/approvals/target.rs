//! What a call acts on: facts, whether it can be undone, and what changed of a stale one.

use crate::ui::{Mood, Notice};
use contract::{
    approval::{Approval, ApprovalStatus, Binding},
    target::{Difference, Target},
};
use leptos::prelude::*;

/// What a call acts on.
#[component]
pub fn TargetFacts(
    /// The held call.
    approval: Approval,
) -> impl IntoView {
    let Binding {
        target,
        target_unread,
        differences,
        ..
    } = approval.binding;
    let is_stale = approval.status == ApprovalStatus::Stale;
    view! {
        {is_stale.then(|| view! { <Changed differences/> })}
        {target.map(|target| view! { <Facts target/> })}
        {target_unread.map(|why| view! {
            <Notice mood=Mood::Warn>
                "What this acts on could not be read when it was asked for: " {why} " Look at the vendor before you decide."
            </Notice>
        })}
    }
}

#[component]
fn Facts(target: Target) -> impl IntoView {
    let Target {
        kind,
        id,
        name,
        customer,
        facts,
        reversible,
        undo,
        ..
    } = target;
    let facts = facts.into_iter().map(|fact| {
        view! { <div><dt>{fact.name.into_owned()}</dt><dd>{fact.value}</dd></div> }
    });
    let undone = if reversible {
        format!("Yes. {undo}")
    } else {
        format!("No. {undo}")
    };
    view! {
        <dl class="facts">
            <div><dt>"Acts on"</dt><dd>{name} " " <span class="text-muted">"(" {kind.into_owned()} ")"</span></dd></div>
            {customer.map(|customer| view! { <div><dt>"Customer"</dt><dd>{customer}</dd></div> })}
            {facts.collect_view()}
            <div><dt>"Can be undone"</dt><dd>{undone}</dd></div>
            <div><dt>"Vendor's identifier"</dt><dd class="mono">{id}</dd></div>
        </dl>
    }
}

/// What is no longer as it was when the call was asked for.
#[component]
fn Changed(differences: Vec<Difference>) -> impl IntoView {
    let rows = differences.into_iter().map(|one| {
        view! {
            <tr>
                <th scope="row">{one.name.into_owned()}</th>
                <td data-label="When it was asked for"><del>{one.before}</del></td>
                <td data-label="Now"><ins>{one.now}</ins></td>
            </tr>
        }
    });
    view! {
        <Notice mood=Mood::Warn>
            "This is no longer what was asked for, so it cannot be approved and nothing was called. Ask for it again."
        </Notice>
        <div class="table-wrap">
            <table class="table">
                <caption class="visually-hidden">"What changed"</caption>
                <thead>
                    <tr><th scope="col">"What"</th><th scope="col">"When it was asked for"</th><th scope="col">"Now"</th></tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}
