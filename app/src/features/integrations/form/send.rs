//! Pressing a button with JavaScript: read, check by the rule the server uses as well, send, and take the answer in.

use super::{
    dom,
    state::{EDITED_MEANWHILE, Found, State, of_problem},
};
use crate::{
    features::integrations::{
        api,
        draft::{self, Typed},
    },
    ui::use_toasts,
};
use contract::{
    integration::{Integration, IntegrationChange, IntegrationDraft, SaveOutcome, SavePolicy},
    manifest::Values,
    problem::Problem,
    test_report::TestReport,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// What a button asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Test and save nothing.
    Test,
    /// Save.
    Save(SavePolicy),
}

/// What is sent. No `Debug`: it holds secrets.
#[derive(Clone)]
pub struct Sent {
    /// What was asked for.
    pub ask: Ask,
    what: What,
}

#[derive(Clone)]
enum What {
    New(IntegrationDraft),
    Kept(String, IntegrationChange),
}

/// What came back.
#[derive(Clone, Debug)]
pub enum Answer {
    /// A test was made.
    Tested(TestReport),
    /// Saving came to this.
    Saved(SaveOutcome),
}

/// Why nothing came of it.
#[derive(Clone, Debug)]
pub struct Refusal {
    problem: Problem,
    /// The account as somebody else left it meanwhile.
    now: Option<Box<Integration>>,
}

/// The form's action.
pub type Submit = Action<Sent, Result<Answer, Refusal>>;

/// Makes the form's action, and takes in what it answers.
pub fn action(state: State) -> Submit {
    let submit: Submit = Action::new(|sent: &Sent| {
        let Sent { ask, what } = sent.clone();
        ask_server(ask, what)
    });
    let toasts = use_toasts();
    let navigate = use_navigate();
    Effect::new(move |_| match submit.value().get() {
        None => {}
        Some(Ok(Answer::Saved(SaveOutcome::Saved { integration, notes }))) => {
            for note in notes {
                toasts.ok(note);
            }
            let to = format!("/app/integrations?done=saved&id={}", integration.id);
            navigate(&to, NavigateOptions::default());
        }
        Some(Ok(Answer::Tested(report) | Answer::Saved(SaveOutcome::TestFailed(report)))) => {
            state.errors.set(Vec::new());
            state.found.set(Some(Found::Report(Box::new(report))));
        }
        Some(Err(Refusal {
            problem,
            now: Some(now),
        })) => state.meet(problem, *now),
        Some(Err(Refusal { problem, now: None })) => {
            state.errors.set(problem.errors.clone());
            let found = state.form.with_value(|form| of_problem(form, problem));
            state.found.set(Some(found));
            focus(state);
        }
    });
    submit
}

/// Asks; where somebody changed the account meanwhile, the account as it now stands comes with the refusal.
async fn ask_server(ask: Ask, what: What) -> Result<Answer, Refusal> {
    let id = match &what {
        What::New(_) => None,
        What::Kept(id, _) => Some(id.clone()),
    };
    let answer = match (ask, what) {
        (Ask::Test, What::New(draft)) => api::test_draft(draft).await.map(Answer::Tested),
        (Ask::Test, What::Kept(id, change)) => api::test_saved(id, change).await.map(Answer::Tested),
        (Ask::Save(policy), What::New(draft)) => api::save(draft, policy).await.map(Answer::Saved),
        (Ask::Save(policy), What::Kept(id, change)) => {
            api::save_change(id, change, policy).await.map(Answer::Saved)
        }
    };
    let problem = match answer {
        Ok(answer) => return Ok(answer),
        Err(error) => Problem::from(error),
    };
    let now = match id.filter(|_| problem.code == EDITED_MEANWHILE) {
        Some(id) => api::open(id)
            .await
            .ok()
            .map(|opened| Box::new(opened.integration)),
        None => None,
    };
    Err(Refusal { problem, now })
}

/// A button was pressed: its value says which; the Enter key presses the first.
pub fn press(state: State, submit: Submit, button: Option<&str>) {
    let ask = match button {
        Some("test") => Ask::Test,
        Some("save_anyway") => Ask::Save(SavePolicy::Anyway),
        _ => Ask::Save(SavePolicy::WhenTestPasses),
    };
    send(state, submit, ask, &Values::new());
}

/// Fills in what was suggested, and tests again.
pub fn apply(state: State, submit: Submit, set: &Values) {
    state
        .values
        .update(|values| values.extend(set.iter().map(|(key, value)| (key.clone(), value.clone()))));
    if let Some(element) = state.element.get_untracked() {
        dom::focus_test(&element);
    }
    send(state, submit, Ask::Test, set);
}

fn send(state: State, submit: Submit, ask: Ask, set: &Values) {
    let Some(element) = state.element.get_untracked() else {
        return;
    };
    let form = state.form.get_value();
    let kept = state.kept.get_value();
    let read = |name: &str| dom::read(&element, name).unwrap_or_default();
    let mut typed = Typed {
        name: read("name"),
        values: form
            .fields
            .iter()
            .map(|field| (field.key.to_string(), read(&field.key)))
            .collect(),
    };
    // The page takes over what was suggested only after this turn.
    typed
        .values
        .extend(set.iter().map(|(key, value)| (key.clone(), value.clone())));
    let errors = draft::check(&form.fields, kept.as_ref(), &typed);
    if !errors.is_empty() {
        state.errors.set(errors);
        state.found.set(Some(Found::Fields));
        focus(state);
        return;
    }
    let what = match &kept {
        None => What::New(draft::draft(form.card.vendor.as_str(), &form.fields, &typed)),
        Some(kept) => {
            let version = state.version.get_untracked();
            let change = draft::change(&form.fields, kept, version, &typed);
            What::Kept(kept.id.to_string(), change)
        }
    };
    submit.dispatch(Sent { ask, what });
}

fn focus(state: State) {
    if let Some(element) = state.element.get_untracked() {
        dom::focus_first_error(element);
    }
}
