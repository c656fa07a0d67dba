//! Whom a held call is about: read before somebody decides, and again before it is made.
//!
//! Three reads in one request. The roles are shown and bound, because disabling an administrator is another thing than
//! disabling a user; where they may not be read that is said.

use super::super::{batch, inputs::OfUser, model::User, paths, tenants::at};
use crate::{
    connector::{CallError, CallErrorKind, Client},
    policy::Read,
};
use contract::target::Target;
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

/// The user, its tenant and the roles it has; what the call does is for the operation to say.
pub async fn of_user(client: &Client<Read>, input: &OfUser) -> Result<Target, CallError> {
    let here = at(client, input.tenant.as_ref())?.client;
    let mut answers = batch::get(&here, &paths::about_user(&input.user))
        .await?
        .into_iter();
    let mut next = || {
        answers.next().unwrap_or_else(|| {
            let at = "`responses` (one of the batch is missing)".to_owned();
            Err(client.session().error(CallErrorKind::Contract { at }))
        })
    };
    let user: User = read(client, next()?)?;
    let tenant = first_name(next());
    let roles = roles(next());
    let name = user.display_name.clone().or(user.user_principal_name.clone());
    let yes_or_no = |value: Option<bool>| value.map(|value| if value { "yes" } else { "no" });
    let licences = user.assigned_licenses.as_ref().map(Vec::len);
    Ok(
        Target::new("user", user.id.clone(), name.unwrap_or_else(|| user.id.clone()))
            .of(tenant)
            .bound("User principal name", user.user_principal_name)
            .bound("Administrator roles", roles)
            .fact("May sign in", yes_or_no(user.account_enabled))
            .fact("Kind", user.user_type)
            .fact(
                "From a directory on-premises",
                yes_or_no(user.on_premises_sync_enabled),
            )
            .fact("Licences", licences),
    )
}

fn read<T: DeserializeOwned>(client: &Client<Read>, body: Value) -> Result<T, CallError> {
    serde_json::from_value(body).map_err(|why| CallError {
        source: Some(Box::new(why)),
        ..client.session().error(CallErrorKind::Contract {
            at: "the user within the batch".into(),
        })
    })
}

#[derive(Deserialize)]
struct Named {
    #[serde(rename = "@odata.type", default)]
    kind: Option<String>,
    #[serde(rename = "displayName", default)]
    name: Option<String>,
}

fn rows(answer: batch::Answer) -> Option<Vec<Named>> {
    let mut body = answer.ok()?;
    serde_json::from_value(body.get_mut("value")?.take()).ok()
}

fn first_name(answer: batch::Answer) -> Option<String> {
    rows(answer)?.into_iter().next()?.name
}

/// The names of the directory roles, `none` where there are none, nothing where they may not be read.
fn roles(answer: batch::Answer) -> Option<String> {
    let mut names: Vec<String> = rows(answer)?
        .into_iter()
        .filter(|row| row.kind.as_deref() == Some("#microsoft.graph.directoryRole"))
        .map(|row| row.name.unwrap_or_else(|| "a role without a name".to_owned()))
        .collect();
    names.sort();
    Some(if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    })
}
