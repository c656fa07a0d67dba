//! Whether Ops AI has a way out at all: when no host answers, that is no vendor's fault.
//!
//! The wire notes which hosts it reached and which not. When some host was not reached, and none was since, the last hosts are
//! dialled once more; the way is closed when there are two or more of them and not one takes a connection. It knows no
//! vendor, and judges nothing while it knows fewer than two hosts.

use super::{
    egress::{Destination, Reach},
    reach::{addresses, dial},
};
use futures::future::join_all;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// How many hosts are dialled.
const DIALLED: usize = 4;

/// How many hosts are remembered.
const REMEMBERED: usize = 64;

/// How long a dial may take.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long an answer is good for.
const GOOD_FOR: Duration = Duration::from_secs(5);

/// The way out.
#[derive(Default)]
pub(super) struct WayOut {
    seen: Mutex<Seen>,
    /// Held while dialling: however many ask, one looks.
    looking: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Seen {
    hosts: HashMap<(String, u16), (Reach, Instant)>,
    /// The first failure after the last success.
    failing_since: Option<Instant>,
    closed: Option<Instant>,
}

impl WayOut {
    /// A host answered.
    pub(super) fn reached(&self, to: &Destination) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.remember(to);
        seen.failing_since = None;
        seen.closed = None;
    }

    /// No connection to a host came about.
    pub(super) fn unreached(&self, to: &Destination) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.remember(to);
        seen.failing_since.get_or_insert_with(Instant::now);
    }

    /// Whether it was found closed and nothing was reached since.
    pub(super) fn was_closed(&self) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.closed.is_some()
    }

    /// Whether the way is closed; dials where that is not known.
    pub(super) async fn is_closed(&self) -> bool {
        let _one = self.looking.lock().await;
        let hosts = {
            let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            if seen.failing_since.is_none() {
                return false;
            }
            if seen.closed.is_some_and(|at| at.elapsed() < GOOD_FOR) {
                return true;
            }
            seen.last_hosts()
        };
        if hosts.len() < 2 {
            return false;
        }
        let dials = hosts.iter().map(|((host, port), reach)| async move {
            let dialled = async {
                let found = addresses(host, *port, *reach).await?;
                dial(&found).await?;
                Ok::<_, Box<dyn std::error::Error + Send + Sync>>(())
            };
            matches!(tokio::time::timeout(PATIENCE, dialled).await, Ok(Ok(())))
        });
        let open = join_all(dials).await.contains(&true);
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.closed = (!open).then(Instant::now);
        if open {
            seen.failing_since = None;
        }
        !open
    }
}

impl Seen {
    fn remember(&mut self, to: &Destination) {
        // A host on our own network says nothing of the way out of it.
        if to.reach == Reach::Private {
            return;
        }
        let (Some(host), Some(port)) = (to.url.host_str(), to.url.port_or_known_default()) else {
            return;
        };
        if self.hosts.len() >= REMEMBERED {
            let oldest = self
                .hosts
                .iter()
                .min_by_key(|(_, (_, at))| *at)
                .map(|(host, _)| host.clone());
            oldest.map(|host| self.hosts.remove(&host));
        }
        self.hosts
            .insert((host.to_owned(), port), (to.reach, Instant::now()));
    }

    fn last_hosts(&self) -> Vec<((String, u16), Reach)> {
        let mut hosts: Vec<_> = self.hosts.iter().collect();
        hosts.sort_by_key(|(_, (_, at))| std::cmp::Reverse(*at));
        hosts
            .into_iter()
            .take(DIALLED)
            .map(|(host, (reach, _))| (host.clone(), *reach))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn to(port: u16, reach: Reach) -> Destination {
        Destination {
            url: format!("http://127.0.0.1:{port}").parse().unwrap(),
            reach,
        }
    }

    /// A port that nobody listens at any more.
    fn silent() -> u16 {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    }

    #[tokio::test]
    async fn it_is_closed_when_no_host_of_two_takes_a_connection_and_opens_with_the_first_answer() {
        let way = WayOut::default();
        let (one, other) = (to(silent(), Reach::Mapped), to(silent(), Reach::Mapped));
        way.reached(&one);
        way.unreached(&one);
        assert!(!way.is_closed().await, "one host proves nothing");
        way.unreached(&other);
        assert!(way.is_closed().await && way.was_closed());
        way.reached(&other);
        assert!(!way.is_closed().await && !way.was_closed());
    }

    #[tokio::test]
    async fn one_host_that_takes_a_connection_shows_that_it_is_open() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let way = WayOut::default();
        way.reached(&to(listener.local_addr().unwrap().port(), Reach::Mapped));
        way.unreached(&to(silent(), Reach::Mapped));
        way.unreached(&to(silent(), Reach::Mapped));
        assert!(!way.is_closed().await);
    }

    #[tokio::test]
    async fn hosts_on_our_own_network_do_not_count() {
        let way = WayOut::default();
        way.unreached(&to(silent(), Reach::Private));
        way.unreached(&to(silent(), Reach::Private));
        assert!(!way.is_closed().await);
    }
}
