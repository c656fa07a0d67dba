//! Maintenance and snoozes: the times when checks go on and nobody is told.

use super::{
    Sight,
    acts::{Acts, EndHoldForm},
    api::{VendorName, read_holds},
};
use crate::{
    live::{use_health_frames, use_resyncs},
    ui::{Chip, Icon, Load, Loaded, Mood, Skeleton, Table, When, WhenOr},
};
use contract::{
    actor::Role,
    health::{Hold, HoldKind},
};
use leptos::prelude::*;

/// The holds, read again when one is made or ended, here or elsewhere.
///
/// Made by the page before anything is awaited: a resource that is made inside of what another one gives has another number on
/// the server than in the browser, and the two would be taken for each other.
pub fn follow_holds(acts: Acts) -> Loaded<Vec<Hold>> {
    let changed = RwSignal::new(0_usize);
    use_health_frames(move || changed.update(|count| *count += 1));
    let resyncs = use_resyncs();
    Resource::new(
        move || (acts.holds(), changed.get(), resyncs.get()),
        |_| read_holds(),
    )
}

/// The section; nothing while there is no hold.
#[component]
pub fn Holds(
    /// The page's data.
    sight: Sight,
    /// The vendors' names.
    vendors: Vec<VendorName>,
    /// From [`follow_holds`].
    holds: Loaded<Vec<Hold>>,
) -> impl IntoView {
    let vendors = StoredValue::new(vendors);
    view! {
        <Load of=holds skeleton=|| view! { <Skeleton count=1/> } let:holds>
            {(!holds.is_empty()).then(|| view! { <HoldTable holds sight vendors/> })}
        </Load>
    }
}

#[component]
fn HoldTable(holds: Vec<Hold>, sight: Sight, vendors: StoredValue<Vec<VendorName>>) -> impl IntoView {
    let Sight {
        standing, acts, role, ..
    } = sight;
    let rows = holds.into_iter().map(move |hold| {
        let (icon, word) = match hold.kind {
            HoldKind::Maintenance => (Icon::Settings, "Maintenance"),
            HoldKind::Snooze => (Icon::Bell, "Snooze"),
        };
        let scope = match (&hold.integration, &hold.vendor) {
            (Some(id), _) => {
                let known = standing.row(id.as_str()).map(|row| row.with_untracked(|row| row.name.clone()));
                let name = known.unwrap_or_else(|| "One integration".to_owned());
                view! { <a href=format!("/app/integrations/{id}")>{name}</a> }.into_any()
            }
            (None, Some(vendor)) => {
                let known = vendors.with_value(|all| {
                    let own = all.iter().find(|one| one.vendor == *vendor);
                    own.map(|one| one.name.to_string())
                });
                format!("All of {}", known.unwrap_or_else(|| vendor.to_string())).into_any()
            }
            (None, None) => "Everything".into_any(),
        };
        let end = (role >= Role::Tech).then(|| {
            view! { <EndHoldForm acts id=hold.id.to_string() words="End now" class="btn btn-small"/> }
        });
        view! {
            <tr>
                <td data-label="Kind"><Chip mood=Mood::Info icon=icon text=word/></td>
                <td data-label="For">{scope}</td>
                <td data-label="From"><When at=hold.from/></td>
                <td data-label="Until"><WhenOr at=hold.until otherwise="it works again"/></td>
                <td data-label="Why">{hold.note} <span class="cell-sub">{format!("by {}", hold.by)}</span></td>
                <td class="cell-actions"><div>{end}</div></td>
            </tr>
        }
    });
    view! {
        <section class="stack" aria-labelledby="holds">
            <h2 id="holds">"Maintenance and snoozes"</h2>
            <p class="section-lead">"Checks go on during these times; nobody is told of what they find."</p>
            <Table caption="Maintenance and snoozes" columns=vec!["Kind", "For", "From", "Until", "Why", ""]>
                {rows.collect_view()}
            </Table>
        </section>
    }
}
