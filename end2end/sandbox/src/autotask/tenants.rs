//! What belongs to one tenant: its rows, its hourly quota and its threads.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard};

use serde_json::{Map, Value};
use tokio::time::Duration;

use super::credentials::Zone;
use super::running::Size;
use super::schema::Entity;
use super::seed;
use crate::rolling::{Rolling, lock};

/// Concurrent requests allowed per integration code and entity.
const THREADS: u32 = 3;
/// The logical clock starts here (2026-11-24T08:00:00Z) and ticks once a write, so data is repeatable.
const FIRST_SECOND: i64 = 1_795_507_200;

/// One row, by wire names.
pub(crate) type Row = Map<String, Value>;

/// The rows of a tenant.
#[derive(Debug)]
pub(crate) struct Data {
    tables: BTreeMap<&'static str, BTreeMap<i64, Row>>,
    writes: i64,
}

impl Data {
    pub fn new(tables: BTreeMap<&'static str, BTreeMap<i64, Row>>) -> Self {
        Self { tables, writes: 0 }
    }

    pub fn get(&self, entity: &Entity, id: i64) -> Option<&Row> {
        self.tables.get(entity.plural)?.get(&id)
    }

    /// All rows by id.
    pub fn rows(&self, entity: &Entity) -> impl DoubleEndedIterator<Item = &Row> {
        self.tables
            .get(entity.plural)
            .into_iter()
            .flat_map(BTreeMap::values)
    }

    /// Puts a row in its place; `None` as id makes the next one.
    pub fn put(&mut self, entity: &Entity, id: Option<i64>, mut row: Row) -> i64 {
        let table = self.tables.entry(entity.plural).or_default();
        let id = id.unwrap_or_else(|| table.last_key_value().map_or(1, |(last, _)| last + 1));
        row.insert("id".to_owned(), id.into());
        table.insert(id, row);
        id
    }

    pub fn delete(&mut self, entity: &Entity, id: i64) -> bool {
        self.tables
            .get_mut(entity.plural)
            .is_some_and(|table| table.remove(&id).is_some())
    }

    /// The time of the next write, and how many came before it.
    pub fn tick(&mut self) -> (String, i64) {
        self.writes += 1;
        (seed::time(FIRST_SECOND + self.writes), self.writes)
    }
}

/// One tenant.
#[derive(Debug)]
pub(crate) struct Tenant {
    pub zone: Zone,
    size: Size,
    pub usage: Rolling,
    data: Mutex<Data>,
    threads: Mutex<HashMap<(String, &'static str), Busy>>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Busy {
    now: u32,
    peak: u32,
}

impl Tenant {
    pub fn new(zone: Zone, size: Size) -> Self {
        let usage = Rolling::over(Duration::from_hours(1));
        Self {
            zone,
            size,
            usage,
            data: Mutex::new(seed::data(zone, size)),
            threads: Mutex::default(),
        }
    }

    pub fn data(&self) -> MutexGuard<'_, Data> {
        lock(&self.data)
    }

    pub fn reset(&self) {
        *self.data() = seed::data(self.zone, self.size);
        self.usage.clear();
        lock(&self.threads)
            .values_mut()
            .for_each(|busy| busy.peak = busy.now);
    }

    /// Occupies a thread until the slot is dropped; `None` when three are busy.
    pub fn slot(&self, integration_code: &str, entity: &'static str) -> Option<Slot<'_>> {
        let key = (integration_code.to_owned(), entity);
        let mut threads = lock(&self.threads);
        let busy = threads.entry(key.clone()).or_default();
        if busy.now >= THREADS {
            return None;
        }
        busy.now += 1;
        busy.peak = busy.peak.max(busy.now);
        Some(Slot { tenant: self, key })
    }

    pub fn peak_threads(&self, entity: &str) -> u32 {
        let threads = lock(&self.threads);
        let of_entity = threads
            .iter()
            .filter(|((_, name), _)| name.eq_ignore_ascii_case(entity));
        of_entity.map(|(_, busy)| busy.peak).max().unwrap_or_default()
    }
}

/// A busy thread.
#[derive(Debug)]
pub(crate) struct Slot<'a> {
    tenant: &'a Tenant,
    key: (String, &'static str),
}

impl Drop for Slot<'_> {
    fn drop(&mut self) {
        if let Some(busy) = lock(&self.tenant.threads).get_mut(&self.key) {
            busy.now -= 1;
        }
    }
}
