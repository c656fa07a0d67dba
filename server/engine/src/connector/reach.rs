//! The first checks of a connection test: does the name resolve, is the address allowed, does anybody answer, is the
//! certificate good. A connection is made and closed again; nothing is sent over it.

use super::{
    checks::Checks,
    contract_trait::Desk,
    egress::Reach,
    errors::{CallError, CallErrorKind, NetworkFault},
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
            let done =
                tokio::time::timeout(PATIENCE.min(self.wire.config().timeout), handshake(&host, stream));
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

async fn addresses(
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

async fn dial(addresses: &[SocketAddr]) -> std::io::Result<TcpStream> {
    TcpStream::connect(addresses).await
}

async fn handshake(
    host: &str,
    stream: TcpStream,
) -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned())?;
    let stream = tokio_rustls::TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await?;
    let version = stream
        .get_ref()
        .1
        .protocol_version()
        .and_then(|version| version.as_str())
        .unwrap_or("TLS");
    Ok(format!(
        "the certificate of {host} is good ({})",
        version.replace('_', ".").replacen("TLSv", "TLS ", 1)
    ))
}
