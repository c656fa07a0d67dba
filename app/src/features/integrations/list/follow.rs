//! The rows of the list, each with a signal of its own that the live stream and the actions patch. A patch changes what a
//! row says and never where it stands or whether it is shown: the filter looks again when a person changes it.

use crate::{
    features::integrations::{api, models::Listed},
    live::{IntegrationPatch, on_resync, use_integration_patches},
};
use contract::{integration::Integration, probe::Badge};
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeMap;

/// The rows of the page.
#[derive(Clone, Copy)]
pub struct Follow {
    rows: StoredValue<BTreeMap<String, RwSignal<Integration>>>,
    badges: RwSignal<usize>,
    /// Changes when accounts have come or gone, so that the list must be read again.
    pub strangers: RwSignal<usize>,
}

impl Follow {
    /// Follows the stream for as long as the page stands.
    pub fn new() -> Self {
        let follow = Self {
            rows: StoredValue::new(BTreeMap::new()),
            badges: RwSignal::new(0),
            strangers: RwSignal::new(0),
        };
        use_integration_patches(move |patch| match patch {
            IntegrationPatch::Now(integration) => follow.take(*integration),
            IntegrationPatch::Gone(id) if follow.find(id.as_str()).is_some() => follow.read_again(),
            IntegrationPatch::Gone(_) => {}
        });
        on_resync(move || {
            spawn_local(async move {
                if let Ok(listed) = api::list().await {
                    follow.take_all(listed);
                }
            });
        });
        follow
    }

    /// The rows of a list that was read, by vendor as they came.
    pub fn row(self, integration: Integration) -> RwSignal<Integration> {
        let id = integration.id.to_string();
        let row = RwSignal::new(integration);
        self.rows.update_value(|rows| {
            rows.insert(id, row);
        });
        row
    }

    /// Forgets the rows of the list before.
    pub fn begin(self) {
        self.rows.set_value(BTreeMap::new());
    }

    /// The badges of all rows, anew whenever one has changed.
    pub fn badges(self) -> Vec<Badge> {
        self.badges.track();
        let badge = |row: &RwSignal<Integration>| row.try_with_untracked(|one| one.health.badge);
        self.rows
            .with_value(|rows| rows.values().filter_map(badge).collect())
    }

    /// Takes an account as it is now.
    pub fn take(self, integration: Integration) {
        let Some(row) = self.find(integration.id.as_str()) else {
            self.read_again();
            return;
        };
        let Some(before) = row.try_with_untracked(|one| one.health.badge) else {
            return;
        };
        let changed = before != integration.health.badge;
        row.set(integration);
        if changed {
            self.badges.update(|count| *count += 1);
        }
    }

    fn take_all(self, listed: Listed) {
        let known = self.rows.with_value(BTreeMap::len);
        if known != listed.integrations.len() {
            self.read_again();
            return;
        }
        for integration in listed.integrations {
            self.take(integration);
        }
    }

    fn read_again(self) {
        self.strangers.update(|count| *count += 1);
    }

    fn find(self, id: &str) -> Option<RwSignal<Integration>> {
        self.rows.with_value(|rows| rows.get(id).copied())
    }
}
