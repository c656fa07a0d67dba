//! An account's life: enabled and disabled, signed out everywhere, deleted and restored.
//!
//! Disabling, signing out and deleting take somebody's work out of their hands, so each of them waits for approval.

use super::{
    super::{
        inputs::{OfUser, TenantRef, UserRef},
        model::User,
        paths,
        tenants::{Here, at},
    },
    afterwards,
    targets::of_user,
};
use crate::{
    connector::{CallError, Client, Fate, Guid, Operation, Repeat, Term},
    policy::{Dangerous, MayWrite, Read, Write},
};
use contract::target::Target;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

/// How the user stands now.
#[derive(Serialize, JsonSchema)]
pub struct Standing {
    /// The user, as it was given.
    pub user: String,
    /// Whether it may sign in.
    pub enabled: bool,
}

/// That Graph took it.
#[derive(Serialize, JsonSchema)]
pub struct Done {
    /// The user, as it was given.
    pub user: String,
    /// What was done, and what to know of it.
    pub done: &'static str,
}

/// Which deleted user.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RestoreInput {
    /// A customer's tenant, by its id or a domain of it; the account's own when absent.
    pub tenant: Option<TenantRef>,
    /// The user's id, as `deleted_users.list` has it.
    pub id: Guid,
    /// Another name to sign in with, when the old one was given to somebody else meanwhile.
    pub new_user_principal_name: Option<Term<113>>,
    /// True to leave e-mail addresses to whoever took them meanwhile; else a taken address stops the restore.
    #[serde(default)]
    pub leave_taken_addresses: bool,
}

async fn set_enabled<A: MayWrite>(
    here: &Here<A>,
    user: &UserRef,
    enabled: bool,
) -> Result<Standing, CallError> {
    let change = json!({"accountEnabled": enabled});
    let (): () = here.client.patch(paths::user(user), &change).await?;
    Ok(Standing {
        user: user.to_string(),
        enabled,
    })
}

async fn enabled_is(
    client: &Client<Read>,
    input: OfUser,
    enabled: bool,
) -> Result<Fate<Standing>, CallError> {
    let is_so = |user: &User| user.account_enabled == Some(enabled);
    let found = afterwards::user_is(client, input.tenant.as_ref(), &input.user, is_so).await?;
    Ok(found.map(|_| Standing {
        user: input.user.to_string(),
        enabled,
    }))
}

fn deleted(user: &UserRef) -> Done {
    Done {
        user: user.to_string(),
        done: "Deleted. It can be restored for 30 days with deleted_users.restore.",
    }
}

/// Letting somebody sign in again.
pub struct Enable;

impl Operation for Enable {
    type Access = Write;
    type Input = OfUser;
    type Output = Standing;
    const ID: &'static str = "users.enable";
    const TITLE: &'static str = "Let a user sign in again";
    const REPEAT: Repeat = Repeat::Safe;

    async fn run(client: Client<Write>, input: OfUser) -> Result<Standing, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        set_enabled(&here, &input.user, true).await
    }

    async fn look_up(client: Client<Read>, input: OfUser, _since: i64) -> Result<Fate<Standing>, CallError> {
        enabled_is(&client, input, true).await
    }

    async fn target(client: Client<Read>, input: OfUser) -> Result<Option<Target>, CallError> {
        let target = of_user(&client, &input).await?;
        Ok(Some(
            target
                .effect("Lets the user sign in again.")
                .undone_by("users.disable keeps the user from signing in."),
        ))
    }
}

/// Keeping somebody from signing in.
pub struct Disable;

impl Operation for Disable {
    type Access = Dangerous;
    type Input = OfUser;
    type Output = Standing;
    const ID: &'static str = "users.disable";
    const TITLE: &'static str = "Disable a user, who can then not sign in any more";
    const REPEAT: Repeat = Repeat::Safe;

    async fn run(client: Client<Dangerous>, input: OfUser) -> Result<Standing, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        set_enabled(&here, &input.user, false).await
    }

    async fn look_up(client: Client<Read>, input: OfUser, _since: i64) -> Result<Fate<Standing>, CallError> {
        enabled_is(&client, input, false).await
    }

    async fn target(client: Client<Read>, input: OfUser) -> Result<Option<Target>, CallError> {
        let target = of_user(&client, &input).await?;
        Ok(Some(
            target
                .effect("The user can no longer sign in. What is open lasts until its token ends, an hour at most.")
                .undone_by("users.enable lets the user sign in again."),
        ))
    }
}

/// Ending all sessions.
pub struct SignOut;

impl Operation for SignOut {
    type Access = Dangerous;
    type Input = OfUser;
    type Output = Done;
    const ID: &'static str = "users.sign_out";
    const TITLE: &'static str = "Sign a user out everywhere";
    const REPEAT: Repeat = Repeat::Safe;

    async fn run(client: Client<Dangerous>, input: OfUser) -> Result<Done, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        here.client.post_bare(paths::sign_out(&input.user)).await?;
        Ok(Done {
            user: input.user.to_string(),
            done: "All sessions were ended. It takes some minutes, and what is open lasts until its token ends.",
        })
    }

    async fn target(client: Client<Read>, input: OfUser) -> Result<Option<Target>, CallError> {
        let target = of_user(&client, &input).await?;
        Ok(Some(
            target
                .effect("Ends all sessions of the user, on every device.")
                .undone_by("The user signs in again."),
        ))
    }
}

/// Deleting.
pub struct Delete;

impl Operation for Delete {
    type Access = Dangerous;
    type Input = OfUser;
    type Output = Done;
    const ID: &'static str = "users.delete";
    const TITLE: &'static str = "Delete a user; it can be restored for 30 days";

    async fn run(client: Client<Dangerous>, input: OfUser) -> Result<Done, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        here.client.delete_unread(paths::user(&input.user)).await?;
        Ok(deleted(&input.user))
    }

    async fn look_up(client: Client<Read>, input: OfUser, since: i64) -> Result<Fate<Done>, CallError> {
        let gone = afterwards::user_was_deleted(&client, input.tenant.as_ref(), &input.user, since).await?;
        Ok(gone.map(|()| deleted(&input.user)))
    }

    async fn target(client: Client<Read>, input: OfUser) -> Result<Option<Target>, CallError> {
        let target = of_user(&client, &input).await?;
        Ok(Some(
            target
                .effect("Deletes the user; the mailbox and the files are not reachable any more.")
                .undone_by(
                    "deleted_users.restore brings the user back for 30 days; after that nothing does.",
                ),
        ))
    }
}

/// Restoring.
pub struct Restore;

impl Operation for Restore {
    type Access = Write;
    type Input = RestoreInput;
    type Output = User;
    const ID: &'static str = "deleted_users.restore";
    const TITLE: &'static str = "Restore a user that was deleted";

    async fn run(client: Client<Write>, input: RestoreInput) -> Result<User, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        let mut body = Map::new();
        if let Some(name) = &input.new_user_principal_name {
            body.insert("newUserPrincipalName".to_owned(), name.as_str().into());
        }
        if input.leave_taken_addresses {
            body.insert("autoReconcileProxyConflict".to_owned(), true.into());
        }
        here.client.post(paths::restore(&input.id), &body).await
    }

    async fn look_up(
        client: Client<Read>,
        input: RestoreInput,
        _since: i64,
    ) -> Result<Fate<User>, CallError> {
        afterwards::user_is_back(&client, input.tenant.as_ref(), &input.id).await
    }
}
