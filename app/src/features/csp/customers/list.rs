//! The table, in the form that onboards those that are ticked.

use super::{
    super::{pieces::StateChip, words},
    Acts,
};
use crate::{
    address::with_query,
    ui::{Button, Chip, Empty, Icon, LinkButton, Mood, Table, Tone, When, WhenOr},
};
use contract::csp::{CspCustomer, CustomerState};
use leptos::{form::ActionForm, prelude::*};

/// The list.
#[component]
pub fn List(
    /// The tenant.
    setup: String,
    /// The customers.
    customers: Vec<CspCustomer>,
    /// The page's own address.
    here: String,
    /// Only those that stand like this.
    state: Memo<Option<CustomerState>>,
    /// Roles by id.
    names: Vec<(String, String)>,
    /// Whether the person may onboard.
    may_onboard: bool,
    /// The page's actions.
    acts: Acts,
) -> impl IntoView {
    if customers.is_empty() {
        return view! {
            <Empty
                icon=Icon::Users
                title="No customers"
                text="Neither Partner Center nor your relationships name one. Invite a customer, and it stands here."
            >
                {may_onboard.then(|| view! {
                    <LinkButton href=here.replace("/customers", "/relationships?new=1") tone=Tone::Primary>"Invite a customer"</LinkButton>
                })}
            </Empty>
        }
        .into_any();
    }
    let chips = filters(&customers, &here, state);
    let customers = StoredValue::new(customers);
    let (names, here) = (StoredValue::new(names), StoredValue::new(here));
    let rows = move || {
        let wanted = state.get();
        let fits = |one: &&CspCustomer| wanted.is_none_or(|state| one.state == state);
        let shown: Vec<_> = customers.with_value(|all| all.iter().filter(fits).cloned().collect());
        if shown.is_empty() {
            return view! {
                <Empty icon=Icon::Filter title="No customer stands like this" text="Others do.">
                    <LinkButton href=here.get_value()>"Show all"</LinkButton>
                </Empty>
            }
            .into_any();
        }
        let rows = shown.into_iter().map(
            move |one| view! { <Row one here=here.get_value() names=names.get_value() pick=may_onboard/> },
        );
        view! {
            <Table caption="Customers of the partner" columns=vec!["Customer", "State", "Relationship", "Roles", "Consent", "Last call"]>
                {rows.collect_view()}
            </Table>
        }
        .into_any()
    };
    view! {
        {chips}
        <ActionForm action=acts.onboard attr:class="stack">
            <input type="hidden" name="id" value=setup/>
            {rows}
            {if may_onboard { view! {
                <div class="row">
                    <Button tone=Tone::Primary submit=true busy=acts.onboard.pending()>"Onboard the ticked customers"</Button>
                    <label class="check">
                        <input type="checkbox" name="link" value="true" checked=true/>
                        <span>"Also make and map the customer in Ops AI where it is not mapped yet"</span>
                    </label>
                </div>
                <p class="text-muted">
                    "Onboarding gives your groups their roles, has the application consented to in the tenant, and makes a first "
                    "call. Everything is read back; a customer that granted nothing does not become “Working”."
                </p>
            }.into_any() } else {
                view! { <p class="text-muted">"Onboarding needs the role Admin."</p> }.into_any()
            }}
        </ActionForm>
    }
    .into_any()
}

/// The states that there are, each with its count.
fn filters(customers: &[CspCustomer], here: &str, state: Memo<Option<CustomerState>>) -> AnyView {
    let count = |wanted: CustomerState| customers.iter().filter(|one| one.state == wanted).count();
    let here = here.to_owned();
    let chips: Vec<_> = words::CUSTOMERS
        .into_iter()
        .map(|(word, wanted)| (word, wanted, count(wanted)))
        .filter(|(.., count)| *count > 0)
        .map(|(word, wanted, count)| {
            let href = format!("{here}?state={word}");
            let text = format!("{} ({count})", words::customer(wanted).2);
            let chosen = move || (state.get() == Some(wanted)).then_some("true");
            view! { <a class="chip-link" href=href aria-current=chosen>{text}</a> }
        })
        .collect();
    let all = format!("All ({})", customers.len());
    let chosen = move || state.with(Option::is_none).then_some("true");
    view! {
        <nav class="filters" aria-label="How customers stand">
            <a class="chip-link" href=here aria-current=chosen>{all}</a>
            {chips.into_iter().collect_view()}
        </nav>
    }
    .into_any()
}

#[component]
fn Row(one: CspCustomer, here: String, names: Vec<(String, String)>, pick: bool) -> impl IntoView {
    let href = with_query(&here, [("open", one.tenant_id.as_str())]);
    let roles = roles_word(&one);
    let missing: Vec<_> = one
        .roles_missing
        .iter()
        .map(|id| words::role_name(&names, id).to_owned())
        .collect();
    let newest = one.last_success.iter().map(|(_, at)| at.clone()).max();
    let sub = one.domain.clone().unwrap_or_else(|| one.tenant_id.clone());
    let tick = format!("Onboard {}", one.name);
    view! {
        <tr>
            <td data-label="Customer">
                <div class="csp-pick">
                    {pick.then(|| view! { <input type="checkbox" name="tenants[]" value=one.tenant_id.clone() aria-label=tick/> })}
                    <div>
                        <a class="cell-name" href=href>{one.name.clone()}</a>
                        <span class="cell-sub">{sub}</span>
                    </div>
                </div>
            </td>
            <td data-label="State">
                <StateChip drawn=words::customer(one.state)/>
                {one.problem.map(|problem| view! { <span class="cell-sub"><code>{problem.code.to_string()}</code></span> })}
            </td>
            <td data-label="Relationship">
                <div>
                    {one.relationship.map_or_else(
                        || view! { <span class="text-muted">"none"</span> }.into_any(),
                        |status| view! { <StateChip drawn=words::relationship(status)/> }.into_any(),
                    )}
                    {one.ends_at.map(|at| view! {
                        <span class="cell-sub">
                            "ends " <When at/>
                            {if one.auto_extend { ", extended by itself" } else { "" }}
                        </span>
                    })}
                </div>
            </td>
            <td data-label="Roles">
                <div>
                    {roles}
                    {(!missing.is_empty()).then(|| view! { <span class="cell-sub">{format!("missing: {}", missing.join(", "))}</span> })}
                    {(!one.roles_excess.is_empty()).then(|| view! { <Chip mood=Mood::Warn text=format!("{} not wanted", one.roles_excess.len())/> })}
                </div>
            </td>
            <td data-label="Consent"><StateChip drawn=words::consent(one.consent)/></td>
            <td data-label="Last call"><WhenOr at=newest otherwise="none yet"/></td>
        </tr>
    }
    .into_any()
}

/// How many of the wanted roles are granted; never a number where they were not read.
fn roles_word(one: &CspCustomer) -> String {
    if one.roles_read_at.is_none() {
        return "not read yet".to_owned();
    }
    let wanted = one.roles_wanted.len();
    let granted = wanted.saturating_sub(one.roles_missing.len());
    format!("{granted} of {wanted} granted")
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::csp::ConsentState;

    fn customer(read: bool) -> CspCustomer {
        CspCustomer {
            tenant_id: "t".to_owned(),
            name: "Contoso".to_owned(),
            domain: None,
            in_partner_center: true,
            in_delegated_admin: true,
            state: CustomerState::Incomplete,
            relationship: None,
            relationship_id: None,
            ends_at: None,
            auto_extend: false,
            roles_wanted: vec!["a".to_owned(), "b".to_owned(), "c".to_owned()],
            roles_granted: vec!["a".to_owned()],
            roles_missing: vec!["b".to_owned(), "c".to_owned()],
            roles_excess: Vec::new(),
            roles_read_at: read.then(|| "2026-11-24T06:00:00.000Z".to_owned()),
            consent: ConsentState::Unknown,
            permissions_granted: Vec::new(),
            permissions_missing: Vec::new(),
            last_success: Vec::new(),
            checked_at: None,
            problem: None,
            linked_customer: None,
            gaps: Vec::new(),
        }
    }

    #[test]
    fn roles_that_were_not_read_are_never_counted() {
        assert_eq!(roles_word(&customer(true)), "1 of 3 granted");
        assert_eq!(roles_word(&customer(false)), "not read yet");
    }
}
