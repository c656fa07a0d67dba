//! Trying an operation: the account, the input as a form or as JSON, and what came of it.
//!
//! Both tabs edit one value. Without JavaScript there is the JSON alone, posted to the address of the page.

use super::{
    address,
    answer::{Answer, Came},
    api::{Account, Described, call},
    example::{blank, example},
    form::{Draft, FormFields, Wires, fields},
    rule::{RuleNow, in_force},
};
use crate::{
    context::Posted,
    error::WholeError,
    ui::{Button, CopyLine, Fold, Icon, Mood, Notice, ProblemView, SelectField, TextArea, TextField, Tone},
};
use contract::{
    field::Choice,
    operation::{OperationInfo, Risk},
    operation_rule::{OperationRule, RuleInForce},
};
use leptos::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;

/// The word by which the server's own handler calls this form.
const FORM: &str = "operation";

/// Which of the two shows the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    Form,
    Json,
}

/// The form and the answer.
#[component]
#[expect(clippy::too_many_lines, reason = "one form: its parts share every signal")]
pub fn TryIt(
    /// The operation.
    described: Described,
    /// Every rule of the operation, as it is now.
    #[prop(into)]
    rules: Signal<Vec<RuleInForce>>,
    /// What a form post without JavaScript came to.
    posted: Posted,
) -> impl IntoView {
    let Described { info, accounts, .. } = described;
    if accounts.is_empty() {
        return view! {
            <Notice mood=Mood::Info>
                "There is no account of this vendor to call on yet. "
                <a href="/app/integrations">"Connect one"</a> "."
            </Notice>
        }
        .into_any();
    }
    let posted = if posted.form == FORM {
        posted
    } else {
        Posted::default()
    };
    let input = State::new(&info, &posted);
    let chosen = RwSignal::new(match posted.value("integration") {
        none if none.is_empty() => preferred(&accounts),
        id => id,
    });
    let why = RwSignal::new(posted.value("why"));
    let (vendor, operation) = (info.vendor.to_string(), info.id.to_string());
    let run = Action::new(move |(integration, value, why): &(String, Value, String)| {
        let why = (!why.trim().is_empty()).then(|| why.clone());
        call(
            vendor.clone(),
            operation.clone(),
            Some(integration.clone()),
            value.clone(),
            why,
        )
    });
    // What the server found wrong stands at its field too.
    Effect::new(move |_| {
        if let Some(Err(WholeError(problem))) = run.value().get() {
            let told = problem.errors.iter();
            input.told.set(
                told.map(|error| (error.field.clone(), error.message.clone()))
                    .collect(),
            );
        }
    });
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(value) = input.ready() {
            run.dispatch((chosen.get_untracked(), value, why.get_untracked()));
        }
    };
    let choices: Vec<_> = accounts.iter().map(choice).collect();
    let is_held = Memo::new(move |_| {
        let rule = rules
            .with(|rules| in_force(rules, &chosen.get()))
            .map(|rule| rule.rule);
        matches!(rule, Some(OperationRule::Tech | OperationRule::Admin))
    });
    let warning = match info.risk {
        Risk::Read => None,
        Risk::Write => Some("This changes data at the vendor, in the account you choose."),
        Risk::Dangerous => Some("This can cut somebody off, spend money, or cannot be undone."),
    };
    let tone = if info.risk == Risk::Dangerous {
        Tone::Danger
    } else {
        Tone::Primary
    };
    let words = move || if is_held.get() { "Ask for it" } else { "Call it" };
    view! {
        <form
            class="form operations-try"
            method="post"
            action=address(info.vendor.as_str(), &info.id)
            novalidate=true
            on:submit=press
        >
            {warning.map(|words| view! { <Notice mood=Mood::Warn>{words}</Notice> })}
            <SelectField
                name="integration"
                label="Account"
                choices
                value=chosen
                on_change=Some(Callback::new(move |id| chosen.set(id)))
            />
            <RuleNow rules account=chosen/>
            <Input state=input/>
            <Show when=move || is_held.get() fallback=|| ()>
                <TextField
                    name="why"
                    label="Why"
                    help="Whoever decides reads it."
                    value=why
                    on_input=Some(Callback::new(move |text| why.set(text)))
                />
            </Show>
            <div class="form-actions">
                <Button tone submit=true icon=Icon::Play busy=run.pending()>{words}</Button>
            </div>
        </form>
        <div aria-live="polite">
            {move || match run.value().get() {
                Some(Ok(called)) => view! { <Answer called/> }.into_any(),
                Some(Err(error)) => view! { <ProblemView problem=error.0/> }.into_any(),
                None => view! { <Earlier posted=posted.clone()/> }.into_any(),
            }}
        </div>
        <Fold label="The same call by the API">
            <CopyLine text=command(&info) label="the call"/>
        </Fold>
    }
    .into_any()
}

/// What the page was made with, where a form post made it.
#[component]
fn Earlier(posted: Posted) -> impl IntoView {
    view! {
        {posted.answer.map(|answer| view! { <Came answer/> })}
        {posted.problem.map(|problem| view! { <ProblemView problem/> })}
    }
}

/// The input, as both tabs see it.
#[derive(Clone, Copy)]
struct State {
    fields: StoredValue<Vec<super::form::Field>>,
    tab: RwSignal<Tab>,
    /// The JSON as it stands in its field.
    json: RwSignal<String>,
    draft: RwSignal<Draft>,
    /// Why the JSON cannot be read.
    misread: RwSignal<Option<String>>,
    /// What is wrong with the fields, once somebody tried to call.
    shown: RwSignal<BTreeMap<String, String>>,
    /// What the server found wrong.
    told: RwSignal<BTreeMap<String, String>>,
}

impl State {
    fn new(info: &OperationInfo, posted: &Posted) -> Self {
        let fields = fields(&info.input_schema);
        let json = match posted.value("input") {
            none if none.is_empty() => pretty(&blank(&info.input_schema)),
            typed => typed,
        };
        let value = read(&json).unwrap_or_default();
        let draft = Draft::of(&fields, &value);
        let tab = match (&draft, fields.is_empty()) {
            (Some(_), false) => Tab::Form,
            _ => Tab::Json,
        };
        Self {
            draft: RwSignal::new(draft.unwrap_or_default()),
            fields: StoredValue::new(fields),
            tab: RwSignal::new(tab),
            json: RwSignal::new(json),
            misread: RwSignal::new(None),
            shown: RwSignal::default(),
            told: RwSignal::default(),
        }
    }

    /// Something was typed into a field of the form.
    fn typed(self, path: &str, text: String) {
        self.draft.update(|draft| draft.set(path, text));
        self.shown.update(|faults| _ = faults.remove(path));
        self.told.update(|faults| _ = faults.remove(path));
        let draft = self.draft;
        let input = self
            .fields
            .with_value(|fields| draft.with(|draft| draft.input(fields)));
        self.json.set(pretty(&input));
        self.misread.set(None);
    }

    /// Something was typed into the JSON.
    fn typed_json(self, text: String) {
        let read = read(&text);
        self.json.set(text);
        let draft = read
            .ok()
            .and_then(|value| self.fields.with_value(|fields| Draft::of(fields, &value)));
        if let Some(draft) = draft {
            self.draft.set(draft);
            self.shown.set(BTreeMap::new());
            self.told.set(BTreeMap::new());
        }
    }

    /// The input, if it can be sent; what is wrong with it is shown.
    fn ready(self) -> Option<Value> {
        match read(&self.json.get_untracked()) {
            Err(words) => {
                self.misread.set(Some(words));
                self.tab.set(Tab::Json);
                None
            }
            Ok(value) => {
                self.misread.set(None);
                if self.tab.get_untracked() == Tab::Json {
                    return Some(value);
                }
                let draft = self.draft;
                let faults = self
                    .fields
                    .with_value(|fields| draft.with_untracked(|draft| draft.faults(fields)));
                let is_good = faults.is_empty();
                self.shown.set(faults);
                is_good.then_some(value)
            }
        }
    }
}

/// The two tabs.
#[component]
fn Input(state: State) -> impl IntoView {
    let has_fields = state.fields.with_value(|fields| !fields.is_empty());
    let wires = Wires {
        texts: Signal::derive(move || state.draft.with(|draft| draft.texts().clone())),
        faults: Signal::derive(move || {
            let mut all = state.told.get();
            all.extend(state.shown.get());
            all
        }),
        typed: Callback::new(move |(path, text): (String, String)| state.typed(&path, text)),
    };
    let tab = move |which: Tab, words: &'static str, id: &'static str| {
        view! {
            <button
                class="segment"
                type="button"
                role="tab"
                id=format!("tab-{id}")
                aria-controls=format!("panel-{id}")
                aria-selected=move || (state.tab.get() == which).to_string()
                on:click=move |_| state.tab.set(which)
            >
                {words}
            </button>
        }
    };
    let off = move |which: Tab| move || (state.tab.get() != which).then_some("");
    view! {
        {has_fields.then(|| view! {
            <div class="segments needs-js" role="tablist" aria-label="How to give the input">
                {tab(Tab::Form, "Form", "form")}
                {tab(Tab::Json, "JSON", "json")}
            </div>
            <div
                class="operations-panel needs-js stack"
                id="panel-form"
                role="tabpanel"
                aria-labelledby="tab-form"
                data-off=off(Tab::Form)
            >
                <FormFields fields=state.fields.get_value() wires/>
            </div>
        })}
        <div
            class="operations-panel"
            id="panel-json"
            role=has_fields.then_some("tabpanel")
            aria-labelledby=has_fields.then_some("tab-json")
            data-off=off(Tab::Json)
        >
            <TextArea
                name="input"
                label="Input, as JSON"
                help="Begins with what is required; the schema below says what else it takes."
                value=state.json
                code=true
                required=true
                error=state.misread
                on_input=Some(Callback::new(move |text| state.typed_json(text)))
            />
        </div>
    }
}

fn choice(account: &Account) -> Choice {
    let label = if account.is_default {
        format!("{} (default)", account.name)
    } else {
        account.name.clone()
    };
    Choice {
        value: account.id.clone().into(),
        label: label.into(),
    }
}

/// The default account, or the first.
fn preferred(accounts: &[Account]) -> String {
    let default = accounts.iter().find(|account| account.is_default);
    default
        .or(accounts.first())
        .map(|account| account.id.clone())
        .unwrap_or_default()
}

/// The input as JSON; blank is an empty object.
fn read(typed: &str) -> Result<Value, String> {
    if typed.trim().is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    serde_json::from_str(typed).map_err(|error| format!("This is not JSON yet: {error}."))
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

/// The call as a command line.
fn command(info: &OperationInfo) -> String {
    let body = serde_json::json!({ "input": example(&info.input_schema) }).to_string();
    // Inside single quotes a shell takes everything as it stands but the quote itself.
    let body = body.replace('\'', "'\\''");
    format!(
        "curl -X POST \"$OPSAI_URL/api/v1/operations/{}/{}\" -H \"Authorization: Bearer $OPSAI_TOKEN\" -H \"Content-Type: application/json\" -d '{body}'",
        info.vendor, info.id
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_must_be_json_and_nothing_typed_is_an_empty_object() {
        assert_eq!(read("  "), Ok(serde_json::json!({})));
        assert_eq!(read("{\"limit\": 5}"), Ok(serde_json::json!({"limit": 5})));
        assert!(read("{limit: 5}").is_err_and(|words| words.starts_with("This is not JSON yet")));
    }

    #[test]
    fn the_default_account_is_chosen_first() {
        let account = |id: &str, is_default| Account {
            id: id.into(),
            name: id.into(),
            is_default,
        };
        assert_eq!(preferred(&[account("a", false), account("b", true)]), "b");
        assert_eq!(preferred(&[account("a", false)]), "a");
    }
}
