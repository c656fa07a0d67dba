//! The rules in order. Buttons move them: nothing here needs a mouse, or JavaScript.

use super::{
    HERE,
    api::{DeleteRule, Known, MoveRule, SwitchRule},
};
use crate::{
    frame::Allowed,
    ui::{Button, Chip, Confirm, Glyph, Icon, Table, Tone},
};
use contract::{
    actor::Role,
    routing::{RoutingRule, Then, When},
};
use leptos::{form::ActionForm, prelude::*};

/// The list.
#[component]
pub fn RuleList(
    known: Known,
    shift: ServerAction<MoveRule>,
    switch: ServerAction<SwitchRule>,
    delete: ServerAction<DeleteRule>,
) -> impl IntoView {
    let last = u32::try_from(known.rules.len()).unwrap_or(u32::MAX);
    let known = StoredValue::new(known);
    let row = move |rule: RoutingRule| {
        let id = StoredValue::new(rule.id.to_string());
        let (position, enabled) = (rule.position, rule.enabled);
        let hints = known.with_value(|known| {
            let of_rule = known.hints.iter().filter(|hint| hint.rule == rule.id);
            of_rule.map(|hint| hint.text.clone()).collect::<Vec<_>>()
        });
        let then = known.with_value(|known| follows(&rule.then, known));
        let when = known.with_value(|known| in_words(&rule.when, known));
        let moves = [
            (position > 1, position.saturating_sub(1), "Up"),
            (position < last, position + 1, "Down"),
        ];
        view! {
            <tr>
                <td data-label="Place">{position.to_string()}</td>
                <td data-label="Rule">
                    <a class="cell-name" href=format!("{HERE}?open={}", rule.id)>{rule.name}</a>
                    {(!enabled).then(|| view! { <Chip icon=Icon::Pause text="Off"/> })}
                    {hints.into_iter().map(|hint| view! { <span class="cell-sub cell-hint"><Glyph icon=Icon::Alert/> " " {hint}</span> }).collect_view()}
                </td>
                <td data-label="When">{when}</td>
                <td data-label="Then">{then}</td>
                <td class="cell-actions">
                    <Allowed role=Role::Tech>
                        <div>
                            {moves.into_iter().filter(|(can, ..)| *can).map(|(_, to, words)| view! {
                                <ActionForm action=shift>
                                    <input type="hidden" name="id" value=id.get_value()/>
                                    <input type="hidden" name="position" value=to.to_string()/>
                                    <Button submit=true>{words}</Button>
                                </ActionForm>
                            }).collect_view()}
                            <ActionForm action=switch>
                                <input type="hidden" name="id" value=id.get_value()/>
                                <input type="hidden" name="enabled" value=(!enabled).to_string()/>
                                <Button submit=true>{if enabled { "Switch off" } else { "Switch on" }}</Button>
                            </ActionForm>
                            <Allowed role=Role::Admin>
                                <Confirm label="Delete" consequence="Events that it decided on go on to the rules below it.">
                                    <ActionForm action=delete>
                                        <input type="hidden" name="id" value=id.get_value()/>
                                        <Button tone=Tone::Danger submit=true>"Delete the rule"</Button>
                                    </ActionForm>
                                </Confirm>
                            </Allowed>
                        </div>
                    </Allowed>
                </td>
            </tr>
        }
    };
    let rules = known.with_value(|known| known.rules.clone());
    view! {
        <Table caption="Routing rules, in order" columns=vec!["Place", "Rule", "When", "Then", ""]>
            {rules.into_iter().map(row).collect_view()}
        </Table>
    }
    .into_any()
}

/// What follows, in words.
fn follows(then: &Then, known: &Known) -> String {
    match then {
        Then::Ignore(_) => "ignore it, on purpose".to_owned(),
        Then::Sop(id) => {
            let name = known.sops.iter().find(|(sop, _)| sop == id.as_str());
            name.map_or_else(|| format!("a SOP that is gone ({id})"), |(_, name)| name.clone())
        }
    }
}

/// When it fires, in words.
fn in_words(when: &When, known: &Known) -> String {
    let name = |all: &[(String, String)], key: &str| {
        let found = all.iter().find(|(id, _)| id == key);
        found.map_or_else(|| key.to_owned(), |(_, name)| name.clone())
    };
    let mut parts = Vec::new();
    if let Some(vendor) = &when.vendor {
        parts.push(format!("from {}", name(&known.vendors, vendor)));
    }
    if !when.kinds.is_empty() {
        parts.push(when.kinds.join(" or "));
    }
    if let Some(customer) = &when.customer {
        parts.push(format!("for {}", name(&known.customers, customer)));
    }
    if !when.keywords.is_empty() {
        parts.push(format!("says “{}”", when.keywords.join("” or “")));
    }
    match when.conditions.len() {
        0 => {}
        1 => parts.push("1 condition".to_owned()),
        more => parts.push(format!("{more} conditions")),
    }
    if parts.is_empty() {
        "every event".to_owned()
    } else {
        parts.join(", ")
    }
}
