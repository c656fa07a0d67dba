//! Gives a user a new password, made by Ops AI, see `passwords.rs`.
//!
//! The service account resets it through the user's authentication method: that is carried out by and by, works with
//! password write-back, and asks for the least permission. Where its role does not allow that it sets the password profile,
//! which other roles may. The application itself may not use the method, and sets the password profile.

use super::{
    super::{
        inputs::{OfUser, TenantRef, UserRef},
        passwords::{self, Told},
        paths,
        tenants::{As, at},
    },
    targets::of_user,
};
use crate::{
    connector::{CallError, CallErrorKind, Client, Fate, Operation, VendorSaid},
    policy::{Dangerous, Read},
    vault::Secret,
};
use contract::target::Target;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// How often Graph is asked whether it has carried a reset out.
const MOST_ASKED: usize = 8;

/// Whose password.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetInput {
    /// A customer's tenant, by its id or a domain of it; the account's own when absent.
    pub tenant: Option<TenantRef>,
    /// The user, by id or user principal name.
    pub user: UserRef,
    /// False when the password may stay; true when absent: it must be changed at the next sign-in. A reset by the user's
    /// authentication method always asks for that.
    pub change_password: Option<bool>,
}

/// The new password.
#[derive(Serialize, JsonSchema)]
pub struct WasReset {
    /// The user, as it was given.
    pub user: String,
    /// `done`, or `running` while Microsoft carries it out.
    pub state: State,
    /// The password's handover, `hnd_…`: `POST /handovers/{id}` tells it once, within 24 hours, to whoever asked for the
    /// reset, also where the call was held for approval.
    pub password: Told,
}

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is so.
    Done,
    /// Microsoft has taken it and is not ready.
    Running,
}

/// How Graph says that a reset goes on.
#[derive(Deserialize)]
struct Progress {
    #[serde(default)]
    status: Option<String>,
    #[serde(default, rename = "statusDetail")]
    detail: Option<String>,
}

/// Resetting a password.
pub struct ResetPassword;

impl Operation for ResetPassword {
    type Access = Dangerous;
    type Input = ResetInput;
    type Output = WasReset;
    const ID: &'static str = "users.reset_password";
    const TITLE: &'static str = "Reset a user's password to one made by Ops AI";

    async fn run(client: Client<Dangerous>, input: ResetInput) -> Result<WasReset, CallError> {
        let here = at(&client, input.tenant.as_ref())?;
        let password = passwords::fresh(&client)?;
        let must_change = input.change_password.unwrap_or(true);
        let done = match here.who {
            As::User => match by_method(&here.client, &input.user, &password).await {
                // A refusal did nothing. When both ways are refused, the first one names the least that is missing.
                Err(refused) if refused.kind == CallErrorKind::Permission => {
                    let done = by_profile(&here.client, &input.user, &password, must_change).await;
                    done.map_err(|error| {
                        if error.kind == CallErrorKind::Permission {
                            refused
                        } else {
                            error
                        }
                    })
                }
                done => done,
            },
            As::App => by_profile(&here.client, &input.user, &password, must_change).await,
        };
        let state = done.map_err(|error| passwords::without(error, &password))?;
        Ok(WasReset {
            user: input.user.to_string(),
            state,
            password: Told(password),
        })
    }

    fn look_up(
        _client: Client<Read>,
        _input: ResetInput,
        _since: i64,
    ) -> impl Future<Output = Result<Fate<WasReset>, CallError>> + Send {
        let why = "The new password went with the answer, so whether it was set or not, nobody knows one that is: reset it again.";
        std::future::ready(Ok(Fate::Unknown(why)))
    }

    async fn target(client: Client<Read>, input: ResetInput) -> Result<Option<Target>, CallError> {
        let ResetInput { tenant, user, .. } = input;
        let target = of_user(&client, &OfUser { tenant, user }).await?;
        Ok(Some(
            target
                .effect("Sets a new password, which is told once, within 24 hours, to whoever asked for it.")
                .not_undone("The old password is gone; another one can be set in Microsoft's portal."),
        ))
    }
}

async fn by_profile(
    client: &Client<Dangerous>,
    user: &UserRef,
    password: &Secret,
    must_change: bool,
) -> Result<State, CallError> {
    let profile = json!({
        "passwordProfile": {
            "password": password.expose(),
            "forceChangePasswordNextSignIn": must_change,
        },
    });
    let (): () = client.patch(paths::user(user), &profile).await?;
    Ok(State::Done)
}

async fn by_method(
    client: &Client<Dangerous>,
    user: &UserRef,
    password: &Secret,
) -> Result<State, CallError> {
    let body = json!({"newPassword": password.expose()});
    let told = client.post_accepted(paths::reset_password(user), &body).await?;
    let Some(address) = told else {
        return Ok(State::Running);
    };
    for _ in 0..MOST_ASKED {
        let progress: Progress = client.get_next(paths::any_user(), &address).await?;
        match progress.status.as_deref() {
            Some("succeeded") => return Ok(State::Done),
            Some("failed") => return Err(failed(client, progress.detail)),
            _ => client.session().rest().await,
        }
    }
    Ok(State::Running)
}

/// Microsoft took the reset and then did not carry it out; its words are kept where it says why.
fn failed(client: &Client<Dangerous>, detail: Option<String>) -> CallError {
    let mut error = client.session().error(CallErrorKind::Rejected);
    error.said = detail.map(|body| VendorSaid {
        status: 200,
        request_id: None,
        content_type: None,
        body,
        truncated: false,
    });
    error
}
