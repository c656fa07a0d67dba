//! Relationships by their end.

use super::super::{pieces::StateChip, words};
use crate::{
    address::with_query,
    ui::{Chip, Mood, Table, When},
};
use contract::csp::Relationship;
use leptos::prelude::*;

/// How many are shown; the page of relationships has all.
const SHOWN: usize = 12;

/// Those that end next.
#[component]
pub fn Ends(
    /// The relationships.
    items: Vec<Relationship>,
    /// Where they are listed.
    here: String,
) -> impl IntoView {
    let next = by_end(items);
    if next.is_empty() {
        return view! { <p class="text-muted">"No relationship gives access, so none ends."</p> }.into_any();
    }
    let rows = next.into_iter().take(SHOWN).filter_map(move |one| {
        let at = one.ends_at.clone()?;
        let href = with_query(&here, [("open", one.id.as_str())]);
        let name = one.customer_name.unwrap_or(one.name);
        let days = one.days_left.map(|days| {
            let mood = if days <= 30 { Mood::Warn } else { Mood::Idle };
            view! { <Chip mood text=words::days_left(days)/> }
        });
        Some(view! {
            <tr>
                <td data-label="Customer"><a href=href>{name}</a></td>
                <td data-label="State"><StateChip drawn=words::relationship(one.status)/></td>
                <td data-label="Ends"><When at/> " " {days}</td>
                <td data-label="Extension">{if one.auto_extend { "by itself" } else { "none: renew it before it ends" }}</td>
            </tr>
        })
    });
    view! {
        <Table caption="Relationships by their end" columns=vec!["Customer", "State", "Ends", "Extension"]>{rows.collect_view()}</Table>
    }
    .into_any()
}

/// Those that give access, the next end first.
fn by_end(mut items: Vec<Relationship>) -> Vec<Relationship> {
    items.retain(|one| one.status.gives_access() && one.ends_at.is_some());
    items.sort_by(|a, b| a.ends_at.cmp(&b.ends_at));
    items
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::csp::RelationshipStatus;

    fn ending(name: &str, status: RelationshipStatus, ends_at: Option<&str>) -> Relationship {
        Relationship {
            id: name.to_owned(),
            name: name.to_owned(),
            status,
            customer_tenant_id: None,
            customer_name: None,
            roles: Vec::new(),
            duration: "P730D".to_owned(),
            auto_extend: false,
            created_at: None,
            activated_at: None,
            ends_at: ends_at.map(str::to_owned),
            days_left: None,
            assignments: Vec::new(),
            invitation: None,
            notes: Vec::new(),
        }
    }

    #[test]
    fn what_gives_access_and_ends_is_told_the_next_end_first() {
        let all = vec![
            ending(
                "late",
                RelationshipStatus::Active,
                Some("2028-01-01T00:00:00.000Z"),
            ),
            ending(
                "over",
                RelationshipStatus::Expired,
                Some("2026-01-01T00:00:00.000Z"),
            ),
            ending("waits", RelationshipStatus::ApprovalPending, None),
            ending(
                "soon",
                RelationshipStatus::Expiring,
                Some("2026-12-01T00:00:00.000Z"),
            ),
        ];
        let names: Vec<_> = by_end(all).into_iter().map(|one| one.name).collect();
        assert_eq!(names, ["soon", "late"]);
    }
}
