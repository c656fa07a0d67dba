//! How things stand: the page's data as signals, kept up to date by the live stream.
//!
//! ```text
//!   frame ─▶ the row's badge, reason and times at once ─▶ the whole page read again: soon when a badge changed, else later
//!   read ─▶ rows, counts, incidents in place ─▶ the order: at once, or when nobody points at the list any more
//! ```
//!
//! A row never moves under the pointer or the focus: a new order, and an incident that would stand above the list, wait until
//! both have left the list, or until the person asks for them.

use super::{
    api::{Opened, read_board},
    filter::Filter,
};
use crate::live::{IntegrationPatch, on_resync, use_health_frames, use_integration_patches};
use contract::{
    Time,
    health::{BadgeCounts, Board, BoardRow, Incident, VendorCount},
    integration::Integration,
    probe::Badge,
    problem::Problem,
};
use leptos::{prelude::*, task::spawn_local};
use std::{collections::BTreeMap, time::Duration};

/// How long after a badge changed the page is read again.
const SOON: Duration = Duration::from_millis(400);
/// How long after a check that changed nothing but times and the bar.
const LATER: Duration = Duration::from_secs(10);

/// The page's data.
#[derive(Clone, Copy)]
pub struct Standing {
    filter: RwSignal<Filter>,
    rows: StoredValue<BTreeMap<String, ArcRwSignal<BoardRow>>>,
    badges: StoredValue<BTreeMap<String, Badge>>,
    /// The rows in their order.
    pub order: RwSignal<Vec<String>>,
    /// The order that would be right, while somebody points at the one that was.
    pub waiting: RwSignal<Option<Vec<String>>>,
    touched: RwSignal<bool>,
    /// How many have which badge, whatever the filter.
    pub counts: RwSignal<BadgeCounts>,
    /// The vendors that have integrations.
    pub vendors: RwSignal<Vec<VendorCount>>,
    /// How many fit the filter.
    pub matched: RwSignal<u64>,
    /// Where the next page begins.
    pub next: RwSignal<Option<String>>,
    /// The open incidents.
    pub incidents: RwSignal<Vec<Incident>>,
    /// The incidents that are open by now, while they would push the rows away from under the pointer.
    arisen: RwSignal<Option<Vec<Incident>>>,
    /// When the bars begin.
    pub cells_from: RwSignal<Time>,
    /// When all this was read.
    pub as_of: RwSignal<Time>,
    /// Why it could not be read again.
    pub problem: RwSignal<Option<Problem>>,
    /// True while it is being read for another filter.
    pub reading: RwSignal<bool>,
    asked: StoredValue<u64>,
    timer: StoredValue<Option<(TimeoutHandle, bool)>>,
}

impl Standing {
    /// What was read first, followed for as long as the page stands.
    pub fn follow(opened: &Opened, filter: Filter) -> Self {
        let board = opened.board.clone();
        let standing = Self {
            filter: RwSignal::new(filter),
            rows: StoredValue::new(BTreeMap::new()),
            badges: StoredValue::new(BTreeMap::new()),
            order: RwSignal::new(Vec::new()),
            waiting: RwSignal::new(None),
            touched: RwSignal::new(false),
            counts: RwSignal::new(board.counts),
            vendors: RwSignal::new(Vec::new()),
            matched: RwSignal::new(0),
            next: RwSignal::new(None),
            incidents: RwSignal::new(Vec::new()),
            arisen: RwSignal::new(None),
            cells_from: RwSignal::new(board.cells_from.clone()),
            as_of: RwSignal::new(board.as_of.clone()),
            problem: RwSignal::new(None),
            reading: RwSignal::new(false),
            asked: StoredValue::new(0),
            timer: StoredValue::new(None),
        };
        standing.take(board, true);
        use_integration_patches(move |patch| match patch {
            IntegrationPatch::Now(integration) => standing.patch(&integration),
            IntegrationPatch::Gone(_) => standing.read_within(SOON),
        });
        use_health_frames(move || standing.read_within(SOON));
        on_resync(move || standing.read_within(SOON));
        Effect::new(move |_| {
            if !standing.touched.get() {
                standing.settle();
            }
        });
        on_cleanup(move || standing.rest());
        standing
    }

    /// A row's own signal.
    pub fn row(self, id: &str) -> Option<ArcRwSignal<BoardRow>> {
        self.rows.with_value(|rows| rows.get(id).cloned())
    }

    /// Narrows the page to something else; what stands there stays until the answer comes.
    pub fn narrow(self, filter: Filter) {
        if self.filter.with_untracked(|now| *now != filter) {
            self.filter.set(filter);
            self.read(true);
        }
    }

    /// Says whether the pointer or the focus is in the list.
    pub fn touch(self, touched: bool) {
        if self.touched.get_untracked() != touched {
            self.touched.set(touched);
        }
    }

    /// True when something waits for the pointer to leave.
    pub fn moves(self) -> bool {
        self.waiting.with(Option::is_some) || self.arisen.with(Option::is_some)
    }

    /// Puts everything where it belongs by now.
    pub fn settle(self) {
        if let Some(incidents) = self.arisen.try_update(Option::take).flatten() {
            self.incidents.set(incidents);
        }
        if let Some(order) = self.waiting.try_update(Option::take).flatten() {
            self.order.set(order);
        }
    }

    /// Takes an integration as it is now.
    pub fn patch(self, integration: &Integration) {
        let id = integration.id.to_string();
        let badge = integration.health.badge;
        let before = self
            .badges
            .try_update_value(|badges| badges.insert(id.clone(), badge))
            .flatten();
        if let Some(row) = self.row(&id) {
            row.update(|row| {
                row.name.clone_from(&integration.name);
                row.is_default = integration.is_default;
                row.health = integration.health.clone();
            });
            self.read_within(if before == Some(badge) { LATER } else { SOON });
        } else if before.map_or(badge != Badge::Connected, |before| before != badge) {
            self.read_within(SOON);
        }
    }

    /// Reads the page again within this time.
    pub fn read_within(self, wait: Duration) {
        let soon = wait <= SOON;
        let enough = self
            .timer
            .try_with_value(|timer| timer.as_ref().is_some_and(|(_, is_soon)| *is_soon || !soon));
        if enough != Some(false) {
            return;
        }
        self.rest();
        if let Ok(handle) = set_timeout_with_handle(move || self.read(false), wait) {
            self.timer.set_value(Some((handle, soon)));
        }
    }

    /// Reads the page again at once.
    pub fn read(self, elsewhere: bool) {
        self.rest();
        let Some(filter) = self.filter.try_get_untracked() else {
            return;
        };
        let turn = self.asked.get_value() + 1;
        self.asked.set_value(turn);
        if elsewhere {
            self.reading.set(true);
        }
        spawn_local(async move {
            let [badge, vendor, text, sort, cursor] = filter.words();
            let answer = read_board(badge, vendor, text, sort, cursor).await;
            // A later question makes this answer old, and the page may have gone meanwhile.
            if self.asked.try_get_value() != Some(turn) {
                return;
            }
            self.reading.set(false);
            match answer {
                Ok(board) => {
                    self.problem.set(None);
                    self.take(board, elsewhere);
                }
                Err(error) => self.problem.set(Some(error.into())),
            }
        });
    }

    fn take(self, board: Board, elsewhere: bool) {
        let order: Vec<String> = board.rows.iter().map(|row| row.id.to_string()).collect();
        for row in board.rows {
            let id = row.id.to_string();
            self.badges.update_value(|badges| {
                badges.insert(id.clone(), row.health.badge);
            });
            match self.row(&id) {
                Some(known) => {
                    if known.with_untracked(|known| *known != row) {
                        known.set(row);
                    }
                }
                None => self.rows.update_value(|rows| {
                    rows.insert(id, ArcRwSignal::new(row));
                }),
            }
        }
        self.counts.set(board.counts);
        self.vendors.set(board.vendors);
        self.matched.set(board.matched);
        self.next.set(board.next_cursor);
        self.cells_from.set(board.cells_from);
        self.as_of.set(board.as_of);
        self.take_incidents(board.incidents, elsewhere);
        let same = self.order.with_untracked(|known| *known == order);
        if elsewhere || !self.touched.get_untracked() {
            self.waiting.set(None);
            if !same {
                self.order.set(order);
            }
        } else {
            self.waiting.set((!same).then_some(order));
        }
    }

    fn take_incidents(self, incidents: Vec<Incident>, elsewhere: bool) {
        let of = |incidents: &[Incident]| incidents.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
        let as_many = self.incidents.with_untracked(|known| of(known) == of(&incidents));
        if elsewhere || as_many || !self.touched.get_untracked() {
            self.arisen.set(None);
            if self.incidents.with_untracked(|known| *known != incidents) {
                self.incidents.set(incidents);
            }
        } else {
            self.arisen.set(Some(incidents));
        }
    }

    fn rest(self) {
        if let Some(Some((handle, _))) = self.timer.try_update_value(Option::take) {
            handle.clear();
        }
    }
}
