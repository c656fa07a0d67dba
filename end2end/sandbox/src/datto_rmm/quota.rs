//! 600 requests in any minute for a whole account, the delay from 90 % on, 429 beyond, and the block of whoever goes on.

use std::sync::Mutex;

use serde_json::{Map, Value, json};
use tokio::time::{Duration, Instant};

use super::behaviour::Behaviour;
use super::says;
use crate::exchange::Answer;
use crate::rolling::{Rolling, lock};

/// Requests in a minute and account.
const LIMIT: u64 = 600;
/// Writes of one kind in a minute and account.
const WRITES: u64 = 100;
/// How long a block lasts; the vendor does not say, clients wait this long.
const BLOCK: Duration = Duration::from_mins(5);
const MINUTE: Duration = Duration::from_mins(1);

/// A write that has a limit of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Act {
    CreateJob,
    ResolveAlert,
}

/// One account's counters.
#[derive(Debug)]
pub(crate) struct Quota {
    all: Rolling,
    jobs: Rolling,
    resolved: Rolling,
    refused: Mutex<u64>,
    blocked: Mutex<Option<Instant>>,
}

impl Quota {
    pub fn new() -> Self {
        let [all, jobs, resolved] = [(); 3].map(|()| Rolling::over(MINUTE));
        Self {
            all,
            jobs,
            resolved,
            refused: Mutex::default(),
            blocked: Mutex::default(),
        }
    }

    /// Counts a request; its refusal when there were too many, else for how long its answer is delayed.
    pub fn enter(&self, counts: bool, behaviour: &Behaviour) -> Result<Duration, Answer> {
        if lock(&self.blocked).is_some_and(|since| since.elapsed() < BLOCK) {
            return Err(says::later(
                says::raw(403, &behaviour.blocked_body),
                behaviour.blocked_retry_after.as_ref(),
            ));
        }
        let now = if counts {
            self.all.count()
        } else {
            self.all.so_far()
        };
        let used = behaviour.already_used + now;
        if used > LIMIT {
            return Err(self.refuse(behaviour));
        }
        let is_slow = used * 10 > LIMIT * 9;
        Ok(Duration::from_millis(if is_slow { behaviour.slow_ms } else { 0 }))
    }

    /// Counts a write.
    pub fn write(&self, act: Act, behaviour: &Behaviour) -> Result<(), Answer> {
        let counter = match act {
            Act::CreateJob => &self.jobs,
            Act::ResolveAlert => &self.resolved,
        };
        if behaviour.newer_account && counter.count() > WRITES {
            return Err(self.refuse(behaviour));
        }
        Ok(())
    }

    fn refuse(&self, behaviour: &Behaviour) -> Answer {
        let mut refused = lock(&self.refused);
        *refused += 1;
        if *refused > behaviour.block_after {
            *lock(&self.blocked) = Some(Instant::now());
        }
        says::later(
            says::raw(429, &behaviour.limited_body),
            behaviour.limited_retry_after.as_ref(),
        )
    }

    /// What `request_rate` tells.
    pub fn told(&self, account_uid: &str, behaviour: &Behaviour) -> Value {
        let mut told = json!({
            "slidingTimeWindowSizeSeconds": 60, "accountUid": account_uid,
            "accountCount": behaviour.already_used + self.all.so_far(), "accountRateLimit": LIMIT,
            "accountCutOffRatio": 0.9,
        });
        if let (true, Some(members)) = (behaviour.newer_account, told.as_object_mut()) {
            let (jobs, resolved) = (self.jobs.so_far(), self.resolved.so_far());
            let kinds = [
                ("device-job-create", WRITES, jobs),
                ("alert-resolve", WRITES, resolved),
                ("device-udf-set", 600, 0),
            ];
            let status: Map<String, Value> = kinds
                .into_iter()
                .map(|(name, limit, count)| (name.to_owned(), json!({"limit": limit, "count": count})))
                .collect();
            members.insert("accountWriteRateLimit".to_owned(), json!(600));
            members.insert("accountWriteCount".to_owned(), json!(jobs + resolved));
            members.insert("operationWriteStatus".to_owned(), Value::Object(status));
        }
        told
    }

    pub fn clear(&self) {
        self.all.clear();
        self.jobs.clear();
        self.resolved.clear();
        *lock(&self.refused) = 0;
        *lock(&self.blocked) = None;
    }
}
