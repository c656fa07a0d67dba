//! The one that writes: groups what comes at the same time into one commit, and never waits when it is alone.
//!
//! ```text
//!   receive ──submit──▶ [bounded queue] ──recv_many──▶ one transaction ──▶ each waiter is answered
//! ```
//!
//! A waiter is answered only after the commit. When the queue is full nobody waits in memory: the sender is told to come
//! back.
//!
//! In a trace each delivery has a span of its own for it. The transaction stands below that of the first of a group, and those
//! of the others are linked to the first: a span has one parent.

use crate::{
    pipeline::hooks::{CrashPoint, Hooks},
    store::{Inserted, Moment, NewEvent, Store},
};
use contract::problem::Problem;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tracing::{Instrument as _, Span, field::Empty};

/// Deliveries that wait for their commit, at most.
const QUEUE: usize = 4_096;
/// Deliveries in one commit, at most.
const GROUP: usize = 500;
/// Kibibytes of bodies that wait, at most.
const KIBIBYTES: usize = 64 * 1024;

struct Waiting {
    new: NewEvent,
    answer: oneshot::Sender<Result<Inserted, Problem>>,
    room: OwnedSemaphorePermit,
    span: Span,
}

/// The queue to the one that writes.
pub struct Writer {
    queue: mpsc::Sender<Waiting>,
    /// Taken by whoever runs it.
    waiting: Mutex<Option<mpsc::Receiver<Waiting>>>,
    room: Arc<Semaphore>,
}

impl Default for Writer {
    fn default() -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        Self {
            queue,
            waiting: Mutex::new(Some(waiting)),
            room: Arc::new(Semaphore::new(KIBIBYTES)),
        }
    }
}

impl Writer {
    /// Waits until a delivery is on disk.
    pub async fn submit(&self, new: NewEvent) -> Result<Inserted, Problem> {
        let room = u32::try_from(new.body.len() / 1024 + 1).unwrap_or(u32::MAX);
        let room = self
            .room
            .clone()
            .try_acquire_many_owned(room)
            .map_err(|_| overloaded())?;
        let (answer, answered) = oneshot::channel();
        let waiting = Waiting {
            new,
            answer,
            room,
            span: kept(),
        };
        self.queue.try_send(waiting).map_err(|_| overloaded())?;
        // The writer ends without an answer only when the process does.
        answered.await.map_err(|_| overloaded())?
    }

    /// Writes until the queue is closed and empty. Does nothing where another already runs it.
    pub async fn run(
        &self,
        store: Store,
        moment: impl Fn() -> Moment,
        hooks: Hooks,
        stop: tokio_util::sync::CancellationToken,
    ) {
        let taken = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut queue) = taken else { return };
        let mut group = Vec::with_capacity(GROUP);
        loop {
            tokio::select! {
                biased;
                // What already waits is still written; nobody else may come.
                () = stop.cancelled(), if !queue.is_closed() => queue.close(),
                count = queue.recv_many(&mut group, GROUP) => {
                    if count == 0 {
                        return;
                    }
                    write(&store, moment(), &hooks, std::mem::take(&mut group)).await;
                }
            }
        }
    }
}

/// The span of a delivery's way to the disk, below whatever brought it: it waits, and is written.
fn kept() -> Span {
    tracing::info_span!(target: "ops_ai::spans", "keep", together = Empty)
}

/// The span of what a group does together: the first one's own, to which the others are linked.
fn of_group(group: &[Waiting]) -> Span {
    let Some((first, others)) = group.split_first() else {
        return Span::none();
    };
    let together = i64::try_from(group.len()).unwrap_or(i64::MAX);
    first.span.record("together", together);
    for other in others {
        other.span.record("together", together);
        other.span.follows_from(&first.span);
    }
    first.span.clone()
}

async fn write(store: &Store, at: Moment, hooks: &Hooks, group: Vec<Waiting>) {
    let span = of_group(&group);
    let (batch, answers): (Vec<_>, Vec<_>) = group
        .into_iter()
        .map(|one| (one.new, (one.answer, one.room, one.span)))
        .unzip();
    hooks.pass(CrashPoint::BeforeCommit);
    let written = store.insert_events(at, &batch).instrument(span).await;
    hooks.pass(CrashPoint::AfterCommit);
    match written {
        Ok(inserted) => {
            for ((answer, ..), one) in answers.into_iter().zip(inserted) {
                let _ = answer.send(Ok(one));
            }
        }
        Err(error) => {
            let problem = Problem::from(error);
            for (answer, ..) in answers {
                let _ = answer.send(Err(unwritten(&problem)));
            }
        }
    }
}

/// Whatever broke: nothing was kept, so the sender shall come back.
fn unwritten(cause: &Problem) -> Problem {
    let mut problem = cause.clone();
    problem.status = 503;
    problem.retry_after = Some(cause.retry_after.unwrap_or(5));
    problem
}

fn overloaded() -> Problem {
    let mut problem = Problem::new(503, "overloaded", "More deliveries wait than can be written.")
        .with_detail("Nothing was kept. Send it again.");
    problem.retry_after = Some(5);
    problem
}
