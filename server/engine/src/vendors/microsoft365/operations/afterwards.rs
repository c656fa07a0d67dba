//! What became of a change whose answer was lost, read back from Graph.
//!
//! Graph's copies follow one another, so what does not show yet is looked for a few times before it is told as not done. None
//! of these changes does harm when it is sent a second time: Graph refuses a name that is taken, a member that is in, a
//! licence that is not there.

use super::super::{
    inputs::{TenantRef, UserRef, Window},
    model::{DeletedUser, Member, User},
    pages::List,
    paths,
    tenants::at,
};
use super::users;
use crate::{
    connector::{CallError, CallErrorKind, Client, Fate, Guid},
    policy::Read,
};
use serde_json::Value;
use std::future::Future;

/// How often it is looked.
const LOOKS: usize = 4;

/// How far Microsoft's clock and ours may be apart, in milliseconds.
const CLOCKS_APART: i64 = 120_000;

/// Looks until there is something to see; nothing when there was not.
async fn seen<T, F>(client: &Client<Read>, look: impl Fn() -> F) -> Result<Option<T>, CallError>
where
    F: Future<Output = Result<Option<T>, CallError>>,
{
    for n in 0..LOOKS {
        if n > 0 {
            client.session().rest().await;
        }
        if let Some(found) = look().await? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// A user as it is now; none where there is none.
async fn user_now(client: &Client<Read>, user: &UserRef) -> Result<Option<User>, CallError> {
    match users::one(client, user).await {
        Ok(user) => Ok(Some(user)),
        Err(error) if error.kind == CallErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether a user is as it was to be. Where there is no such user the look fails with Graph's words.
pub async fn user_is(
    client: &Client<Read>,
    tenant: Option<&TenantRef>,
    user: &UserRef,
    as_wanted: impl Fn(&User) -> bool,
) -> Result<Fate<User>, CallError> {
    let here = at(client, tenant)?.client;
    let found = seen(&here, || async {
        let user = users::one(&here, user).await?;
        Ok(as_wanted(&user).then_some(user))
    });
    Ok(found.await?.map_or(Fate::NotDone, Fate::Done))
}

/// Whether a user with this sign-in name and shown name was made since.
pub async fn user_was_made(
    client: &Client<Read>,
    tenant: Option<&TenantRef>,
    name: &str,
    shown: &str,
    since: i64,
) -> Result<Fate<User>, CallError> {
    let Ok(name) = UserRef::try_from(name.to_owned()) else {
        return Ok(Fate::NotDone);
    };
    let here = at(client, tenant)?.client;
    let Some(user) = seen(&here, || user_now(&here, &name)).await? else {
        return Ok(Fate::NotDone);
    };
    Ok(
        match is_since(user.rest.get("createdDateTime").and_then(Value::as_str), since) {
            // It was there before, so this call made none.
            Some(false) => Fate::NotDone,
            Some(true) if user.display_name.as_deref() == Some(shown) => Fate::Done(user),
            Some(true) => Fate::Unknown(
                "A user of that name was made at that moment, and it is shown under another name.",
            ),
            None => Fate::Unknown("There is a user of that name, and Graph does not say when it was made."),
        },
    )
}

/// Whether a user was deleted since.
pub async fn user_was_deleted(
    client: &Client<Read>,
    tenant: Option<&TenantRef>,
    user: &UserRef,
    since: i64,
) -> Result<Fate<()>, CallError> {
    let here = at(client, tenant)?.client;
    let gone = seen(&here, || async {
        Ok(user_now(&here, user).await?.is_none().then_some(()))
    })
    .await?;
    if gone.is_none() {
        return Ok(Fate::NotDone);
    }
    let found = seen(&here, || async {
        let deleted = deleted(&here).await?;
        Ok(deleted.into_iter().find(|row| is_of(row, user)))
    });
    Ok(
        match found
            .await?
            .map(|row| is_since(row.deleted_date_time.as_deref(), since))
        {
            Some(Some(true)) => Fate::Done(()),
            Some(_) => Fate::Unknown("The user is among the deleted ones, and was so before this call."),
            None => {
                Fate::Unknown("The user is no longer there, and not among those that can be restored either.")
            }
        },
    )
}

/// Whether a deleted user is back.
pub async fn user_is_back(
    client: &Client<Read>,
    tenant: Option<&TenantRef>,
    id: &Guid,
) -> Result<Fate<User>, CallError> {
    let Ok(user) = UserRef::try_from(id.to_string()) else {
        return Ok(Fate::NotDone);
    };
    let here = at(client, tenant)?.client;
    if let Some(user) = seen(&here, || user_now(&here, &user)).await? {
        return Ok(Fate::Done(user));
    }
    let deleted = deleted(&here).await?;
    Ok(if deleted.iter().any(|row| is_of(row, &user)) {
        Fate::NotDone
    } else {
        Fate::Unknown("The user is neither there nor among those that can be restored.")
    })
}

/// Whether somebody is in a group (`wanted`), or is not.
pub async fn membership_is(
    client: &Client<Read>,
    tenant: Option<&TenantRef>,
    (group, member): (&Guid, &Guid),
    wanted: bool,
) -> Result<bool, CallError> {
    let here = at(client, tenant)?.client;
    let list = List::new(paths::members(group)).with("$select", Some("id"));
    let found = seen(&here, || async {
        let members = list.read::<Read, Member>(&here, Window::default()).await?.items;
        let is_in = members
            .iter()
            .any(|row| row.id.eq_ignore_ascii_case(member.as_str()));
        Ok((is_in == wanted).then_some(()))
    });
    Ok(found.await?.is_some())
}

async fn deleted(client: &Client<Read>) -> Result<Vec<DeletedUser>, CallError> {
    let list = List::new(paths::deleted_users()).unsized_pages();
    Ok(list.read(client, Window::default()).await?.items)
}

/// Graph writes the id, without its dashes, before the name of a deleted user.
fn is_of(row: &DeletedUser, user: &UserRef) -> bool {
    let was = row.id.replace('-', "");
    let name = row.user_principal_name.as_deref().unwrap_or_default();
    let name = name.strip_prefix(was.as_str()).unwrap_or(name);
    row.id.eq_ignore_ascii_case(user.as_str()) || name.eq_ignore_ascii_case(user.as_str())
}

/// Whether a moment that a row tells is at or after another; nothing where it tells none.
fn is_since(at: Option<&str>, since: i64) -> Option<bool> {
    let at = at?.parse::<jiff::Timestamp>().ok()?;
    Some(at.as_millisecond() >= since - CLOCKS_APART)
}
