//! Beside the form: where each value is found, and what Ops AI will do with it.

use crate::features::integrations::{
    markdown::Markdown,
    models::VendorForm,
    words::reach,
};
use leptos::prelude::*;

/// The vendor's guide, and the limits it is kept within.
#[component]
pub fn Guide(
    /// The vendor's form.
    form: VendorForm,
) -> impl IntoView {
    let hosts = form.hosts.into_iter().map(|host| view! { <li><code>{host}</code></li> });
    view! {
        <aside class="guide" aria-label="Setup guide">
            <Markdown text=form.guide.into_owned()/>
            <dl class="facts guide-facts">
                <div>
                    <dt>"What it can do"</dt>
                    <dd>{reach(form.card.reads, form.card.writes)}</dd>
                </div>
                <div>
                    <dt>"Hosts it may reach"</dt>
                    <dd>
                        <ul>{hosts.collect_view()}</ul>
                    </dd>
                </div>
            </dl>
        </aside>
    }
}
