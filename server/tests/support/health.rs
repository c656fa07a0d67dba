//! Fake Integration Status, notifications, and a live stream of two frames. There is one account, one incident, one hold and
//! one channel.

use super::{Fake, needs, samples, samples_health as sample};
use contract::{
    actor::{Actor, Role},
    field::FieldError,
    health::{Board, BoardQuery, HealthDetail, Hold, Incident, IncidentPage, NewHold},
    ids::{ChannelId, IncidentId, IntegrationId, WindowId},
    integration::{Integration, Status},
    live::{Counters, LiveChange, LiveFrame},
    notification::{Channel, ChannelChange, DeliveryPage, IssuedChannel, NewChannel, NoticeDelivery},
    ports::{Answer, HealthBoard, Live, Notifications, Watch},
    probe::ProbeRecord,
    problem::Problem,
};
use std::{fmt::Display, future::Future, pin::Pin, sync::Arc};

fn answer<'a, T: Send + 'a>(result: Result<T, Problem>) -> Answer<'a, T> {
    Box::pin(async move { result })
}

fn there<T: PartialEq>(asked: &T, kept: &T, what: &str) -> Result<(), Problem> {
    if asked == kept {
        Ok(())
    } else {
        Err(Problem::not_found(what))
    }
}

/// What the engine says of a field that it cannot take.
fn refused(field: &str) -> Problem {
    Problem::invalid(vec![FieldError::new(field, "invalid", "It is another one.")])
}

fn moment(field: &str, text: &str) -> Result<(), Problem> {
    if text.ends_with('Z') {
        Ok(())
    } else {
        Err(refused(field))
    }
}

fn or_dash(given: Option<&impl Display>) -> String {
    given.map_or_else(|| "-".to_owned(), ToString::to_string)
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
        answer(there(id, &samples::id(), "integration").map(|()| sample::detail()))
    }

    fn probes<'a>(
        &'a self,
        _: &'a Actor,
        id: &'a IntegrationId,
        from: String,
        to: String,
    ) -> Answer<'a, Vec<ProbeRecord>> {
        self.note(format!("probes {id} {from} {to}"));
        answer(
            there(id, &samples::id(), "integration")
                .and_then(|()| moment("from", &from))
                .and_then(|()| moment("to", &to))
                .map(|()| vec![samples::probe(), samples::slow_probe()]),
        )
    }

    fn set_expiry<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a IntegrationId,
        day: Option<String>,
    ) -> Answer<'a, Integration> {
        self.note(format!("set_expiry {id} {day:?}"));
        let no_day = day.is_some_and(|day| !day.starts_with("20"));
        answer(
            needs(who, Role::Tech, "change an integration")
                .and_then(|()| there(id, &samples::id(), "integration"))
                .and_then(|()| if no_day { Err(refused("day")) } else { Ok(()) })
                .map(|()| samples::integration()),
        )
    }

    fn incidents<'a>(
        &'a self,
        _: &'a Actor,
        open_only: bool,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'a, IncidentPage> {
        self.note(format!("incidents {open_only} {cursor:?} {limit}"));
        if cursor.is_some_and(|cursor| !cursor.starts_with(IncidentId::PREFIX)) {
            return answer(Err(refused("cursor")));
        }
        answer(Ok(IncidentPage {
            items: vec![sample::incident()],
            next_cursor: Some("inc_1".into()),
        }))
    }

    fn incident<'a>(&'a self, _: &'a Actor, id: &'a IncidentId) -> Answer<'a, Incident> {
        let incident = sample::incident();
        answer(there(id, &incident.id, "incident").map(|()| incident))
    }

    fn acknowledge<'a>(&'a self, who: &'a Actor, id: &'a IncidentId, note: String) -> Answer<'a, Incident> {
        self.note(format!("acknowledge {id} {note}"));
        let incident = sample::incident();
        answer(
            needs(who, Role::Tech, "acknowledge an incident")
                .and_then(|()| there(id, &incident.id, "incident"))
                .map(|()| incident),
        )
    }

    fn holds<'a>(&'a self, _: &'a Actor) -> Answer<'a, Vec<Hold>> {
        answer(Ok(vec![sample::hold()]))
    }

    fn hold<'a>(&'a self, who: &'a Actor, new: NewHold) -> Answer<'a, Hold> {
        self.note(format!(
            "hold {} {} {} {} {} {}",
            new.kind,
            or_dash(new.integration.as_ref()),
            or_dash(new.vendor.as_ref()),
            or_dash(new.from.as_ref()),
            or_dash(new.minutes.as_ref()),
            new.note
        ));
        let endless = new.kind == "maintenance" && new.minutes.is_none();
        answer(
            needs(who, Role::Tech, "plan maintenance")
                .and_then(|()| if endless { Err(refused("minutes")) } else { Ok(()) })
                .map(|()| sample::hold()),
        )
    }

    fn end_hold<'a>(&'a self, who: &'a Actor, id: &'a WindowId) -> Answer<'a, ()> {
        self.note(format!("end_hold {id}"));
        answer(
            needs(who, Role::Tech, "plan maintenance").and_then(|()| there(id, &sample::hold().id, "hold")),
        )
    }
}

fn manages(who: &Actor, id: &ChannelId) -> Result<(), Problem> {
    needs(who, Role::Admin, "manage channels")?;
    there(id, &sample::channel().id, "channel")
}

impl Notifications for Fake {
    fn channels<'a>(&'a self, _: &'a Actor) -> Answer<'a, Vec<Channel>> {
        answer(Ok(vec![sample::channel()]))
    }

    fn channel<'a>(&'a self, _: &'a Actor, id: &'a ChannelId) -> Answer<'a, Channel> {
        let channel = sample::channel();
        answer(there(id, &channel.id, "channel").map(|()| channel))
    }

    fn create<'a>(&'a self, who: &'a Actor, new: NewChannel) -> Answer<'a, IssuedChannel> {
        self.note(format!(
            "channel {} {} {:?} {} {} {:?}",
            new.kind, new.name, new.to, new.url, new.secret, new.floor
        ));
        answer(
            needs(who, Role::Admin, "manage channels").map(|()| IssuedChannel {
                channel: sample::channel(),
                secret: Some("whsec_x".into()),
            }),
        )
    }

    fn change<'a>(&'a self, who: &'a Actor, id: &'a ChannelId, change: ChannelChange) -> Answer<'a, Channel> {
        self.note(format!(
            "channel {id} {:?} {:?} {:?} {:?} {:?} {:?}",
            change.name, change.to, change.url, change.secret, change.floor, change.enabled
        ));
        answer(manages(who, id).map(|()| sample::channel()))
    }

    fn delete<'a>(&'a self, who: &'a Actor, id: &'a ChannelId) -> Answer<'a, ()> {
        self.note(format!("delete {id}"));
        answer(manages(who, id))
    }

    fn test<'a>(&'a self, who: &'a Actor, id: &'a ChannelId) -> Answer<'a, NoticeDelivery> {
        self.note(format!("test {id}"));
        answer(manages(who, id).map(|()| sample::delivery()))
    }

    fn deliveries<'a>(
        &'a self,
        _: &'a Actor,
        channel: Option<&'a ChannelId>,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'a, DeliveryPage> {
        let over = or_dash(channel);
        self.note(format!("deliveries {over} {cursor:?} {limit}"));
        answer(Ok(DeliveryPage {
            items: vec![sample::delivery()],
            next_cursor: Some("7".into()),
        }))
    }
}
