//! `/groups/{id}/members`.

use hyper::Method;
use serde_json::json;

use super::call::{Call, Said};
use super::groups::{find, refuse_kind};
use super::query::{Kind, Query};
use super::says::Refusal;
use super::users::USERS;
use super::{groups, needs, user_changes};
use crate::exchange::Answer;
use crate::microsoft365::accounts::GRAPH_ORIGIN;
use crate::microsoft365::world::{Row, list, row, text};

const MEMBERS: Kind = Kind {
    context: "directoryObjects",
    of: "microsoft.graph.directoryObject",
    properties: &[
        "id",
        "accountEnabled",
        "appId",
        "description",
        "displayName",
        "groupTypes",
        "mail",
        "mailEnabled",
        "onPremisesSyncEnabled",
        "securityEnabled",
        "userPrincipalName",
        "userType",
    ],
    usual: &["id", "displayName", "mail", "userPrincipalName"],
    ..USERS
};

/// Answers what is below `members`.
pub(crate) fn answer(call: &mut Call<'_>, id: &str, rest: &[&str]) -> Said {
    let method = call.method().clone();
    match (&method, rest) {
        (&Method::GET, [] | ["microsoft.graph.user"]) => members(call, id),
        (&Method::POST, ["$ref"]) => add(call, id),
        (&Method::DELETE, [member, "$ref"]) => remove(call, id, member),
        // Without `/$ref` the object itself is meant.
        (&Method::DELETE, [member]) => {
            find(call, id)?;
            if call.tenant().users.get(member, call.turn()).is_some() {
                user_changes::delete(call, member)
            } else {
                groups::delete(call, member)
            }
        }
        (_, [.., last]) => Err(Refusal::segment(last)),
        (_, []) => Err(Refusal::segment("members")),
    }
}

fn members(call: &Call<'_>, id: &str) -> Said {
    call.need(&needs::GROUPS)?;
    let query = Query::read(call, &MEMBERS)?;
    find(call, id)?;
    let (tenant, turn) = (call.tenant(), call.turn());
    let ids = tenant.members.get(id).cloned().unwrap_or_default();
    let typed = |kind: &str, object: &Row| {
        let mut typed = row(json!({"@odata.type": format!("#microsoft.graph.{kind}")}));
        typed.extend(object.clone());
        typed
    };
    let found: Vec<Row> = ids
        .iter()
        .filter_map(|id| {
            let user = tenant.users.get(id, turn).map(|user| typed("user", user));
            let group = || tenant.groups.get(id, turn).map(|group| typed("group", group));
            let principal = || {
                let found = tenant.service_principals.get(id, turn);
                found.map(|principal| typed("servicePrincipal", principal))
            };
            user.or_else(group).or_else(principal)
        })
        .collect();
    Ok(query.page(call, &MEMBERS, found.into_iter()))
}

/// Kinds of group that cannot be joined by hand.
fn refuse_dynamic(call: &Call<'_>, id: &str) -> Result<(), Refusal> {
    let dynamic = list(find(call, id)?, "groupTypes")
        .iter()
        .any(|kind| kind == "DynamicMembership");
    if dynamic {
        return Err(Refusal::bad(
            "Insufficient privileges to complete the operation: the members of a dynamic group are not edited.",
        ));
    }
    Ok(())
}

fn add(call: &mut Call<'_>, id: &str) -> Said {
    call.need(&needs::MEMBERS_CHANGE)?;
    let body = call.body()?;
    let address = text(&body, "@odata.id");
    let member = address
        .strip_prefix(&format!("{GRAPH_ORIGIN}/v1.0/"))
        .and_then(|path| path.split_once('/'))
        .filter(|(kind, _)| ["directoryObjects", "users", "groups", "servicePrincipals"].contains(kind))
        .map(|(_, member)| member.to_owned())
        .ok_or_else(|| Refusal::bad("The value of '@odata.id' is not the address of a directory object."))?;
    refuse_kind(call, id)?;
    refuse_dynamic(call, id)?;
    let (tenant, turn) = (call.tenant(), call.turn());
    let tables = [&tenant.users, &tenant.groups, &tenant.service_principals];
    if !tables.iter().any(|table| table.get(&member, turn).is_some()) {
        return Err(Refusal::not_found(&member));
    }
    if tenant.is_member(id, &member) {
        return Err(Refusal::bad(
            "One or more added object references already exist for the following modified properties: 'members'.",
        ));
    }
    call.tenant_mut()
        .members
        .entry(id.to_owned())
        .or_default()
        .push(member);
    Ok(Answer::empty(204))
}

fn remove(call: &mut Call<'_>, id: &str, member: &str) -> Said {
    call.need(&needs::MEMBERS_CHANGE)?;
    refuse_kind(call, id)?;
    refuse_dynamic(call, id)?;
    if !call.tenant().is_member(id, member) {
        return Err(Refusal::not_found(member));
    }
    if let Some(members) = call.tenant_mut().members.get_mut(id) {
        members.retain(|one| one != member);
    }
    Ok(Answer::empty(204))
}
