//! One customer in depth: relationship, roles, consent, calls; and what to do about each gap.

use super::{
    super::{
        api::Customers,
        gaps::{Again, Gaps},
        pieces::{FailureView, StateChip, address},
        roles::named,
        words,
    },
    Acts,
};
use crate::{
    address::with_query,
    frame::Allowed,
    ui::{
        Button, CopyButton, Drawer, Failure, LinkButton, Load, Loaded, Notice, Shape, Skeleton, Tone, When,
        WhenOr,
    },
};
use contract::{actor::Role, csp::CspCustomer, csp::CustomerState, problem::Problem};
use leptos::{form::ActionForm, prelude::*};

/// The drawer.
#[component]
pub fn CustomerDrawer(
    /// The partner's tenant.
    setup: String,
    /// The customer's tenant.
    tenant: String,
    /// Where closing leads.
    close: String,
    /// What the page knows.
    listed: Loaded<Customers>,
    /// The page's actions.
    acts: Acts,
    /// What went wrong with them.
    failures: [Signal<Option<Problem>>; 3],
) -> impl IntoView {
    let (setup, tenant) = (StoredValue::new(setup), StoredValue::new(tenant));
    view! {
        <Drawer id="csp-customer" title="Customer" close>
            {failures.map(|of| view! { <Failure of/> }).into_iter().collect_view()}
            <Load of=listed skeleton=|| view! { <Skeleton shape=Shape::Lines count=8/> } let:listed>
                {
                    let one = listed.customers.items.into_iter().find(|one| tenant.with_value(|id| *id == one.tenant_id));
                    match one {
                        Some(one) => view! { <Whole one setup=setup.get_value() names=listed.roles acts/> }.into_any(),
                        None => view! { <Notice>"No list names this customer."</Notice> }.into_any(),
                    }
                }
            </Load>
        </Drawer>
    }
    .into_any()
}

#[component]
fn Whole(one: CspCustomer, setup: String, names: Vec<(String, String)>, acts: Acts) -> impl IntoView {
    let kept = StoredValue::new(one.clone());
    let setup = StoredValue::new(setup);
    let relationship = one.relationship_id.clone().map(|id| {
        let href = with_query(
            &address(&setup.get_value(), "relationships"),
            [("open", id.as_str())],
        );
        view! { <a href=href>"Open it"</a> }
    });
    let permissions = with_query(
        &address(&setup.get_value(), "permissions"),
        [("tenant", one.tenant_id.as_str())],
    );
    let calls = one.last_success.clone().into_iter().map(|(workload, at)| {
        view! { <div><dt>{workload}</dt><dd><When at/></dd></div> }
    });
    let no_calls = one.last_success.is_empty();
    let again = Again {
        setup: setup.get_value(),
        tenant: one.tenant_id.clone(),
        onboard: acts.onboard,
    };
    view! {
        <h3>{one.name.clone()}</h3>
        <div class="badge-row">
            <StateChip drawn=words::customer(one.state)/>
            {one.relationship.map(|status| view! { <StateChip drawn=words::relationship(status)/> })}
        </div>
        {one.problem.clone().map(|failure| view! { <FailureView failure/> })}
        <Next one=kept.get_value() setup=setup.get_value() acts/>
        <Gaps gaps=one.gaps.clone() names=names.clone() again=Some(again)/>
        <dl class="facts">
            <div><dt>"Tenant"</dt><dd class="mono">{one.tenant_id.clone()} <CopyButton text=one.tenant_id.clone() label="the tenant id"/></dd></div>
            <div><dt>"Named by"</dt><dd>{lists(&one)}</dd></div>
            <div><dt>"Relationship"</dt><dd>"ends " <WhenOr at=one.ends_at.clone() otherwise="—"/> " " {relationship}</dd></div>
            <div><dt>"Looked at"</dt><dd><WhenOr at=one.checked_at.clone() otherwise="never"/></dd></div>
        </dl>
        <h3>"Roles"</h3>
        {if one.roles_read_at.is_some() {
            view! {
                <dl class="facts">
                    <div><dt>"Wanted"</dt><dd>{named(&names, &one.roles_wanted)}</dd></div>
                    <div><dt>"Granted"</dt><dd>{named(&names, &one.roles_granted)}</dd></div>
                    <div><dt>"Missing"</dt><dd>{named(&names, &one.roles_missing)}</dd></div>
                    <div><dt>"Not wanted"</dt><dd>{named(&names, &one.roles_excess)}</dd></div>
                </dl>
            }.into_any()
        } else {
            view! { <p class="text-muted">"They were not read yet, so nothing is said of them."</p> }.into_any()
        }}
        <h3>"Consent"</h3>
        <p><StateChip drawn=words::consent(one.consent)/> " " <a href=permissions>"Wanted against granted"</a></p>
        {(!one.permissions_missing.is_empty()).then(|| view! {
            <p>"Missing: " <span class="mono">{one.permissions_missing.join(", ")}</span></p>
        })}
        <h3>"Last successful calls"</h3>
        {if no_calls {
            view! { <p class="text-muted">"None yet."</p> }.into_any()
        } else {
            view! { <dl class="facts">{calls.collect_view()}</dl> }.into_any()
        }}
    }
    .into_any()
}

/// Which lists name a customer.
fn lists(one: &CspCustomer) -> &'static str {
    match (one.in_partner_center, one.in_delegated_admin) {
        (true, true) => "Partner Center and delegated administration",
        (true, false) => "Partner Center only",
        (false, true) => "delegated administration only",
        (false, false) => "a relationship only",
    }
}

/// What can be done about it.
#[component]
fn Next(one: CspCustomer, setup: String, acts: Acts) -> impl IntoView {
    let tenant = StoredValue::new(one.tenant_id);
    let setup = StoredValue::new(setup);
    let invite = with_query(
        &address(&setup.get_value(), "relationships"),
        [("new", "1"), ("customer", &tenant.get_value())],
    );
    let mapping = one.linked_customer.map_or_else(
        || "/app/customer-mappings".to_owned(),
        |id| format!("/app/customer-mappings?open={id}"),
    );
    let invites = one.state == CustomerState::NoRelationship;
    let onboards = !matches!(one.state, CustomerState::NoRelationship | CustomerState::Invited);
    view! {
        <div class="row">
            {invites.then(|| view! {
                <Allowed role=Role::Admin>
                    <LinkButton href=invite.clone() tone=Tone::Primary>"Invite this customer"</LinkButton>
                </Allowed>
            })}
            {onboards.then(|| view! {
                <Allowed role=Role::Admin>
                    <ActionForm action=acts.onboard>
                        <input type="hidden" name="id" value=setup.get_value()/>
                        <input type="hidden" name="tenants[]" value=tenant.get_value()/>
                        <input type="hidden" name="link" value="true"/>
                        <Button tone=Tone::Primary submit=true busy=acts.onboard.pending()>"Onboard this customer"</Button>
                    </ActionForm>
                </Allowed>
            })}
            <Allowed role=Role::Tech>
                <ActionForm action=acts.check>
                    <input type="hidden" name="id" value=setup.get_value()/>
                    <input type="hidden" name="tenant" value=tenant.get_value()/>
                    <Button submit=true busy=acts.check.pending()>"Read it now"</Button>
                </ActionForm>
            </Allowed>
            <LinkButton href=mapping>"Its mapping"</LinkButton>
        </div>
    }
    .into_any()
}
