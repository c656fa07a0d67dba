//! The vault itself: keeps the ring at hand, seals and opens.
//!
//! Reading the source is single-flight: however many calls find the ring missing, one reads and
//! the others take its answer. Refuses to know what kind of source it is and who calls.

use std::{
    fmt,
    sync::{
        Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use jiff::Timestamp;
use tokio::sync::Mutex;

use super::{
    cache::Cache,
    error::{VaultError, words},
    ring::Ring,
    sealed::{Binding, Sealed},
    secret::Secret,
    source::{KeySource, KeySourceError, RingText, RingVersion},
    status::{KeyState, KeyStatus, VaultStatus},
};

/// The clock, so that tests can move it.
pub type Now = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// Seals and opens with the ring of one key source. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    inner: Arc<Inner>,
}

struct Inner {
    source: Arc<dyn KeySource>,
    now: Now,
    cache: RwLock<Cache>,
    /// How many reads were begun.
    begun: AtomicU64,
    /// Held while reading: the number of the last read that came to its end.
    ended: Mutex<u64>,
}

impl Vault {
    /// Reads the ring once. Never fails: a source that is down makes a cold vault that recovers.
    pub async fn start(source: Arc<dyn KeySource>, now: Now) -> Self {
        let cache = RwLock::new(Cache::new(now()));
        let inner = Inner {
            source,
            now,
            cache,
            begun: AtomicU64::new(0),
            ended: Mutex::new(0),
        };
        let vault = Self {
            inner: Arc::new(inner),
        };
        vault.refresh().await;
        vault
    }

    /// Seals a value for its place with the newest key.
    ///
    /// Looks at the source first when the ring is more than a second old, so that a rotation which
    /// has just begun elsewhere is noticed; while the source is down, the copy serves.
    pub async fn seal(&self, binding: Binding<'_>, secret: &Secret) -> Result<Sealed, VaultError> {
        self.read_unless(Cache::is_fresh).await;
        self.ring().await?.seal(binding, secret)
    }

    /// Opens a value for its place.
    ///
    /// A key that the ring does not know causes one look at the source: another node may have
    /// rotated since.
    pub async fn open(&self, binding: Binding<'_>, sealed: &Sealed) -> Result<Secret, VaultError> {
        match self.ring().await?.open(binding, sealed) {
            Err(VaultError::UnknownKey { key_id }) => self.look_for(&key_id).await?.open(binding, sealed),
            outcome => outcome,
        }
    }

    /// Reads the source again. The server calls it from time to time; failures show in the status.
    pub async fn refresh(&self) {
        self.read(|_, _| false).await;
    }

    /// Reads, unless that is needless or the source has just failed.
    async fn read_unless(&self, needless: impl Fn(&Cache, Timestamp) -> bool) {
        self.read(|cache, now| needless(cache, now) || cache.is_pausing(now))
            .await;
    }

    /// One read for all who want one at the same time.
    async fn read(&self, needless: impl Fn(&Cache, Timestamp) -> bool) {
        let is_needless = || needless(&self.cache(), self.now());
        if is_needless() {
            return;
        }
        // A read that began after this line is as good as our own; one under way may be too old.
        let begun = self.inner.begun.load(Ordering::SeqCst);
        let mut ended = self.inner.ended.lock().await;
        if *ended > begun || is_needless() {
            return;
        }
        let number = self.inner.begun.fetch_add(1, Ordering::SeqCst) + 1;
        let began_at = self.now();
        let outcome = self.read_source().await.and_then(|text| self.parse(&text));
        let now = self.now();
        match outcome {
            Ok(ring) => self.cache_mut().succeeded(ring, began_at),
            Err(error) => {
                let name = self.inner.source.name();
                tracing::warn!(key.source = %name, error = %words(&error), "the key ring cannot be read");
                self.cache_mut().failed(error, now);
            }
        }
        // Only now: a read that was given up half-way must not count for those who waited for it.
        *ended = number;
    }

    /// The vault as people see it.
    pub fn status(&self) -> VaultStatus {
        let now = self.now();
        let cache = self.cache();
        let (state, since) = cache.state(now);
        VaultStatus {
            source: self.inner.source.name(),
            state,
            since,
            cached_until: cache.kept_until(now),
            keys: cache.ring(now).map(|ring| describe(&ring)).unwrap_or_default(),
            last_error: cache.last_error().map(|error| words(error)),
        }
    }

    /// The ring in memory; where there is none, one read is tried, unless one has just failed.
    pub(super) async fn ring(&self) -> Result<Arc<Ring>, VaultError> {
        self.read_unless(|cache, now| cache.ring(now).is_some()).await;
        let cache = self.cache();
        cache.ring(self.now()).ok_or_else(|| cache.unavailable(""))
    }

    /// The ring after one look at the source for a key.
    async fn look_for(&self, key_id: &str) -> Result<Arc<Ring>, VaultError> {
        let looked = self.now();
        let has_it = |cache: &Cache, now| cache.ring(now).is_some_and(|ring| ring.key(key_id).is_some());
        let in_vain = self.cache().is_missing(key_id, looked);
        if !in_vain {
            self.read_unless(has_it).await;
        }
        let ring = self.ring().await?;
        if ring.key(key_id).is_none() {
            let mut cache = self.cache_mut();
            if cache.is_failing() {
                return Err(cache.unavailable(&format!("it has no key {key_id}, and may be out of date: ")));
            }
            if !in_vain {
                cache.note_missing(key_id, looked);
            }
        }
        Ok(ring)
    }

    /// One read of the source, bounded in time.
    pub(super) async fn read_source(&self) -> Result<RingText, KeySourceError> {
        let patience = self.patience();
        tokio::time::timeout(patience, self.inner.source.read())
            .await
            .unwrap_or_else(|_| {
                let what = format!("{} did not answer within {patience:?}", self.inner.source.name());
                Err(KeySourceError::Unreachable { what, source: None })
            })
    }

    /// One write to the source. Not bounded: a write that was given up may still arrive.
    pub(super) async fn write_source(
        &self,
        new: &RingText,
        expect: &RingVersion,
    ) -> Result<(), KeySourceError> {
        self.inner.source.write(new, expect).await
    }

    /// A text that was read, as a ring.
    pub(super) fn parse(&self, text: &RingText) -> Result<Ring, KeySourceError> {
        Ring::parse(text.expose()).map_err(|error| KeySourceError::Invalid {
            what: format!("{} is not a key ring: {error}", self.inner.source.name()),
        })
    }

    /// The longest time a read may take.
    pub(super) fn patience(&self) -> Duration {
        self.inner.source.patience()
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.inner.now)()
    }

    // A poisoned lock means a panic between two assignments of plain data; the data is still whole.
    fn cache(&self) -> RwLockReadGuard<'_, Cache> {
        self.inner.cache.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn cache_mut(&self) -> RwLockWriteGuard<'_, Cache> {
        self.inner.cache.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Vault").field(&self.status()).finish()
    }
}

fn describe(ring: &Ring) -> Vec<KeyStatus> {
    let in_use = ring.keys().map(|key| {
        let newest = key.id() == ring.newest().id();
        KeyStatus {
            id: key.id().to_owned(),
            state: if newest { KeyState::Newest } else { KeyState::Older },
        }
    });
    let retired = ring.retired().iter().map(|key| KeyStatus {
        id: key.id.clone(),
        state: KeyState::Retired { on: key.on.clone() },
    });
    in_use.chain(retired).collect()
}
