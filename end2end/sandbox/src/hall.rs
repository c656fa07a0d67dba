//! All vendors' doubles on consecutive ports, for a person who tries the product without accounts.
//!
//! Knows the list of doubles and what to print about them; refuses to know the product, which learns of
//! the sandbox from the egress map alone.

use std::fmt::Write as _;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use hyper::Method;
use serde::{Deserialize, Serialize};

use crate::exchange::{Answer, Received};
use crate::serve::{Host, Hosts, Knobs, Listener, Rules, Stage};
use crate::{autotask, it_glue};

/// Every double, and a front page that says what there is. Dropping it stops them all.
#[derive(Debug)]
pub struct Hall {
    /// Origin of the front page: `GET /` credentials, `GET /egress-map`, `POST /_sandbox/reset` (all).
    pub origin: String,
    /// Autotask.
    pub autotask: Arc<autotask::Running>,
    /// IT Glue.
    pub it_glue: Arc<it_glue::Running>,
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
        let first = listen.port();
        let port = |offset: u16| {
            if first == 0 {
                Some(0)
            } else {
                first.checked_add(offset)
            }
        };
        let ports = |from: u16| Some([port(from)?, port(from + 1)?, port(from + 2)?]);
        let (Some(for_autotask), Some(for_it_glue)) = (ports(1), ports(4)) else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "no six ports follow this one",
            ));
        };
        let autotask = autotask::Options {
            ports: for_autotask,
            ..Default::default()
        };
        let it_glue = it_glue::Options {
            ports: for_it_glue,
            ..Default::default()
        };
        let autotask = Arc::new(autotask::Double::start(autotask).await?);
        let it_glue = Arc::new(it_glue::Double::start(it_glue).await?);
        let front = Front {
            autotask: Arc::clone(&autotask),
            it_glue: Arc::clone(&it_glue),
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
            _front: Hosts(vec![("hall", front)]),
        })
    }

    /// Real origin → sandbox origin, of every double.
    pub fn egress_map(&self) -> Vec<(String, String)> {
        map(&self.autotask, &self.it_glue)
    }

    /// The same as the TOML file that `OPSAI_EGRESS_MAP` names.
    pub fn egress_toml(&self) -> String {
        toml(&self.egress_map())
    }
}

fn map(autotask: &autotask::Running, it_glue: &it_glue::Running) -> Vec<(String, String)> {
    autotask
        .egress_map()
        .into_iter()
        .chain(it_glue.egress_map())
        .collect()
}

fn toml(map: &[(String, String)]) -> String {
    map.iter().fold(String::new(), |mut text, (real, ours)| {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\"{real}\" = \"{ours}\"");
        text
    })
}

/// The sandbox's credentials, good and wrong, as text for a person.
pub fn credentials() -> String {
    let mut text = String::from("Autotask (leave the zone to be discovered)\n");
    for (what, account) in [
        ("works", autotask::GOOD),
        ("works, in another zone", autotask::OTHER_ZONE),
        ("may only read", autotask::READ_ONLY),
        ("sees no tickets", autotask::NO_TICKETS),
        (
            "wrong secret (five of these lock the user)",
            autotask::WRONG_SECRET,
        ),
        ("wrong integration code", autotask::WRONG_CODE),
        ("unknown user", autotask::UNKNOWN_USER),
    ] {
        let _ = writeln!(
            text,
            "  {what}\n    user name         {}\n    secret            {}\n    integration code  {}",
            account.user_name, account.secret, account.integration_code
        );
    }
    text.push_str("IT Glue\n");
    for (what, key) in [
        ("US (leave the URL blank)", it_glue::US_KEY),
        (
            "EU (with a blank URL, Test proposes https://api.eu.itglue.com)",
            it_glue::EU_KEY,
        ),
        ("AU (likewise https://api.au.itglue.com)", it_glue::AU_KEY),
        (
            "US, password values hidden",
            it_glue::US_KEY_WITHOUT_PASSWORD_ACCESS,
        ),
        ("US, no passwords at all", it_glue::US_KEY_WITHOUT_PASSWORDS),
        ("revoked", it_glue::REVOKED_KEY),
    ] {
        let _ = writeln!(text, "  {what}\n    API key           {key}");
    }
    text
}

#[derive(Debug)]
struct Front {
    autotask: Arc<autotask::Running>,
    it_glue: Arc<it_glue::Running>,
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
    }

    async fn answer(&self, request: &Received) -> Answer {
        let plain = |text| Answer::text(200, "text/plain; charset=utf-8", text);
        match (&request.method, request.path.as_str()) {
            (&Method::GET, "/") => plain(credentials()),
            (&Method::GET, "/egress-map") => plain(toml(&map(&self.autotask, &self.it_glue))),
            _ => Answer::empty(404),
        }
    }
}
