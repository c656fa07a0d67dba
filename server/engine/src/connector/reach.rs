//! The first checks of a connection test: does the name resolve, is the address allowed, does anybody answer, is the
//! certificate good. A connection is made and closed again; nothing is sent over it.

use super::{
    checks::Checks,
    contract_trait::Desk,
    egress::Reach,
    errors::{CallError, CallErrorKind, NetworkFault},
    pin::{self, CertificatePin},
    resolver::{Forbidden, public_addresses},
};
use rustls::pki_types::ServerName;
use rustls_platform_verifier::BuilderVerifierExt;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::net::TcpStream;
use url::Url;

const PATIENCE: Duration = Duration::from_secs(10);

impl Desk {
    /// Checks host and certificate of an address; false when there is no point in going on.
    pub async fn reach(&self, url: &Url, checks: &mut Checks) -> bool {
        let error = |kind| CallError::new(self.vendor.clone(), "test", kind);
        let to = match self.wire.destination(url) {
            Ok(to) => to,
            Err(kind) => {
                return checks
                    .run("Host", async { Err::<((), String), _>(error(kind)) })
                    .await
                    .is_some();
            }
        };
        let (Some(host), Some(port)) = (
            to.url.host_str().map(str::to_owned),
            to.url.port_or_known_default(),
        ) else {
            let kind = CallErrorKind::Egress {
                why: "the address has no host".into(),
            };
            return checks
                .run("Host", async { Err::<((), String), _>(error(kind)) })
                .await
                .is_some();
        };
        let shown = url.host_str().unwrap_or(&host).to_owned();
        let connect = async {
            let found = addresses(&host, port, to.reach).await.map_err(|why| {
                let kind = match why.downcast_ref::<Forbidden>() {
                    Some(forbidden) => CallErrorKind::Egress {
                        why: forbidden.to_string(),
                    },
                    None => CallErrorKind::Network(NetworkFault::Dns),
                };
                CallError {
                    source: Some(why),
                    ..error(kind)
                }
            })?;
            let stream = tokio::time::timeout(PATIENCE.min(self.wire.config().timeout), dial(&found))
                .await
                .map_err(|_| error(CallErrorKind::Timeout))?
                .map_err(|why| CallError {
                    source: Some(Box::new(why)),
                    ..error(CallErrorKind::Network(NetworkFault::Connect))
                })?;
            let detail = match to.reach {
                Reach::Mapped => format!("{shown} is sent to {host}:{port} by the egress map"),
                Reach::Public | Reach::Private => format!("{shown} answers at {}", found[0].ip()),
            };
            Ok((stream, detail))
        };
        let Some(stream) = checks.run("Host", connect).await else {
            return false;
        };
        if to.url.scheme() != "https" {
            checks.record(
                "TLS",
                true,
                "not used: the egress map leads to a plain address",
                0,
            );
            return true;
        }
        let handshake = async {
            let pin = self.wire.pin_of(url, to.reach);
            let done = tokio::time::timeout(
                PATIENCE.min(self.wire.config().timeout),
                handshake(&host, stream, pin),
            );
            let fault = |source| CallError {
                source: Some(source),
                ..error(CallErrorKind::Network(NetworkFault::Tls))
            };
            done.await
                .map_err(|_| error(CallErrorKind::Timeout))?
                .map_err(fault)
                .map(|detail| ((), detail))
        };
        checks.run("TLS", handshake).await.is_some()
    }
}

pub(super) async fn addresses(
    host: &str,
    port: u16,
    reach: Reach,
) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let found = match reach {
        Reach::Public => public_addresses(host, port).await?,
        Reach::Private | Reach::Mapped => tokio::net::lookup_host((host, port)).await?.collect(),
    };
    if found.is_empty() {
        Err("the name has no address".into())
    } else {
        Ok(found)
    }
}

pub(super) async fn dial(addresses: &[SocketAddr]) -> std::io::Result<TcpStream> {
    TcpStream::connect(addresses).await
}

/// The name to greet a host by; IPv6 addresses come in brackets.
pub(super) fn server_name(host: &str) -> Result<ServerName<'static>, rustls::pki_types::InvalidDnsNameError> {
    ServerName::try_from(host.trim_start_matches('[').trim_end_matches(']').to_owned())
}

async fn handshake(
    host: &str,
    stream: TcpStream,
    pin: Option<CertificatePin>,
) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let config = match pin {
        Some(pin) => pin::trusting(pin)?,
        None => by_authorities()?,
    };
    let stream = tokio_rustls::TlsConnector::from(Arc::new(config))
        .connect(server_name(host)?, stream)
        .await?;
    let version = stream
        .get_ref()
        .1
        .protocol_version()
        .and_then(|version| version.as_str())
        .unwrap_or("TLS");
    let how = if pin.is_some() { "the pinned one" } else { "good" };
    Ok(format!(
        "the certificate of {host} is {how} ({})",
        version.replace('_', ".").replacen("TLSv", "TLS ", 1)
    ))
}

/// TLS as the machine's authorities vouch for it.
fn by_authorities() -> Result<rustls::ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    Ok(rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth())
}
