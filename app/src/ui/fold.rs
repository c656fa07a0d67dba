//! Something that is read when it is wanted, on `<details>`: it opens without JavaScript.

use crate::ui::icon::{Glyph, Icon};
use leptos::prelude::*;

/// Something that is read when it is wanted.
#[component]
pub fn Fold(
    /// What is inside, for the eye.
    #[prop(into)]
    label: String,
    /// What the ear is told beyond that, e.g. whose it is.
    #[prop(optional, into)]
    of: String,
    /// True when it stands open at first.
    #[prop(optional)]
    open: bool,
    /// What is inside.
    children: Children,
) -> impl IntoView {
    let of = (!of.is_empty()).then(|| view! { <span class="visually-hidden">{format!(" ({of})")}</span> });
    view! {
        <details class="fold" open=open>
            <summary>
                <Glyph icon=Icon::ChevronRight/>
                <span>{label}{of}</span>
            </summary>
            <div class="fold-body">{children()}</div>
        </details>
    }
}
