//! Subscriptions at Graph, tenant by tenant: what should be there is compared with what is, and made so.
//!
//! Rationale: Graph itself is asked what there is. A process that ended between making one and writing it down leaves nothing
//! behind that is not found the next time.

use super::super::{
    inputs::{TenantRef, Window},
    model::Subscription,
    pages::List,
    paths,
    tenants::at,
};
use crate::{
    connector::{CallError, CallErrorKind, Client},
    policy::{Read, Write},
    vault::Secret,
};
use jiff::{SignedDuration, Timestamp, Unit};
use serde_json::{Value, json};

/// What is subscribed to in each tenant: the resource, the changes, how long Graph keeps it in minutes, and what people call it.
const WANTED: [(&str, &str, i64, &str); 3] = [
    ("users", "created,updated,deleted", 41_760, "users"),
    ("groups", "created,updated,deleted", 41_760, "groups"),
    ("security/alerts_v2", "created,updated", 43_200, "security alerts"),
];

/// Less than the longest, so that no difference between clocks makes it too long.
const MARGIN_MIN: i64 = 60;

/// What has less than this left is renewed, in milliseconds.
const RENEWED_MS: i64 = 10 * 24 * 3600 * 1000;

/// What is wanted of a tenant.
pub struct Ask<'a> {
    /// Where Graph shall post, also its notices about the subscription.
    pub url: &'a str,
    /// The client state.
    pub secret: &'a Secret,
    /// Whether what is there knows that client state.
    pub same_secret: bool,
    /// Whether everything is renewed, however long it has left.
    pub doubted: bool,
    /// Now, in milliseconds since 1970.
    pub now_ms: i64,
}

/// How it went in a tenant.
#[derive(Default)]
pub struct Outcome {
    /// What is subscribed to now.
    pub good: Vec<&'static str>,
    /// What was refused, and why.
    pub refused: Vec<(&'static str, CallError)>,
    /// When the first of them ends, in milliseconds since 1970.
    pub ends_at: Option<i64>,
}

impl Outcome {
    /// Whether another try soon may help.
    pub fn may_pass(&self) -> bool {
        self.refused.iter().any(|(_, error)| {
            !matches!(
                error.kind,
                CallErrorKind::Credentials
                    | CallErrorKind::Permission
                    | CallErrorKind::NotFound
                    | CallErrorKind::Rejected
                    | CallErrorKind::Conflict
            )
        })
    }
}

/// Makes and renews what is wanted in a tenant; the account's own when none is named.
pub async fn keep(
    reader: &Client<Read>,
    writer: &Client<Write>,
    tenant: Option<&TenantRef>,
    ask: &Ask<'_>,
) -> Result<Outcome, CallError> {
    let writer = at(writer, tenant)?.client;
    let mut found = ours(reader, tenant, ask.url).await?;
    let mut outcome = Outcome::default();
    for (resource, changes, minutes, called) in WANTED {
        let (same, others): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|one| one.resource.trim_matches('/').eq_ignore_ascii_case(resource));
        found = others;
        let until = until(ask.now_ms, minutes);
        match one(&writer, ask, (resource, changes), &until, same).await {
            Ok(ends_at) => {
                outcome.good.push(called);
                outcome.ends_at = Some(outcome.ends_at.map_or(ends_at, |first| first.min(ends_at)));
            }
            Err(error) => outcome.refused.push((called, error)),
        }
    }
    // What we subscribed to once and want no longer.
    for old in found {
        gone(writer.take_back(paths::own_subscription(&old.id)).await)?;
    }
    Ok(outcome)
}

/// Takes away all that posts to an address.
pub async fn remove(
    reader: &Client<Read>,
    writer: &Client<Write>,
    tenant: Option<&TenantRef>,
    url: &str,
) -> Result<(), CallError> {
    let writer = at(writer, tenant)?.client;
    for old in ours(reader, tenant, url).await? {
        gone(writer.take_back(paths::own_subscription(&old.id)).await)?;
    }
    Ok(())
}

/// One subscription as it should be: renewed, or made; says when it ends. Others of the same are taken away, the new one first.
async fn one(
    writer: &Client<Write>,
    ask: &Ask<'_>,
    (resource, changes): (&str, &str),
    until: &str,
    mut there: Vec<Subscription>,
) -> Result<i64, CallError> {
    there.sort_by_key(|one| std::cmp::Reverse(ends_at(one)));
    let mut old = there.into_iter();
    let mut kept = None;
    if ask.same_secret
        && let Some(best) = old.next()
    {
        kept = renewed(writer, ask, &best, until).await?;
    }
    let ends = match kept {
        Some(ends) => ends,
        None => made(writer, ask, resource, changes, until).await?,
    };
    for one in old {
        gone(writer.take_back(paths::own_subscription(&one.id)).await)?;
    }
    Ok(ends)
}

/// When it ends, renewed where it ends soon; none where Graph knows it no longer.
async fn renewed(
    writer: &Client<Write>,
    ask: &Ask<'_>,
    one: &Subscription,
    until: &str,
) -> Result<Option<i64>, CallError> {
    let ends = ends_at(one);
    if !ask.doubted && ends - ask.now_ms > RENEWED_MS {
        return Ok(Some(ends));
    }
    let body = json!({ "expirationDateTime": until });
    match writer.patch::<Value>(paths::subscription(&one.id), &body).await {
        Ok(_) => Ok(Some(moment(until))),
        Err(error) if error.kind == CallErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

async fn made(
    writer: &Client<Write>,
    ask: &Ask<'_>,
    resource: &str,
    changes: &str,
    until: &str,
) -> Result<i64, CallError> {
    let body = json!({
        "changeType": changes,
        "notificationUrl": ask.url,
        "lifecycleNotificationUrl": ask.url,
        "resource": resource,
        "expirationDateTime": until,
        "clientState": ask.secret.expose(),
        "latestSupportedTlsVersion": "v1_2",
    });
    let made: Subscription = writer.post(paths::new_subscription(), &body).await?;
    // Graph may give it less time than was asked for.
    Ok(match ends_at(&made) {
        0 => moment(until),
        ends => ends,
    })
}

/// The subscriptions of a tenant that post to this address.
async fn ours(
    reader: &Client<Read>,
    tenant: Option<&TenantRef>,
    url: &str,
) -> Result<Vec<Subscription>, CallError> {
    let reader = at(reader, tenant)?.client;
    let window = Window {
        limit: None,
        cursor: None,
    };
    let list = List::new(paths::subscriptions()).unsized_pages();
    let all = list.read::<_, Subscription>(&reader, window).await?.items;
    let posts_here = |one: &Subscription| one.notification_url.as_deref() == Some(url);
    Ok(all.into_iter().filter(posts_here).collect())
}

/// Graph has it no longer: so it should be.
fn gone(taken: Result<(), CallError>) -> Result<(), CallError> {
    match taken {
        Err(error) if error.kind == CallErrorKind::NotFound => Ok(()),
        taken => taken,
    }
}

fn until(now_ms: i64, minutes: i64) -> String {
    let now = Timestamp::from_millisecond(now_ms).unwrap_or_default();
    let until = now
        .checked_add(SignedDuration::from_mins(minutes - MARGIN_MIN))
        .unwrap_or(now);
    until.round(Unit::Second).unwrap_or(until).to_string()
}

fn moment(text: &str) -> i64 {
    text.parse::<Timestamp>().map_or(0, Timestamp::as_millisecond)
}

fn ends_at(one: &Subscription) -> i64 {
    one.expiration_date_time.as_deref().map_or(0, moment)
}
