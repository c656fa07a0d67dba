//! What Microsoft posts to us: Graph's change notifications and Partner Center's events, at one address.
//!
//! ```text
//! change.rs        Graph: the client state, several in one body, what each means    subscriptions.rs         made and renewed
//! partner.rs       Partner Center: its signature, what each event means              partner_registration.rs  the one address
//! certificate.rs   whose signature counts                                            registration.rs          both, at one click
//! ```
//!
//! Graph proves itself by the secret that it was given as `clientState`. Partner Center signs with a certificate, which says that
//! Microsoft sent it but not to whom: so its address ends with the secret, and both must be right.

mod certificate;
mod change;
mod partner;
mod partner_registration;
mod registration;
mod samples;
mod subscriptions;

pub use certificate::hosts;

use super::{
    Microsoft365,
    manifest::{TENANT, VENDOR},
};
use crate::{
    connector::{
        Alarm, DeliveryId, Inbound, NotProven, Papers, Registers, Unreadable, digest, json_object, member,
        text,
    },
    vault::Secret,
};
use contract::{
    delivery::Delivery,
    event::{CustomerReference, Normalised, SampleEvent},
    ids::VendorId,
    manifest::{Values, WebhookInfo},
};
use serde_json::Value;
use std::time::Duration;
use url::{Url, form_urlencoded};

/// What Graph's handshake is called in the query.
const TOKEN: &str = "validationToken";

/// The longest token that is answered; Graph's are a sentence.
const LONGEST_TOKEN: usize = 4096;

/// For how long the same words are a copy, where Graph gives no identity: somebody may be changed twice, and then Graph says
/// the same twice and means it.
const COPIES: Duration = Duration::from_mins(5);

/// Scheme, header, and where to paste what.
pub fn info() -> WebhookInfo {
    WebhookInfo {
        scheme: "client-state".into(),
        header: partner::SIGNATURE.into(),
        setup: include_str!("../WEBHOOK.md").into(),
    }
}

impl Inbound for Microsoft365 {
    fn info(&self) -> WebhookInfo {
        info()
    }

    fn takes_path_secret(&self) -> bool {
        true
    }

    fn wants(
        &self,
        delivery: &Delivery,
        secrets: &[Secret],
        papers: &Papers<'_>,
    ) -> Result<Option<Url>, NotProven> {
        if !partner::is_one(delivery) {
            return Ok(None);
        }
        // Who does not know the secret makes us fetch nothing.
        partner::claimed(delivery, secrets)?;
        certificate::next(delivery.header(partner::CERTIFICATE), papers)
    }

    fn verify(&self, delivery: &Delivery, secrets: &[Secret], _now_ms: i64) -> Result<usize, NotProven> {
        if partner::is_one(delivery) {
            return Err(NotProven::mismatch(
                "The certificate that signed it is not at hand.",
            ));
        }
        change::proven(delivery.bytes(), secrets)
    }

    fn verify_with(
        &self,
        delivery: &Delivery,
        secrets: &[Secret],
        papers: &Papers<'_>,
        now_ms: i64,
    ) -> Result<usize, NotProven> {
        if partner::is_one(delivery) {
            partner::proven(delivery, secrets, papers, now_ms)
        } else {
            self.verify(delivery, secrets, now_ms)
        }
    }

    fn parts(&self, delivery: &Delivery) -> Vec<Vec<u8>> {
        if partner::is_one(delivery) {
            return Vec::new();
        }
        change::parts(delivery.bytes())
    }

    fn handshake(&self, delivery: &Delivery) -> Option<String> {
        let mut pairs = form_urlencoded::parse(delivery.query.as_bytes());
        let (_, token) = pairs.find(|(name, _)| name == TOKEN)?;
        (!token.is_empty() && token.len() <= LONGEST_TOKEN).then(|| token.into_owned())
    }

    fn delivery_id(&self, delivery: &Delivery) -> Option<DeliveryId> {
        let body = json_object(delivery.bytes()).ok()?;
        if partner::name(&body).is_some() {
            return partner::identity(&body).map(DeliveryId::of_vendor);
        }
        match change::identity(&body) {
            Some(key) => Some(DeliveryId::of_vendor(key)),
            None => {
                let key = format!("unnamed:{}", digest(body.to_string().as_bytes()));
                Some(DeliveryId::for_a_while(key, COPIES))
            }
        }
    }

    fn parse(&self, body: &[u8]) -> Result<Value, Unreadable> {
        let shape = json_object(body)?;
        if partner::name(&shape).is_some() || change::one(&shape).is_some() {
            return Ok(shape);
        }
        Err(Unreadable::shape(
            "The body has neither one notification in `value` nor a member `EventName`.",
        ))
    }

    fn normalise(&self, shape: &Value) -> Result<Normalised, Unreadable> {
        match change::one(shape) {
            Some(one) => change::normalise(shape, one),
            None => partner::normalise(shape),
        }
    }

    fn alarm(&self, shape: &Value) -> Option<Alarm> {
        change::one(shape).and_then(change::alarm)
    }

    fn is_own(&self, settings: &Values, record: &CustomerReference) -> bool {
        let own = settings.get(TENANT).map_or("", |text| text.trim());
        !own.is_empty() && own.eq_ignore_ascii_case(&record.external_id)
    }

    fn samples(&self) -> Vec<SampleEvent> {
        samples::all(self)
    }

    fn registers(&self) -> Option<&dyn Registers> {
        Some(&registration::Both)
    }
}

/// An event with nothing but its kind and its subject.
fn plain(shape: &Value, kind: impl Into<contract::Text>, subject: String) -> Normalised {
    Normalised {
        source: VendorId::new(VENDOR),
        kind: kind.into(),
        subject,
        body: String::new(),
        severity: None,
        occurred_at: None,
        ticket: None,
        device: None,
        customer: None,
        vendor: shape.clone(),
    }
}

/// A tenant as a customer's record.
fn tenant(id: &str) -> CustomerReference {
    CustomerReference {
        external_id: id.to_ascii_lowercase(),
        name: None,
    }
}

/// A member that is an identifier: nothing else may stand in a subject or an address.
fn identifier(object: &Value, name: &str) -> Option<String> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    text(object, name).filter(|id| id.len() <= 100 && id.bytes().all(plain))
}

/// A member of a member as text.
fn inner(object: &Value, outer: &str, name: &str) -> Option<String> {
    text(member(object, outer)?, name)
}
