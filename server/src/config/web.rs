//! The address we listen on, the address people use, and the folder of the pages' files.

use super::{error::ConfigError, network::Network, parse, source::Source};
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
};
use url::Url;

/// The settings of the web server.
#[derive(Clone, Debug)]
pub struct WebSettings {
    /// The address we listen on.
    pub listen: SocketAddr,
    /// The address people use; none means: the one we listen on.
    pub public_url: Option<Url>,
    /// The folder with the browser's part: `pkg/`, `manifest.json`, `favicon.svg`.
    pub site_root: PathBuf,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// True when `/metrics` needs no token.
    pub metrics_open: bool,
}

impl WebSettings {
    pub(super) fn from_source(source: &Source) -> Result<Self, ConfigError> {
        let listen = source.parsed("OPSAI_LISTEN", "0.0.0.0:3000", |text| {
            text.parse::<SocketAddr>()
                .map_err(|_| "must be an IP address and a port".to_owned())
        })?;
        let public_url = source.parsed("OPSAI_PUBLIC_URL", "https://ops.example.com", parse::origin)?;
        let trusted_proxies = source.parsed("OPSAI_TRUSTED_PROXIES", "127.0.0.1,10.0.0.0/8", |text| {
            text.split(',').map(|one| one.trim().parse()).collect()
        })?;
        let metrics_open = source.parsed("OPSAI_METRICS_OPEN", "1", parse::yes_or_no)?;
        Ok(Self {
            listen: listen.unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 3000))),
            public_url,
            site_root: source.text("OPSAI_SITE_ROOT").unwrap_or("site").into(),
            trusted_proxies: trusted_proxies.unwrap_or_default(),
            metrics_open: metrics_open.unwrap_or_default(),
        })
    }
}
