//! What a token holds, and whether there is one: consent and, for a partner's people, GDAP.

use serde_json::{Value, json};

use super::client::Client;
use super::says::Refusal;
use super::scope::Asked;
use super::{Call, jwt};
use crate::exchange::Answer;
use crate::microsoft365::accounts::{LOGIN_ORIGIN, uuid};
use crate::microsoft365::behaviour::IdTokenFault;
use crate::microsoft365::permissions::{Resource, app_role_name};
use crate::microsoft365::world::{Bearer, Refresh, Row, Tenant, Who, is, text};

/// A refresh token is as good as its last use; access tokens that ended are kept for a while, to be told from unknown ones.
const KEPT: usize = 2_000;

/// A token that was given.
pub(crate) struct Given {
    token: String,
    seconds: i64,
    scopes: Vec<String>,
    resource: &'static Resource,
}

impl Given {
    /// The answer to the token request.
    pub fn answer(&self, asked: &Asked, refresh: Option<String>, id_token: Option<String>) -> Answer {
        let mut body = json!({
            "token_type": "Bearer", "expires_in": self.seconds, "ext_expires_in": self.seconds, "access_token": self.token,
        });
        if !self.scopes.is_empty() {
            let mut scopes: Vec<String> = self
                .scopes
                .iter()
                .map(|name| format!("{}/{name}", self.resource.origin))
                .collect();
            if asked.default {
                scopes.push(format!("{}/.default", self.resource.origin));
            }
            body["scope"] = scopes.join(" ").into();
        }
        for (name, value) in [("refresh_token", refresh), ("id_token", id_token)] {
            if let Some(value) = value {
                body[name] = value.into();
            }
        }
        Answer::json(200, &body)
    }
}

fn tenant<'a>(call: &'a Call<'_>, id: &str) -> Result<&'a Tenant, Refusal> {
    call.world.tenant(id).ok_or_else(|| Refusal::no_tenant(id))
}

/// The resource's service principal; without a licence some are not there.
fn resource_in(call: &Call<'_>, tenant: &Tenant, resource: &Resource) -> Result<String, Refusal> {
    let found = tenant.principal_of(resource.app_id, call.world.turn);
    found.map(|row| text(row, "id").to_owned()).ok_or_else(|| {
        Refusal::new(
            500_011,
            format!(
                "The resource principal named {} was not found in the tenant named {}.",
                resource.origin, tenant.name
            ),
        )
    })
}

fn enabled(principal: &Row, client: &Client) -> Result<String, Refusal> {
    if is(principal, "accountEnabled") {
        return Ok(text(principal, "id").to_owned());
    }
    Err(Refusal::new(
        7_000_112,
        format!("Application '{}'({}) is disabled.", client.app_id, client.name),
    ))
}

/// A token for the application itself. Without any permission there is one all the same, and it is worth nothing.
pub(crate) fn to_app(
    call: &mut Call<'_>,
    client: &Client,
    tenant_id: &str,
    resource: &'static Resource,
) -> Result<Given, Refusal> {
    let turn = call.world.turn;
    let tenant = tenant(call, tenant_id)?;
    let principal = tenant
        .principal_of(&client.app_id, turn)
        .ok_or_else(|| Refusal::no_application(&client.app_id, &tenant.name))?;
    let own = enabled(principal, client)?;
    let at = resource_in(call, tenant, resource)?;
    let ids = tenant.granted_roles(&own, &at, turn);
    let names = ids.iter().filter_map(|id| app_role_name(resource.app_id, id));
    let held: Vec<String> = names.map(str::to_owned).collect();
    let bearer = Bearer {
        token: String::new(),
        resource,
        tenant: tenant_id.to_owned(),
        app_id: client.app_id.clone(),
        held,
        roles: Vec::new(),
        who: Who::App,
        until: 0,
    };
    Ok(give(call, bearer, &own))
}

/// A token for a person: of this tenant, or a partner's who reaches it through GDAP.
pub(crate) fn to_person(
    call: &mut Call<'_>,
    client: &Client,
    tenant_id: &str,
    who: &Who,
    asked: &Asked,
) -> Result<Given, Refusal> {
    let Who::User { home, id, upn, .. } = who else {
        return Err(Refusal::malformed());
    };
    let turn = call.world.turn;
    let tenant = tenant(call, tenant_id)?;
    let account = call.world.tenant(home).and_then(|home| home.user(id, turn));
    match account {
        None => {
            return Err(Refusal::new(
                50_034,
                format!("The user account {upn} does not exist in the {home} directory."),
            ));
        }
        Some(row) if !is(row, "accountEnabled") => {
            return Err(Refusal::new(50_057, "The user account is disabled."));
        }
        Some(_) => {}
    }
    let is_home = *home == tenant.id;
    let roles = if is_home {
        tenant.roles_of(id)
    } else {
        call.world.roles_at(&tenant.id, id)
    };
    if !is_home && roles.is_empty() {
        let text = format!(
            "User account '{upn}' from identity provider 'https://sts.windows.net/{home}/' does not exist in tenant '{}' and cannot access the application.",
            tenant.name
        );
        return Err(Refusal::new(50_020, text));
    }
    let Some(principal) = tenant.principal_of(&client.app_id, turn) else {
        return Err(absent(call, client, tenant, is_home));
    };
    let own = enabled(principal, client)?;
    let at = resource_in(call, tenant, asked.resource)?;
    let granted = tenant.granted_scopes(&own, &at, id, turn);
    let missing = asked.names.iter().any(|name| !granted.contains(name));
    if granted.is_empty() || missing {
        return Err(Refusal::no_consent(&client.app_id, &client.name));
    }
    let bearer = Bearer {
        token: String::new(),
        resource: asked.resource,
        tenant: tenant.id.clone(),
        app_id: client.app_id.clone(),
        held: granted,
        roles,
        who: who.clone(),
        until: 0,
    };
    Ok(give(call, bearer, id))
}

fn absent(call: &Call<'_>, client: &Client, tenant: &Tenant, is_home: bool) -> Refusal {
    match call.behaviour.not_in_tenant_code {
        _ if is_home => Refusal::no_application(&client.app_id, &tenant.name),
        700_016 => Refusal::no_application(&client.app_id, &tenant.name),
        65_001 => Refusal::no_consent(&client.app_id, &client.name),
        _ => Refusal::not_authorized_for_partners(&client.app_id, &client.name, &tenant.id),
    }
}

fn give(call: &mut Call<'_>, mut bearer: Bearer, oid: &str) -> Given {
    let now = call.world.now;
    let number = call.world.number();
    let usual = 3_600 + i64::try_from(number * 397 % 1_800).unwrap_or_default();
    let seconds = call.behaviour.token_seconds.unwrap_or(usual);
    bearer.until = now + seconds;
    let mut claims = json!({
        "aud": bearer.resource.origin, "iss": format!("https://sts.windows.net/{}/", bearer.tenant), "tid": bearer.tenant,
        "appid": bearer.app_id, "oid": oid, "sub": oid, "iat": now, "nbf": now, "exp": bearer.until, "ver": "1.0",
        "uti": format!("sandbox-{number}"),
    });
    match &bearer.who {
        Who::App => {
            claims["idtyp"] = "app".into();
            if !bearer.held.is_empty() {
                claims["roles"] = json!(bearer.held);
            }
        }
        Who::User { upn, mfa, .. } => {
            claims["idtyp"] = "user".into();
            claims["upn"] = json!(upn);
            claims["scp"] = bearer.held.join(" ").into();
            claims["wids"] = json!(bearer.roles);
            claims["amr"] = if *mfa {
                json!(["pwd", "mfa"])
            } else {
                json!(["pwd"])
            };
        }
    }
    bearer.token = jwt::sign(&claims);
    let scopes = if bearer.who == Who::App {
        Vec::new()
    } else {
        bearer.held.clone()
    };
    let given = Given {
        token: bearer.token.clone(),
        seconds,
        scopes,
        resource: bearer.resource,
    };
    let bearers = &mut call.world.identity.bearers;
    bearers.push(bearer);
    if bearers.len() > KEPT {
        bearers.remove(0);
    }
    given
}

/// A new refresh token; the one it was had with stays good for a while.
pub(crate) fn refresh(call: &mut Call<'_>, app_id: &str, who: &Who) -> String {
    let token = format!("0.sandbox-refresh-{:06}", call.world.number());
    let now = call.world.now;
    call.world.identity.refresh.push(Refresh {
        token: token.clone(),
        app_id: app_id.to_owned(),
        who: who.clone(),
        issued: Some(now),
        renewed: None,
        refused: None,
    });
    token
}

/// Who signed in.
pub(crate) fn id_token(call: &mut Call<'_>, client: &Client, who: &Who, nonce: Option<&str>) -> String {
    let Who::User { home, id, upn, .. } = who else {
        return String::new();
    };
    let now = call.world.now;
    let name = call
        .world
        .tenant(home)
        .and_then(|tenant| tenant.user(id, call.world.turn));
    let name = name.map(|row| text(row, "displayName").to_owned());
    let mut claims = json!({
        "aud": client.app_id, "iss": format!("{LOGIN_ORIGIN}/{home}/v2.0"), "tid": home, "oid": id,
        "sub": uuid(0x5b00_0000, call.world.turn), "preferred_username": upn, "name": name, "iat": now, "nbf": now,
        "exp": now + 3_600, "ver": "2.0",
    });
    if let Some(nonce) = nonce {
        claims["nonce"] = Value::from(nonce);
    }
    match call.behaviour.id_token {
        IdTokenFault::Expired => claims["exp"] = (now - 3_600).into(),
        IdTokenFault::OtherTenant => {
            let other = uuid(0x5b01_0000, 1);
            claims["iss"] = format!("{LOGIN_ORIGIN}/{other}/v2.0").into();
            claims["tid"] = other.into();
        }
        _ => {}
    }
    jwt::sign_identity(&claims, call.behaviour)
}
