//! Partner Center: `api.partnercenter.microsoft.com`.
//!
//! ```text
//! customers.rs   the reseller's customers      consents.rs   an application is let into a customer's tenant
//! says.rs        errors                    registration.rs   the one address that it posts to
//! ```

mod consents;
mod customers;
mod registration;
mod says;

use hyper::Method;

use says::Refusal;

use super::behaviour::Behaviour;
use super::permissions::PARTNER_CENTER;
use super::rules::House;
use super::says::Stamp;
use super::world::{Bearer, Who, World};
use crate::exchange::{Answer, Received};

/// One request, and all there is.
pub(crate) struct Call<'a> {
    pub world: &'a mut World,
    pub behaviour: &'a Behaviour,
    pub request: &'a Received,
    pub bearer: &'a Bearer,
}

type Said = Result<Answer, Refusal>;

/// Answers a request.
pub(crate) fn answer(world: &mut World, house: House<'_>, request: &Received) -> Answer {
    let behaviour = house.behaviour();
    let stamp = Stamp {
        turn: world.turn,
        now: world.now,
    };
    let sent = |name: &str| request.header(name).map(str::to_owned);
    let request_id = sent("ms-requestid").unwrap_or_else(|| stamp.request_id());
    let correlation = sent("ms-correlationid").unwrap_or_else(|| stamp.request_id());
    let answer = try_answer(world, house, &behaviour, request).unwrap_or_else(Refusal::answer);
    if request.is_write() && answer.status < 300 {
        house.changed();
    }
    answer
        .with("ms-requestid", &request_id)
        .with("ms-correlationid", &correlation)
}

fn try_answer(world: &mut World, house: House<'_>, behaviour: &Behaviour, request: &Received) -> Said {
    let bearer = bearer(world, request)?;
    if house
        .throttle
        .partner_center(&bearer.app_id, behaviour.already_used)
    {
        return Err(Refusal::Throttled(behaviour.retry_after.clone()));
    }
    let mfa = matches!(&bearer.who, Who::User { mfa: true, .. });
    if bearer.who == Who::App {
        return Err(Refusal::of(
            403,
            900_329,
            "The API does not support app only authentication.",
        ));
    }
    if behaviour.mfa_enforced && !mfa {
        return Err(Refusal::of(401, 900_421, "Unauthorized - MFA required"));
    }
    if !bearer.held.iter().any(|held| held == "user_impersonation")
        || behaviour.withheld.iter().any(|name| name == "user_impersonation")
    {
        return Err(Refusal::privileges());
    }
    let id = request.header("ms-requestid");
    if id.is_some_and(|id| id.len() != 36) {
        return Err(Refusal::of(400, 2_000, "The MS-RequestId header is no GUID."));
    }
    if request.is_write() && !house.lets_change() {
        return Err(Refusal::of(500, 90_001, "An internal error occurred."));
    }
    let segments = request.segments();
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    let mut call = Call {
        world,
        behaviour,
        request,
        bearer: &bearer,
    };
    let answer = match path.as_slice() {
        ["v1", "customers", rest @ ..] => once(&mut call, rest),
        ["webhooks", "v1", "registration", rest @ ..] => registration::answer(&mut call, rest),
        _ => Err(Refusal::of(404, 404, "Not found")),
    }?;
    let validates = request.header("validatemfa").is_some_and(|sent| sent == "true");
    Ok(if validates {
        answer.with("isMfaCompliant", &mfa.to_string())
    } else {
        answer
    })
}

/// The same request id twice is one change; the second gets the answer of the first.
fn once(call: &mut Call<'_>, rest: &[&str]) -> Said {
    let id = call
        .request
        .header("ms-requestid")
        .filter(|_| call.request.is_write());
    let id = id.map(|id| format!("{} {} {id}", call.request.method, call.request.path));
    if let Some((status, body)) = id.as_ref().and_then(|id| call.world.answered.get(id)) {
        return Ok(if body.is_null() {
            Answer::empty(*status)
        } else {
            Answer::json(*status, body)
        });
    }
    let answer = customers(call, rest)?;
    if let Some(id) = id {
        let body = serde_json::from_slice(&answer.body).unwrap_or_default();
        call.world.answered.insert(id, (answer.status, body));
    }
    Ok(answer)
}

fn customers(call: &mut Call<'_>, rest: &[&str]) -> Said {
    let method = call.request.method.clone();
    match (&method, rest) {
        (&Method::GET, []) => customers::list(call),
        (&Method::GET, ["relationshiprequests"]) => Ok(customers::invitation()),
        (&Method::GET, [id]) => customers::show(call, id),
        (&Method::PATCH, [id]) => customers::leave(call, id),
        (&Method::GET, [id, "profiles", "company"]) => customers::company(call, id),
        (&Method::POST, [id, "applicationconsents"]) => consents::create(call, id),
        (&Method::DELETE, [id, "applicationconsents", app]) => consents::delete(call, id, app),
        _ => Err(Refusal::of(404, 404, "Not found")),
    }
}

fn bearer(world: &World, request: &Received) -> Result<Bearer, Refusal> {
    let header = request.header("authorization").unwrap_or_default();
    let token = header.strip_prefix("Bearer ").unwrap_or_default();
    let found = world.identity.bearers.iter().find(|one| one.token == token);
    let found = found.filter(|one| one.until > world.now);
    let bearer = found.ok_or_else(|| Refusal::of(401, 401, "Unauthorized"))?;
    if *bearer.resource != PARTNER_CENTER {
        return Err(Refusal::of(401, 900_420, "The audience of the token is wrong."));
    }
    Ok(bearer.clone())
}
