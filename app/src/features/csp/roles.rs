//! Choosing what a relationship may hold: a set, or single roles with what each is for; how long; whether it is extended.
//!
//! Plain inputs and no state: the form is the same without JavaScript, and the server says what is wrong with it.

use super::{
    pieces::{StateChip, wrong},
    words,
};
use crate::ui::{Fold, Glyph, Icon, InputKind, TextField};
use contract::{
    csp::{GLOBAL_ADMINISTRATOR, LONGEST_DAYS, RelationshipDraft, Role, RoleCatalogue, RoleSet},
    problem::Problem,
};
use leptos::prelude::*;

/// The word for "as the template".
pub const TEMPLATE: &str = "template";
/// The tick that says that Global Administrator is meant.
pub const SURE: &str = "global_administrator_is_meant";
/// The word for "those that are ticked".
const TICKED: &str = "ticked";

/// The fields.
#[component]
pub fn RoleFields(
    /// The roles and sets.
    catalogue: RoleCatalogue,
    /// What a new relationship begins with, where that was chosen before.
    template: Option<RelationshipDraft>,
    /// The ids of roles that are ticked at first; then these are chosen, and not the template's.
    #[prop(optional)]
    ticked: Vec<String>,
    /// What went wrong with the form.
    bad: Signal<Option<Problem>>,
) -> impl IntoView {
    let ticks = !ticked.is_empty();
    let names: Vec<_> = catalogue
        .roles
        .iter()
        .map(|role| (role.id.to_string(), role.name.to_string()))
        .collect();
    let (days, auto_extend) = template
        .as_ref()
        .map_or((LONGEST_DAYS, true), |draft| (draft.days, draft.auto_extend));
    let roles_wrong = wrong(bad, "roles");
    let extend_wrong = wrong(bad, "auto_extend");
    let with_template = template.is_some();
    let of_template = template.map(|draft| {
        let about = "What was chosen when this tenant was connected.".to_owned();
        view! { <Choice value=TEMPLATE.to_owned() name="As the template".to_owned() about roles=draft.roles names=names.clone() chosen=!ticks/> }
    });
    let sets = catalogue.sets.into_iter().map(|set| {
        let RoleSet {
            key,
            name,
            explanation,
            roles,
            recommended,
        } = set;
        let name = if recommended {
            format!("{name} (recommended)")
        } else {
            name.to_string()
        };
        let roles = roles.iter().map(ToString::to_string).collect();
        let chosen = recommended && !with_template && !ticks;
        view! { <Choice value=key.to_string() name about=explanation.to_string() roles names=names.clone() chosen/> }
    });
    view! {
        <fieldset class="csp-choices">
            <legend>"Roles at the customer"</legend>
            {of_template}
            {sets.collect_view()}
            <Choice
                value=TICKED.to_owned()
                name="Only the roles that I tick below".to_owned()
                about="Each with what it is for.".to_owned()
                roles=Vec::new()
                names=Vec::new()
                chosen=ticks
            />
            <Fold label="Every role, and what it is for" open=ticks>
                <div class="stack">
                    {catalogue.roles.into_iter().map(|role| {
                        let ticked = ticked.iter().any(|id| *id == role.id);
                        view! { <OneRole role ticked/> }
                    }).collect_view()}
                </div>
            </Fold>
            <div class="field-error" aria-live="polite">
                {move || roles_wrong.get().map(|text| view! { <Glyph icon=Icon::Alert/> <span>{text}</span> })}
            </div>
        </fieldset>
        <TextField
            form="csp"
            name="days"
            label="Duration, days"
            help="From 1 to 730. A relationship that has ended cannot be revived."
            kind=InputKind::Number
            required=true
            value=days.to_string()
            error=wrong(bad, "days")
        />
        <div class="field">
            <label class="check">
                <input type="checkbox" name="auto_extend" value="true" checked=auto_extend/>
                <span>
                    "Extend by six months each time it would end"
                    <span class="cell-sub">
                        "Microsoft sends no mail about an extension, and extends no relationship that holds Global Administrator."
                    </span>
                </span>
            </label>
            <div class="field-error" aria-live="polite">
                {move || extend_wrong.get().map(|text| view! { <Glyph icon=Icon::Alert/> <span>{text}</span> })}
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn Choice(
    value: String,
    name: String,
    about: String,
    roles: Vec<String>,
    names: Vec<(String, String)>,
    chosen: bool,
) -> impl IntoView {
    let called: Vec<_> = roles
        .iter()
        .map(|id| words::role_name(&names, id).to_owned())
        .collect();
    view! {
        <label class="check">
            <input type="radio" name="set" value=value checked=chosen/>
            <span>
                <strong>{name}</strong>
                <span class="cell-sub">{about}</span>
                {(!called.is_empty()).then(|| view! { <span class="cell-sub">{called.join(", ")}</span> })}
            </span>
        </label>
    }
    .into_any()
}

#[component]
fn OneRole(role: Role, ticked: bool) -> impl IntoView {
    let everything = role.id == GLOBAL_ADMINISTRATOR;
    view! {
        <div>
            <label class="check">
                <input type="checkbox" name="roles[]" value=role.id.to_string() checked=ticked/>
                <span>
                    <strong>{role.name.to_string()}</strong> " " <StateChip drawn=words::risk(role.risk)/>
                    <span class="cell-sub">{role.explanation.to_string()}</span>
                    {role.warning.map(|warning| view! { <strong class="cell-sub csp-warning">{warning.to_string()}</strong> })}
                </span>
            </label>
            {everything.then(|| view! {
                <label class="check csp-sure">
                    <input type="checkbox" name="roles[]" value=SURE/>
                    <span>"I mean Global Administrator: it gives everything, and its relationship is never extended by itself"</span>
                </label>
            })}
        </div>
    }
    .into_any()
}

/// Roles by name; a dash for none.
pub fn named(names: &[(String, String)], ids: &[String]) -> String {
    let all: Vec<_> = ids.iter().map(|id| words::role_name(names, id)).collect();
    if all.is_empty() {
        "—".to_owned()
    } else {
        all.join(", ")
    }
}
