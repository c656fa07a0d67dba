//! The wire: the only HTTP client. One attempt of one request, in one order:
//! egress rule → send → read capped body. Limiter, credentials and classification come from the session around it.
//!
//! It never follows a redirect, never throws a body away, and knows no vendor.

pub use super::message::{Method, Payload, Reply, Request};
use super::{
    authorities::Authorities,
    egress::{self, EgressMap, Reach},
    errors::{CallErrorKind, NetworkFault},
    message::retry_after,
    pin::{CertificatePin, PinnedHost, tls_error},
    reply_headers::ReplyHeaders,
    resolver::{Forbidden, public_addresses},
    way_out::WayOut,
    wire_pinned::PinnedClients,
};

use contract::manifest::{HostRule, Values};
use futures::StreamExt;
use std::{error::Error, sync::Arc, time::Duration};
use url::Url;

/// The largest answer that is read, in bytes; no page of any vendor comes near it.
pub const MAX_ANSWER: usize = 8 * 1024 * 1024;

/// How requests are sent.
#[derive(Clone, Debug)]
pub struct WireConfig {
    /// Deadline of one request, from connecting to the last byte.
    pub timeout: Duration,
    /// First wait before a request is tried again; doubles, with jitter.
    pub backoff: Duration,
    /// Vendors' hosts that are sent elsewhere.
    pub egress_map: EgressMap,
}

impl Default for WireConfig {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            backoff: Duration::from_millis(500),
            egress_map: EgressMap::default(),
        }
    }
}

/// Which hosts one account may reach.
#[derive(Clone)]
pub(super) struct Bounds {
    pub(super) rules: Vec<HostRule>,
    pub(super) settings: Values,
    pub(super) pinned: Option<PinnedHost>,
}

/// What broke below a request.
pub(super) struct WireFault {
    pub(super) kind: CallErrorKind,
    pub(super) source: Option<Box<dyn Error + Send + Sync>>,
}

/// Sends requests; cheap to clone.
#[derive(Clone)]
pub struct Wire {
    shared: Arc<Shared>,
    bounds: Arc<Bounds>,
    authorities: Authorities,
}

struct Shared {
    config: WireConfig,
    public: reqwest::Client,
    open: reqwest::Client,
    pinned: PinnedClients,
    way_out: WayOut,
}

impl Wire {
    /// Builds the clients; fails when the machine has no usable TLS.
    pub fn new(config: WireConfig) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let shared = Shared {
            public: base(&config).https_only(true).dns_resolver(PublicOnly).build()?,
            open: base(&config).build()?,
            pinned: PinnedClients::default(),
            way_out: WayOut::default(),
            config,
        };
        let nowhere = Bounds {
            rules: Vec::new(),
            settings: Values::new(),
            pinned: None,
        };
        Ok(Self {
            shared: Arc::new(shared),
            bounds: Arc::new(nowhere),
            authorities: Authorities::default(),
        })
    }

    /// The same wire with other authorities for certificates that come by no connection; for tests.
    #[must_use]
    pub fn believing(self, authorities: Authorities) -> Self {
        Self { authorities, ..self }
    }

    /// Which authorities are believed for certificates that come by no connection.
    pub fn authorities(&self) -> &Authorities {
        &self.authorities
    }

    /// The same wire for one account: it may reach what the manifest says, given the account's settings.
    #[must_use]
    pub fn bound_to(&self, rules: &[HostRule], settings: &Values) -> Self {
        let bounds = Bounds {
            rules: rules.to_vec(),
            settings: settings.clone(),
            pinned: None,
        };
        Self {
            shared: self.shared.clone(),
            bounds: Arc::new(bounds),
            authorities: self.authorities.clone(),
        }
    }

    /// The same wire, which at the host of this address accepts the certificate of this pin and no other.
    #[must_use]
    pub fn pinned_to(&self, url: &Url, pin: CertificatePin) -> Self {
        let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
        let bounds = Bounds {
            pinned: Some(PinnedHost { host, pin }),
            ..self.bounds.as_ref().clone()
        };
        Self {
            shared: self.shared.clone(),
            bounds: Arc::new(bounds),
            authorities: self.authorities.clone(),
        }
    }

    /// The pin by which the host of this address is known; a public host is known by the authorities alone.
    pub(super) fn pin_of(&self, url: &Url, reach: Reach) -> Option<CertificatePin> {
        let pinned = self.bounds.pinned.as_ref().filter(|_| reach != Reach::Public)?;
        url.host_str()?
            .eq_ignore_ascii_case(&pinned.host)
            .then_some(pinned.pin)
    }

    /// Whether there is no way out to any host, so that a failure says nothing of a vendor.
    pub async fn way_is_closed(&self) -> bool {
        self.shared.way_out.is_closed().await
    }

    /// Whether the way out was found closed and nothing was reached since.
    pub fn way_was_closed(&self) -> bool {
        self.shared.way_out.was_closed()
    }

    /// How requests are sent.
    pub fn config(&self) -> &WireConfig {
        &self.shared.config
    }

    /// Where an address really leads under the account's rules.
    pub(super) fn destination(&self, url: &Url) -> Result<egress::Destination, CallErrorKind> {
        let Bounds { rules, settings, .. } = self.bounds.as_ref();
        egress::destination(rules, settings, &self.shared.config.egress_map, url)
            .map_err(|why| CallErrorKind::Egress { why })
    }

    fn pinned_client(&self, pin: CertificatePin) -> Result<reqwest::Client, WireFault> {
        let Shared { pinned, config, .. } = self.shared.as_ref();
        pinned.client(pin, || base(config)).map_err(|why| WireFault {
            kind: CallErrorKind::Network(NetworkFault::Tls),
            source: Some(why),
        })
    }

    /// Sends one request once and reads the answer, whatever its status.
    pub(super) async fn send(&self, request: Request) -> Result<Reply, WireFault> {
        let to = self
            .destination(&request.url)
            .map_err(|kind| WireFault { kind, source: None })?;
        let client = match (self.pin_of(&request.url, to.reach), to.reach) {
            (Some(pin), _) => self.pinned_client(pin)?,
            (None, Reach::Public) => self.shared.public.clone(),
            (None, Reach::Private | Reach::Mapped) => self.shared.open.clone(),
        };
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut builder = client
            .request(method, to.url.clone())
            .header("accept", "application/json");
        for header in &request.headers {
            let mut value =
                reqwest::header::HeaderValue::from_str(header.value.expose()).map_err(|why| WireFault {
                    kind: unsendable(header.name),
                    source: Some(Box::new(why)),
                })?;
            value.set_sensitive(true);
            builder = builder.header(header.name, value);
        }
        builder = match &request.payload {
            None => builder,
            Some(Payload::Json(body)) => builder.json(body),
            Some(Payload::SecretJson(members)) => builder.json(
                &members
                    .iter()
                    .map(|(key, value)| (*key, value.expose()))
                    .collect::<std::collections::BTreeMap<_, _>>(),
            ),
            Some(Payload::Form(pairs)) => builder.form(
                &pairs
                    .iter()
                    .map(|(key, value)| (*key, value.expose()))
                    .collect::<Vec<_>>(),
            ),
        };
        let sent = builder.send().await;
        match &sent {
            Ok(_) => self.shared.way_out.reached(&to),
            Err(error) if error.is_connect() => self.shared.way_out.unreached(&to),
            Err(_) => {}
        }
        read(sent.map_err(fault)?).await
    }
}

/// What all clients have in common.
fn base(config: &WireConfig) -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .no_proxy()
        .timeout(config.timeout)
        .connect_timeout(config.timeout.min(Duration::from_secs(10)))
        .user_agent(concat!("ops-ai/", env!("CARGO_PKG_VERSION")))
}

fn unsendable(header: &str) -> CallErrorKind {
    CallErrorKind::Input {
        field: header.to_owned(),
        why: "the value holds characters that no HTTP header can carry; paste it again".into(),
    }
}

async fn read(response: reqwest::Response) -> Result<Reply, WireFault> {
    let header = |name: &str| {
        response
            .headers()
            .get(name)
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    let mut reply = Reply {
        status: response.status().as_u16(),
        content_type: header("content-type"),
        request_id: [
            "x-request-id",
            "request-id",
            "x-ms-request-id",
            "ms-requestid",
            "x-amzn-requestid",
            "cf-ray",
        ]
        .into_iter()
        .find_map(header),
        retry_after: header("retry-after").and_then(|text| retry_after(&text, jiff::Timestamp::now())),
        location: header("location"),
        headers: ReplyHeaders::of(
            response
                .headers()
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_bytes())),
        ),
        body: Vec::new(),
        truncated: false,
    };
    let mut chunks = response.bytes_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(fault)?;
        let room = MAX_ANSWER - reply.body.len();
        reply.body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() > room {
            reply.truncated = true;
            break;
        }
    }
    Ok(reply)
}

/// Tells timeouts, names, certificates and broken connections apart by the types below, never by their text.
fn fault(error: reqwest::Error) -> WireFault {
    let error = error.without_url();
    let mut below: Option<&(dyn Error + 'static)> = error.source();
    let mut kind = None;
    while let Some(cause) = below {
        if let Some(forbidden) = cause.downcast_ref::<Forbidden>() {
            kind = Some(CallErrorKind::Egress {
                why: forbidden.to_string(),
            });
        } else if tls_error(cause).is_some() {
            kind = Some(CallErrorKind::Network(NetworkFault::Tls));
        } else if cause.downcast_ref::<NameFault>().is_some() {
            kind = Some(CallErrorKind::Network(NetworkFault::Dns));
        }
        below = cause.source();
    }
    let kind = kind.unwrap_or_else(|| {
        if error.is_timeout() {
            CallErrorKind::Timeout
        } else if error.is_connect() {
            CallErrorKind::Network(NetworkFault::Connect)
        } else {
            CallErrorKind::Network(NetworkFault::Cut)
        }
    });
    WireFault {
        kind,
        source: Some(Box::new(error)),
    }
}

/// A name that could not be resolved.
#[derive(Debug)]
struct NameFault(Box<dyn Error + Send + Sync>);

impl std::fmt::Display for NameFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the name could not be resolved: {}", self.0)
    }
}

impl Error for NameFault {}

/// The resolver of the public client.
struct PublicOnly;

impl reqwest::dns::Resolve for PublicOnly {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(async move {
            let found = public_addresses(name.as_str(), 0).await.map_err(|why| {
                if why.downcast_ref::<Forbidden>().is_some() {
                    why
                } else {
                    Box::new(NameFault(why)) as Box<dyn Error + Send + Sync>
                }
            })?;
            Ok(Box::new(found.into_iter()) as reqwest::dns::Addrs)
        })
    }
}
