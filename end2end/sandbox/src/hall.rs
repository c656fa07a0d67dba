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
use crate::{autotask, datto_edr, datto_rmm, it_glue, pax8, unifi};

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
        let six = |from: u16| {
            let mut six = [0; 6];
            for (place, at) in six.iter_mut().zip(from..) {
                *place = port(at)?;
            }
            Some(six)
        };
        let four = |from: u16| Some([port(from)?, port(from + 1)?, port(from + 2)?, port(from + 3)?]);
        let (
            Some(for_autotask),
            Some(for_it_glue),
            Some(for_datto_edr),
            Some(for_datto_rmm),
            Some(for_pax8),
            Some(for_unifi),
        ) = (ports(1), ports(4), port(7), six(8), port(14), four(15))
        else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "not enough ports follow this one",
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
        let datto_edr = datto_edr::Options {
            port: for_datto_edr,
            ..Default::default()
        };
        let datto_edr = Arc::new(datto_edr::Double::start(datto_edr).await?);
        let datto_rmm = datto_rmm::Options {
            ports: for_datto_rmm,
            ..Default::default()
        };
        let datto_rmm = Arc::new(datto_rmm::Double::start(datto_rmm).await?);
        let pax8 = pax8::Options {
            port: for_pax8,
            ..Default::default()
        };
        let pax8 = Arc::new(pax8::Double::start(pax8).await?);
        let unifi = unifi::Options {
            ports: for_unifi,
            ..Default::default()
        };
        let unifi = Arc::new(unifi::Double::start(unifi).await?);
        let front = Front {
            autotask: Arc::clone(&autotask),
            it_glue: Arc::clone(&it_glue),
            datto_edr: Arc::clone(&datto_edr),
            datto_rmm: Arc::clone(&datto_rmm),
            pax8: Arc::clone(&pax8),
            unifi: Arc::clone(&unifi),
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
        )
    }

    /// The same as the TOML file that `OPSAI_EGRESS_MAP` names.
    pub fn egress_toml(&self) -> String {
        toml(&self.egress_map())
    }
}

fn map(
    autotask: &autotask::Running,
    it_glue: &it_glue::Running,
    datto_edr: &datto_edr::Running,
    datto_rmm: &datto_rmm::Running,
    pax8: &pax8::Running,
    unifi: &unifi::Running,
) -> Vec<(String, String)> {
    autotask
        .egress_map()
        .into_iter()
        .chain(it_glue.egress_map())
        .chain(datto_edr.egress_map())
        .chain(datto_rmm.egress_map())
        .chain(pax8.egress_map())
        .chain(unifi.egress_map())
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
    let _ = writeln!(text, "Datto EDR (instance {})", datto_edr::ORIGIN);
    for (what, token) in datto_edr::TOKENS {
        let _ = writeln!(text, "  {what}\n    API token         {token}");
    }
    text.push_str("Datto RMM\n");
    for (what, account) in [
        ("works", datto_rmm::GOOD),
        ("may only read", datto_rmm::READ_ONLY),
        ("sees no alerts", datto_rmm::NO_ALERTS),
        (
            "works, on another platform (with the URL above, Test proposes its own)",
            datto_rmm::OTHER_PLATFORM,
        ),
        ("wrong secret", datto_rmm::WRONG_SECRET),
        ("unknown key", datto_rmm::UNKNOWN_KEY),
    ] {
        let _ = writeln!(
            text,
            "  {what}\n    API URL           {}\n    API key           {}\n    API secret key    {}",
            account.url, account.api_key, account.api_secret
        );
    }
    text.push_str("Pax8\n");
    for (what, key) in [
        ("works", pax8::GOOD),
        ("may only read", pax8::READ_ONLY),
        (
            "sees neither orders nor subscriptions",
            pax8::WITHOUT_SUBSCRIPTIONS,
        ),
        ("wrong secret", pax8::WRONG_SECRET),
        ("deleted", pax8::UNKNOWN_KEY),
    ] {
        let _ = writeln!(
            text,
            "  {what}\n    client ID         {}\n    client secret     {}",
            key.client_id, key.client_secret
        );
    }
    of_unifi(&mut text);
    text
}

fn of_unifi(text: &mut String) {
    let _ = writeln!(text, "UniFi, console {}", unifi::CONSOLE_ORIGIN);
    for (what, key) in [
        ("works", unifi::LOCAL_KEY),
        ("may only look", unifi::READ_ONLY_KEY),
        ("deleted", unifi::REVOKED_KEY),
    ] {
        let _ = writeln!(text, "  {what}\n    API key           {key}");
    }
    text.push_str("UniFi, Site Manager cloud connector\n");
    for (what, key) in [
        ("works, with one console", unifi::CLOUD_KEY_OF_ONE),
        ("of three consoles: choose one", unifi::CLOUD_KEY),
    ] {
        let _ = writeln!(
            text,
            "  {what}\n    API key           {key}\n    console ID        {}",
            unifi::HOST_ID
        );
    }
    let _ = writeln!(
        text,
        "UniFi, old controller {} (or the console above)",
        unifi::CLASSIC_ORIGIN
    );
    for (what, user) in [
        ("works", unifi::ADMIN),
        ("may only look", unifi::VIEWER),
        ("asked for a second factor", unifi::SSO_USER),
        (
            "wrong password (three of these lock the login)",
            unifi::WRONG_PASSWORD,
        ),
    ] {
        let _ = writeln!(
            text,
            "  {what}\n    user name         {}\n    password          {}",
            user.username, user.password
        );
    }
}

#[derive(Debug)]
struct Front {
    autotask: Arc<autotask::Running>,
    it_glue: Arc<it_glue::Running>,
    datto_edr: Arc<datto_edr::Running>,
    datto_rmm: Arc<datto_rmm::Running>,
    pax8: Arc<pax8::Running>,
    unifi: Arc<unifi::Running>,
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
            ))),
            _ => Answer::empty(404),
        }
    }
}
