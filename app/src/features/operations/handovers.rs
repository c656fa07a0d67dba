//! Passwords that a call made: told once, to whoever asked. An answer holds their identifiers, which this finds.
//!
//! The password comes by a press and goes with the page. There is no form for it: what a browser without JavaScript is
//! redirected to could not hold it.

use super::api::take_handover;
use crate::ui::{Button, CopyLine, Failure, Mood, Notice};
use contract::{ids::HandoverId, problem::Problem};
use leptos::{prelude::*, task::spawn_local};
use serde_json::Value;
use std::collections::BTreeMap;

/// What came of the presses on a page.
///
/// Rationale: it belongs to the page. Whatever the page reads anew is drawn anew, and a password that goes with a drawing
/// is lost: nobody is told it again.
#[derive(Clone, Copy)]
struct Told(RwSignal<BTreeMap<String, Answer>>);

/// What came of one press.
#[derive(Clone)]
enum Answer {
    /// It is asked for.
    Asked,
    /// The password.
    Password(String),
    /// It was not told.
    Refused(Box<Problem>),
}

/// Has the page that calls this keep what is told on it, however often it reads again.
pub fn keep_told() {
    provide_context(Told(RwSignal::default()));
}

impl Told {
    fn of(self, id: &str) -> Option<Answer> {
        self.0.try_with(|all| all.get(id).cloned()).flatten()
    }

    /// Asks once. The answer is taken also where the button that was pressed has gone meanwhile.
    fn ask(self, id: String) {
        self.keep(&id, Answer::Asked);
        spawn_local(async move {
            let answer = match take_handover(id.clone()).await {
                Ok(told) => Answer::Password(told.secret),
                Err(error) => Answer::Refused(Box::new(error.into())),
            };
            self.keep(&id, answer);
        });
    }

    fn keep(self, id: &str, answer: Answer) {
        // The page may have gone.
        _ = self.0.try_update(|all| all.insert(id.to_owned(), answer));
    }
}

/// Every handover of an answer; nothing where it has none.
#[component]
pub fn Handovers(
    /// The answer.
    value: Value,
) -> impl IntoView {
    let told = use_context::<Told>().unwrap_or_else(|| Told(RwSignal::default()));
    let mut ids = Vec::new();
    find(&value, &mut ids);
    ids.into_iter()
        .map(|id| view! { <TellOnce id told/> })
        .collect_view()
}

#[component]
fn TellOnce(id: String, told: Told) -> impl IntoView {
    let name = StoredValue::new(id);
    let answer = Signal::derive(move || name.try_with_value(|id| told.of(id)).flatten());
    let asked = Signal::derive(move || matches!(answer.get(), Some(Answer::Asked)));
    let failed = Signal::derive(move || match answer.get() {
        Some(Answer::Refused(problem)) => Some(*problem),
        _ => None,
    });
    view! {
        <section class="stack" aria-label="A password that was made">
            {move || match answer.get() {
                Some(Answer::Password(secret)) => view! {
                    <Notice mood=Mood::Warn>"This is the only time it is shown. Hand it over now."</Notice>
                    <CopyLine text=secret label="Copy the password"/>
                }
                .into_any(),
                _ => view! {
                    <Notice mood=Mood::Info>
                        "A password was made. It is shown once, within 24 hours, to whoever asked for it."
                    </Notice>
                    <div class="row needs-js">
                        <Button busy=asked on:click=move |_| told.ask(name.get_value())>"Reveal once"</Button>
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
