//! The last 24 hours in 48 half-hour cells: each cell shows the worst of its half hour by height and shape as well as by
//! colour. One stop of the Tab key; arrows move from cell to cell, Enter opens one.
//!
//! Drawn as one path for each level and not as an element for each cell: a page with fifty bars stays light. What it
//! shows is told by its label, its value's words and, for whoever wants all of it, a table that the page links to.

mod level;

pub use level::{DayBarLegend, Level};

use leptos::{ev, html, prelude::*};
use level::path;

/// How many half hours a bar has.
pub const CELLS: usize = 48;

/// The element that tells how a bar is used; each page with bars has one ([`DayBarHelp`]).
const HELP: &str = "daybar-help";

/// Where a key leads from a cell; none when it is not a key of the bar.
fn step(key: &str, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match key {
        "ArrowLeft" | "ArrowDown" => at.saturating_sub(1),
        "ArrowRight" | "ArrowUp" => (at + 1).min(last),
        "PageDown" => at.saturating_sub(6),
        "PageUp" => (at + 6).min(last),
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

/// The bar of one integration.
#[component]
pub fn DayBar(
    /// Whose it is and how the checks went, e.g. `Contoso: 286 checks, 283 ok, 2 slow, 1 credentials refused`.
    #[prop(into)]
    label: Signal<String>,
    /// The worst of each half hour, oldest first.
    #[prop(into)]
    cells: Signal<Vec<Level>>,
    /// A half hour in words, e.g. `09:30 to 10:00 UTC: 6 checks, all ok`.
    words: Callback<usize, String>,
    /// Opens a half hour.
    open: Callback<usize>,
) -> impl IntoView {
    let bar = NodeRef::<html::Div>::new();
    let at = RwSignal::new(CELLS - 1);
    let shown = RwSignal::new(false);
    let count = move || cells.with(Vec::len);
    let pointed = move |event: &ev::MouseEvent| {
        let width = bar.get_untracked().map_or(0, |bar| bar.offset_width());
        cell_at(event.offset_x(), width, cells.with_untracked(Vec::len))
    };
    let on_move = move |event: ev::MouseEvent| {
        if let Some(cell) = pointed(&event) {
            if at.get_untracked() != cell {
                at.set(cell);
            }
            shown.set(true);
        }
    };
    let on_click = move |event: ev::MouseEvent| {
        if let Some(cell) = pointed(&event) {
            open.run(cell);
        }
    };
    let on_key = move |event: ev::KeyboardEvent| {
        let key = event.key();
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match key.as_str() {
            "Enter" | " " => open.run(at.get_untracked()),
            "Escape" if shown.get_untracked() => shown.set(false),
            key => {
                let Some(next) = step(key, at.get_untracked(), cells.with_untracked(Vec::len)) else {
                    return;
                };
                at.set(next);
                shown.set(true);
            }
        }
        event.prevent_default();
    };
    let paths = Level::ALL.map(|level| {
        view! { <path class=level.class() d=move || cells.with(|cells| path(cells, level))></path> }
    });
    let side = move || match at.get() {
        0..16 => "daybar-tip",
        16..32 => "daybar-tip daybar-tip-middle",
        _ => "daybar-tip daybar-tip-right",
    };
    view! {
        <div
            class="daybar"
            node_ref=bar
            role="slider"
            tabindex="0"
            aria-label=move || label.get()
            aria-valuemin="1"
            aria-valuemax=move || count().to_string()
            aria-valuenow=move || (at.get() + 1).to_string()
            aria-valuetext=move || words.run(at.get())
            aria-describedby=HELP
            on:mousemove=on_move
            on:mouseleave=move |_| shown.set(false)
            on:focus=move |_| shown.set(true)
            on:blur=move |_| shown.set(false)
            on:click=on_click
            on:keydown=on_key
        >
            <svg viewBox="0 0 191 24" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                {paths.collect_view()}
                {move || shown.get().then(|| view! {
                    <rect class="daybar-cursor" x=(at.get() * 4).to_string() y="0" width="3" height="24"></rect>
                })}
            </svg>
            {move || shown.get().then(|| view! {
                <span class=side aria-hidden="true">{move || words.run(at.get())}</span>
            })}
        </div>
    }
}

/// How the bars of a page are used, for whoever does not see them; once on a page.
#[component]
pub fn DayBarHelp() -> impl IntoView {
    view! {
        <p class="visually-hidden" id=HELP>
            "Half hours of the last day. Arrow keys move between them, Home and End go to the first and last, Enter opens \
             one."
        </p>
    }
}

/// The cell under a point of the bar.
fn cell_at(x: i32, width: i32, count: usize) -> Option<usize> {
    let (x, width) = (usize::try_from(x).unwrap_or(0), usize::try_from(width).ok()?);
    let last = count.checked_sub(1)?;
    Some((x * count).checked_div(width)?.min(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_to_the_neighbour_and_stop_at_the_ends() {
        assert_eq!(step("ArrowLeft", 5, 48), Some(4));
        assert_eq!(step("ArrowLeft", 0, 48), Some(0));
        assert_eq!(step("ArrowRight", 47, 48), Some(47));
        assert_eq!(step("Home", 20, 48), Some(0));
        assert_eq!(step("End", 20, 48), Some(47));
        assert_eq!(step("PageUp", 45, 48), Some(47));
        assert_eq!(step("Tab", 20, 48), None);
        assert_eq!(step("Home", 0, 0), None);
    }

    #[test]
    fn a_point_of_the_bar_is_in_the_cell_below_it() {
        assert_eq!(cell_at(0, 480, 48), Some(0));
        assert_eq!(cell_at(9, 480, 48), Some(0));
        assert_eq!(cell_at(10, 480, 48), Some(1));
        assert_eq!(cell_at(480, 480, 48), Some(47));
        assert_eq!(cell_at(-3, 480, 48), Some(0));
        assert_eq!(cell_at(3, 0, 48), None);
        assert_eq!(cell_at(3, 480, 0), None);
    }
}
