//! `/directory/deletedItems`: what was deleted softly, for thirty days.

use hyper::Method;
use serde_json::Value;

use super::call::{Call, Said, entity};
use super::query::{Kind, Query};
use super::says::Refusal;
use super::users::USERS;
use super::{applications, groups, needs, principals, user_changes};
use crate::exchange::Answer;
use crate::microsoft365::world::{Row, list, shown, text};

const USERS_DELETED: Kind = Kind {
    context: "users",
    usual: &[
        "businessPhones",
        "deletedDateTime",
        "displayName",
        "id",
        "jobTitle",
        "mail",
        "userPrincipalName",
    ],
    ..USERS
};

/// Answers what is below `deletedItems`.
pub(crate) fn answer(call: &mut Call<'_>, rest: &[&str]) -> Said {
    let method = call.method().clone();
    match (&method, rest) {
        (&Method::GET, [cast]) if cast.starts_with("microsoft.graph.") => of_kind(call, cast),
        (&Method::GET, [id]) => {
            let row = find(call, id)?;
            may(call, row, false)?;
            let value = shown(row);
            Ok(entity(200, "directoryObjects", value))
        }
        (&Method::DELETE, [id]) => {
            may(call, find(call, id)?, true)?;
            let turn = call.turn();
            call.tenant_mut().deleted.take(id, turn);
            Ok(Answer::empty(204))
        }
        (&Method::POST, [id, "restore"]) => restore(call, id),
        (_, [.., last]) => Err(Refusal::segment(last)),
        (_, []) => Err(Refusal::segment("deletedItems")),
    }
}

fn of_kind(call: &Call<'_>, cast: &str) -> Said {
    let name = cast.trim_start_matches("microsoft.graph.");
    let (kind, need) = match name {
        "user" => (&USERS_DELETED, &needs::USERS),
        "group" => (&groups::GROUPS, &needs::GROUPS),
        "application" => (&applications::APPLICATIONS, &needs::APPLICATIONS),
        "servicePrincipal" => (&principals::PRINCIPALS, &needs::APPLICATIONS),
        _ => return Err(Refusal::segment(cast)),
    };
    call.need(need)?;
    let query = Query::read(call, kind)?;
    let rows = call.tenant().deleted.rows(call.turn());
    let rows = rows.filter(|row| text(row, "_kind") == name).cloned();
    Ok(query.page(call, kind, rows))
}

fn find<'a>(call: &'a Call<'_>, id: &str) -> Result<&'a Row, Refusal> {
    let found = call.tenant().deleted.get(id, call.turn());
    found.ok_or_else(|| Refusal::not_found(id))
}

fn may(call: &Call<'_>, row: &Row, change: bool) -> Result<(), Refusal> {
    call.need(match (text(row, "_kind"), change) {
        ("user", false) => &needs::USERS,
        ("user", true) => &needs::USERS_DELETE,
        ("group", false) => &needs::GROUPS,
        ("group", true) => &needs::GROUPS_CHANGE,
        (_, false) => &needs::APPLICATIONS,
        (_, true) => &needs::APPLICATIONS_CHANGE,
    })
}

/// Back as it was; a user under another name, where somebody else has it meanwhile.
fn restore(call: &mut Call<'_>, id: &str) -> Said {
    let kept = find(call, id)?.clone();
    may(call, &kept, true)?;
    let body = call.optional_body()?;
    let turn = call.turn();
    let mut back = kept.clone();
    back.retain(|name, _| !["_kind", "_groups", "_name", "_members"].contains(&name.as_str()));
    back.insert("deletedDateTime".to_owned(), Value::Null);
    let kind = text(&kept, "_kind").to_owned();
    if kind == "user" {
        let name = match text(&body, "newUserPrincipalName") {
            "" => text(&kept, "_name").to_owned(),
            new => new.to_owned(),
        };
        user_changes::check_name(call, &name, None)?;
        back.insert("userPrincipalName".to_owned(), name.into());
    }
    let tenant = call.tenant_mut();
    tenant.deleted.take(id, turn);
    let context = match kind.as_str() {
        "user" => {
            for group in list(&kept, "_groups").iter().filter_map(Value::as_str) {
                if let Some(members) = tenant.members.get_mut(group) {
                    members.push(id.to_owned());
                }
            }
            tenant.gone.retain(|(gone, _)| gone != id);
            tenant.users.add(back.clone(), turn, turn);
            "users"
        }
        "group" => {
            let members = list(&kept, "_members")
                .iter()
                .filter_map(|id| Some(id.as_str()?.to_owned()));
            tenant.members.insert(id.to_owned(), members.collect());
            tenant.groups.add(back.clone(), turn, turn);
            "groups"
        }
        "application" => {
            tenant.applications.add(back.clone(), turn, turn);
            "applications"
        }
        _ => {
            tenant.service_principals.add(back.clone(), turn, turn);
            "servicePrincipals"
        }
    };
    let value = if kind == "user" {
        user_changes::usual(&back)
    } else {
        shown(&back)
    };
    Ok(entity(200, context, value))
}
