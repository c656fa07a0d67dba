//! Webhooks and the events they receive.

use super::Answer;
use crate::{
    actor::Actor,
    delivery::{Delivery, Receipt},
    event::{BulkReplay, DeadLetterGroup, EventDetail, EventFilter, EventPage, ReplayAnswer, ReplayRequest},
    ids::{EventId, JobId, WebhookId, WebhookSecretId},
    job::{Job, JobStatus},
    webhook::{IssuedWebhook, NewWebhook, Rotation, Webhook, WebhookChange},
};

/// The door at which vendors' deliveries arrive. Nobody is signed in here: a delivery proves itself, or is refused.
pub trait Receiver: Send + Sync {
    /// The largest body that is taken, in bytes; what is larger need not be read to its end.
    fn largest(&self) -> usize;
    /// Takes a delivery. An answer means that the event is on disk; a `Problem` means that it is not, and why.
    fn receive(&self, delivery: Delivery) -> Answer<'_, Receipt>;
}

/// Registered receivers.
pub trait Webhooks: Send + Sync {
    /// Every webhook, by vendor and name.
    fn list<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Webhook>>;
    /// One webhook.
    fn get<'a>(&'a self, who: &'a Actor, id: &'a WebhookId) -> Answer<'a, Webhook>;
    /// Makes one; its secret is in this answer only.
    fn create<'a>(&'a self, who: &'a Actor, new: NewWebhook) -> Answer<'a, IssuedWebhook>;
    /// Changes its name, switches it, or its networks and retention.
    fn change<'a>(&'a self, who: &'a Actor, id: &'a WebhookId, change: WebhookChange) -> Answer<'a, Webhook>;
    /// Makes a new secret; the old one is accepted until it is retired. The secret is in this answer only.
    fn rotate<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a WebhookId,
        rotation: Rotation,
    ) -> Answer<'a, IssuedWebhook>;
    /// Ends an old secret now.
    fn retire<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a WebhookId,
        secret: &'a WebhookSecretId,
    ) -> Answer<'a, Webhook>;
    /// Deletes the webhook; its events stay until their time is over.
    fn delete<'a>(&'a self, who: &'a Actor, id: &'a WebhookId) -> Answer<'a, ()>;
    /// Registers the webhook at the vendor's through the vendor's own interface, where it has one.
    fn register<'a>(&'a self, who: &'a Actor, id: &'a WebhookId) -> Answer<'a, Webhook>;
}

/// What webhooks received.
pub trait Events: Send + Sync {
    /// A page of events, newest first.
    fn list<'a>(
        &'a self,
        who: &'a Actor,
        filter: EventFilter,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'a, EventPage>;
    /// Begins an export, which is written down; answers its first page. The pages that follow are `list`'s.
    fn export<'a>(&'a self, who: &'a Actor, filter: EventFilter, limit: u32) -> Answer<'a, EventPage>;
    /// One event and its whole story.
    fn get<'a>(&'a self, who: &'a Actor, id: &'a EventId) -> Answer<'a, EventDetail>;
    /// Makes a new event of an old one, through the whole pipeline; or says what would happen.
    fn replay<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a EventId,
        request: ReplayRequest,
    ) -> Answer<'a, ReplayAnswer>;
    /// The dead letters, grouped by how they broke, largest first.
    fn dead_letters<'a>(&'a self, who: &'a Actor, filter: EventFilter) -> Answer<'a, Vec<DeadLetterGroup>>;
    /// How many dead letters a bulk replay with this filter would take.
    fn count_dead_letters<'a>(&'a self, who: &'a Actor, filter: EventFilter) -> Answer<'a, u64>;
    /// Replays all dead letters of a filter, as a durable job; each once.
    fn replay_many<'a>(&'a self, who: &'a Actor, request: BulkReplay) -> Answer<'a, Job>;
}

/// Durable jobs.
pub trait Jobs: Send + Sync {
    /// The jobs, newest first.
    fn list<'a>(&'a self, who: &'a Actor, limit: u32) -> Answer<'a, Vec<Job>>;
    /// One job.
    fn get<'a>(&'a self, who: &'a Actor, id: &'a JobId) -> Answer<'a, Job>;
    /// Pauses, resumes or cancels it: `Paused`, `Running` or `Cancelled`.
    fn steer<'a>(&'a self, who: &'a Actor, id: &'a JobId, to: JobStatus) -> Answer<'a, Job>;
}
