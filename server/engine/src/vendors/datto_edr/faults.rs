//! How Datto EDR's refusals read: `LoopBack` 3's `{"error": {statusCode, name, message, code}}`.
//!
//! A 401 is a refused token, unless its code says that a known user lacks the right. A 404 is a record that is not there,
//! unless its text says that the instance has no such route. A 500 is an outage, and also the answer to a token that it
//! cannot read; the connection test says so.

use crate::connector::{CallErrorKind, Faults, Reply, StandardFaults};
use serde::Deserialize;

/// What `LoopBack` says of a path that leads nowhere.
const NO_ROUTE: &str = "There is no method to handle";

/// Datto EDR's reading.
pub struct DattoEdrFaults;

#[derive(Deserialize)]
struct Envelope {
    error: Said,
}

#[derive(Default, Deserialize)]
struct Said {
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    message: Option<String>,
}

impl Faults for DattoEdrFaults {
    fn read(&self, reply: &Reply) -> Option<CallErrorKind> {
        let said = || {
            let envelope = serde_json::from_slice::<Envelope>(&reply.body);
            envelope.map_or_else(|_| Said::default(), |envelope| envelope.error)
        };
        match reply.status {
            401 if said().code.as_deref() == Some("ACCESS_DENIED") => Some(CallErrorKind::Permission),
            404 if said().message.is_some_and(|text| text.starts_with(NO_ROUTE)) => {
                Some(CallErrorKind::Contract {
                    at: "this instance has no such route".into(),
                })
            }
            _ => StandardFaults.read(reply),
        }
    }
}
