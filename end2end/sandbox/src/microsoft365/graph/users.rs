//! People: lists, one, changes since, and the way to everything below a user.

use hyper::Method;
use serde_json::{Value, json};

use super::call::{Call, Said};
use super::query::{Kind, Query, one};
use super::says::Refusal;
use super::{authentication, licences, mailboxes, needs, user_changes};
use crate::exchange::Answer;
use crate::microsoft365::accounts::GRAPH_ORIGIN;
use crate::microsoft365::permissions::roles::GLOBAL_ADMINISTRATOR;
use crate::microsoft365::world::{Row, row, text};

/// `/users`.
pub(crate) const USERS: Kind = Kind {
    context: "users",
    of: "microsoft.graph.user",
    properties: &[
        "id",
        "accountEnabled",
        "ageGroup",
        "assignedLicenses",
        "assignedPlans",
        "businessPhones",
        "city",
        "companyName",
        "country",
        "createdDateTime",
        "creationType",
        "deletedDateTime",
        "department",
        "displayName",
        "employeeHireDate",
        "employeeId",
        "employeeLeaveDateTime",
        "employeeType",
        "externalUserState",
        "givenName",
        "identities",
        "jobTitle",
        "lastPasswordChangeDateTime",
        "licenseAssignmentStates",
        "mail",
        "mailNickname",
        "mobilePhone",
        "officeLocation",
        "onPremisesDistinguishedName",
        "onPremisesDomainName",
        "onPremisesImmutableId",
        "onPremisesLastSyncDateTime",
        "onPremisesSamAccountName",
        "onPremisesSyncEnabled",
        "onPremisesUserPrincipalName",
        "otherMails",
        "passwordPolicies",
        "postalCode",
        "preferredLanguage",
        "proxyAddresses",
        "securityIdentifier",
        "showInAddressList",
        "signInActivity",
        "signInSessionsValidFromDateTime",
        "state",
        "streetAddress",
        "surname",
        "usageLocation",
        "userPrincipalName",
        "userType",
    ],
    usual: USUAL,
    page: 100,
    largest: 999,
    directory: true,
    expands: &[],
};
const USUAL: &[&str] = &[
    "businessPhones",
    "displayName",
    "givenName",
    "jobTitle",
    "mail",
    "mobilePhone",
    "officeLocation",
    "preferredLanguage",
    "surname",
    "userPrincipalName",
    "id",
];
const BASIC: [&str; 6] = [
    "id",
    "displayName",
    "givenName",
    "surname",
    "mail",
    "userPrincipalName",
];
const MEMBER_OF: Kind = Kind {
    context: "directoryObjects",
    of: "microsoft.graph.directoryObject",
    properties: &[
        "id",
        "description",
        "displayName",
        "groupTypes",
        "isAssignableToRole",
        "mail",
        "mailEnabled",
        "membershipRule",
        "onPremisesSyncEnabled",
        "roleTemplateId",
        "securityEnabled",
    ],
    usual: &[],
    ..USERS
};

/// Answers what is below `users`.
pub(crate) fn answer(call: &mut Call<'_>, rest: &[&str]) -> Said {
    let method = call.method().clone();
    match (&method, rest) {
        (&Method::GET, []) => list(call),
        (&Method::POST, []) => user_changes::create(call),
        (&Method::GET, ["delta" | "delta()"]) => delta(call),
        (&Method::GET, [id]) => show(call, id),
        (&Method::PATCH, [id]) => user_changes::update(call, id),
        (&Method::DELETE, [id]) => user_changes::delete(call, id),
        (&Method::POST, [id, "revokeSignInSessions"]) => user_changes::revoke_sessions(call, id),
        (&Method::POST, [id, "assignLicense"]) => licences::assign(call, id),
        (&Method::GET, [id, "licenseDetails"]) => licences::details(call, id),
        (&Method::GET, [id, "mailboxSettings", rest @ ..]) => mailboxes::settings(call, id, rest),
        (&Method::GET, [id, "memberOf"]) => member_of(call, id),
        (_, [id, "authentication", rest @ ..]) => authentication::answer(call, id, rest),
        (_, [.., last]) => Err(Refusal::segment(last)),
        (_, []) => Err(Refusal::segment("users")),
    }
}

/// A user that can be seen, by id or sign-in name.
pub(crate) fn find<'a>(call: &'a Call<'_>, id: &str) -> Result<&'a Row, Refusal> {
    let found = call.tenant().user(id, call.turn());
    found.ok_or_else(|| Refusal::not_found(id))
}

fn may_read(call: &Call<'_>, query: &Query) -> Result<(), Refusal> {
    let refused = match call.need(&needs::USERS) {
        Ok(()) => return sign_ins(call, query),
        Err(refused) => refused,
    };
    call.need(&needs::USERS_BASIC).map_err(|_| refused.clone())?;
    let names = query.select.as_deref().unwrap_or_default();
    let is_basic = !names.is_empty() && names.iter().all(|name| BASIC.contains(&name.as_str()));
    if is_basic { Ok(()) } else { Err(refused) }
}

/// Sign-in activity needs a permission of its own and a premium licence.
fn sign_ins(call: &Call<'_>, query: &Query) -> Result<(), Refusal> {
    let asked = query
        .select
        .as_ref()
        .is_some_and(|names| names.iter().any(|name| name == "signInActivity"));
    if !asked {
        return Ok(());
    }
    call.need(&needs::SIGN_INS)?;
    if call.tenant().premium {
        return Ok(());
    }
    Err(Refusal::new(
        403,
        "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
        "Neither tenant is B2C or tenant doesn't have premium license",
    ))
}

fn with_activity(user: &Row) -> Row {
    let mut user = user.clone();
    let last = json!({"lastSignInDateTime": "2026-11-20T07:00:00Z", "lastNonInteractiveSignInDateTime": "2026-11-23T07:00:00Z"});
    user.insert("signInActivity".to_owned(), last);
    user
}

fn list(call: &Call<'_>) -> Said {
    let query = Query::read(call, &USERS)?;
    may_read(call, &query)?;
    let users = call.tenant().users.rows(call.turn()).map(with_activity);
    Ok(query.page(call, &USERS, users))
}

fn show(call: &Call<'_>, id: &str) -> Said {
    let query = Query::read(call, &USERS)?;
    may_read(call, &query)?;
    let user = with_activity(find(call, id)?);
    one(call, &USERS, &user)
}

fn member_of(call: &Call<'_>, id: &str) -> Said {
    call.need(&needs::MEMBER_OF)?;
    let query = Query::read(call, &MEMBER_OF)?;
    let id = text(find(call, id)?, "id").to_owned();
    let tenant = call.tenant();
    let rows = tenant.groups.rows(call.turn());
    let groups = rows
        .filter(|group| tenant.is_member(text(group, "id"), &id))
        .map(|group| {
            let mut typed = row(json!({"@odata.type": "#microsoft.graph.group"}));
            typed.extend(group.clone());
            typed
        });
    let roles = tenant.roles.all().filter(|role| text(role, "principalId") == id);
    let roles = roles.map(|role| {
        let name = if text(role, "roleDefinitionId") == GLOBAL_ADMINISTRATOR {
            "Global Administrator"
        } else {
            "A directory role"
        };
        row(json!({
            "@odata.type": "#microsoft.graph.directoryRole", "id": role["id"], "displayName": name,
            "roleTemplateId": role["roleDefinitionId"],
        }))
    });
    let groups = groups.chain(roles);
    Ok(query.page(call, &MEMBER_OF, groups))
}

/// Everybody first, page by page; then those who changed since the link was given.
fn delta(call: &Call<'_>) -> Said {
    let query = Query::read(call, &USERS)?;
    may_read(call, &query)?;
    let since = match call.request.pair("$deltatoken") {
        None => None,
        Some(token) => Some(
            token
                .parse::<u64>()
                .map_err(|_| Refusal::new(400, "BadRequest", "Badly formed token."))?,
        ),
    };
    let (tenant, turn) = (call.tenant(), call.turn());
    let mut rows: Vec<Row> = match since {
        None => tenant.users.rows(turn).cloned().collect(),
        Some(since) => tenant.users.changed_after(since, turn).cloned().collect(),
    };
    let gone = tenant
        .gone
        .iter()
        .filter(|(_, when)| since.is_some_and(|since| *when > since));
    rows.extend(gone.map(|(id, _)| row(json!({"id": id, "@removed": {"reason": "changed"}}))));
    let (page, more) = query.part(&rows);
    let value: Vec<Value> = page
        .iter()
        .map(|row| {
            if row.contains_key("@removed") {
                Value::Object(row.clone())
            } else {
                query.project(&USERS, row)
            }
        })
        .collect();
    let (name, link) = if more {
        ("@odata.nextLink", query.next_link(call))
    } else {
        let select = call
            .request
            .pair("$select")
            .map(|names| format!("%24select={names}&"));
        let select = select.unwrap_or_default();
        (
            "@odata.deltaLink",
            format!("{GRAPH_ORIGIN}/v1.0/users/delta?{select}%24deltatoken={turn}"),
        )
    };
    let context = query.context(&USERS);
    Ok(Answer::json(
        200,
        &json!({"@odata.context": context, name: link, "value": value}),
    ))
}
