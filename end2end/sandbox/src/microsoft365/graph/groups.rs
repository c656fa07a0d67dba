//! Groups: lists, one, made, changed, deleted.

use hyper::Method;
use serde_json::{Value, json};

use super::call::{Call, Said, entity, location};
use super::query::{Kind, Query, one};
use super::says::Refusal;
use super::{members, needs};
use crate::exchange::Answer;
use crate::microsoft365::world::{Row, is, list, row, shown, text};

/// `/groups`.
pub(crate) const GROUPS: Kind = Kind {
    context: "groups",
    of: "microsoft.graph.group",
    properties: &[
        "id",
        "assignedLicenses",
        "classification",
        "createdDateTime",
        "deletedDateTime",
        "description",
        "displayName",
        "expirationDateTime",
        "groupTypes",
        "hasMembersWithLicenseErrors",
        "isAssignableToRole",
        "licenseProcessingState",
        "mail",
        "mailEnabled",
        "mailNickname",
        "membershipRule",
        "membershipRuleProcessingState",
        "onPremisesLastSyncDateTime",
        "onPremisesSyncEnabled",
        "proxyAddresses",
        "renewedDateTime",
        "securityEnabled",
        "securityIdentifier",
        "uniqueName",
        "visibility",
    ],
    usual: &[],
    page: 100,
    largest: 999,
    directory: true,
    expands: &[],
};
const WRITABLE: [&str; 9] = [
    "description",
    "displayName",
    "groupTypes",
    "isAssignableToRole",
    "mailEnabled",
    "mailNickname",
    "membershipRule",
    "securityEnabled",
    "visibility",
];

/// Answers what is below `groups`.
pub(crate) fn answer(call: &mut Call<'_>, rest: &[&str]) -> Said {
    let method = call.method().clone();
    match (&method, rest) {
        (&Method::GET, []) => {
            call.need(&needs::GROUPS)?;
            let query = Query::read(call, &GROUPS)?;
            let groups = call.tenant().groups.rows(call.turn()).cloned();
            Ok(query.page(call, &GROUPS, groups))
        }
        (&Method::POST, []) => create(call),
        (&Method::GET, [id]) => {
            call.need(&needs::GROUPS)?;
            let group = find(call, id)?.clone();
            one(call, &GROUPS, &group)
        }
        (&Method::PATCH, [id]) => update(call, id),
        (&Method::DELETE, [id]) => delete(call, id),
        (_, [id, "members", rest @ ..]) => members::answer(call, id, rest),
        (_, [.., last]) => Err(Refusal::segment(last)),
        (_, []) => Err(Refusal::segment("groups")),
    }
}

/// A group that can be seen.
pub(crate) fn find<'a>(call: &'a Call<'_>, id: &str) -> Result<&'a Row, Refusal> {
    let found = call.tenant().groups.get(id, call.turn());
    found.ok_or_else(|| Refusal::not_found(id))
}

fn check(body: &Row) -> Result<(), Refusal> {
    for (name, value) in body {
        if !WRITABLE.contains(&name.as_str()) {
            return Err(Refusal::bad(format!("Property '{name}' cannot be written.")));
        }
        let fits = match name.as_str() {
            "mailEnabled" | "securityEnabled" | "isAssignableToRole" => value.is_boolean(),
            "groupTypes" => value.is_array(),
            "displayName" | "mailNickname" => value
                .as_str()
                .is_some_and(|text| !text.is_empty() && text.len() <= 256),
            _ => value.is_null() || value.is_string(),
        };
        let is_nick = name != "mailNickname" || !text(body, name).contains([' ', '@', '(', ')', ';', ',']);
        if !fits || !is_nick {
            return Err(Refusal::invalid(name));
        }
    }
    Ok(())
}

fn create(call: &mut Call<'_>) -> Said {
    call.need(&needs::GROUPS_CREATE)?;
    let body = call.body()?;
    check(&body)?;
    for name in ["displayName", "mailEnabled", "mailNickname", "securityEnabled"] {
        if !body.contains_key(name) {
            return Err(Refusal::missing(name));
        }
    }
    let unified = list(&body, "groupTypes").iter().any(|kind| kind == "Unified");
    if is(&body, "mailEnabled") != unified {
        return Err(Refusal::bad(
            "A mail-enabled group that is not a Microsoft 365 group cannot be created here.",
        ));
    }
    if is(&body, "isAssignableToRole") {
        call.need(&needs::ROLE_GROUPS)?;
    }
    let (id, now) = (call.world.id(), call.instant());
    let mut group = row(json!({
        "id": id, "description": null, "groupTypes": [], "mail": null, "membershipRule": null, "visibility": null,
        "onPremisesSyncEnabled": null, "isAssignableToRole": null, "createdDateTime": now, "renewedDateTime": now,
        "deletedDateTime": null,
    }));
    group.extend(body);
    let (turn, seen_from) = (call.turn(), call.seen_from());
    let tenant = call.tenant_mut();
    tenant.groups.add(group.clone(), turn, seen_from);
    tenant.members.insert(id.clone(), Vec::new());
    Ok(entity(201, "groups", shown(&group)).with("location", &location(&format!("groups/{id}"))))
}

fn update(call: &mut Call<'_>, id: &str) -> Said {
    call.need(&needs::GROUPS_CHANGE)?;
    let body = call.body()?;
    check(&body)?;
    refuse_kind(call, id)?;
    let turn = call.turn();
    if let Some(group) = call.tenant_mut().groups.change(id, turn) {
        group.extend(body);
    }
    Ok(Answer::empty(204))
}

/// `DELETE /groups/{id}`: into the deleted items.
pub(crate) fn delete(call: &mut Call<'_>, id: &str) -> Said {
    call.need(&needs::GROUPS_CHANGE)?;
    refuse_kind(call, id)?;
    let (turn, now) = (call.turn(), call.instant());
    let tenant = call.tenant_mut();
    if let Some(mut group) = tenant.groups.take(id, turn) {
        let members = tenant.members.remove(id).unwrap_or_default();
        group.insert("_kind".to_owned(), "group".into());
        group.insert("_members".to_owned(), json!(members));
        group.insert("deletedDateTime".to_owned(), now.into());
        tenant.deleted.add(group, turn, turn);
    }
    Ok(Answer::empty(204))
}

/// Kinds of group that Graph does not change, or not for everybody.
pub(crate) fn refuse_kind(call: &Call<'_>, id: &str) -> Result<(), Refusal> {
    let group = find(call, id)?;
    let unified = list(group, "groupTypes").iter().any(|kind| kind == "Unified");
    if is(group, "mailEnabled") && !unified {
        return Err(Refusal::bad(
            "Cannot Update a mail-enabled security groups and or distribution list.",
        ));
    }
    if is(group, "onPremisesSyncEnabled") {
        return Err(Refusal::bad(
            "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.",
        ));
    }
    if group.get("isAssignableToRole") == Some(&Value::Bool(true)) {
        call.need(&needs::ROLE_GROUPS)?;
    }
    Ok(())
}
