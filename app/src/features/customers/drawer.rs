//! One customer in a drawer: its records, its name, and making one of two.

use super::{
    HERE,
    api::{DeleteCustomer, MergeCustomers, RenameCustomer, UnlinkRecord},
};
use crate::{
    frame::Allowed,
    ui::{Button, Confirm, Drawer, Failure, SelectField, Table, TextField, Tone, When, failure, vendor_name},
};
use contract::{actor::Role, customer::Customer, field::Choice};
use leptos::{form::ActionForm, prelude::*};

/// What can be done to a customer.
#[derive(Clone, Copy)]
pub struct Acts {
    rename: ServerAction<RenameCustomer>,
    delete: ServerAction<DeleteCustomer>,
    merge: ServerAction<MergeCustomers>,
    unlink: ServerAction<UnlinkRecord>,
}

impl Acts {
    /// Makes the actions of the page.
    pub fn new() -> Self {
        Self {
            rename: ServerAction::new(),
            delete: ServerAction::new(),
            merge: ServerAction::new(),
            unlink: ServerAction::new(),
        }
    }

    /// Counts what was done, so that the page is read again.
    pub fn version(self) -> (usize, usize, usize, usize) {
        (
            self.rename.version().get(),
            self.delete.version().get(),
            self.merge.version().get(),
            self.unlink.version().get(),
        )
    }

    /// What went wrong.
    pub fn failures(self) -> impl IntoView {
        [
            failure(self.rename),
            failure(self.delete),
            failure(self.merge),
            failure(self.unlink),
        ]
        .map(|of| view! { <Failure of/> })
        .into_iter()
        .collect_view()
    }
}

/// The drawer.
#[component]
pub fn CustomerDrawer(
    customer: Customer,
    others: Vec<(String, String)>,
    vendors: Vec<(String, String)>,
    acts: Acts,
) -> impl IntoView {
    let id = StoredValue::new(customer.id.to_string());
    let kept = StoredValue::new(customer.clone());
    let others = StoredValue::new(
        others
            .into_iter()
            .filter(|(other, _)| *other != customer.id.as_str())
            .collect::<Vec<_>>(),
    );
    let none = customer.links.is_empty();
    let links = customer.links.into_iter().map(move |link| {
        let link_id = StoredValue::new(link.id.to_string());
        let vendor = vendor_name(&vendors, link.vendor.as_str());
        view! {
            <tr>
                <td data-label="Record"><span class="cell-name">{link.name}</span><span class="cell-sub mono">{link.external_id}</span></td>
                <td data-label="Account">{link.integration_name}<span class="cell-sub">{vendor}</span></td>
                <td class="cell-actions">
                    <Allowed role=Role::Tech>
                        <ActionForm action=acts.unlink>
                            <input type="hidden" name="id" value=id.get_value()/>
                            <input type="hidden" name="link" value=link_id.get_value()/>
                            <Button submit=true>"Take away"</Button>
                        </ActionForm>
                    </Allowed>
                </td>
            </tr>
        }
    });
    view! {
        <Drawer id="customer" title=customer.name close=HERE>
            <p class="text-muted">"Changed " <When at=customer.updated_at/></p>
            <h3>"Records at the vendors’"</h3>
            {if none {
                view! { <p class="text-muted">"No record belongs to it yet, so no event finds it."</p> }.into_any()
            } else {
                view! { <Table caption="Records of this customer" columns=vec!["Record", "Account", ""]>{links.collect_view()}</Table> }.into_any()
            }}
            <Allowed role=Role::Tech>
                <ActionForm action=acts.rename attr:class="form">
                    <input type="hidden" name="id" value=id.get_value()/>
                    <TextField form="rename" name="name" label="Name" required=true value=kept.get_value().name/>
                    <div class="form-actions"><Button submit=true tone=Tone::Primary>"Rename"</Button></div>
                </ActionForm>
                <Merge into=id.get_value() others acts/>
                <Allowed role=Role::Admin>
                    <Confirm
                        label="Delete the customer"
                        tone=Tone::Danger
                        consequence="Its records belong to nobody from now on, and their events become dead letters until they are mapped again."
                    >
                        <ActionForm action=acts.delete>
                            <input type="hidden" name="id" value=id.get_value()/>
                            <Button tone=Tone::Danger submit=true>"Delete it"</Button>
                        </ActionForm>
                    </Confirm>
                </Allowed>
            </Allowed>
        </Drawer>
    }
    .into_any()
}

#[component]
fn Merge(into: String, others: StoredValue<Vec<(String, String)>>, acts: Acts) -> impl IntoView {
    if others.with_value(Vec::is_empty) {
        return ().into_any();
    }
    let choices = others
        .get_value()
        .into_iter()
        .map(|(id, name)| Choice {
            value: id.into(),
            label: name.into(),
        })
        .collect::<Vec<_>>();
    let first = choices
        .first()
        .map(|one| one.value.to_string())
        .unwrap_or_default();
    view! {
        <ActionForm action=acts.merge attr:class="form">
            <input type="hidden" name="into" value=into/>
            <SelectField
                form="merge"
                name="from"
                label="The same customer is also here as"
                help="Its records come over to this one, and it goes."
                choices
                value=first
            />
            <div class="form-actions"><Button submit=true>"Make one of the two"</Button></div>
        </ActionForm>
    }
    .into_any()
}
