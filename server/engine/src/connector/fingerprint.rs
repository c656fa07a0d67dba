//! Looks at the certificate that a private console shows, so that a person can compare it and pin it. Nothing is sent.

use super::{
    contract_trait::Desk,
    egress::Reach,
    errors::{CallError, CallErrorKind, NetworkFault},
    pin::{self, CertificatePin},
    reach::{addresses, dial, server_name},
};
use std::sync::Arc;
use url::Url;

impl Desk {
    /// The fingerprint of the certificate at an address that may be private by the manifest; refused for any other, whose
    /// certificates the authorities vouch for.
    pub async fn fingerprint(&self, url: &Url) -> Result<CertificatePin, CallError> {
        let error = |kind| CallError::new(self.vendor.clone(), "test", kind);
        let to = self.wire.destination(url).map_err(error)?;
        let (Some(host), Some(port)) = (to.url.host_str(), to.url.port_or_known_default()) else {
            let why = "the address has no host".into();
            return Err(error(CallErrorKind::Egress { why }));
        };
        if to.reach != Reach::Private {
            let why = "only the certificate of a private console can be pinned".into();
            return Err(error(CallErrorKind::Egress { why }));
        }
        let looked = tokio::time::timeout(self.wire.config().timeout, async {
            let stream = dial(&addresses(host, port, to.reach).await?).await?;
            let (config, judge) = pin::looking()?;
            let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
            // The handshake ends well only when the other side proves that the certificate is its own.
            connector.connect(server_name(host)?, stream).await?;
            Ok::<_, Box<dyn std::error::Error + Send + Sync>>(judge.seen())
        });
        let seen = looked.await.map_err(|_| error(CallErrorKind::Timeout))?;
        let seen = seen.map_err(|why| CallError {
            source: Some(why),
            ..error(CallErrorKind::Network(NetworkFault::Tls))
        })?;
        seen.ok_or_else(|| error(CallErrorKind::Network(NetworkFault::Tls)))
    }
}
