//! A moment that comes: "in 2:31", second by second, on the one clock of the page. Until the browser takes over, the moment
//! in UTC, which is the same for everybody.

use crate::ui::{
    calendar::epoch_ms,
    time::{use_seconds, utc_text},
};
use contract::Time;
use leptos::prelude::*;

/// How long it is until a moment.
#[component]
pub fn Countdown(
    /// RFC 3339 in UTC.
    at: Time,
    /// What stands there once the moment has come, e.g. `due`.
    #[prop(default = "due")]
    due: &'static str,
) -> impl IntoView {
    let seconds = use_seconds();
    let moment = epoch_ms(&at);
    let fixed = utc_text(&at);
    let words = {
        let fixed = fixed.clone();
        Memo::new(move |_| match (seconds.get(), moment) {
            (Some(now), Some(at)) => {
                left(at - now).map_or_else(|| due.to_owned(), |left| format!("in {left}"))
            }
            _ => fixed.clone(),
        })
    };
    view! {
        <time class="when countdown" datetime=at data-exact=fixed tabindex="0">
            {move || words.get()}
        </time>
    }
}

/// Minutes and seconds, with hours where there are any; none once the moment has come.
fn left(ms: i64) -> Option<String> {
    let seconds = (ms + 999) / 1000;
    if ms <= 0 {
        return None;
    }
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    Some(if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    })
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn what_is_left_is_told_in_minutes_and_seconds() {
        assert_eq!(left(151_000).as_deref(), Some("2:31"));
        assert_eq!(left(150_001).as_deref(), Some("2:31"));
        assert_eq!(left(9_000).as_deref(), Some("0:09"));
        assert_eq!(left(3_723_000).as_deref(), Some("1:02:03"));
    }

    #[test]
    fn nothing_is_left_once_the_moment_has_come() {
        assert_eq!(left(0), None);
        assert_eq!(left(-5_000), None);
        assert_eq!(left(1).as_deref(), Some("0:01"));
    }
}
