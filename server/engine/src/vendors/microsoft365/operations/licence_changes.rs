//! Gives a user a licence, or takes one away. Both lists are always sent, for Graph wants both.

use super::super::{
    inputs::{TenantRef, UserRef},
    model::User,
    paths,
    tenants::at,
};
use crate::{
    connector::{CallError, Client, Guid, Operation, Repeat},
    policy::Write,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
}
