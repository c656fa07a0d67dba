//! What the last test or save came to: the checks, the vendor's own words, the one suggestion, and the explicit choice
//! to save all the same.

use super::{
    advice::AdviceView,
    send::Submit,
    state::{Found, State},
};
use crate::{
    browser,
    ui::{Button, Glyph, Icon, ProblemView, VendorWords, outcome::took},
};
use contract::{
    probe::Outcome as Ended,
    problem::Problem,
    test_report::{Check, TestReport},
};
use leptos::prelude::*;
use std::time::Duration;

/// Below the buttons, so that nothing that can be pressed moves when it appears.
#[component]
pub fn Outcome(
    /// The open form.
    state: State,
    /// Its action.
    submit: Submit,
    /// The address of the page.
    address: String,
) -> impl IntoView {
    let pending = submit.pending();
    let head = move || {
        if pending.get() {
            return view! { <Testing/> }.into_any();
        }
        state.found.with(|found| match found {
            Some(Found::Report(report)) => view! { <ReportHead report=(**report).clone()/> }.into_any(),
            Some(Found::Fields) => view! {
                <p class="test-head test-bad">
                    <Glyph icon=Icon::Alert/>
                    <span class="test-words">
                        <strong>"Some fields need another look."</strong>
                        " Nothing was saved."
                    </span>
                </p>
            }
            .into_any(),
            _ => ().into_any(),
        })
    };
    let body = move || {
        state.found.get().map(|found| match found {
            Found::Fields => ().into_any(),
            Found::Report(report) => {
                let address = address.clone();
                view! { <ReportBody report=*report state submit address/> }.into_any()
            }
            Found::Problem(problem) => {
                view! { <ProblemView problem=*problem fields_say_it=false/> }.into_any()
            }
            Found::Changed { problem, told } => view! { <Meanwhile problem=*problem told/> }.into_any(),
        })
    };
    view! {
        <div class="test" class:test-old=move || pending.get()>
            <div role="status" aria-live="polite">{head}</div>
            <div class="test-body">{body}</div>
        </div>
    }
}

#[component]
fn Testing() -> impl IntoView {
    let began = browser::now_ms();
    let now = RwSignal::new(began);
    Effect::new(move |_| {
        let ticking = set_interval_with_handle(move || now.set(browser::now_ms()), Duration::from_secs(1));
        if let Ok(handle) = ticking {
            on_cleanup(move || handle.clear());
        }
    });
    view! {
        <p class="test-head">
            <Glyph icon=Icon::Spinner/>
            <span><strong>"Testing…"</strong></span>
            // Rationale: a clock that is read aloud every second helps nobody.
            <span class="text-muted" aria-hidden="true">
                {move || format!("{} s", (now.get() - began).max(0) / 1000)}
            </span>
        </p>
    }
}

#[component]
fn ReportHead(report: TestReport) -> impl IntoView {
    let total: u64 = report.checks.iter().map(|check| check.ms).sum();
    let passed = report.checks.iter().filter(|check| check.ok).count();
    let count = format!(
        "{passed} of {} checks passed, {}",
        report.checks.len(),
        took(total)
    );
    let why = report.reason.as_deref().and_then(Ended::parse);
    let why = why.map(Ended::sentence).unwrap_or_default();
    let (class, icon, words, more) = if report.ok {
        (
            "test-head test-ok",
            Icon::Check,
            "The connection works.",
            " Nothing is saved yet.".to_owned(),
        )
    } else {
        let more = format!(" Nothing was saved. {why}");
        ("test-head test-bad", Icon::Cross, "The test failed.", more)
    };
    view! {
        <p class=class>
            <Glyph icon/>
            <span class="test-words"><strong>{words}</strong>{more}</span>
            <span class="test-count">{count}</span>
        </p>
    }
}

#[component]
fn ReportBody(report: TestReport, state: State, submit: Submit, address: String) -> impl IntoView {
    let checks = report.checks.into_iter().map(|check| view! { <CheckRow check/> });
    let notes = (!report.notes.is_empty()).then(|| {
        let notes = report.notes.into_iter().map(|note| view! { <li>{note}</li> });
        view! { <ul class="test-notes">{notes.collect_view()}</ul> }
    });
    view! {
        <ul class="checks" aria-label="Checks">{checks.collect_view()}</ul>
        <VendorWords
            status=report.vendor_status
            message=report.vendor_message
            request_id=report.vendor_request_id
        />
        {report.advice.map(|advice| view! { <AdviceView advice state submit address/> })}
        {notes}
        {(!report.ok).then(|| view! { <Anyway/> })}
    }
}

#[component]
fn CheckRow(check: Check) -> impl IntoView {
    let (class, icon, word) = if check.ok {
        ("check-row", Icon::Check, "Passed: ")
    } else {
        ("check-row check-failed", Icon::Cross, "Failed: ")
    };
    view! {
        <li class=class>
            <Glyph icon/>
            <span class="check-name">
                <span class="visually-hidden">{word}</span>
                {check.name.to_string()}
            </span>
            <span class="check-detail">{check.detail}</span>
            <span class="check-ms">{took(check.ms)}</span>
        </li>
    }
}

/// The explicit choice to keep an account that does not work.
#[component]
fn Anyway() -> impl IntoView {
    view! {
        <div class="test-anyway">
            <p>
                "You can keep it all the same, for example while the vendor is down. It shows as Disconnected, and calls
                through it fail, until a check passes."
            </p>
            <Button submit=true attr:name="intent" attr:value="save_anyway">"Save as disconnected anyway"</Button>
        </div>
    }
}

#[component]
fn Meanwhile(problem: Problem, told: Vec<String>) -> impl IntoView {
    let told = told.into_iter().map(|one| view! { <li>{one}</li> });
    view! {
        <div class="problem" role="alert">
            <Glyph icon=Icon::Alert/>
            <div class="problem-text">
                <strong>{problem.title}</strong>
                <p>"Nothing was overwritten, and what you typed is still in the form."</p>
                <ul>{told.collect_view()}</ul>
                <p>"Look at the fields and save again: then yours is kept."</p>
                {problem.request_id.map(|id| view! { <crate::ui::RequestId id/> })}
            </div>
        </div>
    }
}
