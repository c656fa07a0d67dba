//! A sparkline: how a number went, without axes. What it shows stands beside it in words.

use leptos::prelude::*;

/// How wide and how high the grid is that it is drawn on.
const WIDE: usize = 96;
const HIGH: u64 = 20;

/// A line through the points; where one is missing, the line has a gap.
#[component]
pub fn Sparkline(
    /// What it shows, e.g. `Median of each half hour: from 150 ms to 420 ms`.
    #[prop(into)]
    label: String,
    /// The values, oldest first.
    points: Vec<Option<u64>>,
) -> impl IntoView {
    view! {
        <svg class="sparkline" viewBox="0 0 96 24" preserveAspectRatio="none" role="img" aria-label=label>
            <path d=line(&points)></path>
        </svg>
    }
}

/// The line's path. The lowest value lies on the ground and the highest at the top; equal values lie in the middle.
fn line(points: &[Option<u64>]) -> String {
    let known = || points.iter().flatten().copied();
    let (Some(low), Some(high)) = (known().min(), known().max()) else {
        return String::new();
    };
    let last = points.len().saturating_sub(1).max(1);
    let mut path = String::new();
    let mut drawing = false;
    for (n, point) in points.iter().enumerate() {
        let Some(value) = point else {
            drawing = false;
            continue;
        };
        let up = ((value - low) * HIGH).checked_div(high - low).unwrap_or(HIGH / 2);
        let (x, y) = (n * WIDE / last, 2 + HIGH - up);
        path.push_str(&if drawing {
            format!("L{x} {y}")
        } else {
            // A point without neighbours is still seen: a line of no length has round ends.
            format!("M{x} {y}h0")
        });
        drawing = true;
    }
    path
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn the_line_reaches_from_the_lowest_to_the_highest_value() {
        assert_eq!(line(&[Some(100), Some(200), Some(150)]), "M0 22h0L48 2L96 12");
    }

    #[test]
    fn a_missing_value_is_a_gap_and_equal_values_lie_in_the_middle() {
        assert_eq!(line(&[Some(5), None, Some(5)]), "M0 12h0M96 12h0");
        assert_eq!(line(&[None, None]), "");
        assert_eq!(line(&[]), "");
        assert_eq!(line(&[Some(9)]), "M0 12h0");
    }
}
