//! Whether somebody is filling in a form, so that nothing is drawn anew under their hands. Browser only.
//!
//! A form that only asks (`method="get"`: a search, a filter) does not count. What was sent counts no more, nor what has gone
//! from the page.

use super::page::{find_all, target};
use leptos::prelude::{set_timeout, window_event_listener_untyped};
use std::{future::poll_fn, task::Poll, time::Duration};

/// Stands on a form in which something was typed.
const TYPED: &str = "data-typed";

/// How often whoever waits looks again.
const LOOKS: Duration = Duration::from_millis(500);

/// Begins to mark forms; once for the whole tab.
pub fn watch() {
    _ = window_event_listener_untyped("input", |event| {
        let form = target(&event).and_then(|field| field.closest("form[method=post]").ok()?);
        if let Some(form) = form {
            _ = form.set_attribute(TYPED, "");
        }
    });
    _ = window_event_listener_untyped("submit", |_| {
        for form in find_all("form[data-typed]") {
            _ = form.remove_attribute(TYPED);
        }
    });
}

/// Waits while somebody is filling in a form.
pub async fn over() {
    poll_fn(|context| {
        if find_all("form[data-typed]").is_empty() {
            return Poll::Ready(());
        }
        let waker = context.waker().clone();
        set_timeout(move || waker.wake(), LOOKS);
        Poll::Pending
    })
    .await;
}
