//! Health over time: the bar of half hours, sparklines, times that count, the live stream's states.

use super::Examples;
use crate::{
    live::Connection,
    ui::{
        Countdown, DayBar, DayBarHelp, DayBarLegend, Level, Sparkline, daybar::CELLS, live::LiveWord,
        use_toasts,
    },
};
use leptos::prelude::*;

/// Health over time.
#[component]
pub fn Health() -> impl IntoView {
    let mut mixed = vec![Level::Ok; CELLS];
    for (at, level) in [
        (0, Level::Empty),
        (1, Level::Empty),
        (9, Level::Slow),
        (10, Level::Slow),
        (20, Level::Attention),
        (30, Level::Bad),
        (31, Level::Bad),
        (40, Level::Ours),
    ] {
        mixed[at] = level;
    }
    let bars = [
        (
            "Fabrikam: 271 checks, 252 passed, 8 slow, 5 throttled, 6 refused",
            mixed,
        ),
        ("Contoso: 288 checks, all passed", vec![Level::Ok; CELLS]),
        (
            "Northgate: no check in the last 24 hours",
            vec![Level::Empty; CELLS],
        ),
        ("Southgate: 288 checks, all failed", vec![Level::Bad; CELLS]),
    ];
    let toasts = use_toasts();
    let bars = bars.map(|(label, cells)| {
        let shown = cells.clone();
        let words = Callback::new(move |at: usize| {
            let level = shown.get(at).copied().unwrap_or_default();
            format!("Half hour {}: {}", at + 1, level.word())
        });
        let open = Callback::new(move |at: usize| toasts.ok(format!("Half hour {} opens here.", at + 1)));
        view! { <DayBar label=label.to_owned() cells words open/> }
    });
    let went = [180, 190, 170, 210, 420, 260, 190, 180].map(Some).to_vec();
    let gap = vec![Some(150), Some(160), None, None, Some(900), Some(400)];
    let states = [
        Connection::Live,
        Connection::Reconnecting,
        Connection::Stale("2026-11-24T05:55:00.000Z".to_owned()),
    ];
    view! {
        <Examples title="24 hours">
            <DayBarHelp/>
            <div class="stack">{bars.collect_view()}</div>
            <DayBarLegend/>
        </Examples>
        <Examples title="Sparklines">
            <div class="row">
                <Sparkline label="From 170 ms to 420 ms" points=went/>
                <Sparkline label="From 150 ms to 900 ms, with a gap" points=gap/>
                <Sparkline label="Always 200 ms" points=vec![Some(200); 8]/>
            </div>
        </Examples>
        <Examples title="Counting times">
            <p>
                <Countdown at="2027-11-24T06:00:00.000Z".to_owned()/> " · "
                <Countdown at="2020-11-24T06:00:00.000Z".to_owned()/>
            </p>
        </Examples>
        <Examples title="The live stream">
            <div class="row">{states.map(|connection| view! { <LiveWord connection/> }).collect_view()}</div>
        </Examples>
    }
}
