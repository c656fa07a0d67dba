//! Fake webhooks, events and jobs. At the door: the token `known` takes everything, `down` has no database, `asks` is a
//! handshake, and any other is unknown.

use super::{Fake, needs, samples_events};
use contract::{
    actor::{Actor, Role},
    delivery::{Body, Delivery, Receipt},
    event::{BulkReplay, DeadLetterGroup, EventDetail, EventFilter, EventPage, ReplayAnswer, ReplayRequest},
    ids::{EventId, JobId, WebhookId, WebhookSecretId},
    job::{Job, JobStatus},
    ports::{Answer, Events, Jobs, Receiver, Webhooks},
    problem::Problem,
    webhook::{IssuedWebhook, NewWebhook, Rotation, Webhook, WebhookChange},
};

/// The largest body that the fake door takes.
pub const LARGEST: usize = 64;

fn answer<'a, T: Send + 'a>(result: Result<T, Problem>) -> Answer<'a, T> {
    Box::pin(async move { result })
}

impl Webhooks for Fake {
    fn list<'a>(&'a self, _: &'a Actor) -> Answer<'a, Vec<Webhook>> {
        answer(Ok(vec![samples_events::webhook()]))
    }

    fn get<'a>(&'a self, _: &'a Actor, id: &'a WebhookId) -> Answer<'a, Webhook> {
        answer(if *id == samples_events::webhook_id() {
            Ok(samples_events::webhook())
        } else {
            Err(Problem::not_found("webhook"))
        })
    }

    fn create<'a>(&'a self, who: &'a Actor, new: NewWebhook) -> Answer<'a, IssuedWebhook> {
        self.note(format!("create_webhook {} {}", new.integration, new.name));
        answer(needs(who, Role::Tech, "make a webhook").map(|()| samples_events::issued()))
    }

    fn change<'a>(&'a self, who: &'a Actor, id: &'a WebhookId, change: WebhookChange) -> Answer<'a, Webhook> {
        self.note(format!("change_webhook {id} {change:?}"));
        answer(needs(who, Role::Tech, "change a webhook").map(|()| samples_events::webhook()))
    }

    fn rotate<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a WebhookId,
        rotation: Rotation,
    ) -> Answer<'a, IssuedWebhook> {
        self.note(format!("rotate_webhook {id} {:?}", rotation.overlap_hours));
        answer(needs(who, Role::Tech, "rotate a secret").map(|()| samples_events::issued()))
    }

    fn retire<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a WebhookId,
        secret: &'a WebhookSecretId,
    ) -> Answer<'a, Webhook> {
        self.note(format!("retire_secret {id} {secret}"));
        answer(needs(who, Role::Tech, "end a secret").map(|()| samples_events::webhook()))
    }

    fn delete<'a>(&'a self, who: &'a Actor, id: &'a WebhookId) -> Answer<'a, ()> {
        self.note(format!("delete_webhook {id}"));
        answer(needs(who, Role::Tech, "delete a webhook"))
    }

    fn register<'a>(&'a self, who: &'a Actor, id: &'a WebhookId) -> Answer<'a, Webhook> {
        self.note(format!("register_webhook {id}"));
        answer(needs(who, Role::Tech, "register a webhook").map(|()| samples_events::webhook()))
    }
}

impl Events for Fake {
    fn list<'a>(
        &'a self,
        _: &'a Actor,
        filter: EventFilter,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'a, EventPage> {
        self.note(format!("events {filter:?} {cursor:?} {limit}"));
        let mut page = samples_events::page();
        if cursor.is_some() {
            page.next_cursor = None;
        }
        answer(Ok(page))
    }

    fn export<'a>(&'a self, _: &'a Actor, filter: EventFilter, limit: u32) -> Answer<'a, EventPage> {
        self.note(format!("export {filter:?} {limit}"));
        answer(Ok(samples_events::page()))
    }

    fn get<'a>(&'a self, _: &'a Actor, _: &'a EventId) -> Answer<'a, EventDetail> {
        answer(Ok(samples_events::detail()))
    }

    fn replay<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a EventId,
        request: ReplayRequest,
    ) -> Answer<'a, ReplayAnswer> {
        self.note(format!("replay {id} {request:?}"));
        answer(needs(who, Role::Tech, "replay").map(|()| ReplayAnswer {
            event: (!request.dry_run).then(samples_events::event_id),
            dry_run: request.dry_run.then(samples_events::attempt),
            guarded: vec!["A note was posted.".into()],
        }))
    }

    fn dead_letters<'a>(&'a self, _: &'a Actor, _: EventFilter) -> Answer<'a, Vec<DeadLetterGroup>> {
        answer(Ok(vec![samples_events::group()]))
    }

    fn count_dead_letters<'a>(&'a self, _: &'a Actor, _: EventFilter) -> Answer<'a, u64> {
        answer(Ok(2))
    }

    fn replay_many<'a>(&'a self, who: &'a Actor, request: BulkReplay) -> Answer<'a, Job> {
        self.note(format!("replay_many {request:?}"));
        answer(needs(who, Role::Tech, "replay").map(|()| samples_events::job()))
    }
}

impl Jobs for Fake {
    fn list<'a>(&'a self, _: &'a Actor, _: u32) -> Answer<'a, Vec<Job>> {
        answer(Ok(vec![samples_events::job()]))
    }

    fn get<'a>(&'a self, _: &'a Actor, _: &'a JobId) -> Answer<'a, Job> {
        answer(Ok(samples_events::job()))
    }

    fn steer<'a>(&'a self, who: &'a Actor, id: &'a JobId, to: JobStatus) -> Answer<'a, Job> {
        self.note(format!("steer {id} {}", to.as_str()));
        answer(needs(who, Role::Tech, "steer a job").map(|()| samples_events::job()))
    }
}

impl Receiver for Fake {
    fn largest(&self) -> usize {
        LARGEST
    }

    fn receive(&self, delivery: Delivery) -> Answer<'_, Receipt> {
        let body = match &delivery.body {
            Body::Whole(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Body::TooLarge => "too large".into(),
            Body::Cut => "cut".into(),
        };
        self.note(format!(
            "receive {} {} {:?} {body}",
            delivery.token, delivery.address, delivery.path_secret
        ));
        let mut down = Problem::new(503, "database_unavailable", "The database does not answer.");
        down.retry_after = Some(5);
        answer(match (delivery.token.as_str(), &delivery.body) {
            ("known", Body::TooLarge) => {
                Err(Problem::new(413, "payload_too_large", "The body is too large."))
            }
            ("known", _) => Ok(Receipt::Event(samples_events::event_id())),
            ("asks", _) => Ok(Receipt::Echo("Validation: <b>1 + 1</b>".into())),
            ("down", _) => Err(down),
            _ => Err(Problem::not_found("webhook")),
        })
    }
}
