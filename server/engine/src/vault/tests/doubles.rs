//! A key source and rows in memory that can be broken at every step, and a clock that tests move.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};

use async_trait::async_trait;
use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

use crate::vault::{
    Binding, KeySource, KeySourceError, Now, RingText, RingVersion, RowsError, Sealed, SealedRow, SealedRows,
    Secret, Vault, ring::Ring,
};

/// Keys made for these tests only.
pub(super) const KEY_A: &str = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
pub(super) const KEY_B: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// The moment at which tests begin.
pub(super) const START: Timestamp = Timestamp::constant(1_795_500_000, 0);

/// A clock that stands until it is moved.
#[derive(Clone)]
pub(super) struct Clock(Arc<Mutex<Timestamp>>);

impl Clock {
    pub(super) fn new() -> Self {
        Self(Arc::new(Mutex::new(START)))
    }

    pub(super) fn advance(&self, span: SignedDuration) {
        *self.0.lock().unwrap() += span;
    }

    pub(super) fn now(&self) -> Now {
        let clock = self.clone();
        Arc::new(move || *clock.0.lock().unwrap())
    }
}

/// Lets so many steps pass and then fails every one; each step is an await point.
#[derive(Default)]
pub(super) struct Meter {
    left: AtomicI64,
    limited: AtomicBool,
}

impl Meter {
    pub(super) fn allow(&self, steps: i64) {
        self.left.store(steps, SeqCst);
        self.limited.store(true, SeqCst);
    }

    pub(super) fn allow_all(&self) {
        self.limited.store(false, SeqCst);
    }

    pub(super) fn is_used_up(&self) -> bool {
        self.limited.load(SeqCst) && self.left.load(SeqCst) < 0
    }

    async fn step(&self) -> Result<(), std::io::Error> {
        tokio::task::yield_now().await;
        if self.limited.load(SeqCst) && self.left.fetch_sub(1, SeqCst) <= 0 {
            return Err(std::io::Error::other("broken by the test"));
        }
        Ok(())
    }
}

/// A ring in memory.
pub(super) struct MemorySource {
    stored: Mutex<(String, u64)>,
    pub(super) reads: AtomicU64,
    pub(super) down: AtomicBool,
    meter: Arc<Meter>,
}

impl MemorySource {
    pub(super) fn new(text: &str) -> Arc<Self> {
        Self::metered(text, Arc::default())
    }

    pub(super) fn metered(text: &str, meter: Arc<Meter>) -> Arc<Self> {
        let stored = Mutex::new((text.to_owned(), 1));
        Arc::new(Self {
            stored,
            reads: AtomicU64::new(0),
            down: AtomicBool::new(false),
            meter,
        })
    }

    pub(super) fn text(&self) -> String {
        self.stored.lock().unwrap().0.clone()
    }

    pub(super) fn put(&self, text: &str) {
        let mut stored = self.stored.lock().unwrap();
        *stored = (text.to_owned(), stored.1 + 1);
    }

    pub(super) fn ring(&self) -> Ring {
        Ring::parse(&self.text()).unwrap()
    }

    pub(super) fn set_down(&self, down: bool) {
        self.down.store(down, SeqCst);
    }

    async fn step(&self) -> Result<(), KeySourceError> {
        self.meter
            .step()
            .await
            .map_err(|error| unreachable(Some(error)))?;
        if self.down.load(SeqCst) {
            Err(unreachable(None))
        } else {
            Ok(())
        }
    }
}

fn unreachable(cause: Option<std::io::Error>) -> KeySourceError {
    let what = "the memory does not answer".to_owned();
    KeySourceError::Unreachable {
        what,
        source: cause.map(Into::into),
    }
}

#[async_trait]
impl KeySource for MemorySource {
    fn name(&self) -> String {
        "memory".to_owned()
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(1)
    }

    async fn read(&self) -> Result<RingText, KeySourceError> {
        self.reads.fetch_add(1, SeqCst);
        self.step().await?;
        let (text, version) = self.stored.lock().unwrap().clone();
        self.step().await?;
        Ok(RingText::new(
            Zeroizing::new(text),
            RingVersion::new(version.to_string()),
        ))
    }

    async fn write(&self, new: &RingText, expect: &RingVersion) -> Result<(), KeySourceError> {
        self.step().await?;
        {
            let mut stored = self.stored.lock().unwrap();
            if *expect != RingVersion::new(stored.1.to_string()) {
                return Err(KeySourceError::Conflict);
            }
            *stored = (new.expose().to_owned(), stored.1 + 1);
        }
        // Breaking here is an answer that was lost on its way.
        self.step().await
    }
}

/// Rows in memory, and what each of them must open to.
#[derive(Default)]
pub(super) struct MemoryRows {
    rows: Mutex<BTreeMap<String, SealedRow>>,
    meter: Arc<Meter>,
}

impl MemoryRows {
    pub(super) fn metered(meter: Arc<Meter>) -> Self {
        Self {
            rows: Mutex::default(),
            meter,
        }
    }

    /// Puts a row whose value is told by its key.
    pub(super) fn put(&self, key: &str, sealed: &str) {
        let row = SealedRow {
            key: key.to_owned(),
            integration: format!("int_{key}"),
            vendor: "autotask".to_owned(),
            field: "secret".to_owned(),
            sealed: sealed.to_owned(),
        };
        self.rows.lock().unwrap().insert(row.key.clone(), row);
    }

    /// Seals the row's value with a vault's ring and puts it.
    pub(super) fn seal(&self, key: &str, ring: &Ring) {
        self.put(key, "");
        let row = self.get(key);
        self.put(key, ring.seal(row.binding(), &value(key)).unwrap().as_str());
    }

    pub(super) fn get(&self, key: &str) -> SealedRow {
        self.rows.lock().unwrap().get(key).unwrap().clone()
    }

    pub(super) fn all(&self) -> Vec<SealedRow> {
        self.rows.lock().unwrap().values().cloned().collect()
    }
}

#[async_trait]
impl SealedRows for MemoryRows {
    async fn page(&self, after: Option<&str>, limit: u64) -> Result<Vec<SealedRow>, RowsError> {
        self.meter.step().await.map_err(|error| RowsError(error.into()))?;
        let mut rows = self.all();
        rows.retain(|row| after.is_none_or(|after| row.key.as_str() > after));
        rows.truncate(usize::try_from(limit).unwrap());
        Ok(rows)
    }

    async fn swap(&self, key: &str, old: &str, new: &Sealed) -> Result<bool, RowsError> {
        self.meter.step().await.map_err(|error| RowsError(error.into()))?;
        let swapped = self.get(key).sealed == old;
        if swapped {
            self.put(key, new.as_str());
        }
        self.meter.step().await.map_err(|error| RowsError(error.into()))?;
        Ok(swapped)
    }
}

/// The value of the row with this key.
pub(super) fn value(key: &str) -> Secret {
    Secret::new(format!("the value of {key}"))
}

/// Opens a row and tells whether it holds what it must.
pub(super) async fn opens(vault: &Vault, row: &SealedRow) -> bool {
    let sealed = Sealed::parse(&row.sealed).unwrap();
    vault
        .open(row.binding(), &sealed)
        .await
        .is_ok_and(|secret| secret.ct_eq(&value(&row.key)))
}

/// A place for tests that need only one.
pub(super) const PLACE: Binding<'static> = Binding {
    integration: "int_1",
    vendor: "autotask",
    field: "secret",
};
