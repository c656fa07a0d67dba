//! Pieces that several pages of this feature draw.

use super::{
    models::VendorCard,
    words::{reach, tier, tier_means},
};
use crate::ui::{Chip, Icon, Mood};
use leptos::prelude::*;

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
