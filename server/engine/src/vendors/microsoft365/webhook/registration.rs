//! At one click, and day by day from then on: subscriptions in the own tenant and in every tenant that belongs to a customer,
//! and the address at Partner Center.

use super::{
    super::{
        clouds::Cloud,
        inputs::TenantRef,
        manifest::{CLOUD, TENANT},
    },
    partner_registration::{self, Standing},
    subscriptions::{self, Ask, Outcome},
};
use crate::{
    connector::{CallError, Client, Registered, Registers, Registration, Upkeep},
    policy::{Read, Write},
};
use futures::future::BoxFuture;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeSet;

/// How many customers' tenants are looked at in one turn.
const A_TURN: usize = 40;

/// When it is looked after again: when all is well, when something may pass, and when more tenants wait, in milliseconds.
const DAILY_MS: i64 = 24 * 3600 * 1000;
const SOON_MS: i64 = 15 * 60 * 1000;
const NEXT_MS: i64 = 60 * 1000;

/// Graph's and Partner Center's registrations.
pub struct Both;

/// What is kept of them.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    /// Which secret all of them know.
    secret: String,
    /// Customers' tenants in which there may be subscriptions.
    tenants: BTreeSet<String>,
    /// Behind which tenant to go on.
    after: Option<String>,
    /// Whether everything is renewed in this round.
    doubted: bool,
    /// Those that know the secret before, until the round is over.
    old_secret: BTreeSet<String>,
    /// Tenants in which something was refused, and what.
    refused: BTreeSet<String>,
}

impl Registers for Both {
    fn register<'a>(
        &'a self,
        reader: Client<Read>,
        writer: Client<Write>,
        registration: Registration<'a>,
    ) -> BoxFuture<'a, Result<Registered, CallError>> {
        Box::pin(async move { round(&reader, &writer, &registration).await })
    }

    fn unregister<'a>(
        &'a self,
        reader: Client<Read>,
        writer: Client<Write>,
        url: &'a str,
        kept: &'a Value,
    ) -> BoxFuture<'a, Result<(), CallError>> {
        Box::pin(async move {
            let kept: Kept = read(Some(kept));
            for tenant in &kept.tenants {
                // A customer who is gone has taken the subscriptions along.
                if let Some(tenant) = named(tenant) {
                    drop(subscriptions::remove(&reader, &writer, Some(&tenant), url).await);
                }
            }
            subscriptions::remove(&reader, &writer, None, url).await
        })
    }
}

async fn round(
    reader: &Client<Read>,
    writer: &Client<Write>,
    registration: &Registration<'_>,
) -> Result<Registered, CallError> {
    let first = registration.kept.is_none();
    let mut kept: Kept = read(registration.kept);
    if kept.secret != registration.secret_id {
        kept.old_secret.clone_from(&kept.tenants);
        registration.secret_id.clone_into(&mut kept.secret);
        kept.old_secret.insert(String::new());
        kept.after = None;
    }
    kept.doubted |= registration.doubted && !first;
    let ask = |tenant: &str, kept: &Kept| Ask {
        url: registration.url,
        secret: registration.secret,
        same_secret: !kept.old_secret.contains(tenant),
        doubted: kept.doubted,
        now_ms: registration.now_ms,
    };
    let own = subscriptions::keep(reader, writer, None, &ask("", &kept)).await?;
    kept.old_secret.remove("");
    let mut words = vec![format!("Graph, own tenant: {}.", told(&own))];
    let (mut passing, mut ends_at) = (own.may_pass(), own.ends_at);
    if first
        && own.good.is_empty()
        && let Some((_, error)) = own.refused.into_iter().next()
    {
        return Err(error);
    }
    let wanted = customers(registration);
    forget(reader, writer, registration.url, &mut kept, &wanted).await;
    let waiting: Vec<&String> = wanted
        .iter()
        .filter(|tenant| kept.after.as_ref().is_none_or(|after| *tenant > after))
        .collect();
    for tenant in waiting.iter().take(A_TURN) {
        let Some(place) = named(tenant) else { continue };
        kept.tenants.insert((*tenant).clone());
        let outcome = subscriptions::keep(reader, writer, Some(&place), &ask(tenant, &kept)).await;
        kept.after = Some((*tenant).clone());
        let whole = match outcome {
            Ok(outcome) => {
                kept.old_secret.remove(tenant.as_str());
                passing |= outcome.may_pass();
                ends_at = ends_at.into_iter().chain(outcome.ends_at).min();
                outcome.refused.is_empty()
            }
            Err(_) => false,
        };
        if whole {
            kept.refused.remove(tenant.as_str());
        } else {
            kept.refused.insert((*tenant).clone());
        }
    }
    let more = waiting.len() > A_TURN;
    if !more {
        kept.after = None;
        kept.doubted = false;
    }
    words.extend(of_customers(&kept, wanted.len(), more));
    let (partner, partner_passes) = partner_center(reader, writer, registration).await;
    words.push(partner);
    passing |= partner_passes;
    let due_at = due(registration.now_ms, more, passing, ends_at);
    Ok(Registered {
        words: words.join(" "),
        upkeep: Some(Upkeep {
            state: serde_json::to_value(&kept).unwrap_or_default(),
            due_at,
        }),
    })
}

/// Takes subscriptions away in tenants that belong to no customer any more; where that fails it is tried the next time.
async fn forget(
    reader: &Client<Read>,
    writer: &Client<Write>,
    url: &str,
    kept: &mut Kept,
    wanted: &BTreeSet<String>,
) {
    let over: Vec<String> = kept.tenants.difference(wanted).cloned().collect();
    for tenant in over.into_iter().take(A_TURN) {
        let Some(place) = named(&tenant) else { continue };
        if subscriptions::remove(reader, writer, Some(&place), url)
            .await
            .is_ok()
        {
            kept.tenants.remove(&tenant);
            kept.old_secret.remove(&tenant);
            kept.refused.remove(&tenant);
        }
    }
}

/// What is said of Partner Center, and whether another try soon may help.
async fn partner_center(
    reader: &Client<Read>,
    writer: &Client<Write>,
    registration: &Registration<'_>,
) -> (String, bool) {
    let cloud = registration.settings.get(CLOUD).map_or("", String::as_str);
    if Cloud::of(cloud) != Cloud::Global {
        return ("Partner Center: not in this cloud.".to_owned(), false);
    }
    let kept = partner_registration::keep(reader, writer, registration.url, registration.secret).await;
    let words = match kept {
        Ok(Standing::Ours) => "Partner Center posts here.".to_owned(),
        Ok(Standing::Asked) => "Partner Center posts here, and was asked for a test event.".to_owned(),
        Ok(Standing::Elsewhere(host)) => format!(
            "Partner Center posts to {host} and has room for one address: that was left as it is. Remove it there first if \
             Partner Center shall post here."
        ),
        Ok(Standing::NobodySignsIn) => {
            "Partner Center: not registered, for that needs the service account's refresh token.".to_owned()
        }
        Err(error) => {
            return (
                format!("Partner Center: not registered ({}).", error.sentence()),
                true,
            );
        }
    };
    (words, false)
}

/// The customers' tenants, without the own one.
fn customers(registration: &Registration<'_>) -> BTreeSet<String> {
    let own = registration.settings.get(TENANT).map_or("", |text| text.trim());
    registration
        .records
        .iter()
        .map(|record| record.trim().to_ascii_lowercase())
        .filter(|record| named(record).is_some() && !record.eq_ignore_ascii_case(own))
        .collect()
}

fn named(tenant: &str) -> Option<TenantRef> {
    TenantRef::try_from(tenant.to_owned()).ok()
}

fn told(outcome: &Outcome) -> String {
    let mut all = Vec::new();
    if !outcome.good.is_empty() {
        all.push(format!("subscribed to {}", outcome.good.join(", ")));
    }
    for (what, error) in &outcome.refused {
        all.push(format!(
            "{what} refused ({})",
            error.sentence().trim_end_matches('.')
        ));
    }
    all.join("; ")
}

fn of_customers(kept: &Kept, all: usize, more: bool) -> Option<String> {
    if all == 0 {
        return None;
    }
    let refused = kept.refused.len();
    let mut words = format!("Customers' tenants: {all}");
    if refused > 0 {
        words.push_str(&format!(", of which {refused} refused some or all"));
    }
    words.push_str(if more { "; the rest follows." } else { "." });
    Some(words)
}

fn due(now: i64, more: bool, passing: bool, ends_at: Option<i64>) -> i64 {
    let wait = match (more, passing) {
        (true, _) => NEXT_MS,
        (false, true) => SOON_MS,
        (false, false) => DAILY_MS,
    };
    // Graph may have given less time than was asked for: then half of it.
    let half = ends_at.map_or(wait, |at| (at - now) / 2);
    now + wait.min(half.max(NEXT_MS))
}

/// What cannot be read is as if nothing was kept: Graph tells what there is.
fn read(kept: Option<&Value>) -> Kept {
    kept.and_then(|kept| serde_json::from_value(kept.clone()).ok())
        .unwrap_or_default()
}
