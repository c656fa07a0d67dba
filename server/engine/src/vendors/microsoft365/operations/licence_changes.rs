//! Gives a user a licence, or takes one away. Both lists are always sent, for Graph wants both.

use super::{
    super::{
        inputs::{TenantRef, UserRef},
        model::User,
        paths,
        tenants::at,
    },
    afterwards,
};
use crate::{
    connector::{CallError, Client, Fate, Guid, Operation, Repeat},
    policy::{Read, Write},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;

/// Which licence for whom.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignInput {
    /// A customer's tenant, by its id or a domain of it; the account's own when absent.
    pub tenant: Option<TenantRef>,
    /// The user, by id or user principal name. It must have a `usageLocation`.
    pub user: UserRef,
    /// Which licence: `skuId` of `licences.list`.
    pub sku_id: Guid,
    /// Parts of it that are to be off: `servicePlanId`s.
    #[serde(default)]
    pub disabled_plans: Vec<Guid>,
}

/// Which licence of whom.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveInput {
    /// A customer's tenant, by its id or a domain of it; the account's own when absent.
    pub tenant: Option<TenantRef>,
    /// The user, by id or user principal name.
    pub user: UserRef,
    /// Which licence: `skuId` of `licences.of_user`.
    pub sku_id: Guid,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Changes {
    add_licenses: Vec<Added>,
    remove_licenses: Vec<Guid>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Added {
    sku_id: Guid,
    disabled_plans: Vec<Guid>,
}

/// Giving a licence.
pub struct Assign;

impl Operation for Assign {
    type Access = Write;
    type Input = AssignInput;
    type Output = User;
    const ID: &'static str = "licences.assign";
    const TITLE: &'static str = "Assign a licence to a user";
    const REPEAT: Repeat = Repeat::Safe;

    async fn run(client: Client<Write>, input: AssignInput) -> Result<User, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        let changes = Changes {
            add_licenses: vec![Added {
                sku_id: input.sku_id,
                disabled_plans: input.disabled_plans,
            }],
            remove_licenses: Vec::new(),
        };
        here.client
            .post(paths::assign_licence(&input.user), &changes)
            .await
    }

    async fn look_up(client: Client<Read>, input: AssignInput, _since: i64) -> Result<Fate<User>, CallError> {
        let wanted = set(input.disabled_plans.iter().map(Guid::as_str));
        let has_it = |user: &User| {
            let all = user.assigned_licenses.iter().flatten();
            let mut same = all.filter(|one| is(one.sku_id.as_deref(), &input.sku_id));
            same.any(|one| set(one.disabled_plans.iter().flatten().map(String::as_str)) == wanted)
        };
        afterwards::user_is(&client, input.tenant.as_ref(), &input.user, has_it).await
    }
}

/// Taking a licence away.
pub struct Remove;

impl Operation for Remove {
    type Access = Write;
    type Input = RemoveInput;
    type Output = User;
    const ID: &'static str = "licences.remove";
    const TITLE: &'static str = "Remove a user's licence; one that comes by a group stays";

    async fn run(client: Client<Write>, input: RemoveInput) -> Result<User, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        let changes = Changes {
            add_licenses: Vec::new(),
            remove_licenses: vec![input.sku_id],
        };
        here.client
            .post(paths::assign_licence(&input.user), &changes)
            .await
    }

    async fn look_up(client: Client<Read>, input: RemoveInput, _since: i64) -> Result<Fate<User>, CallError> {
        let is_without = |user: &User| !has_directly(user, &input.sku_id);
        afterwards::user_is(&client, input.tenant.as_ref(), &input.user, is_without).await
    }
}

fn is(known: Option<&str>, wanted: &Guid) -> bool {
    known.is_some_and(|known| known.eq_ignore_ascii_case(wanted.as_str()))
}

fn set<'a>(ids: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    ids.map(str::to_ascii_lowercase).collect()
}

/// Whether a user has a licence of its own; one that comes by a group does not count, where Graph tells them apart.
fn has_directly(user: &User, sku: &Guid) -> bool {
    match user.rest.get("licenseAssignmentStates").and_then(Value::as_array) {
        Some(states) => states
            .iter()
            .any(|state| is(state["skuId"].as_str(), sku) && state["assignedByGroup"].is_null()),
        None => {
            let mut all = user.assigned_licenses.iter().flatten();
            all.any(|one| is(one.sku_id.as_deref(), sku))
        }
    }
}
