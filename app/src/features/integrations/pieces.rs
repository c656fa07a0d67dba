//! Pieces that several pages of this feature draw.

use super::{
    models::VendorCard,
    words::{reach, tier, tier_means},
};
use crate::ui::{Chip, Glyph, Icon, Mood};
use contract::Text;
use leptos::prelude::*;

/// A vendor's mark. The SVG comes with the server's own program, never from a person or a vendor's answer.
#[component]
pub fn VendorMark(
    /// The inline SVG.
    svg: Text,
) -> impl IntoView {
    view! { <span class="vendor-mark" aria-hidden="true" inner_html=svg.into_owned()></span> }
}

/// What kind of connector it is: its tier, and that it only reads.
#[component]
pub fn VendorChips(
    /// The vendor.
    card: VendorCard,
) -> impl IntoView {
    let tier = tier(&card.tier).map(|word| {
        view! { <span title=tier_means(&card.tier)><Chip icon=Icon::Shield text=word/></span> }
    });
    let reach = reach(card.reads, card.writes);
    let read_only = (card.available && card.read_only).then(|| {
        view! { <span title=reach><Chip icon=Icon::Eye text="Read-only"/></span> }
    });
    let coming = (!card.available).then(|| view! { <Chip mood=Mood::Idle icon=Icon::Clock text="Coming"/> });
    view! { <span class="badge-row">{coming} {read_only} {tier}</span> }
}

/// The way back, above a page's title.
#[component]
pub fn BackLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// What is there.
    #[prop(into)]
    to: String,
) -> impl IntoView {
    view! {
        <a class="back-link" href=href>
            <Glyph icon=Icon::Back/>
            <span>{to}</span>
        </a>
    }
}

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
