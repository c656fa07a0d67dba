//! Makes the page that the server rendered come alive. Browser only.

use crate::{
    browser, lazy,
    routes::{App, Pages},
};
use std::time::Duration;

/// Waits for the file of the page, then gives every element its listeners.
///
/// Rationale: Leptos has a way of its own to wait for lazy pages, in which every element may wait. That code is a tenth of
/// the browser part. Here nothing starts before all is there, and `cargo xtask` leaves that code out
/// (`xtask/src/site/never.rs`).
pub fn hydrate() {
    // Only to learn which pages there are; it draws nothing.
    drop(Pages());
    wasm_bindgen_futures::spawn_local(async {
        lazy::fetch_shown().await;
        browser::forms::watch();
        leptos::mount::hydrate_body(App);
        // One turn later, so that what hydrates in a task of its own has its listeners as well.
        leptos::prelude::set_timeout(browser::mark_ready, Duration::ZERO);
    });
}
