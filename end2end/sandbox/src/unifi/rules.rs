//! Which host hears what: the console's official and private APIs, the classic controller, the Site Manager.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use hyper::Method;

use super::behaviour::Behaviour;
use super::cloud::{self, Next};
use super::credentials::{self, Right};
use super::sessions::{Kind, Sessions};
use super::world::World;
use super::{legacy, official, says, seed};
use crate::exchange::{Answer, Received};
use crate::rolling::{Rolling, lock};
use crate::serve::{Knobs, Rules};

/// The double's rules and data. The console and the classic controller are two worlds that look alike.
#[derive(Debug)]
pub(crate) struct UniFi {
    pub console: Mutex<World>,
    pub classic: Mutex<World>,
    pub console_sessions: Sessions,
    pub classic_sessions: Sessions,
    knobs: Knobs<Behaviour>,
    refused_keys: AtomicU32,
    connector: Rolling,
}

impl UniFi {
    pub fn new(behaviour: Behaviour) -> Self {
        Self {
            console: Mutex::new(seed::world()),
            classic: Mutex::new(seed::world()),
            console_sessions: Sessions::default(),
            classic_sessions: Sessions::default(),
            knobs: Knobs::new(behaviour),
            refused_keys: AtomicU32::new(0),
            connector: cloud::usage(),
        }
    }

    fn on_console(&self, behaviour: &Behaviour, request: &Received) -> Answer {
        let segments = request.segments();
        let path: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (&request.method, path.as_slice()) {
            (&Method::GET, []) => says::page(200),
            (&Method::POST, ["api", "auth", "login"]) => {
                self.console_sessions.login(Kind::Console, behaviour, request)
            }
            (_, ["proxy", "network", "integration", "v1", rest @ ..]) if behaviour.has(9, 0) => {
                let sent = request.header("x-api-key");
                match credentials::of_key(sent.unwrap_or_default()) {
                    Some(right) => self.official(behaviour, request, right, rest),
                    None => self.refuse_key(behaviour, request, sent.is_some()),
                }
            }
            (_, ["proxy", "network", rest @ ..]) if matches!(rest.first(), Some(&("api" | "v2"))) => {
                self.on_private(behaviour, request, rest)
            }
            _ => says::page(404),
        }
    }

    fn official(&self, behaviour: &Behaviour, request: &Received, right: Right, path: &[&str]) -> Answer {
        let path = path.to_vec();
        let call = official::Call {
            behaviour,
            request,
            right,
            path,
        };
        official::answer(&call, &mut lock(&self.console))
    }

    fn refuse_key(&self, behaviour: &Behaviour, request: &Received, was_sent: bool) -> Answer {
        let refused = self.refused_keys.fetch_add(u32::from(was_sent), Ordering::SeqCst);
        if behaviour.bad_key_limit > 0 && refused >= behaviour.bad_key_limit {
            return says::key_limit(behaviour, request);
        }
        says::refused_key(behaviour, request, was_sent)
    }

    fn on_private(&self, behaviour: &Behaviour, request: &Received, path: &[&str]) -> Answer {
        let key = request.header("x-api-key").unwrap_or_default();
        let by_key = credentials::of_key(key).filter(|_| behaviour.key_on_private_paths);
        let right = by_key.or_else(|| self.console_sessions.who(Kind::Console, request));
        let Some(right) = right else {
            return says::error(401, "LoginRequired");
        };
        let call = legacy::Call {
            behaviour,
            request,
            right,
            version: &behaviour.network_version,
            zone_based: behaviour.zone_based,
            path: path.to_vec(),
        };
        let answer = legacy::answer(&call, &mut lock(&self.console));
        if request.is_write() && by_key.is_none() && behaviour.renews_csrf {
            return self.console_sessions.renew(Kind::Console, request, answer);
        }
        answer
    }

    fn on_classic(&self, behaviour: &Behaviour, request: &Received) -> Answer {
        let segments = request.segments();
        let path: Vec<&str> = segments.iter().map(String::as_str).collect();
        match (&request.method, path.as_slice()) {
            (&Method::GET, []) => Answer::empty(302).with("location", "/manage"),
            (&Method::POST, ["api", "login"]) => {
                self.classic_sessions.login(Kind::Classic, behaviour, request)
            }
            (_, ["api" | "v2", ..]) => {
                let Some(right) = self.classic_sessions.who(Kind::Classic, request) else {
                    return says::error(401, "LoginRequired");
                };
                let call = legacy::Call {
                    behaviour,
                    request,
                    right,
                    version: &behaviour.classic_version,
                    zone_based: false,
                    path: path.clone(),
                };
                legacy::answer(&call, &mut lock(&self.classic))
            }
            _ => says::page(404),
        }
    }

    fn on_cloud(&self, behaviour: &Behaviour, request: &Received) -> Answer {
        match cloud::look(behaviour, request, &self.connector) {
            Next::Answer(answer) => answer,
            Next::Relay(path) => {
                let path: Vec<&str> = path.iter().map(String::as_str).collect();
                match path.as_slice() {
                    ["integration", "v1", rest @ ..] if behaviour.has(9, 0) => {
                        self.official(behaviour, request, Right::Change, rest)
                    }
                    [] | ["integration", ..] => says::page(404),
                    rest => {
                        let call = legacy::Call {
                            behaviour,
                            request,
                            right: Right::Change,
                            version: &behaviour.network_version,
                            zone_based: behaviour.zone_based,
                            path: rest.to_vec(),
                        };
                        legacy::answer(&call, &mut lock(&self.console))
                    }
                }
            }
        }
    }
}

impl Rules for UniFi {
    type Behaviour = Behaviour;

    fn knobs(&self) -> &Knobs<Behaviour> {
        &self.knobs
    }

    fn reset(&self) {
        *lock(&self.console) = seed::world();
        *lock(&self.classic) = seed::world();
        self.console_sessions.reset();
        self.classic_sessions.reset();
        self.refused_keys.store(0, Ordering::SeqCst);
        self.connector.clear();
    }

    async fn answer(&self, request: &Received) -> Answer {
        let behaviour = self.knobs.get();
        match request.host {
            "cloud" => self.on_cloud(&behaviour, request),
            "classic" => self.on_classic(&behaviour, request),
            _ => self.on_console(&behaviour, request),
        }
    }
}
