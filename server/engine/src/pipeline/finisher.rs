//! Writes down how attempts ended, those of the same moment in one commit. The transaction stands in the trace of the first of
//! them, as in `receive/writer.rs`.

use super::hooks::{CrashPoint, Hooks};
use crate::store::{Completion, Moment, Store, StoreError};
use contract::event::EventStatus;
use std::sync::{Mutex, PoisonError};
use tokio::sync::{mpsc, oneshot};
use tokio_util::sync::CancellationToken;
use tracing::{Instrument as _, Span};

/// Ends in one commit, at most.
const GROUP: usize = 200;

struct Waiting {
    done: Completion,
    answer: oneshot::Sender<Result<bool, String>>,
    /// The attempt's.
    span: Span,
}

/// The queue to the one that writes ends.
pub struct Finisher {
    queue: mpsc::Sender<Waiting>,
    waiting: Mutex<Option<mpsc::Receiver<Waiting>>>,
}

impl Default for Finisher {
    fn default() -> Self {
        // Workers are few and each waits for its answer, so this never fills.
        let (queue, waiting) = mpsc::channel(1_024);
        Self {
            queue,
            waiting: Mutex::new(Some(waiting)),
        }
    }
}

impl Finisher {
    /// Waits until an end is written down; false when the claim is no longer good.
    pub async fn finish(&self, done: Completion) -> Result<bool, String> {
        let (answer, answered) = oneshot::channel();
        let closed = || "the pipeline is stopping".to_owned();
        self.queue
            .send(Waiting {
                done,
                answer,
                span: Span::current(),
            })
            .await
            .map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }

    /// Writes until it is told to stop and nothing waits. Does nothing where another already runs it.
    pub async fn run(
        &self,
        store: Store,
        now: impl Fn() -> (i64, Moment),
        hooks: Hooks,
        stop: CancellationToken,
    ) {
        let taken = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut queue) = taken else { return };
        let mut group = Vec::with_capacity(GROUP);
        loop {
            tokio::select! {
                biased;
                count = queue.recv_many(&mut group, GROUP) => {
                    if count == 0 {
                        return;
                    }
                    let span = group.first().map_or_else(Span::none, |one| one.span.clone());
                    let (batch, answers): (Vec<_>, Vec<_>) =
                        std::mem::take(&mut group).into_iter().map(|one| (one.done, one.answer)).unzip();
                    let (now, at) = now();
                    about_to_write(&hooks, &batch);
                    let written = store.finish_events(now, at, &batch).instrument(span).await;
                    hooks.pass(CrashPoint::AfterFinish);
                    answer(answers, written);
                }
                () = stop.cancelled() => return,
            }
        }
    }
}

/// Passes the places that lie before the end of these attempts.
fn about_to_write(hooks: &Hooks, batch: &[Completion]) {
    for done in batch {
        match done.status {
            EventStatus::Retrying => hooks.pass(CrashPoint::WhileRetrying),
            EventStatus::DeadLettered => hooks.pass(CrashPoint::WhileDeadLettering),
            _ => {}
        }
    }
    hooks.pass(CrashPoint::BeforeFinish);
}

fn answer(answers: Vec<oneshot::Sender<Result<bool, String>>>, written: Result<Vec<bool>, StoreError>) {
    match written {
        Ok(held) => {
            for (answer, held) in answers.into_iter().zip(held) {
                let _ = answer.send(Ok(held));
            }
        }
        Err(error) => {
            for answer in answers {
                let _ = answer.send(Err(error.to_string()));
            }
        }
    }
}
