//! Faults and states of Ops AI itself, which say nothing of any vendor and stand above every page.

use super::Machine;
use crate::store::Moment;
use contract::{integration::Banner, problem::Problem};

/// How late checks may be before people are told.
const LATE_MS: i64 = 60_000;

impl Machine {
    /// Faults and states of Ops AI itself.
    pub(super) async fn own_banners(&self) -> Result<Vec<Banner>, Problem> {
        let mut banners = Vec::new();
        if self.act.wire.way_was_closed() {
            banners.push(Banner {
                code: "egress_down".into(),
                text: "No vendor's host can be reached: Ops AI has no way out of its own network. Badges stay as they were."
                    .to_owned(),
            });
        }
        let late = self.store.probes_late_by(Moment::Given(self.now())).await?;
        if let Some(late) = late.filter(|late| *late > LATE_MS) {
            let text = format!(
                "Checks are late by {} s: badges may be older than they should be.",
                late / 1_000
            );
            banners.push(Banner {
                code: "scheduler_late".into(),
                text,
            });
        }
        let map = &self.act.wire.config().egress_map;
        if !map.is_empty() {
            let hosts = map.pairs().count();
            let text = format!(
                "OPSAI_EGRESS_MAP is set: calls to {hosts} vendor host{} are sent elsewhere. This is not production.",
                if hosts == 1 { "" } else { "s" }
            );
            banners.push(Banner {
                code: "egress_map".into(),
                text,
            });
        }
        let vault = self.act.vault.status();
        let error = vault.last_error.unwrap_or_default();
        match vault.state {
            crate::vault::RingState::Warm => {}
            crate::vault::RingState::Stale => {
                let until = vault
                    .cached_until
                    .map(|at| crate::clock::rfc3339(at.as_millisecond()))
                    .unwrap_or_default();
                let text = format!(
                    "The key source is out of reach; the copy in memory serves until {until}. {error}"
                );
                banners.push(Banner {
                    code: "key_stale".into(),
                    text,
                });
            }
            crate::vault::RingState::Cold => {
                let text =
                    format!("The key source is out of reach: vendor calls are refused, pages work. {error}");
                banners.push(Banner {
                    code: "key_unavailable".into(),
                    text,
                });
            }
        }
        Ok(banners)
    }
}
