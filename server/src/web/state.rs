//! What every handler has at hand.

use super::{assets, metrics::Metrics};
use crate::config::Network;
use app::Assets;
use contract::ports::{Answer, Services};
use std::{ops::Deref, path::PathBuf, sync::Arc};
use tokio_util::sync::CancellationToken;
use url::Url;

/// Asks the machine whether it can do its work now.
pub type Ready = Arc<dyn Fn() -> Answer<'static, ()> + Send + Sync>;

/// Numbers of the machine, as Prometheus reads them.
pub type MoreNumbers = Arc<dyn Fn() -> String + Send + Sync>;

/// What the web needs to know beside the ports.
#[derive(Clone)]
pub struct WebConfig {
    /// The address people use.
    pub public_url: Url,
    /// The folder with the browser's part.
    pub site_root: PathBuf,
    /// The proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// True when `/metrics` needs no token.
    pub metrics_open: bool,
    /// Whether the machine can do its work.
    pub ready: Ready,
    /// What the machine counts itself, for `/metrics`.
    pub more_numbers: MoreNumbers,
    /// Cancelled at the end: streams end by it.
    pub stop: CancellationToken,
}

impl WebConfig {
    /// True when people come by https, so that cookies and browsers may insist on it.
    pub fn is_https(&self) -> bool {
        self.public_url.scheme() == "https"
    }
}

/// The state of the router. Each layer of each request has a copy, so that must cost nothing.
#[derive(Clone)]
pub(super) struct Web(Arc<Shared>);

/// What all copies share.
pub(super) struct Shared {
    pub services: Services,
    pub config: Arc<WebConfig>,
    pub metrics: Arc<Metrics>,
    pub assets: Assets,
}

impl Web {
    pub fn new(services: Services, config: WebConfig) -> Self {
        Self(Arc::new(Shared {
            services,
            assets: assets::manifest(&config.site_root),
            config: Arc::new(config),
            metrics: Arc::default(),
        }))
    }
}

impl Deref for Web {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}
