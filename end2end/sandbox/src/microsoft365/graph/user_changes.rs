//! A user's life: made, changed, disabled, signed out, deleted.

use serde_json::{Value, json};

use super::call::{Call, Said, entity, location};
use super::says::Refusal;
use super::users::{USERS, find};
use super::{needs, query};
use crate::exchange::Answer;
use crate::microsoft365::accounts::GRAPH_ORIGIN;
use crate::microsoft365::permissions::roles;
use crate::microsoft365::world::{Row, is, row, text};

/// What may be written.
const WRITABLE: [&str; 25] = [
    "accountEnabled",
    "businessPhones",
    "city",
    "companyName",
    "country",
    "department",
    "displayName",
    "employeeId",
    "employeeType",
    "givenName",
    "jobTitle",
    "mail",
    "mailNickname",
    "mobilePhone",
    "officeLocation",
    "otherMails",
    "passwordProfile",
    "postalCode",
    "preferredLanguage",
    "state",
    "streetAddress",
    "surname",
    "usageLocation",
    "userPrincipalName",
    "userType",
];

/// `POST /users`.
pub(crate) fn create(call: &mut Call<'_>) -> Said {
    call.need(&needs::USERS_CREATE)?;
    let body = call.body()?;
    check(&body)?;
    for name in [
        "accountEnabled",
        "displayName",
        "mailNickname",
        "userPrincipalName",
        "passwordProfile",
    ] {
        if body.get(name).is_none_or(Value::is_null) {
            return Err(Refusal::missing(name));
        }
    }
    let upn = text(&body, "userPrincipalName").to_owned();
    check_name(call, &upn, None)?;
    let password = password(&body)?.ok_or_else(|| Refusal::missing("passwordProfile"))?;
    let id = call.world.id();
    let now = call.instant();
    let mut user = row(json!({
        "id": id, "givenName": null, "surname": null, "mail": null, "usageLocation": null, "userType": "Member",
        "jobTitle": null, "department": null, "officeLocation": null, "businessPhones": [], "mobilePhone": null,
        "preferredLanguage": null, "companyName": null, "employeeId": null, "onPremisesSyncEnabled": null,
        "proxyAddresses": [], "assignedLicenses": [], "licenseAssignmentStates": [], "createdDateTime": now, "lastPasswordChangeDateTime": now,
        "signInSessionsValidFromDateTime": now, "deletedDateTime": null, "_purpose": null, "_password": password,
    }));
    user.extend(body.into_iter().filter(|(name, _)| name != "passwordProfile"));
    let (turn, seen_from) = (call.turn(), call.seen_from());
    call.tenant_mut().users.add(user.clone(), turn, seen_from);
    let shown = usual(&user);
    Ok(entity(201, "users", shown).with("location", &location(&format!("users/{id}"))))
}

/// A user without `$select`.
pub(crate) fn usual(user: &Row) -> Value {
    query::Query::default().project(&USERS, user)
}

/// `PATCH /users/{id}`: enabling and passwords have permissions of their own.
pub(crate) fn update(call: &mut Call<'_>, id: &str) -> Said {
    let body = call.body()?;
    check(&body)?;
    let password = password(&body)?;
    let enables = body.contains_key("accountEnabled");
    if enables {
        call.need(&needs::ENABLE)?;
    }
    if password.is_some() {
        call.need(&needs::PASSWORDS)?;
    }
    let others = body
        .keys()
        .any(|name| !["accountEnabled", "passwordProfile"].contains(&name.as_str()));
    if others || (!enables && password.is_none()) {
        call.need(&needs::USERS_CHANGE)?;
    }
    let user = find(call, id)?;
    let id = text(user, "id").to_owned();
    if enables || password.is_some() {
        above_admins(call, &id)?;
    }
    if is(find(call, &id)?, "onPremisesSyncEnabled") {
        return Err(Refusal::bad(
            "Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.",
        ));
    }
    if body.contains_key("userPrincipalName") {
        check_name(call, text(&body, "userPrincipalName"), Some(&id))?;
    }
    let (turn, now) = (call.turn(), call.instant());
    if let Some(user) = call.tenant_mut().users.change(&id, turn) {
        if let Some(password) = &password {
            user.insert("_password".to_owned(), password.clone().into());
            user.insert("lastPasswordChangeDateTime".to_owned(), now.into());
        }
        user.extend(body.into_iter().filter(|(name, _)| name != "passwordProfile"));
    }
    if password.is_some() {
        call.world.identity.revoke(&id, 50_173);
    }
    Ok(Answer::empty(204))
}

/// `DELETE /users/{id}`: into the deleted items, for thirty days.
pub(crate) fn delete(call: &mut Call<'_>, id: &str) -> Said {
    call.need(&needs::USERS_DELETE)?;
    let id = text(find(call, id)?, "id").to_owned();
    above_admins(call, &id)?;
    let (turn, now) = (call.turn(), call.instant());
    let tenant = call.tenant_mut();
    let Some(mut user) = tenant.users.take(&id, turn) else {
        return Err(Refusal::not_found(&id));
    };
    let was_in: Vec<String> = tenant
        .members
        .iter_mut()
        .filter_map(|(group, members)| {
            let before = members.len();
            members.retain(|member| *member != id);
            (members.len() < before).then(|| group.clone())
        })
        .collect();
    let upn = text(&user, "userPrincipalName").to_owned();
    user.insert("_kind".to_owned(), "user".into());
    user.insert("_groups".to_owned(), json!(was_in));
    user.insert("_name".to_owned(), upn.clone().into());
    user.insert(
        "userPrincipalName".to_owned(),
        format!("{}{upn}", id.replace('-', "")).into(),
    );
    user.insert("deletedDateTime".to_owned(), now.into());
    tenant.deleted.add(user, turn, turn);
    tenant.gone.push((id.clone(), turn));
    Ok(Answer::empty(204))
}

/// `POST /users/{id}/revokeSignInSessions`.
pub(crate) fn revoke_sessions(call: &mut Call<'_>, id: &str) -> Said {
    call.need(&needs::SESSIONS)?;
    let user = find(call, id)?;
    if text(user, "userType") == "Guest" {
        return Err(Refusal::bad(
            "The sessions of an external user cannot be revoked here.",
        ));
    }
    let id = text(user, "id").to_owned();
    let (turn, now) = (call.turn(), call.instant());
    if let Some(user) = call.tenant_mut().users.change(&id, turn) {
        user.insert("signInSessionsValidFromDateTime".to_owned(), now.into());
    }
    call.world.identity.revoke(&id, 50_173);
    let context = format!("{GRAPH_ORIGIN}/v1.0/$metadata#Edm.Boolean");
    Ok(Answer::json(
        200,
        &json!({"@odata.context": context, "value": true}),
    ))
}

/// Who has a directory role is touched only by those who stand above.
pub(crate) fn above_admins(call: &Call<'_>, id: &str) -> Result<(), Refusal> {
    let is_admin = call
        .tenant()
        .roles_of(id)
        .iter()
        .any(|role| role != roles::DIRECTORY_READERS);
    if !is_admin || (!call.is_app() && call.has_role(needs::ABOVE_ADMINS)) {
        return Ok(());
    }
    Err(Refusal::denied())
}

/// Names and types of what is written.
fn check(body: &Row) -> Result<(), Refusal> {
    for (name, value) in body {
        if !WRITABLE.contains(&name.as_str()) {
            return Err(Refusal::bad(format!("Property '{name}' cannot be written.")));
        }
        let fits = match name.as_str() {
            "accountEnabled" => value.is_boolean(),
            "businessPhones" | "otherMails" => value.is_array(),
            "passwordProfile" => value.is_object(),
            "displayName" | "userPrincipalName" | "mailNickname" => {
                value.as_str().is_some_and(|text| !text.is_empty())
            }
            "usageLocation" => value.is_null() || value.as_str().is_some_and(|code| code.len() == 2),
            _ => value.is_null() || value.is_string(),
        };
        if !fits {
            return Err(Refusal::invalid(name));
        }
    }
    Ok(())
}

/// A sign-in name is of a verified domain, and nobody else's.
pub(crate) fn check_name(call: &Call<'_>, upn: &str, of: Option<&str>) -> Result<(), Refusal> {
    let tenant = call.tenant();
    let domain = upn
        .split_once('@')
        .filter(|(name, _)| !name.is_empty())
        .map(|(_, domain)| domain);
    let verified = [&tenant.domain, &tenant.initial_domain];
    if !domain.is_some_and(|domain| verified.iter().any(|known| known.eq_ignore_ascii_case(domain))) {
        return Err(Refusal::bad(
            "The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.",
        ));
    }
    let mut users = tenant.users.all();
    let taken = users.any(|user| {
        text(user, "userPrincipalName").eq_ignore_ascii_case(upn) && Some(text(user, "id")) != of
    });
    if taken {
        return Err(Refusal::taken("userPrincipalName"));
    }
    Ok(())
}

/// The new password, when there is one and it is good enough.
fn password(body: &Row) -> Result<Option<String>, Refusal> {
    let Some(profile) = body.get("passwordProfile") else {
        return Ok(None);
    };
    let password = profile["password"]
        .as_str()
        .ok_or_else(|| Refusal::missing("password"))?;
    check_password(password)?;
    Ok(Some(password.to_owned()))
}

/// Eight characters of three kinds.
pub(crate) fn check_password(password: &str) -> Result<(), Refusal> {
    let has = |is: fn(char) -> bool| usize::from(password.chars().any(is));
    let kinds = has(|c| c.is_lowercase())
        + has(|c| c.is_uppercase())
        + has(|c| c.is_numeric())
        + has(|c| !c.is_alphanumeric());
    if password.chars().count() >= 8 && kinds >= 3 {
        return Ok(());
    }
    Err(Refusal::bad(
        "The specified password does not comply with password complexity requirements. Please provide a different password.",
    ))
}
