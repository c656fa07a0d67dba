//! All vendors' doubles on consecutive ports, for a person who tries the product without accounts.
//!
//! Knows the list of doubles and what to print about them; refuses to know the product, which learns of
//! the sandbox from the egress map alone.

mod printed;

use std::fmt::Write as _;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use hyper::Method;
use serde::{Deserialize, Serialize};

pub use printed::credentials;

use crate::exchange::{Answer, Received};
use crate::serve::{Host, Hosts, Knobs, Listener, Rules, Stage};
use crate::{autotask, datto_edr, datto_rmm, it_glue, microsoft365, pax8, unifi};

/// Every double, and a front page that says what there is. Dropping it stops them all.
#[derive(Debug)]
pub struct Hall {
    /// Origin of the front page: `GET /` credentials, `GET /egress-map`, `POST /_sandbox/reset` (all).
    pub origin: String,
    /// Autotask.
    pub autotask: Arc<autotask::Running>,
    /// IT Glue.
    pub it_glue: Arc<it_glue::Running>,
    /// Datto EDR.
    pub datto_edr: Arc<datto_edr::Running>,
    /// Datto RMM.
    pub datto_rmm: Arc<datto_rmm::Running>,
    /// Pax8.
    pub pax8: Arc<pax8::Running>,
    /// UniFi.
    pub unifi: Arc<unifi::Running>,
    /// Microsoft 365.
    pub microsoft365: Arc<microsoft365::Running>,
    _front: Hosts,
}

impl Hall {
    /// Opens the front page at `listen` and the doubles on the ports that follow; port 0 lets the system
    /// choose all of them. Only loopback is served: the doubles show whatever they were sent.
    pub async fn open(listen: SocketAddr) -> io::Result<Self> {
        if listen.ip() != Ipv4Addr::LOCALHOST {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the sandbox listens on 127.0.0.1 only",
            ));
        }
        let ports = Ports(listen.port());
        let autotask = autotask::Options {
            ports: ports.after(1)?,
            size: autotask::Size::SEVERAL_HUNDRED,
            ..Default::default()
        };
        let autotask = Arc::new(autotask::Double::start(autotask).await?);
        let it_glue = it_glue::Options {
            ports: ports.after(4)?,
            ..Default::default()
        };
        let it_glue = Arc::new(it_glue::Double::start(it_glue).await?);
        let [port] = ports.after(7)?;
        let datto_edr = datto_edr::Options {
            port,
            ..Default::default()
        };
        let datto_edr = Arc::new(datto_edr::Double::start(datto_edr).await?);
        let datto_rmm = datto_rmm::Options {
            ports: ports.after(8)?,
            ..Default::default()
        };
        let datto_rmm = Arc::new(datto_rmm::Double::start(datto_rmm).await?);
        let [port] = ports.after(14)?;
        let pax8 = pax8::Options {
            port,
            ..Default::default()
        };
        let pax8 = Arc::new(pax8::Double::start(pax8).await?);
        let unifi = unifi::Options {
            ports: ports.after(15)?,
            ..Default::default()
        };
        let unifi = Arc::new(unifi::Double::start(unifi).await?);
        let microsoft365 = microsoft365::Options {
            ports: ports.after(19)?,
            ..Default::default()
        };
        let microsoft365 = Arc::new(microsoft365::Double::start(microsoft365).await?);
        let front = Front {
            autotask: Arc::clone(&autotask),
            it_glue: Arc::clone(&it_glue),
            datto_edr: Arc::clone(&datto_edr),
            datto_rmm: Arc::clone(&datto_rmm),
            pax8: Arc::clone(&pax8),
            unifi: Arc::clone(&unifi),
            microsoft365: Arc::clone(&microsoft365),
            knobs: Knobs::new(NoKnobs {}),
        };
        let host = Arc::new(Host {
            name: "hall",
            rules: Arc::new(front),
            stage: Stage::new(),
        });
        let front = Listener::open(listen, host, None).await?;
        let origin = format!("http://{}", front.address);
        Ok(Self {
            origin,
            autotask,
            it_glue,
            datto_edr,
            datto_rmm,
            pax8,
            unifi,
            microsoft365,
            _front: Hosts(vec![("hall", front)]),
        })
    }

    /// Real origin → sandbox origin, of every double.
    pub fn egress_map(&self) -> Vec<(String, String)> {
        map(
            &self.autotask,
            &self.it_glue,
            &self.datto_edr,
            &self.datto_rmm,
            &self.pax8,
            &self.unifi,
            &self.microsoft365,
        )
    }

    /// The same as the TOML file that `OPSAI_EGRESS_MAP` names.
    pub fn egress_toml(&self) -> String {
        toml(&self.egress_map())
    }
}

/// The port of the front page, and those that follow.
struct Ports(u16);

impl Ports {
    /// As many ports as are needed, from this many behind the first on; zeros, when the system is to choose.
    fn after<const N: usize>(&self, offset: u16) -> io::Result<[u16; N]> {
        let mut ports = [0; N];
        if self.0 == 0 {
            return Ok(ports);
        }
        for (place, further) in ports.iter_mut().zip(offset..) {
            *place = self.0.checked_add(further).ok_or_else(|| {
                io::Error::new(io::ErrorKind::InvalidInput, "not enough ports follow this one")
            })?;
        }
        Ok(ports)
    }
}

fn map(
    autotask: &autotask::Running,
    it_glue: &it_glue::Running,
    datto_edr: &datto_edr::Running,
    datto_rmm: &datto_rmm::Running,
    pax8: &pax8::Running,
    unifi: &unifi::Running,
    microsoft365: &microsoft365::Running,
) -> Vec<(String, String)> {
    autotask
        .egress_map()
        .into_iter()
        .chain(it_glue.egress_map())
        .chain(datto_edr.egress_map())
        .chain(datto_rmm.egress_map())
        .chain(pax8.egress_map())
        .chain(unifi.egress_map())
        .chain(microsoft365.egress_map())
        .collect()
}

fn toml(map: &[(String, String)]) -> String {
    map.iter().fold(String::new(), |mut text, (real, ours)| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\"{real}\" = \"{ours}\"");
        text
    })
}

#[derive(Debug)]
struct Front {
    autotask: Arc<autotask::Running>,
    it_glue: Arc<it_glue::Running>,
    datto_edr: Arc<datto_edr::Running>,
    datto_rmm: Arc<datto_rmm::Running>,
    pax8: Arc<pax8::Running>,
    unifi: Arc<unifi::Running>,
    microsoft365: Arc<microsoft365::Running>,
    knobs: Knobs<NoKnobs>,
}

/// The front page has nothing to turn.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoKnobs {}

impl Rules for Front {
    type Behaviour = NoKnobs;

    fn knobs(&self) -> &Knobs<NoKnobs> {
        &self.knobs
    }

    fn reset(&self) {
        self.autotask.reset();
        self.it_glue.reset();
        self.datto_edr.reset();
        self.datto_rmm.reset();
        self.pax8.reset();
        self.unifi.reset();
        self.microsoft365.reset();
    }

    async fn answer(&self, request: &Received) -> Answer {
        let plain = |text| Answer::text(200, "text/plain; charset=utf-8", text);
        match (&request.method, request.path.as_str()) {
            (&Method::GET, "/") => plain(credentials()),
            (&Method::GET, "/egress-map") => plain(toml(&map(
                &self.autotask,
                &self.it_glue,
                &self.datto_edr,
                &self.datto_rmm,
                &self.pax8,
                &self.unifi,
                &self.microsoft365,
            ))),
            _ => Answer::empty(404),
        }
    }
}
