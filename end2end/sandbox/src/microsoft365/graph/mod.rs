//! Graph v1.0: `graph.microsoft.com`.
//!
//! ```text
//! call.rs          a request with its token           needs.rs       what each call needs
//! query.rs         $select, $top, paging …            filter.rs, search.rs
//! says.rs          errors                             batch.rs       twenty requests in one
//! organization.rs  the tenant, its domains, roles     tenants.rs     contracts, whose tenant an id is
//! users.rs         reading people                     user_changes.rs, authentication.rs, mailboxes.rs, licences.rs
//! groups.rs        groups                             members.rs     who is in them
//! deleted.rs       what was deleted softly
//! applications.rs  registrations                      credentials.rs their secrets
//! principals.rs    service principals                 grants.rs      what was granted to them
//! subscriptions.rs what Graph tells an application of
//! customers.rs     delegatedAdminCustomers            relationships.rs, relationship_changes.rs, assignments.rs
//! ```

mod applications;
mod assignments;
mod authentication;
mod batch;
mod call;
mod credentials;
mod customers;
mod deleted;
mod filter;
mod grants;
mod groups;
mod licences;
mod mailboxes;
mod members;
mod needs;
mod organization;
mod principals;
mod query;
mod relationship_changes;
mod relationships;
mod says;
mod search;
mod subscriptions;
mod tenants;
mod user_changes;
mod users;

use call::{Call, Said};
pub(crate) use says::Refusal;
pub(crate) use subscriptions::Subscription;

use super::behaviour::Behaviour;
use super::permissions::GRAPH;
use super::rules::House;
use super::says::Stamp;
use super::throttle::Standing;
use super::world::{Bearer, World};
use crate::exchange::{Answer, Received};

/// A refusal before the request was looked at.
pub(crate) fn refused(world: &World, refusal: Refusal, request: &Received) -> Answer {
    let stamp = Stamp {
        turn: world.turn,
        now: world.now,
    };
    refusal.answer(stamp, request)
}

/// Answers a request.
pub(crate) fn answer(world: &mut World, house: House<'_>, request: &Received) -> Answer {
    let stamp = Stamp {
        turn: world.turn,
        now: world.now,
    };
    let answer = match accept(world, request) {
        Err(refusal) => refusal.answer(stamp, request),
        Ok((bearer, path)) if path == ["$batch"] => batch::answer(world, house, request, &bearer),
        Ok((bearer, path)) => single(world, house, request, &bearer, &path),
    };
    answer
        .with("request-id", &stamp.request_id())
        .with("client-request-id", &stamp.client_request_id(request))
}

/// The token's bearer, and the path behind the version.
fn accept(world: &World, request: &Received) -> Result<(Bearer, Vec<String>), Refusal> {
    let mut path = request.segments();
    if path.is_empty() || path.remove(0) != "v1.0" {
        return Err(Refusal::new(
            400,
            "BadRequest",
            "Invalid version: only v1.0 is played here.",
        ));
    }
    let header = request.header("authorization").unwrap_or_default();
    let Some(token) = header.strip_prefix("Bearer ").filter(|token| !token.is_empty()) else {
        return Err(Refusal::token("Access token is empty."));
    };
    let found = world.identity.bearers.iter().find(|one| one.token == token);
    let bearer = found.ok_or_else(|| Refusal::token("Access token validation failure. Invalid token."))?;
    if bearer.until <= world.now {
        return Err(Refusal::token("Access token has expired or is not yet valid."));
    }
    if *bearer.resource != GRAPH {
        return Err(Refusal::token(
            "Access token validation failure. Invalid audience.",
        ));
    }
    Ok((bearer.clone(), path))
}

/// One request, alone or in a batch: limits, outage, path.
fn single(
    world: &mut World,
    house: House<'_>,
    request: &Received,
    bearer: &Bearer,
    path: &[String],
) -> Answer {
    let behaviour = house.behaviour();
    let stamp = Stamp {
        turn: world.turn,
        now: world.now,
    };
    let Some(place) = world.place(&bearer.tenant) else {
        return Refusal::token("Access token validation failure.").answer(stamp, request);
    };
    let users = world.tenants[place].users.all().count();
    let standing = house.throttle.graph(
        &bearer.app_id,
        &bearer.tenant,
        users,
        request,
        behaviour.already_used,
    );
    let said = if standing.too_many {
        Err(throttled(&behaviour, bearer))
    } else if request.is_write() && !house.lets_change() {
        Err(Refusal::new(
            503,
            "ServiceUnavailable",
            "The service is temporarily unavailable.",
        ))
    } else {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let mut call = Call {
            world,
            behaviour: &behaviour,
            request,
            bearer,
            place,
        };
        route(&mut call, &path)
    };
    let answer = said.unwrap_or_else(|refusal| refusal.answer(stamp, request));
    if request.is_write() && answer.status < 300 {
        house.changed();
    }
    measured(answer, standing)
}

fn throttled(behaviour: &Behaviour, bearer: &Bearer) -> Refusal {
    let mut refusal = Refusal::new(429, "TooManyRequests", "Too many requests");
    let scope = format!("Tenant_Application/ReadWrite/{}/{}", bearer.app_id, bearer.tenant);
    refusal.headers = vec![
        ("x-ms-throttle-scope", scope),
        (
            "x-ms-throttle-information",
            "ResourceUnitLimitExceeded".to_owned(),
        ),
    ];
    if let Some(after) = &behaviour.retry_after {
        refusal.headers.push(("retry-after", after.clone()));
    }
    refusal
}

fn measured(answer: Answer, standing: Standing) -> Answer {
    let answer = answer.with("x-ms-resource-unit", &standing.units.to_string());
    if standing.used * 10 < standing.limit * 8 {
        return answer;
    }
    let percent = standing.used * 100 / standing.limit;
    answer.with(
        "x-ms-throttle-limit-percentage",
        &format!("{}.{:02}", percent / 100, percent % 100),
    )
}

fn route(call: &mut Call<'_>, path: &[&str]) -> Said {
    match path {
        ["users", rest @ ..] => users::answer(call, rest),
        ["groups", rest @ ..] => groups::answer(call, rest),
        ["directory", "deletedItems", rest @ ..] => deleted::answer(call, rest),
        ["subscribedSkus"] => licences::subscriptions(call),
        ["applications", rest @ ..] => applications::answer(call, rest),
        ["servicePrincipals", rest @ ..] => principals::answer(call, rest),
        ["oauth2PermissionGrants", rest @ ..] => grants::answer(call, rest),
        ["subscriptions", rest @ ..] => subscriptions::answer(call, rest),
        ["contracts"] => tenants::contracts(call),
        ["tenantRelationships", "delegatedAdminCustomers", rest @ ..] => customers::answer(call, rest),
        ["tenantRelationships", "delegatedAdminRelationships", rest @ ..] => {
            relationships::answer(call, rest)
        }
        ["tenantRelationships", function] => tenants::find(call, function),
        [first, rest @ ..] => organization::answer(call, first, rest),
        [] => Err(Refusal::segment("")),
    }
}
