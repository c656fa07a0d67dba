//! What all three hosts say in the same way: ids of requests and times.

use serde_json::{Value, json};

use super::accounts::uuid;
use super::world::instant;
use crate::exchange::Received;

/// Which request this is, and when: what errors repeat.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp {
    pub turn: u64,
    pub now: i64,
}

impl Stamp {
    /// Microsoft's id of the request.
    pub fn request_id(self) -> String {
        uuid(0xaaaa_0000, self.turn)
    }

    /// The caller's id of the request; Microsoft's, when the caller gave none.
    pub fn client_request_id(self, request: &Received) -> String {
        let sent = request.header("client-request-id");
        sent.map_or_else(|| self.request_id(), str::to_owned)
    }

    /// Graph's `innerError`.
    pub fn inner_error(self, request: &Received) -> Value {
        json!({
            "date": instant(self.now).trim_end_matches('Z'), "request-id": self.request_id(),
            "client-request-id": self.client_request_id(request),
        })
    }
}
