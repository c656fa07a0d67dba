//! Trying an operation: the account, the input as JSON, and what came of it, with the vendor's own words when it failed.

use super::{
    api::{Account, Described, call},
    example::example,
};
use crate::{
    error::WholeError,
    ui::{Button, CopyLine, Icon, JsonView, Mood, Notice, ProblemView, SelectField, TextArea, Tone, When},
};
use contract::{
    field::Choice,
    operation::{OperationAnswer, OperationInfo, Risk},
};
use leptos::prelude::*;
use serde_json::Value;

/// What came of a call.
type Outcome = Result<OperationAnswer, WholeError>;

/// The form and the answer.
#[component]
pub fn TryIt(described: Described) -> impl IntoView {
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
    let first = serde_json::to_string_pretty(&example(&info.input_schema)).unwrap_or_default();
    let typed = RwSignal::new(first.clone());
    let chosen = RwSignal::new(preferred(&accounts));
    let misread = RwSignal::new(None::<String>);
    let (vendor, operation) = (info.vendor.to_string(), info.id.to_string());
    let run = Action::new(move |(integration, value): &(String, Value)| {
        call(
            vendor.clone(),
            operation.clone(),
            Some(integration.clone()),
            value.clone(),
        )
    });
    let press = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match read(&typed.get_untracked()) {
            Ok(value) => {
                misread.set(None);
                run.dispatch((chosen.get_untracked(), value));
            }
            Err(words) => misread.set(Some(words)),
        }
    };
    let choices: Vec<_> = accounts.iter().map(choice).collect();
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
    view! {
        <div class="no-js">
            <Notice mood=Mood::Info>"Trying an operation here needs JavaScript; the call below does not."</Notice>
        </div>
        <form class="form operations-try needs-js" on:submit=press>
            {warning.map(|words| view! { <Notice mood=Mood::Warn>{words}</Notice> })}
            <SelectField
                name="integration"
                label="Account"
                choices
                value=chosen.get_untracked()
                on_change=Some(Callback::new(move |id| chosen.set(id)))
            />
            <TextArea
                name="input"
                label="Input, as JSON"
                help="Begins with what is required; the schema below says what else it takes."
                value=first
                code=true
                required=true
                error=misread
                on_input=Some(Callback::new(move |text| typed.set(text)))
            />
            <div class="form-actions">
                <Button tone submit=true icon=Icon::Play busy=run.pending()>"Call it"</Button>
            </div>
        </form>
        <div aria-live="polite">
            {move || run.value().get().map(|outcome| view! { <Answer outcome/> })}
        </div>
        <details class="operations-more">
            <summary class="btn btn-quiet btn-small">"The same call by the API"</summary>
            <CopyLine text=command(&info) label="the call"/>
        </details>
    }
    .into_any()
}

#[component]
fn Answer(outcome: Outcome) -> impl IntoView {
    match outcome {
        Ok(OperationAnswer::Output(value)) => view! {
            <div class="stack">
                <Notice mood=Mood::Ok>"The vendor answered."</Notice>
                <JsonView value label="Answer"/>
            </div>
        }
        .into_any(),
        Ok(OperationAnswer::Approval(held)) => view! {
            <Notice mood=Mood::Info>
                {format!("Not done yet: “{}” waits for another person to approve it. ", held.title)}
                "It can be decided until " <When at=held.expires_at.clone()/> ". " <code>{held.id.to_string()}</code>
            </Notice>
        }
        .into_any(),
        Err(error) => view! { <ProblemView problem=error.0/> }.into_any(),
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
