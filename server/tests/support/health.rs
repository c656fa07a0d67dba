//! Fake Integration Status, notifications, and a live stream of two frames.

use super::{Fake, needs, samples, samples_health as sample};
use contract::{
    actor::{Actor, Role},
    health::{Board, BoardQuery, HealthDetail, Hold, Incident, IncidentPage, NewHold},
    ids::{ChannelId, IncidentId, IntegrationId, WindowId},
    integration::{Integration, Status},
    live::{Counters, LiveChange, LiveFrame},
    notification::{Channel, ChannelChange, DeliveryPage, IssuedChannel, NewChannel, NoticeDelivery},
    ports::{Answer, HealthBoard, Live, Notifications, Watch},
    probe::ProbeRecord,
    problem::Problem,
};
use std::{future::Future, pin::Pin, sync::Arc};

fn answer<'a, T: Send + 'a>(result: Result<T, Problem>) -> Answer<'a, T> {
    Box::pin(async move { result })
}

/// Tells its frames and then, for an administrator, nothing more for ever.
struct Frames {
    left: Vec<LiveFrame>,
    stays: bool,
}

impl Watch for Frames {
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Option<Arc<LiveFrame>>> + Send + '_>> {
        let next = self.left.pop().map(Arc::new);
        let waits = next.is_none() && self.stays;
        Box::pin(async move {
            if waits {
                std::future::pending::<()>().await;
            }
            next
        })
    }
}

impl Live for Fake {
    fn watch(&self, who: &Actor) -> Result<Box<dyn Watch>, Problem> {
        self.note("watch");
        let integration = Box::new(samples::integration());
        let left = vec![
            LiveFrame {
                seq: 8,
                change: LiveChange::Integration { integration },
            },
            LiveFrame {
                seq: 7,
                change: LiveChange::Hello,
            },
        ];
        let stays = who.role == Role::Admin;
        Ok(Box::new(Frames { left, stays }))
    }

    fn seen(&self) -> u64 {
        7
    }

    fn counters<'a>(&'a self, _: &'a Actor) -> Answer<'a, Counters> {
        answer(Ok(Counters::default()))
    }

    fn watchers(&self) -> usize {
        3
    }
}

impl HealthBoard for Fake {
    fn status<'a>(&'a self, _: &'a Actor, query: BoardQuery) -> Answer<'a, Status> {
        self.note(format!("status {query:?}"));
        answer(Ok(samples::status()))
    }

    fn board<'a>(&'a self, _: &'a Actor, query: BoardQuery) -> Answer<'a, Board> {
        self.note(format!("board {query:?}"));
        answer(Ok(sample::board()))
    }

    fn detail<'a>(&'a self, _: &'a Actor, id: &'a IntegrationId) -> Answer<'a, HealthDetail> {
        self.note(format!("detail {id}"));
        answer(Ok(sample::detail()))
    }

    fn probes<'a>(
        &'a self,
        _: &'a Actor,
        id: &'a IntegrationId,
        from: String,
        to: String,
    ) -> Answer<'a, Vec<ProbeRecord>> {
        self.note(format!("probes {id} {from} {to}"));
        answer(Ok(vec![samples::probe()]))
    }

    fn set_expiry<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a IntegrationId,
        day: Option<String>,
    ) -> Answer<'a, Integration> {
        self.note(format!("set_expiry {id} {day:?}"));
        answer(needs(who, Role::Tech, "change an integration").map(|()| samples::integration()))
    }

    fn incidents<'a>(
        &'a self,
        _: &'a Actor,
        open_only: bool,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'a, IncidentPage> {
        self.note(format!("incidents {open_only} {cursor:?} {limit}"));
        answer(Ok(IncidentPage {
            items: vec![sample::incident()],
            next_cursor: None,
        }))
    }

    fn incident<'a>(&'a self, _: &'a Actor, _: &'a IncidentId) -> Answer<'a, Incident> {
        answer(Ok(sample::incident()))
    }

    fn acknowledge<'a>(&'a self, who: &'a Actor, id: &'a IncidentId, note: String) -> Answer<'a, Incident> {
        self.note(format!("acknowledge {id} {note}"));
        answer(needs(who, Role::Tech, "acknowledge an incident").map(|()| sample::incident()))
    }

    fn holds<'a>(&'a self, _: &'a Actor) -> Answer<'a, Vec<Hold>> {
        answer(Ok(vec![sample::hold()]))
    }

    fn hold<'a>(&'a self, who: &'a Actor, new: NewHold) -> Answer<'a, Hold> {
        self.note(format!(
            "hold {} {:?} {:?}",
            new.kind, new.integration, new.minutes
        ));
        answer(needs(who, Role::Tech, "plan maintenance").map(|()| sample::hold()))
    }

    fn end_hold<'a>(&'a self, who: &'a Actor, id: &'a WindowId) -> Answer<'a, ()> {
        self.note(format!("end_hold {id}"));
        answer(needs(who, Role::Tech, "plan maintenance"))
    }
}

impl Notifications for Fake {
    fn channels<'a>(&'a self, _: &'a Actor) -> Answer<'a, Vec<Channel>> {
        answer(Ok(vec![sample::channel()]))
    }

    fn channel<'a>(&'a self, _: &'a Actor, _: &'a ChannelId) -> Answer<'a, Channel> {
        answer(Ok(sample::channel()))
    }

    fn create<'a>(&'a self, who: &'a Actor, new: NewChannel) -> Answer<'a, IssuedChannel> {
        self.note(format!("channel {} {} {}", new.kind, new.name, new.url));
        answer(
            needs(who, Role::Admin, "manage channels").map(|()| IssuedChannel {
                channel: sample::channel(),
                secret: Some("whsec_x".into()),
            }),
        )
    }

    fn change<'a>(&'a self, who: &'a Actor, id: &'a ChannelId, change: ChannelChange) -> Answer<'a, Channel> {
        self.note(format!("channel {id} {:?} {:?}", change.name, change.enabled));
        answer(needs(who, Role::Admin, "manage channels").map(|()| sample::channel()))
    }

    fn delete<'a>(&'a self, who: &'a Actor, id: &'a ChannelId) -> Answer<'a, ()> {
        self.note(format!("delete {id}"));
        answer(needs(who, Role::Admin, "manage channels"))
    }

    fn test<'a>(&'a self, who: &'a Actor, id: &'a ChannelId) -> Answer<'a, NoticeDelivery> {
        self.note(format!("test {id}"));
        answer(needs(who, Role::Admin, "manage channels").map(|()| sample::delivery()))
    }

    fn deliveries<'a>(
        &'a self,
        _: &'a Actor,
        channel: Option<&'a ChannelId>,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'a, DeliveryPage> {
        self.note(format!("deliveries {channel:?} {cursor:?} {limit}"));
        answer(Ok(DeliveryPage {
            items: vec![sample::delivery()],
            next_cursor: None,
        }))
    }
}
