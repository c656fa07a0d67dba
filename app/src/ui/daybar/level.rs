//! What a cell may show: a colour and a shape for each, so that neither carries the meaning alone, and the legend.

use leptos::prelude::*;

/// The worst of a half hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    /// No check ran.
    #[default]
    Empty,
    /// Our own fault: it says nothing of the vendor.
    Ours,
    /// Every check passed.
    Ok,
    /// Every check passed, some slower than usual.
    Slow,
    /// It worked, but a person should look.
    Attention,
    /// A check failed.
    Bad,
}

impl Level {
    /// Every level, from the best known to the least.
    pub const ALL: [Level; 6] = [
        Level::Ok,
        Level::Slow,
        Level::Attention,
        Level::Bad,
        Level::Ours,
        Level::Empty,
    ];

    /// The level's word in the legend.
    pub fn word(self) -> &'static str {
        match self {
            Level::Empty => "No check",
            Level::Ours => "Fault of Ops AI",
            Level::Ok => "All passed",
            Level::Slow => "Slow",
            Level::Attention => "Needs attention",
            Level::Bad => "Failed",
        }
    }

    pub(super) fn class(self) -> &'static str {
        match self {
            Level::Empty => "daybar-empty",
            Level::Ours => "daybar-ours",
            Level::Ok => "daybar-ok",
            Level::Slow => "daybar-slow",
            Level::Attention => "daybar-attention",
            Level::Bad => "daybar-bad",
        }
    }

    /// The level's shape in a cell that begins at `x`, on a grid that is 24 high.
    fn shape(self, x: usize) -> String {
        match self {
            // A line on the ground.
            Level::Empty => format!("M{x} 17h3v2h-3z"),
            // A frame without a filling.
            Level::Ours => format!("M{x} 5h3v14h-3zM{x}.9 7.5v9h1.2v-9z"),
            // A bar.
            Level::Ok => format!("M{x} 5h3v14h-3z"),
            // Half a bar.
            Level::Slow => format!("M{x} 12h3v7h-3z"),
            // A bar with a gap.
            Level::Attention => format!("M{x} 5h3v5h-3zM{x} 13h3v6h-3z"),
            // A bar that reaches higher, and a mark below it.
            Level::Bad => format!("M{x} 0h3v19h-3zM{x} 21h3v3h-3z"),
        }
    }
}

/// The path of all cells of one level.
pub(super) fn path(cells: &[Level], level: Level) -> String {
    let own = cells.iter().enumerate().filter(|(_, one)| **one == level);
    own.map(|(n, level)| level.shape(n * 4)).collect()
}

/// What the shapes mean.
#[component]
pub fn DayBarLegend() -> impl IntoView {
    let items = Level::ALL.map(|level| {
        view! {
            <li>
                <svg class="daybar-key" viewBox="0 0 3 24" aria-hidden="true" focusable="false">
                    <path class=level.class() d=level.shape(0)></path>
                </svg>
                <span>{level.word()}</span>
            </li>
        }
    });
    view! { <ul class="daybar-legend" aria-label="What the bars show">{items.collect_view()}</ul> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_has_a_shape_and_a_word_of_its_own() {
        let shapes: std::collections::BTreeSet<_> = Level::ALL.map(|level| level.shape(0)).into();
        let words: std::collections::BTreeSet<_> = Level::ALL.map(Level::word).into();
        assert_eq!((shapes.len(), words.len()), (6, 6));
    }

    #[test]
    fn the_cells_of_a_level_are_one_path() {
        let cells = [Level::Ok, Level::Bad, Level::Ok];
        assert_eq!(path(&cells, Level::Ok), "M0 5h3v14h-3zM8 5h3v14h-3z");
        assert_eq!(path(&cells, Level::Slow), "");
    }
}
