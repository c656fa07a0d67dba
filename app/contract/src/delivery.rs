//! A delivery at the door: what came over the wire, before anybody believes it.
//!
//! It holds proofs and secrets as they were sent, so it has no `Debug` and no serde: it reaches neither a log nor an answer.

use crate::{Text, ids::EventId};

/// What came over the wire.
#[derive(Clone)]
pub struct Delivery {
    /// The webhook's token, from the address.
    pub token: String,
    /// The secret behind it in the address, for vendors that can set no header.
    pub path_secret: Option<String>,
    /// What stands after the `?`, as it was sent.
    pub query: String,
    /// The method, in capitals.
    pub method: Text,
    /// Headers in the order they came, names in lower case.
    pub headers: Vec<(String, Vec<u8>)>,
    /// The body, byte for byte.
    pub body: Body,
    /// The address that sent it, or the one that a trusted proxy tells.
    pub address: String,
    /// The addresses that proxies tell, as they were sent; empty when none did.
    pub forwarded_for: String,
}

/// A body, or why there is none.
#[derive(Clone)]
pub enum Body {
    /// All of it.
    Whole(Vec<u8>),
    /// It is larger than is taken; it was not read to its end.
    TooLarge,
    /// The sender went away before its end.
    Cut,
}

impl Delivery {
    /// The first header of this name that is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .and_then(|(_, value)| std::str::from_utf8(value).ok())
    }

    /// The body's bytes; none when it is not whole.
    pub fn bytes(&self) -> &[u8] {
        match &self.body {
            Body::Whole(bytes) => bytes,
            Body::TooLarge | Body::Cut => &[],
        }
    }
}

/// What is answered to a delivery that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Receipt {
    /// The event is on disk; a duplicate is answered with the event of the first delivery.
    Event(EventId),
    /// The vendor asked who is here, and wants exactly this text back.
    Echo(String),
}
