//! Whether what is on screen follows what happens.

use crate::{
    live::{Connection, use_connection},
    ui::time::When,
};
use leptos::prelude::*;

/// The state of the live stream, told politely when it changes. Absent without JavaScript: nothing follows there.
#[component]
pub fn LiveState() -> impl IntoView {
    let connection = use_connection();
    view! {
        <div class="needs-js" role="status">
            {move || view! { <LiveWord connection=connection.get()/> }}
        </div>
    }
}

/// One state of the stream.
#[component]
pub fn LiveWord(
    /// The state.
    connection: Connection,
) -> impl IntoView {
    match connection {
        Connection::Closed => ().into_any(),
        Connection::Live => view! {
            <span class="live"><span class="live-dot" aria-hidden="true"></span> "Live"</span>
        }
        .into_any(),
        Connection::Reconnecting => view! {
            <span class="live live-waiting"><span class="live-dot" aria-hidden="true"></span> "Reconnecting…"</span>
        }
        .into_any(),
        Connection::Stale(at) => view! {
            <span class="live live-stale">
                <span class="live-dot" aria-hidden="true"></span>
                <span>"Not live: this is how things stood " <When at/></span>
            </span>
        }
        .into_any(),
    }
}
