//! The customers.

use super::HERE;
use crate::ui::{Empty, Icon, Table, vendor_name};
use contract::customer::Customer;
use leptos::prelude::*;

/// The list.
#[component]
pub fn CustomerList(customers: Vec<Customer>, names: Vec<(String, String)>) -> impl IntoView {
    let count = customers.len();
    let rows = customers.into_iter().map(move |customer| {
        let called = |link: &contract::customer::CustomerLink| vendor_name(&names, link.vendor.as_str());
        let mut vendors: Vec<_> = customer.links.iter().map(called).collect();
        vendors.sort();
        vendors.dedup();
        let links = match customer.links.len() {
            0 => "no record yet".to_owned(),
            1 => "1 record".to_owned(),
            more => format!("{more} records"),
        };
        view! {
            <tr>
                <td data-label="Name"><a class="cell-name" href=format!("{HERE}?open={}", customer.id)>{customer.name}</a></td>
                <td data-label="Records">{links}</td>
                <td data-label="Vendors">{if vendors.is_empty() { "—".to_owned() } else { vendors.join(", ") }}</td>
                <td data-label="Events"><a href=format!("/app/webhooks/events?customer={}", customer.id)>"Events"</a></td>
            </tr>
        }
    });
    view! {
        <section class="stack" aria-labelledby="customers">
            <h2 id="customers">{format!("Customers ({count})")}</h2>
            {if count == 0 {
                view! {
                    <Empty
                        icon=Icon::Users
                        title="No customers yet"
                        text="Read the vendors’ records, and accept the suggestions; or add a customer by hand."
                    />
                }
                .into_any()
            } else {
                view! { <Table caption="Customers" columns=vec!["Name", "Records", "Vendors", "Events"]>{rows.collect_view()}</Table> }.into_any()
            }}
        </section>
    }
    .into_any()
}
