//! What proofs point to, fetched once and remembered for a while: also that it could not be had, so that a flood of deliveries
//! makes no flood of requests.

use crate::{
    act::Act,
    connector::{CallError, Fetched, Inbound, NotProven, Papers, fetch},
    vault::Secret,
};
use contract::{delivery::Delivery, ids::VendorId};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};
use url::Url;

/// For how long something is believed, and for how long it is not asked for again when it could not be had.
const BELIEVED: Duration = Duration::from_hours(1);
const UNREACHED: Duration = Duration::from_secs(30);

/// The most things that one delivery may want.
const MOST_FOR_ONE: usize = 5;

/// How many are kept; beyond it all are forgotten.
const MOST: usize = 64;

/// What was fetched, and what could not be.
#[derive(Default)]
pub struct FetchedOnce(Mutex<HashMap<String, (Instant, Option<Fetched>)>>);

/// Why what a proof points to is not at hand.
pub enum NotFetched {
    /// The delivery points to what may not be fetched, or to too much.
    Refused(NotProven),
    /// It cannot be had now.
    Unreachable,
}

impl FetchedOnce {
    /// Everything that a vendor wants in order to judge a delivery.
    pub async fn all(
        &self,
        act: &Act,
        vendor: &VendorId,
        inbound: &dyn Inbound,
        delivery: &Delivery,
        secrets: &[Secret],
    ) -> Result<Vec<Fetched>, NotFetched> {
        let mut fetched = Vec::new();
        loop {
            let papers = Papers {
                fetched: &fetched,
                authorities: act.wire.authorities(),
            };
            let wanted = inbound.wants(delivery, secrets, &papers);
            let Some(url) = wanted.map_err(NotFetched::Refused)? else {
                return Ok(fetched);
            };
            if fetched.len() >= MOST_FOR_ONE {
                let why = "The proof points from one thing to another without end.";
                return Err(NotFetched::Refused(NotProven::mismatch(why)));
            }
            fetched.push(self.one(act, vendor, &url).await?);
        }
    }

    async fn one(&self, act: &Act, vendor: &VendorId, url: &Url) -> Result<Fetched, NotFetched> {
        if let Some(kept) = self.kept(url) {
            return kept;
        }
        let manifest = act.registry.manifest(vendor.as_str());
        let rules = manifest
            .as_ref()
            .map_or(&[][..], |manifest| manifest.egress.as_slice());
        let had = fetch(&act.wire, vendor, rules, url).await;
        if let Err(error) = &had {
            let error: &CallError = error;
            tracing::warn!(url.host = url.host_str(), error = %error, "what a delivery's proof points to cannot be had");
        }
        let had = had.ok();
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(url.to_string(), (Instant::now(), had.clone()));
        had.ok_or(NotFetched::Unreachable)
    }

    /// What is still believed of it.
    fn kept(&self, url: &Url) -> Option<Result<Fetched, NotFetched>> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, fetched) = all.get(url.as_str())?;
        let good = if fetched.is_some() { BELIEVED } else { UNREACHED };
        let fetched = fetched.clone().ok_or(NotFetched::Unreachable);
        (at.elapsed() < good).then_some(fetched)
    }
}
