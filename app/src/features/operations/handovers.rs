//! Passwords that a call made: told once, to whoever asked. An answer holds their identifiers, which this finds.
//!
//! The password comes by a press and goes with the page. There is no form for it: what a browser without JavaScript is
//! redirected to could not hold it.

use super::api::TakeHandover;
use crate::ui::{Button, CopyLine, Failure, Mood, Notice, failure};
use contract::ids::HandoverId;
use leptos::prelude::*;
use serde_json::Value;

/// Every handover of an answer; nothing where it has none.
#[component]
pub fn Handovers(
    /// The answer.
    value: Value,
) -> impl IntoView {
    let mut ids = Vec::new();
    find(&value, &mut ids);
    ids.into_iter().map(|id| view! { <TellOnce id/> }).collect_view()
}

#[component]
fn TellOnce(id: String) -> impl IntoView {
    let take = ServerAction::<TakeHandover>::new();
    let failed = failure(take);
    let told = move || take.value().get().and_then(Result::ok);
    let press = move |_| {
        take.dispatch(TakeHandover { id: id.clone() });
    };
    view! {
        <section class="stack" aria-label="A password that was made">
            {move || match told() {
                Some(told) => view! {
                    <Notice mood=Mood::Warn>"This is the only time it is shown. Hand it over now."</Notice>
                    <CopyLine text=told.secret label="Copy the password"/>
                }
                .into_any(),
                None => view! {
                    <Notice mood=Mood::Info>
                        "A password was made. It is shown once, within 24 hours, to whoever asked for it."
                    </Notice>
                    <div class="row needs-js">
                        <Button busy=take.pending() on:click=press.clone()>"Reveal once"</Button>
                    </div>
                }
                .into_any(),
            }}
            <Failure of=failed/>
        </section>
    }
}

fn find(value: &Value, ids: &mut Vec<String>) {
    match value {
        Value::String(text) if HandoverId::parse(text).is_some() && !ids.contains(text) => {
            ids.push(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| find(item, ids)),
        Value::Object(members) => members.values().for_each(|item| find(item, ids)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn handovers_are_found_wherever_they_stand_and_each_once() {
        let answer = json!({
            "user": {"id": "u1"}, "password": "hnd_01a", "all": [{"password": "hnd_01b"}, "hnd_01a"], "note": "hnd_ is no identifier",
        });
        let mut ids = Vec::new();
        find(&answer, &mut ids);
        ids.sort();
        assert_eq!(ids, ["hnd_01a", "hnd_01b"]);
    }
}
