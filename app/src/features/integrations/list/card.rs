//! A vendor that has accounts: its head, and a row for each.

use super::{Acts, VendorHead, badge, row::Row};
use crate::{
    features::integrations::{filter::Filter, models::VendorCard},
    ui::{Glyph, Icon},
};
use contract::{actor::Role, integration::Integration};
use leptos::prelude::*;

/// The vendor's part of the list.
#[component]
pub fn ConnectedVendor(
    /// The vendor.
    card: VendorCard,
    /// Its accounts, each with the text in which it is looked for.
    rows: Vec<(RwSignal<Integration>, String)>,
    /// What the person may do.
    role: Role,
    /// The page's actions.
    acts: Acts,
    /// What is shown.
    filter: Memo<Filter>,
    /// The account that was just saved.
    fresh: Option<String>,
) -> impl IntoView {
    let heading = format!("vendor-{}", card.vendor);
    let name = card.name.to_string();
    let named_by = heading.clone();
    let texts = rows.clone();
    let none =
        move || filter.with(|filter| !texts.iter().any(|(row, about)| filter.takes(badge(*row), about)));
    let add = (role >= Role::Tech && card.available).then(|| {
        view! {
            <a class="btn btn-small btn-quiet" href=format!("/app/integrations/new/{}", card.vendor)>
                <Glyph icon=Icon::Plus/>
                <span>"Add another"</span>
                <span class="visually-hidden">{format!(" {name} account")}</span>
            </a>
        }
    });
    let rows = rows.into_iter().map(|(row, about)| {
        let hidden = move || filter.with(|filter| !filter.takes(badge(row), &about));
        let is_fresh = row.with_untracked(|one| fresh.as_deref() == Some(one.id.as_str()));
        let class = if is_fresh {
            "instance instance-fresh"
        } else {
            "instance"
        };
        view! {
            <li class=class hidden=hidden>
                <Row now=row role acts/>
            </li>
        }
    });
    view! {
        <section class="vendor-card" aria-labelledby=named_by hidden=none>
            <VendorHead card heading>{add}</VendorHead>
            <ul>{rows.collect_view()}</ul>
        </section>
    }
}
