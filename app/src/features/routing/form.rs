//! One rule: when it fires and what follows.

use super::{
    HERE,
    api::{Known, SaveRule},
};
use crate::{
    frame::Allowed,
    ui::{Button, Failure, SelectField, TextArea, TextField, Tone, error_of, failure},
};
use contract::{
    actor::Role,
    field::Choice,
    routing::{RoutingRule, Then},
};
use leptos::{form::ActionForm, prelude::*};

/// The form; a new rule when none is given.
#[component]
pub fn RuleForm(rule: Option<RoutingRule>, known: Known, save: ServerAction<SaveRule>) -> impl IntoView {
    let bad = failure(save);
    let wrong = move |name: &'static str| {
        Signal::derive(move || bad.get().and_then(|bad| error_of(&bad.errors, name)))
    };
    let choices = |first: (&'static str, &'static str), all: Vec<(String, String)>| {
        let head = Choice {
            value: first.0.into(),
            label: first.1.into(),
        };
        let rest = all.into_iter().map(|(value, label)| Choice {
            value: value.into(),
            label: label.into(),
        });
        std::iter::once(head).chain(rest).collect::<Vec<_>>()
    };
    let when = rule.as_ref().map(|rule| rule.when.clone()).unwrap_or_default();
    let then = match rule.as_ref().map(|rule| &rule.then) {
        Some(Then::Sop(id)) => id.to_string(),
        _ => "ignore".to_owned(),
    };
    let conditions = if when.conditions.is_empty() {
        String::new()
    } else {
        serde_json::to_string_pretty(&when.conditions).unwrap_or_default()
    };
    let name = rule.as_ref().map(|rule| rule.name.clone()).unwrap_or_default();
    let enabled = rule.as_ref().is_none_or(|rule| rule.enabled);
    let id = rule.map(|rule| rule.id.to_string()).unwrap_or_default();
    view! {
        <ActionForm action=save attr:class="form">
            <Failure of=bad fields_say_it=true/>
            <input type="hidden" name="id" value=id/>
            <TextField form="rule" name="name" label="Name" required=true value=name error=wrong("name") autofocus=true/>
            <label class="check">
                <input type="checkbox" name="enabled" value="true" checked=enabled/>
                <span>"On"</span>
            </label>
            <SelectField form="rule" name="vendor" label="Vendor" choices=choices(("", "Every vendor"), known.vendors) value=when.vendor.unwrap_or_default() required=false error=wrong("vendor")/>
            <TextField
                form="rule"
                name="kinds"
                label="Kinds"
                help="One of these, separated by commas; ticket.* stands for every kind that begins so. Blank for every kind."
                example=Some("alert.opened, device.offline".to_owned())
                value=when.kinds.join(", ")
                error=wrong("kinds")
            />
            <SelectField form="rule" name="customer" label="Customer" choices=choices(("", "Every customer"), known.customers) value=when.customer.unwrap_or_default() required=false error=wrong("customer")/>
            <TextField
                form="rule"
                name="keywords"
                label="Words"
                help="One of these stands in the subject or body, case aside; separated by commas. Blank for any text."
                value=when.keywords.join(", ")
                error=wrong("keywords")
            />
            <TextArea
                form="rule"
                name="conditions"
                label="Conditions"
                help="All of these, as a JSON list: field, op (eq, ne, contains, matches, gt, lt, in) and value. Blank for none."
                value=conditions
                error=wrong("conditions")
            />
            <SelectField form="rule" name="then" label="Then" choices=choices(("ignore", "Ignore the event, on purpose"), known.sops) value=then error=wrong("then")/>
            <Allowed role=Role::Tech otherwise=|| "Your role can look, and not save.">
                <div class="form-actions">
                    <Button tone=Tone::Primary submit=true busy=save.pending()>"Save the rule"</Button>
                    <a class="btn" href=HERE>"Cancel"</a>
                </div>
            </Allowed>
        </ActionForm>
    }
    .into_any()
}
