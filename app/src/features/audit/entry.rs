//! One entry of the trail, in a drawer.

use super::who;
use crate::ui::{Drawer, JsonView, When};
use contract::audit::AuditEntry;
use leptos::prelude::*;

/// All that is recorded of it.
#[component]
pub fn EntryDrawer(entry: AuditEntry, close: String) -> impl IntoView {
    let title = format!("Entry {}", entry.seq);
    view! {
        <Drawer id="entry" title close>
            <dl class="facts">
                <div><dt>"When"</dt><dd><When at=entry.at.clone()/></dd></div>
                <div><dt>"Who"</dt><dd>{who(entry.actor_kind, &entry.actor_name)}</dd></div>
                <div><dt>"Their id"</dt><dd class="mono">{entry.actor_id.clone()}</dd></div>
                <div><dt>"What"</dt><dd class="mono">{entry.action.clone()}</dd></div>
                <div><dt>"To what"</dt><dd class="mono">{entry.target.clone()}</dd></div>
            </dl>
            <h3>"Particulars"</h3>
            <JsonView value=entry.detail.clone() label="Particulars"/>
            <h3>"Chain"</h3>
            <dl class="facts">
                <div><dt>"Hash of the entry before"</dt><dd class="mono">{entry.previous.clone()}</dd></div>
                <div><dt>"Hash of this entry"</dt><dd class="mono">{entry.hash.clone()}</dd></div>
            </dl>
        </Drawer>
    }
    .into_any()
}
