//! The probes of the last day.

use crate::{
    features::integrations::{api, list::Acts, models::History, words},
    ui::{
        Empty, Fold, Icon, Load, OutcomeChip, Shape, Skeleton, Table, VendorWords, When,
        load::Loaded,
        outcome::{took, trigger_word},
    },
};
use contract::probe::ProbeRecord;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Reads the history of an account; again after a recheck, which adds a row.
///
/// Rationale: belongs to the page and not into what a boundary draws. A boundary may draw more than once on the server,
/// and would read as often; a probe that ends meanwhile makes the page differ from the data that comes with it.
pub fn read(id: Memo<String>, acts: Acts) -> Loaded<History> {
    let query = use_query_map();
    let all = Memo::new(move |_| query.with(|query| query.get("history").as_deref() == Some("all")));
    Resource::new(
        move || (id.get(), acts.probes(), all.get()),
        |(id, _, all)| api::read_history(id, all),
    )
}

/// The history: a sentence that counts, and a table.
#[component]
pub fn HistorySection(
    /// The account.
    id: String,
    /// What [`read`] gave.
    records: Loaded<History>,
) -> impl IntoView {
    let more = format!("/app/integrations/{id}?history=all#history");
    view! {
        <section class="section history" aria-labelledby="history">
            <h2 id="history">"Last 24 hours"</h2>
            <Load of=records skeleton=|| view! { <Skeleton shape=Shape::Rows count=5/> } let:history>
                <Probes history more=more.clone()/>
            </Load>
        </section>
    }
}

#[component]
fn Probes(history: History, more: String) -> impl IntoView {
    if history.total == 0 {
        return view! {
            <Empty
                icon=Icon::Clock
                title="No check yet"
                text="The first one runs by itself within some minutes, or at once with Recheck."
            />
        }
        .into_any();
    }
    let hidden = history.total - history.records.len();
    let rows = history
        .records
        .into_iter()
        .map(|record| view! { <ProbeRow record/> });
    view! {
        <p class="section-lead">{words::tally(history.total, history.passed)}</p>
        <Table
            caption="Checks of the last 24 hours, newest first"
            columns=vec!["Time", "Result", "Took", "Why it ran", "What was found"]
        >
            {rows.collect_view()}
        </Table>
        {(hidden > 0).then(|| view! { <p><a href=more>{format!("Show all {}", history.total)}</a></p> })}
    }
    .into_any()
}

#[component]
fn ProbeRow(record: ProbeRecord) -> impl IntoView {
    let said = (record.vendor_status.is_some() || record.vendor_message.is_some()).then(|| {
        view! {
            <Fold label="What the vendor said">
                <VendorWords
                    status=record.vendor_status
                    message=record.vendor_message
                    request_id=record.vendor_request_id
                />
            </Fold>
        }
    });
    view! {
        <tr>
            <td data-label="Time"><When at=record.at/></td>
            <td data-label="Result"><OutcomeChip outcome=record.outcome/></td>
            <td data-label="Took">{took(record.latency_ms)} {record.slow.then_some(" (slow)")}</td>
            <td data-label="Why it ran">{trigger_word(&record.trigger).to_owned()}</td>
            <td data-label="What was found">
                <div>
                    {record.detail}
                    {said}
                </div>
            </td>
        </tr>
    }
}
