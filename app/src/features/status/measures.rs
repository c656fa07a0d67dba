//! What a row tells in numbers and in the vendor's words: how fast it answers, when it is asked, how it failed last.

use crate::ui::{
    Countdown, Fold, Sparkline, VendorWords, When, WhenOr,
    outcome::{outcome_word, took},
};
use contract::{
    health::{BoardRow, LastError},
    probe::{Badge, Health},
};
use leptos::prelude::*;

/// How fast it answers.
#[component]
pub fn Speed(
    /// The integration.
    row: BoardRow,
) -> impl IntoView {
    let day = row.day;
    let (Some(half), Some(most)) = (day.p50_ms, day.p95_ms) else {
        return view! { <span class="text-muted">"–"</span> }.into_any();
    };
    let (half, most) = (took(half.into()), took(most.into()));
    let points: Vec<_> = day.spark.into_iter().map(|ms| ms.map(u64::from)).collect();
    let known = || points.iter().flatten().copied();
    let label = match (known().min(), known().max()) {
        (Some(low), Some(high)) => format!(
            "Hourly medians of the last day, from {} to {}",
            took(low),
            took(high)
        ),
        _ => "No hourly median is known".to_owned(),
    };
    view! {
        <Sparkline label points/>
        <span class="status-times">
            <span title="Half of the checks took less"><span class="visually-hidden">"Half took less than "</span>{half}</span>
            <span title="95 of 100 checks took less" class="text-muted">
                <span class="visually-hidden">", 95 of 100 less than "</span>
                <span aria-hidden="true">"95 %: "</span>
                {most}
            </span>
        </span>
    }
    .into_any()
}

/// When it was asked, and when it is asked again.
#[component]
pub fn Checks(
    /// How it is.
    health: Health,
) -> impl IntoView {
    let next = match health.next_check_at {
        Some(at) => view! { <span>"Next " <Countdown at/></span> }.into_any(),
        None if health.badge == Badge::Paused => {
            view! { <span class="text-muted">"Paused"</span> }.into_any()
        }
        None => ().into_any(),
    };
    view! {
        <span>"Last " <WhenOr at=health.checked_at otherwise="never"/></span>
        {next}
    }
}

/// The last failure, in the vendor's words.
#[component]
pub fn Failed(
    /// The failure.
    error: LastError,
    /// Its name.
    name: Memo<String>,
) -> impl IntoView {
    let label = format!("Last failure: {}", outcome_word(error.outcome).to_lowercase());
    let more = error
        .truncated
        .then(|| view! { <p class="text-muted">"The vendor said more: open the integration."</p> });
    view! {
        <div class="status-error">
            <Fold label of=name.get_untracked()>
                <div class="stack">
                    <p><When at=error.at/> " · " {error.detail}</p>
                    <VendorWords status=error.vendor_status message=error.vendor_message request_id=error.vendor_request_id/>
                    {more}
                </div>
            </Fold>
        </div>
    }
}
