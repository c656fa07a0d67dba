//! Making a call so that its effect happens once: begun is written before it is sent; a lost answer is looked up before it is
//! sent again, and where the vendor cannot tell, a person must look.

use super::{
    Automation,
    carrier::Carrier,
    evidence::{Came, failure},
};
use crate::{
    act::{Made, Ready, without_secrets},
    connector::{CallErrorKind, Fate, OperationError, Repeat},
    pipeline::{CrashPoint, Retry, StageFailure},
    policy::grant,
    store::{EffectKey, EffectState, StoreError},
};
use contract::{
    failure::{FailureCode, Stage},
    operation::Risk,
    operation_rule::OperationRule,
    run::RunStep,
    sop::Step,
};
use serde_json::Value;
use std::time::Duration;

/// The longest wait between two tries within a run; a longer one is the pipeline's.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is said of a call whose answer was lost and that was done all the same.
pub(super) const SEEN: &str = "The answer was lost; a look at the vendor's shows that it was done.";

/// A call to make.
pub(super) struct Making<'a> {
    pub ready: &'a Ready<'a>,
    pub step: &'a Step,
    pub input: Value,
    /// The key of its effect; none for what only reads.
    pub key: Option<String>,
    /// The row of the step that was begun before and never ended.
    pub sent_before: Option<&'a RunStep>,
}

impl Carrier<'_> {
    /// What an effect came to that was begun before this step: by an earlier run of the same event.
    ///
    /// `None` when it may be made now; `Some(None)` when the run was cancelled.
    pub async fn done_before(
        &mut self,
        step: &Step,
        input: &Value,
        key: &EffectKey,
        ready: &Ready<'_>,
    ) -> Result<Option<Option<Came>>, StoreError> {
        let Some(effect) = self.auto.store.effect(&key.key).await? else {
            return Ok(None);
        };
        let account = Some((ready.row.id.clone(), ready.row.name.clone()));
        let Some(came) = of_earlier(effect) else {
            return Ok(None);
        };
        let begun = self
            .open(step, input, "running", |start| start.account = account)
            .await?;
        Ok(Some(begun.then_some(came)))
    }

    /// Makes a call whose beginning is kept.
    pub async fn make(&self, making: Making<'_>) -> Result<Came, StoreError> {
        let mut tries = 1;
        if let Some(row) = making.sent_before {
            tries = row.tries + 1;
            if let Some(came) = self.found_out(&making, row).await? {
                return Ok(came);
            }
            let effect = making.key.as_ref().map(|_| self.effect_of(making.step));
            self.auto
                .store
                .begin_again(
                    self.auto.now(),
                    &self.row.run.id,
                    &self.claim,
                    self.n(),
                    tries,
                    effect.as_ref(),
                )
                .await?;
        }
        let most = tries + making.step.retries;
        loop {
            match self.once(&making, tries).await? {
                Came::Bad { failure, effect, .. } if tries < most => {
                    let Some(wait) = self.wait_before(&failure, tries) else {
                        return Ok(Came::Bad {
                            failure,
                            effect,
                            tries,
                        });
                    };
                    tokio::time::sleep(wait).await;
                    tries += 1;
                    self.auto
                        .store
                        .begin_again(
                            self.auto.now(),
                            &self.row.run.id,
                            &self.claim,
                            self.n(),
                            tries,
                            None,
                        )
                        .await?;
                }
                came => return Ok(came),
            }
        }
    }

    /// What became of a call that was begun before, as far as it can be told; none when it may be made (again).
    async fn found_out(&self, making: &Making<'_>, row: &RunStep) -> Result<Option<Came>, StoreError> {
        let Some(key) = &making.key else {
            return Ok(None);
        };
        match self.auto.store.effect(key).await?.map(|effect| effect.state) {
            // Begun in the same commit as the step, so it is there; let go where nothing was sent.
            None | Some(EffectState::Undone) => Ok(None),
            Some(EffectState::Done(output)) => Ok(Some(done(output, "It was done before.", key, row.tries))),
            Some(EffectState::Begun) => {
                let lost = failure(
                    FailureCode::OutcomeUnknown,
                    "Ops AI ended while this was sent, so its answer was lost.",
                );
                self.looked_up(making, key, lost, row.tries).await
            }
        }
    }

    /// Looks a call up whose answer was lost; none when it may be made again.
    async fn looked_up(
        &self,
        making: &Making<'_>,
        key: &str,
        lost: StageFailure,
        tries: u32,
    ) -> Result<Option<Came>, StoreError> {
        let entry = making.ready.entry;
        let fate = self
            .auto
            .fate(making.ready, making.input.clone(), self.begun_at())
            .await;
        let unknown = |why: &str| {
            Some(Came::Unknown {
                failure: left_open(lost.clone(), why),
                tries,
            })
        };
        Ok(match fate {
            Ok(Fate::NotDone) => None,
            Ok(Fate::Done(output)) => {
                let output = without_secrets(&output, &entry.info.output_schema);
                Some(done(output, SEEN, key, tries))
            }
            // Making it again is making it once.
            Ok(Fate::Unknown(_)) | Err(_) if entry.repeat == Repeat::Safe => None,
            Ok(Fate::Unknown(why)) => unknown(why),
            Err(why) => unknown(&why),
        })
    }

    /// Sends it once. A worker that no longer has the event or the run sends nothing.
    async fn once(&self, making: &Making<'_>, tries: u32) -> Result<Came, StoreError> {
        let (entry, key) = (making.ready.entry, making.key.as_deref());
        let risk = entry.info.risk;
        if let Some(key) = key {
            self.still_holds(key).await?;
        }
        let undone = || key.map(|key| (key.to_owned(), EffectState::Undone));
        let Ok(Some(granted)) = grant(&self.actor(), risk, OperationRule::Auto) else {
            return Ok(Came::Bad {
                failure: failure(
                    FailureCode::PermissionDenied,
                    "The policy does not grant this call.",
                ),
                effect: undone(),
                tries,
            });
        };
        let Made { result, acted } = self
            .auto
            .make(&making.ready.row, entry, granted, making.input.clone())
            .await;
        let error = match result {
            Ok(output) => {
                if key.is_some() {
                    self.auto.hooks.pass(CrashPoint::AfterEffect);
                }
                let output = without_secrets(&output, &entry.info.output_schema);
                let effect = key.map(|key| (key.to_owned(), EffectState::Done(output.clone())));
                return Ok(Came::Good {
                    output,
                    detail: String::new(),
                    outcome: "succeeded",
                    effect,
                    tries,
                });
            }
            Err(error) => error,
        };
        let mut broke = StageFailure::of_operation(Stage::Execute, &error);
        if let (Some(key), true) = (key, acted && risk != Risk::Read) {
            if !answered(&error) && entry.repeat != Repeat::Safe {
                broke.code = FailureCode::OutcomeUnknown;
            }
            if let Some(came) = self.looked_up(making, key, broke.clone(), tries).await? {
                return Ok(came);
            }
            broke.code = StageFailure::of_operation(Stage::Execute, &error).code;
        }
        Ok(Came::Bad {
            failure: broke,
            effect: undone(),
            tries,
        })
    }

    /// The wait before another try within the run; none where another try cannot help, or must wait too long.
    pub fn wait_before(&self, failure: &StageFailure, tried: u32) -> Option<Duration> {
        let doubled = 1_u32.checked_shl(tried.min(10)).unwrap_or(u32::MAX);
        match failure.retry {
            Retry::Backoff => Some((self.auto.act.wire.config().backoff * doubled).min(PATIENCE)),
            Retry::After(wait) if wait <= PATIENCE => Some(wait),
            Retry::After(_) | Retry::Never | Retry::OwnOutage => None,
        }
    }

    /// The number of the step that is being made.
    pub fn n(&self) -> u32 {
        u32::try_from(self.steps.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// When the step that is being made began.
    pub fn begun_at(&self) -> i64 {
        let at = self
            .steps
            .last()
            .and_then(|step| step.started_at.parse::<jiff::Timestamp>().ok());
        at.map_or(0, jiff::Timestamp::as_millisecond)
    }
}

impl Automation {
    /// What became of a call that was sent at or after a moment and whose answer was lost; `Err` says why the look failed.
    pub(super) async fn fate(
        &self,
        ready: &Ready<'_>,
        input: Value,
        since: i64,
    ) -> Result<Fate<Value>, String> {
        let failed = |detail: String| format!("A look at the vendor's failed: {detail}");
        let session = self
            .session(&ready.row)
            .await
            .map_err(|error| failed(StageFailure::of_call(Stage::Execute, &error).detail))?;
        let fate = ready.entry.look_up(&session, input, since).await;
        fate.map_err(|error| failed(StageFailure::of_operation(Stage::Execute, &error).detail))
    }
}

/// A failure that leaves open whether the call was done, with why that cannot be told.
pub(super) fn left_open(lost: StageFailure, why: &str) -> StageFailure {
    let detail = format!(
        "{} {why} It is not sent again: look at the vendor's, then run it again from this step, or leave it.",
        lost.detail
    );
    StageFailure {
        detail,
        retry: Retry::Never,
        ..lost
    }
}

/// Whether the vendor answered at all.
fn answered(error: &OperationError) -> bool {
    match error {
        OperationError::Call(error) => {
            error.said.is_some() && !matches!(error.kind, CallErrorKind::Timeout | CallErrorKind::Network(_))
        }
        OperationError::Input(_) => true,
    }
}

/// An effect that is known to have been made.
pub(super) fn done(output: Value, detail: &str, key: &str, tries: u32) -> Came {
    Came::Good {
        effect: Some((key.to_owned(), EffectState::Done(output.clone()))),
        output,
        detail: detail.to_owned(),
        outcome: "succeeded",
        tries,
    }
}

impl Carrier<'_> {
    /// What an effect without an account came to that was begun before this step; see [`Carrier::done_before`].
    pub async fn made_before(
        &mut self,
        step: &Step,
        input: &Value,
        key: &EffectKey,
    ) -> Result<Option<Option<Came>>, StoreError> {
        let Some(effect) = self.auto.store.effect(&key.key).await? else {
            return Ok(None);
        };
        let Some(came) = of_earlier(effect) else {
            return Ok(None);
        };
        let begun = self.open(step, input, "running", |_| {}).await?;
        Ok(Some(begun.then_some(came)))
    }

    /// What became of a begun effect that nothing can be looked up of; none when it was let go and may be made.
    pub async fn lost_or_done(&self, key: &str, tries: u32) -> Result<Option<Came>, StoreError> {
        Ok(
            match self.auto.store.effect(key).await?.map(|effect| effect.state) {
                None | Some(EffectState::Undone) => None,
                Some(EffectState::Done(output)) => Some(done(output, "It was done before.", key, tries)),
                Some(EffectState::Begun) => Some(Came::Unknown {
                    failure: failure(
                        FailureCode::OutcomeUnknown,
                        "Ops AI ended while this was sent, so its answer was lost. It is not sent again: look there, then run it \
                     again from this step, or leave it.",
                    ),
                    tries,
                }),
            },
        )
    }

    /// Begins the step once more.
    pub async fn begin_again(&self, key: &EffectKey, tries: u32) -> Result<(), StoreError> {
        let (now, run) = (self.auto.now(), &self.row.run.id);
        self.auto
            .store
            .begin_again(now, run, &self.claim, self.n(), tries, Some(key))
            .await
    }

    /// Asked just before an effect: lets its key go where this worker may no longer make it.
    pub async fn still_holds(&self, key: &str) -> Result<(), StoreError> {
        if self.fence.holds().await {
            return Ok(());
        }
        let (now, run) = (self.auto.now(), &self.row.run.id);
        self.auto.store.undo_effect(now, key, run, self.n()).await?;
        Err(StoreError::Stale)
    }
}

/// What an effect came to that an earlier run began; none when it may be made now.
fn of_earlier(effect: crate::store::Effect) -> Option<Came> {
    match effect.state {
        EffectState::Undone => None,
        EffectState::Done(output) => Some(Came::Good {
            output,
            detail: format!(
                "It was done already, by the run {}; it is not done twice.",
                effect.run
            ),
            outcome: "kept",
            effect: None,
            tries: 0,
        }),
        EffectState::Begun => Some(Came::Unknown {
            failure: failure(
                FailureCode::OutcomeUnknown,
                format!(
                    "The run {} began this step for the same event, and whether it was done is not known.",
                    effect.run
                ),
            ),
            tries: 0,
        }),
    }
}
