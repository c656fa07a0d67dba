//! Integration Status, and telling people.
//!
//! Names: `HealthBoard` is behind `Services::health`, `Notifications` behind `Services::notifications`. A recheck is
//! `Integrations::probe`, as before; what changes meanwhile comes over `Live`: a frame `integration` for each integration,
//! and `health` when incidents, holds or banners changed.

use super::Answer;
use crate::{
    actor::Actor,
    health::{Board, BoardQuery, HealthDetail, Hold, Incident, IncidentPage, NewHold},
    ids::{ChannelId, IncidentId, IntegrationId, WindowId},
    integration::{Integration, Status},
    notification::{Channel, ChannelChange, DeliveryPage, IssuedChannel, NewChannel, NoticeDelivery},
    probe::ProbeRecord,
};

/// Integration Status.
pub trait HealthBoard: Send + Sync {
    /// Counts over all integrations, and a page of those that fit, whole.
    fn status<'a>(&'a self, who: &'a Actor, query: BoardQuery) -> Answer<'a, Status>;
    /// The whole page in one answer.
    fn board<'a>(&'a self, who: &'a Actor, query: BoardQuery) -> Answer<'a, Board>;
    /// One integration in depth.
    fn detail<'a>(&'a self, who: &'a Actor, id: &'a IntegrationId) -> Answer<'a, HealthDetail>;
    /// The probes between two moments (RFC 3339), newest first, at most 1,000: what a cell's drawer shows.
    fn probes<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a IntegrationId,
        from: String,
        to: String,
    ) -> Answer<'a, Vec<ProbeRecord>>;
    /// Says when the credentials end, as a day (`2027-01-31`); none takes it back.
    fn set_expiry<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a IntegrationId,
        day: Option<String>,
    ) -> Answer<'a, Integration>;
    /// Incidents, newest first: the open ones, or all.
    fn incidents<'a>(
        &'a self,
        who: &'a Actor,
        open_only: bool,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'a, IncidentPage>;
    /// One incident with all it affects.
    fn incident<'a>(&'a self, who: &'a Actor, id: &'a IncidentId) -> Answer<'a, Incident>;
    /// Says that a person has seen it.
    fn acknowledge<'a>(&'a self, who: &'a Actor, id: &'a IncidentId, note: String) -> Answer<'a, Incident>;
    /// Holds that are in force or to come.
    fn holds<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Hold>>;
    /// Plans maintenance, or snoozes.
    fn hold<'a>(&'a self, who: &'a Actor, new: NewHold) -> Answer<'a, Hold>;
    /// Ends a hold now.
    fn end_hold<'a>(&'a self, who: &'a Actor, id: &'a WindowId) -> Answer<'a, ()>;
}

/// Telling people.
pub trait Notifications: Send + Sync {
    /// The channels, by name.
    fn channels<'a>(&'a self, who: &'a Actor) -> Answer<'a, Vec<Channel>>;
    /// One channel.
    fn channel<'a>(&'a self, who: &'a Actor, id: &'a ChannelId) -> Answer<'a, Channel>;
    /// Makes one; a secret that was made for it is in this answer only.
    fn create<'a>(&'a self, who: &'a Actor, new: NewChannel) -> Answer<'a, IssuedChannel>;
    /// Changes one.
    fn change<'a>(&'a self, who: &'a Actor, id: &'a ChannelId, change: ChannelChange) -> Answer<'a, Channel>;
    /// Deletes one with its log.
    fn delete<'a>(&'a self, who: &'a Actor, id: &'a ChannelId) -> Answer<'a, ()>;
    /// Sends a test now and says how it went.
    fn test<'a>(&'a self, who: &'a Actor, id: &'a ChannelId) -> Answer<'a, NoticeDelivery>;
    /// What was told, newest first: over one channel, or all.
    fn deliveries<'a>(
        &'a self,
        who: &'a Actor,
        channel: Option<&'a ChannelId>,
        cursor: Option<String>,
        limit: u32,
    ) -> Answer<'a, DeliveryPage>;
}
