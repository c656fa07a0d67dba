//! Tables, times, JSON.

use super::Examples;
use crate::ui::{Button, Confirm, JsonView, StatusBadge, Table, Tabs, Tone, VendorWords, When, WhenOr};
use contract::probe::Badge;
use leptos::prelude::*;
use serde_json::json;

/// Tables, times, JSON.
#[component]
pub fn Data() -> impl IntoView {
    let names = [
        "Contoso PSA",
        "Fabrikam PSA",
        "A name that is long enough to need a second line on a narrow screen",
    ];
    let rows = names.into_iter().zip(Badge::ALL).map(|(name, badge)| {
        view! {
            <tr>
                <td data-label="Name"><a class="cell-name" href="/app/styleguide">{name}</a></td>
                <td data-label="State"><StatusBadge badge/></td>
                <td data-label="Checked"><When at="2026-11-24T05:55:00.000Z".to_owned()/></td>
                <td class="cell-actions">
                    <div>
                        <Confirm label="Revoke" consequence="Programs that use it are refused from now on.">
                            <Button tone=Tone::Danger>"Revoke it"</Button>
                        </Confirm>
                    </div>
                </td>
            </tr>
        }
    });
    let value = json!({
        "items": [
            {"id": 174, "title": "Printer <offline>", "open": true, "hours": 0.25, "company": null},
            {"id": 175, "title": "Onboarding", "tags": ["new", "laptop"], "notes": []}
        ],
        "next_cursor": "eyJhZnRlciI6MTc1fQ"
    });
    view! {
        <Examples title="Tabs">
            <Tabs label="Example" items=vec![("This page", "/app/styleguide"), ("Another", "/app/operations")]/>
        </Examples>
        <Examples title="Table">
            <Table caption="Examples" columns=vec!["Name", "State", "Checked", ""]>{rows.collect_view()}</Table>
        </Examples>
        <Examples title="Times">
            <p>
                <When at="2026-11-24T05:59:30.000Z".to_owned()/> " · "
                <When at="2020-02-29T23:00:00.000Z".to_owned()/> " · "
                <WhenOr at=None otherwise="never"/>
            </p>
        </Examples>
        <Examples title="JSON">
            <JsonView value=value.clone() label="An answer"/>
            <JsonView value label="A folded answer" folded=true/>
        </Examples>
        <Examples title="The vendor's words">
            <VendorWords
                status=Some(500)
                message=Some("<html><body>\n  Something went wrong & we do not say what\n</body></html>".to_owned())
                request_id=Some("req-0002".to_owned())
            />
        </Examples>
    }
}
