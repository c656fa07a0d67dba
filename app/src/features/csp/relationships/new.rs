//! Making a relationship: for which customer, which roles, how long.

use super::{
    super::{api::Relationships, pieces::wrong, roles::RoleFields},
    Acts, Bad,
};
use crate::ui::{Button, Drawer, Failure, Load, Loaded, Shape, Skeleton, TextField, Tone};
use leptos::{form::ActionForm, prelude::*};

/// The drawer.
#[component]
pub fn NewRelationshipDrawer(
    /// The tenant.
    setup: String,
    /// The customer that it is for, where that is known.
    customer: String,
    /// The ids of the roles that are wanted, with commas; blank for those of the template.
    wanted: String,
    /// Where closing leads.
    close: String,
    /// What the page knows.
    listed: Loaded<Relationships>,
    /// The page's actions.
    acts: Acts,
    /// What went wrong with them.
    bad: Bad,
) -> impl IntoView {
    let ticked = StoredValue::new(roles_in(&wanted));
    let (setup, customer) = (StoredValue::new(setup), StoredValue::new(customer));
    let cancel = StoredValue::new(close.clone());
    let wrong_with = bad.create;
    view! {
        <Drawer id="csp-new" title="Invite a customer" close>
            <p class="section-lead">
                "Nobody is told yet: the relationship is made, and you look at it before you lock it and send the invitation."
            </p>
            <Load of=listed skeleton=|| view! { <Skeleton shape=Shape::Form count=5/> } let:listed>
                <ActionForm action=acts.create attr:class="form">
                    <Failure of=wrong_with fields_say_it=true/>
                    <input type="hidden" name="id" value=setup.get_value()/>
                    <TextField
                        form="csp"
                        name="name"
                        label="Name"
                        help="The customer reads it when they approve. At most 50 characters; blank for one made of the customer’s name and the day."
                        error=wrong(wrong_with, "name")
                    />
                    <TextField
                        form="csp"
                        name="customer"
                        label="The customer’s tenant ID"
                        help="Only this customer can approve then. Blank: whoever opens the invitation first becomes the customer."
                        value=customer.get_value()
                        error=wrong(wrong_with, "customer_tenant_id")
                    />
                    <RoleFields catalogue=listed.roles template=Some(listed.template) ticked=ticked.get_value() bad=wrong_with/>
                    <div class="form-actions">
                        <Button tone=Tone::Primary submit=true busy=acts.create.pending()>"Make it"</Button>
                        <a class="btn" href=cancel.get_value()>"Cancel"</a>
                    </div>
                </ActionForm>
            </Load>
        </Drawer>
    }
    .into_any()
}

/// The roles that an address names.
fn roles_in(text: &str) -> Vec<String> {
    let all = text.split(',').map(str::trim);
    all.filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_roles_and_blanks_name_none() {
        assert_eq!(roles_in("r1, r2,,"), ["r1", "r2"]);
        assert!(roles_in("").is_empty());
    }
}
