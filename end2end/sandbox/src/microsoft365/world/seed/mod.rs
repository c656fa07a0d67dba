//! The first day: made by counting, never by chance; dates are counted from the day on which it starts.
//!
//! ```text
//! customer   relationship                                   the connector's consent
//!  1, 2      active, extends itself, all roles assigned      both kinds
//!  3         active, ends in 20 days, no extension           delegated only
//!  4         active, only Directory Readers are assigned     both kinds
//!  5         active, all roles assigned                      none, not in the tenant
//!  6, 7      approvalPending; created                        none
//!  8, 9      expired; terminated                             none
//!  10        none: only a reseller's customer                none
//!  11        active, with Global Administrator; not in       both kinds
//!            Partner Center
//!  12        active, nothing is assigned                     in the tenant, and granted nothing
//!  13 …      as 1                                            both kinds
//! ```

mod applications;
mod gdap;
mod groups;
mod people;

use std::collections::BTreeMap;

use super::tenant::Sku;
use super::{Identity, Table, Tenant, World};
use crate::microsoft365::accounts::{PUBLISHER_TENANT, customer_domain, customer_name, tenant_id};
use crate::microsoft365::behaviour::Behaviour;

/// Users of the customers, from the first on; further ones have as many as the last.
const USERS: [usize; 12] = [640, 35, 24, 18, 12, 9, 7, 11, 6, 14, 21, 8];

/// The first day of a partner with so many customers.
pub(crate) fn world(customers: usize, behaviour: &Behaviour) -> World {
    let now = super::clock(behaviour);
    let mut tenants = vec![partner()];
    tenants.extend((1..=customers).map(customer));
    for (number, tenant) in tenants.iter_mut().enumerate() {
        applications::install(tenant, number, now);
    }
    tenants.push(publisher(now));
    World {
        relationships: gdap::relationships(customers, now),
        identity: Identity {
            refresh: applications::refresh_tokens(),
            ..Identity::default()
        },
        answered: BTreeMap::new(),
        subscriptions: Vec::new(),
        registration: None,
        turn: 0,
        now,
        made: 0,
        tenants,
    }
}

fn publisher(now: i64) -> Tenant {
    let mut publisher = empty(PUBLISHER_TENANT, "Ops AI", "ops-ai.example");
    applications::publish(&mut publisher);
    applications::install(&mut publisher, 999, now);
    publisher
}

fn empty(id: &str, name: &str, domain: &str) -> Tenant {
    let label = domain.split('.').next().unwrap_or_default();
    Tenant {
        id: id.to_owned(),
        name: name.to_owned(),
        domain: domain.to_owned(),
        initial_domain: format!("{}.onmicrosoft.example", label.replace('-', "")),
        premium: false,
        reseller: false,
        users: Table::default(),
        groups: Table::default(),
        members: BTreeMap::new(),
        skus: Vec::new(),
        applications: Table::default(),
        service_principals: Table::default(),
        app_roles: Table::default(),
        grants: Table::default(),
        roles: Table::default(),
        deleted: Table::default(),
        gone: Vec::new(),
    }
}

fn partner() -> Tenant {
    let mut tenant = empty(&tenant_id(0), "Northgate IT Services", "northgate.example");
    tenant.premium = true;
    people::fill(&mut tenant, 0, 28);
    groups::of_the_partner(&mut tenant);
    people::seats(&mut tenant);
    applications::register(&mut tenant);
    tenant
}

fn customer(at: usize) -> Tenant {
    let mut tenant = empty(&tenant_id(at), &customer_name(at), &customer_domain(at));
    tenant.premium = at == 1;
    tenant.reseller = at != 11;
    let users = USERS.get(at - 1).copied().unwrap_or(8);
    people::fill(&mut tenant, at, users);
    groups::of_a_customer(&mut tenant, at, users);
    people::seats(&mut tenant);
    tenant
}

/// The subscriptions that are sold: all that is known of them but for the seats.
const SKUS: [Sku; 4] = [
    Sku {
        id: "6fd2c87f-b296-42f0-b197-1e91e994b900",
        part: "ENTERPRISEPACK",
        enabled: 3,
        warning: 0,
        plans: &["EXCHANGE_S_ENTERPRISE", "SHAREPOINTENTERPRISE", "TEAMS1"],
    },
    Sku {
        id: "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46",
        part: "SPB",
        enabled: 25,
        warning: 2,
        plans: &["EXCHANGE_S_STANDARD", "SHAREPOINTSTANDARD", "TEAMS1", "INTUNE_A"],
    },
    Sku {
        id: "4b9405b0-7788-4568-add1-99614e613b69",
        part: "EXCHANGESTANDARD",
        enabled: 0,
        warning: 0,
        plans: &["EXCHANGE_S_STANDARD"],
    },
    Sku {
        id: "f30db892-07e9-47e9-837c-80727f46fd3d",
        part: "FLOW_FREE",
        enabled: 10_000,
        warning: 0,
        plans: &["FLOW_P2_VIRAL"],
    },
];
