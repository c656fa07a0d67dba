//! Keeps the stream open: opens it, opens it again with growing waits, and closes it while nobody looks. Browser only.
//!
//! A browser allows six connections to one server where HTTP/1.1 is spoken, so tabs that nobody sees give theirs back.

use super::{Connection, Live, Topic, order::Order};
use crate::{
    browser::{
        self,
        stream::{Sight, Stream, Told, chance, on_sight},
    },
    ui::calendar::iso_of,
};
use contract::live::Counters;
use leptos::prelude::*;
use serde::Deserialize;
use std::{sync::Arc, time::Duration};

const ADDRESS: &str = "/api/v1/live";

/// How long a tab keeps its stream after it was hidden.
const HIDDEN: Duration = Duration::from_secs(30);
/// The first wait before the stream is opened again, and the longest.
const FIRST_WAIT_MS: u64 = 500;
const LAST_WAIT_MS: u64 = 30_000;
/// After how many attempts that failed the page says that it is stale.
const PATIENCE: u32 = 3;

/// Of a frame, what every page needs.
#[derive(Deserialize)]
struct Envelope {
    seq: u64,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    counters: Option<Counters>,
}

/// The stream of this tab.
#[derive(Clone, Copy)]
struct Runner {
    live: Live,
    order: StoredValue<Order>,
    open: StoredValue<Option<Stream>, LocalStorage>,
    timer: StoredValue<Option<TimeoutHandle>>,
    failed: StoredValue<u32>,
    lost_ms: StoredValue<Option<i64>>,
}

/// Opens the stream and keeps it.
pub fn run(live: Live, seen: Option<u64>) {
    let runner = Runner {
        live,
        order: StoredValue::new(Order::of(seen)),
        open: StoredValue::new_local(None),
        timer: StoredValue::new(None),
        failed: StoredValue::new(0),
        lost_ms: StoredValue::new(None),
    };
    Effect::new(move |_| {
        runner.connect();
        let listeners = on_sight(move |sight| runner.look(sight));
        on_cleanup(move || {
            runner.close();
            for listener in listeners {
                listener.remove();
            }
        });
    });
}

impl Runner {
    fn connect(self) {
        self.wait(None);
        let stream = Stream::open(ADDRESS, move |told| match told {
            Told::Text(text) => self.take(&text),
            Told::Lost => self.lose(),
        });
        _ = self.open.try_set_value(stream);
    }

    fn close(self) {
        self.wait(None);
        _ = self.open.try_set_value(None);
    }

    /// Sets the one timer of the stream, and ends the one before.
    fn wait(self, timer: Option<TimeoutHandle>) {
        let before = self.timer.try_update_value(|kept| std::mem::replace(kept, timer));
        if let Some(Some(before)) = before {
            before.clear();
        }
    }

    fn later(self, wait: Duration, act: impl FnOnce() + 'static) {
        if let Ok(timer) = set_timeout_with_handle(act, wait) {
            self.wait(Some(timer));
        }
    }

    fn look(self, sight: Sight) {
        match sight {
            Sight::Left => self.close(),
            Sight::Hidden => self.later(HIDDEN, move || self.close()),
            Sight::Seen => {
                let closed = self.open.try_with_value(Option::is_none).unwrap_or(false);
                if closed || self.failed.get_value() > 0 {
                    self.connect();
                } else {
                    self.wait(None);
                }
            }
        }
    }

    fn lose(self) {
        let failed = self.failed.try_update_value(|failed| {
            *failed = failed.saturating_add(1);
            *failed
        });
        let Some(failed) = failed else { return };
        let since = self
            .lost_ms
            .try_update_value(|lost| *lost.get_or_insert_with(browser::now_ms));
        self.live.connection.set(match since {
            Some(since) if failed > PATIENCE => Connection::Stale(iso_of(since)),
            _ => Connection::Reconnecting,
        });
        self.later(wait(failed, chance()), move || self.connect());
    }

    fn take(self, text: &str) {
        // A frame that this page cannot read comes from a newer server; the number tells the next one of the gap.
        let Ok(frame) = serde_json::from_str::<Envelope>(text) else {
            return;
        };
        let first = frame.kind == "hello";
        let missed = self.order.try_update_value(|order| {
            if first {
                order.greet(frame.seq)
            } else {
                order.follow(frame.seq)
            }
        });
        if first {
            self.failed.set_value(0);
            self.lost_ms.set_value(None);
            self.live.connection.set(Connection::Live);
        }
        let topic = match frame.kind.as_str() {
            "integration" | "integration_gone" => Some(Topic::Integration),
            "health" => Some(Topic::Health),
            "event" => Some(Topic::Event),
            "job" => Some(Topic::Job),
            "csp_setup" => Some(Topic::CspSetup),
            _ => None,
        };
        if let Some(topic) = topic {
            let text: Arc<str> = text.into();
            for taker in self.live.takers.get_value() {
                if taker.topic == topic {
                    taker.take.run(text.clone());
                }
            }
        }
        if frame.counters.is_some() {
            self.live.counters.set(frame.counters);
        }
        if missed == Some(true) || frame.kind == "resync" {
            self.live.resyncs.update(|count| *count += 1);
        }
    }
}

/// How long to wait after this many failures: twice as long each time, and never the same for two tabs.
fn wait(failed: u32, chance: f64) -> Duration {
    let whole = FIRST_WAIT_MS
        .saturating_mul(1 << failed.saturating_sub(1).min(16))
        .min(LAST_WAIT_MS);
    Duration::from_millis(whole).mul_f64(0.5 + chance / 2.0)
}
