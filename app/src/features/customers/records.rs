//! The vendors' records that belong to nobody: what each costs, whose it probably is and why, and the one click that says so.

use super::{
    HERE,
    api::{AcceptMatch, IgnoreRecord, Known},
};
use crate::{
    frame::Allowed,
    ui::{Button, Empty, Glyph, Icon, Table, Tone, vendor_name},
};
use contract::{
    actor::Role,
    customer::{Suggestion, VendorRecord},
};
use leptos::{form::ActionForm, prelude::*};

/// The list.
#[component]
pub fn Records(
    known: Known,
    /// Only this vendor's; blank for all.
    vendor: Memo<String>,
    accept: ServerAction<AcceptMatch>,
    ignore: ServerAction<IgnoreRecord>,
) -> impl IntoView {
    let customers = StoredValue::new(known.names());
    let Known { records, vendors, .. } = known;
    let count = records.len();
    let (records, vendors) = (StoredValue::new(records), StoredValue::new(vendors));
    let rows = move || {
        let only = vendor.get();
        let fits = |record: &&VendorRecord| only.is_empty() || record.vendor.as_str() == only;
        records.with_value(|all| all.iter().filter(fits).cloned().collect::<Vec<_>>())
    };
    let narrowed = move || {
        let name = vendor.with(|key| vendors.with_value(|all| vendor_name(all, key)));
        vendor.with(|key| !key.is_empty()).then(|| view! {
            <div class="filters">
                <a class="chip-link" href=HERE title="Show the records of every vendor" aria-current="true">
                    {format!("Vendor: {name}")} <Glyph icon=Icon::Close/>
                </a>
            </div>
        })
    };
    view! {
        <section class="stack" aria-labelledby="records">
            <h2 id="records">{format!("Records that belong to nobody ({count})")}</h2>
            {narrowed}
            {move || { let shown = rows(); if records.with_value(Vec::is_empty) {
                view! {
                    <Empty
                        icon=Icon::Check
                        title="Nothing to map"
                        text="Every record that was read or named by an event belongs to a customer, or is ignored. Read the vendors’ records again after you have connected an account."
                    />
                }
                .into_any()
            } else if shown.is_empty() {
                view! { <p class="text-muted">"None of this vendor’s."</p> }.into_any()
            } else {
                view! {
                    <Table caption="Records that belong to nobody" columns=vec!["Record", "Account", "Events waiting", "Probably", ""]>
                        {shown.into_iter().map(|record| {
                            let vendor = vendors.with_value(|all| vendor_name(all, record.vendor.as_str()));
                            view! { <Row record vendor customers accept ignore/> }
                        }).collect_view()}
                    </Table>
                }
                .into_any()
            }}}
        </section>
    }
    .into_any()
}

#[component]
fn Row(
    record: VendorRecord,
    vendor: String,
    customers: StoredValue<Vec<(String, String)>>,
    accept: ServerAction<AcceptMatch>,
    ignore: ServerAction<IgnoreRecord>,
) -> impl IntoView {
    let best = record.suggestions.first().cloned();
    let kept = StoredValue::new(record.clone());
    let sub = match &record.domain {
        Some(domain) => format!("{} · {domain}", record.external_id),
        None => record.external_id.clone(),
    };
    view! {
        <tr>
            <td data-label="Record"><span class="cell-name">{record.name}</span><span class="cell-sub mono">{sub}</span></td>
            <td data-label="Account">{record.integration_name}<span class="cell-sub">{vendor}</span></td>
            <td data-label="Events waiting">{record.events.to_string()}</td>
            <td data-label="Probably">{best.clone().map_or_else(|| "—".into_any(), |best| view! { <Guess best/> }.into_any())}</td>
            <td class="cell-actions">
                <Allowed role=Role::Tech>
                    <div>
                        {best.clone().map(|best| view! { <AcceptForm record=kept.get_value() best accept/> })}
                        <Choose record=kept.get_value() customers accept ignore/>
                    </div>
                </Allowed>
            </td>
        </tr>
    }
    .into_any()
}

#[component]
fn Guess(best: Suggestion) -> impl IntoView {
    let name = if best.customer.is_some() {
        best.name
    } else {
        format!("new: {}", best.name)
    };
    view! { {name}<span class="cell-sub">{format!("{} % — {}", best.score, best.reason)}</span> }
}

#[component]
fn Hidden(record: VendorRecord) -> impl IntoView {
    view! {
        <input type="hidden" name="vendor" value=record.vendor.to_string()/>
        <input type="hidden" name="integration" value=record.integration.to_string()/>
        <input type="hidden" name="external_id" value=record.external_id/>
        <input type="hidden" name="record_name" value=record.name/>
    }
}

#[component]
fn AcceptForm(record: VendorRecord, best: Suggestion, accept: ServerAction<AcceptMatch>) -> impl IntoView {
    view! {
        <ActionForm action=accept>
            <Hidden record/>
            <input type="hidden" name="customer" value=best.customer.map(|id| id.to_string()).unwrap_or_default()/>
            <input type="hidden" name="name" value=best.name/>
            <Button submit=true tone=Tone::Primary>"Accept"</Button>
        </ActionForm>
    }
}

#[component]
fn Choose(
    record: VendorRecord,
    customers: StoredValue<Vec<(String, String)>>,
    accept: ServerAction<AcceptMatch>,
    ignore: ServerAction<IgnoreRecord>,
) -> impl IntoView {
    let label = format!("Customer for {}", record.name);
    let same = record.clone();
    let options = customers
        .get_value()
        .into_iter()
        .map(|(id, name)| view! { <option value=id>{name}</option> });
    view! {
        <details class="menu">
            <summary class=Tone::Plain.small_class()>"Choose"</summary>
            <div class="menu-panel menu-ask">
                <ActionForm action=accept attr:class="form">
                    <Hidden record=same.clone()/>
                    <input type="hidden" name="name" value=same.name.clone()/>
                    <select class="input input-select" name="customer" aria-label=label>
                        <option value="">{format!("A new customer “{}”", same.name)}</option>
                        {options.collect_view()}
                    </select>
                    <Button submit=true tone=Tone::Primary>"Map it"</Button>
                </ActionForm>
                <ActionForm action=ignore>
                    <Hidden record/>
                    <Button submit=true>"It is nobody’s: ignore it"</Button>
                </ActionForm>
            </div>
        </details>
    }
    .into_any()
}
