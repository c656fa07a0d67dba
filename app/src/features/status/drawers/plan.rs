//! Planning maintenance: for one integration, or for more.

use crate::{
    features::status::{
        acts::Acts,
        api::Opened,
        drawers::{Shown, waiting},
    },
    ui::{Button, Drawer, Failure, InputKind, Load, Loaded, SelectField, TextField, Tone, failure},
};
use contract::field::Choice;
use leptos::{form::ActionForm, prelude::*};

/// How long a maintenance may be, in minutes, and how that is said.
const LENGTHS: [(&str, &str); 6] = [
    ("30", "30 minutes"),
    ("60", "1 hour"),
    ("120", "2 hours"),
    ("240", "4 hours"),
    ("480", "8 hours"),
    ("1440", "1 day"),
];

/// The drawer.
#[component]
pub fn PlanDrawer(
    /// The integration that it was opened for; blank for none.
    scope: String,
    /// Where closing leads.
    close: String,
    /// The page's actions.
    acts: Acts,
    /// What was read.
    shown: Loaded<Shown>,
) -> impl IntoView {
    let bad = failure(acts.hold);
    view! {
        <Drawer id="status-plan" title="Plan maintenance" close=close.clone()>
            <div class="stack">
                <p class="section-lead">
                    "Checks go on during maintenance and the badges stay honest. Nobody is told of what they find."
                </p>
                <Failure of=bad/>
                <Load of=shown skeleton=|| waiting(4) let:shown>
                    {match shown {
                        Shown::Plan(opened) => {
                            view! { <Form scope=scope.clone() opened=*opened close=close.clone() acts/> }.into_any()
                        }
                        _ => waiting(4),
                    }}
                </Load>
            </div>
        </Drawer>
    }
}

#[component]
fn Form(scope: String, opened: Opened, close: String, acts: Acts) -> impl IntoView {
    let choice = |value: &str, label: String| Choice {
        value: value.to_owned().into(),
        label: label.into(),
    };
    let one = opened.board.rows.iter().find(|row| row.id.as_str() == scope);
    let one = one.map(|row| choice(row.id.as_str(), row.name.clone()));
    let vendors = opened.vendors.iter();
    let vendors = vendors.map(|vendor| choice(vendor.vendor.as_str(), format!("All of {}", vendor.name)));
    let everything = choice("", "Every integration".to_owned());
    let scopes: Vec<_> = one.into_iter().chain(vendors).chain([everything]).collect();
    let first = scopes
        .first()
        .map(|choice| choice.value.to_string())
        .unwrap_or_default();
    let lengths = LENGTHS
        .map(|(value, label)| choice(value, label.to_owned()))
        .to_vec();
    view! {
        <ActionForm action=acts.hold attr:class="form">
            <input type="hidden" name="kind" value="maintenance"/>
            <SelectField form="plan" name="scope" label="For" choices=scopes value=first/>
            <TextField
                form="plan"
                name="from"
                label="Begins, in UTC"
                kind=InputKind::Moment
                help="Blank for now."
            />
            <SelectField form="plan" name="minutes" label="Lasts" choices=lengths value="60".to_owned()/>
            <TextField form="plan" name="note" label="Why" help="For the others, e.g. the number of the change."/>
            <div class="form-actions">
                <Button tone=Tone::Primary submit=true busy=acts.hold.pending()>"Plan it"</Button>
                <a class="btn" href=close>"Cancel"</a>
            </div>
        </ActionForm>
    }
}
