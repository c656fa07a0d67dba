//! Every step of the connection, to be looked at again in the tenant.

use super::super::{
    api::CheckStep,
    pieces::{FailureView, StateChip},
    words,
};
use crate::{
    frame::Allowed,
    ui::{Button, Fold, Table, Tone, When, WhenOr},
};
use contract::{
    actor::Role,
    csp::{CspSetup, Evidence, Step},
};
use leptos::{form::ActionForm, prelude::*};

/// The checks.
#[component]
pub fn Checks(
    /// The tenant.
    setup: CspSetup,
    /// Looks at one.
    check: ServerAction<CheckStep>,
) -> impl IntoView {
    let id = setup.id.to_string();
    let failed: Vec<_> = setup
        .steps
        .iter()
        .filter_map(|step| step.failure.clone())
        .map(|failure| view! { <FailureView failure/> })
        .collect();
    let rows = setup
        .steps
        .into_iter()
        .map(move |step| view! { <Row id=id.clone() step check/> });
    view! {
        {failed.into_iter().collect_view()}
        <Table caption="Checks of the connection" columns=vec!["Check", "State", "Last seen", ""]>{rows.collect_view()}</Table>
    }
    .into_any()
}

#[component]
fn Row(id: String, step: Step, check: ServerAction<CheckStep>) -> impl IntoView {
    let seen = step.evidence.iter().map(|one| one.at.clone()).max();
    let title = words::plain_title(&step.title).to_owned();
    let (id, key) = (StoredValue::new(id), StoredValue::new(step.key.to_string()));
    let of = StoredValue::new(title.clone());
    let busy = Memo::new(move |_| {
        let input = check.input();
        check.pending().get()
            && input.with(|input| {
                input
                    .as_ref()
                    .is_some_and(|one| key.with_value(|key| one.step == *key))
            })
    });
    view! {
        <tr>
            <td data-label="Check">{title} <Found evidence=step.evidence of=of.get_value()/></td>
            <td data-label="State"><StateChip drawn=words::step(step.state)/></td>
            <td data-label="Last seen"><WhenOr at=seen otherwise="—"/></td>
            <td class="cell-actions">
                <Allowed role=Role::Tech>
                    <ActionForm action=check>
                        <input type="hidden" name="id" value=id.get_value()/>
                        <input type="hidden" name="step" value=key.get_value()/>
                        <Button tone=Tone::Quiet submit=true busy>
                            "Check again" <span class="visually-hidden">{format!(": {}", of.get_value())}</span>
                        </Button>
                    </ActionForm>
                </Allowed>
            </td>
        </tr>
    }
    .into_any()
}

/// What was seen in the tenant, each with its identifier and its time.
#[component]
fn Found(evidence: Vec<Evidence>, of: String) -> impl IntoView {
    if evidence.is_empty() {
        return ().into_any();
    }
    let label = match evidence.len() {
        1 => "1 thing found".to_owned(),
        count => format!("{count} things found"),
    };
    let lines = evidence.into_iter().map(|one| {
        view! {
            <li>
                {one.what}
                <span class="cell-sub"><span class="mono">{one.object_id}</span> " · " <When at=one.at/></span>
            </li>
        }
    });
    view! { <Fold label of><ul class="stack">{lines.collect_view()}</ul></Fold> }.into_any()
}
