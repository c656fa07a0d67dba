//! Times: UTC text in the HTML, which is the same for everybody; after hydration "5 min ago", exact on hover and focus.
//!
//! The server cannot know the visitor's zone or the moment of reading, so nothing here depends on either at render.

use crate::{browser, ui::calendar::epoch_ms};
use contract::Time;
use leptos::prelude::*;
use std::time::Duration;

/// How often the clock ticks; counting times are written anew each time.
const TICK: Duration = Duration::from_secs(1);

/// After how many milliseconds relative times are written anew.
const RELATIVE_MS: i64 = 30_000;

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

/// The moment of reading; none on the server and until hydration.
#[derive(Clone, Copy)]
struct Clock {
    /// For relative times: moves by half minutes.
    now: RwSignal<Option<i64>>,
    /// For times that count.
    second: RwSignal<Option<i64>>,
}

/// Starts the one clock of the page.
pub fn provide_clock() {
    let (now, second) = (RwSignal::new(None), RwSignal::new(None));
    provide_context(Clock { now, second });
    let tick = move || {
        let read = browser::now_ms();
        second.set(Some(read));
        if now
            .get_untracked()
            .is_none_or(|before| read - before >= RELATIVE_MS)
        {
            now.set(Some(read));
        }
    };
    Effect::new(move |_| {
        tick();
        let ticking = set_interval_with_handle(tick, TICK);
        if let Ok(handle) = ticking {
            on_cleanup(move || handle.clear());
        }
    });
}

/// The moment of reading, each second anew; none on the server and until hydration.
pub fn use_seconds() -> Signal<Option<i64>> {
    use_context::<Clock>().map_or_else(|| Signal::stored(None), |clock| clock.second.into())
}

/// A moment.
#[component]
pub fn When(
    /// RFC 3339 in UTC.
    at: Time,
) -> impl IntoView {
    let clock = use_context::<Clock>();
    let moment = epoch_ms(&at);
    let fixed = utc_text(&at);
    let words = Memo::new({
        let fixed = fixed.clone();
        move |_| match (clock.and_then(|clock| clock.now.get()), moment) {
            (Some(now), Some(at)) => relative(now, at),
            _ => fixed.clone(),
        }
    });
    let exact = move || {
        let read = clock.is_some_and(|clock| clock.now.with(Option::is_some));
        match moment {
            Some(at) if read => {
                let local = browser::local_time(at);
                if local.ends_with("UTC") {
                    local
                } else {
                    format!("{local} · {fixed}")
                }
            }
            _ => fixed.clone(),
        }
    };
    view! {
        <time class="when" datetime=at.clone() data-exact=exact tabindex="0">
            {move || words.get()}
        </time>
    }
}

/// A moment that may not have come: words in its place when it has not.
#[component]
pub fn WhenOr(
    /// RFC 3339 in UTC.
    at: Option<Time>,
    /// What stands there otherwise, e.g. `never`.
    #[prop(into)]
    otherwise: String,
) -> impl IntoView {
    match at {
        Some(at) => view! { <When at/> }.into_any(),
        None => view! { <span class="text-muted">{otherwise}</span> }.into_any(),
    }
}

/// `24 Nov 2026, 06:00 UTC`; the text itself when it is not a time.
pub fn utc_text(at: &str) -> String {
    let part = |from: usize, to: usize| at.get(from..to);
    let month = part(5, 7)
        .and_then(|digits| digits.parse::<usize>().ok())
        .and_then(|number| MONTHS.get(number.checked_sub(1)?));
    match (part(0, 4), month, part(8, 10), part(11, 16)) {
        (Some(year), Some(month), Some(day), Some(clock)) => {
            format!("{} {month} {year}, {clock} UTC", day.trim_start_matches('0'))
        }
        _ => at.to_owned(),
    }
}

/// How far a moment is from another, in whole steps of one unit.
fn relative(now_ms: i64, at_ms: i64) -> String {
    const MINUTE: i64 = 60;
    const HOUR: i64 = 60 * MINUTE;
    const DAY: i64 = 24 * HOUR;
    let seconds = (now_ms - at_ms) / 1000;
    let far = seconds.abs();
    let (count, unit) = match far {
        0..10 => return "just now".to_owned(),
        10..MINUTE => (far, "s"),
        MINUTE..HOUR => (far / MINUTE, "min"),
        HOUR..DAY => (far / HOUR, "h"),
        _ if far < 60 * DAY => (far / DAY, "d"),
        _ if far < 730 * DAY => (far * 12 / (365 * DAY), "mo"),
        _ => (far / (365 * DAY), "y"),
    };
    if seconds < 0 {
        format!("in {count} {unit}")
    } else {
        format!("{count} {unit} ago")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_in_utc_until_the_browser_takes_over() {
        assert_eq!(utc_text("2026-11-04T06:05:09.123Z"), "4 Nov 2026, 06:05 UTC");
        assert_eq!(utc_text("soon"), "soon");
        assert_eq!(utc_text("2026-13-04T06:05:09Z"), "2026-13-04T06:05:09Z");
    }

    #[test]
    fn relative_times_step_from_seconds_to_years() {
        let now = 1_795_500_000_000;
        let before = |seconds: i64| relative(now, now - seconds * 1000);
        assert_eq!(before(3), "just now");
        assert_eq!(before(59), "59 s ago");
        assert_eq!(before(60), "1 min ago");
        assert_eq!(before(3_599), "59 min ago");
        assert_eq!(before(3_600), "1 h ago");
        assert_eq!(before(86_400 * 2), "2 d ago");
        assert_eq!(before(86_400 * 70), "2 mo ago");
        assert_eq!(before(86_400 * 800), "2 y ago");
        assert_eq!(before(-90), "in 1 min");
        assert_eq!(before(-86_400 * 30), "in 30 d");
    }
}
