//! Rotation: add a key → re-seal → settle → prove with the new key alone → retire the old ones.
//!
//! Every step looks at what is there and does what is missing, so a rotation that was killed
//! anywhere is finished by running it again: more than one key in the ring means "unfinished", and
//! each row names the key it is sealed with.
//!
//! Other nodes go on working meanwhile. One with an old copy of the ring opens new rows (an unknown
//! key makes it look at the source) and may for a moment seal with an old key or hold an old value
//! in its hand. Therefore old keys go only when a pass over all rows has found nothing to do after
//! a wait (`settle`) longer than such a moment can last. Refuses to know tables and sources.

use std::time::Duration;

use super::{
    error::VaultError,
    keeper::Vault,
    ring::{Ring, retire_older},
    rows::{RowFailure, RowsError, SealedRow, SealedRows, Walk},
    sealed::Sealed,
    secret::Secret,
    source::{KeySourceError, RingText},
};

/// Time for a value that was just sealed or fetched to reach the database or a call, on top of the
/// time a node may take to see the new ring.
const IN_HAND: Duration = Duration::from_secs(3);
/// Passes after which old keys that still appear are somebody's fault.
const ROUNDS: usize = 10;
/// Tries against other writers of the ring.
const TRIES: usize = 5;

/// How to rotate.
#[derive(Clone, Debug)]
pub struct Rotation {
    /// Rows met in one query.
    pub batch: u64,
    /// The wait between the passes.
    pub settle: Duration,
}

impl Rotation {
    /// The right waits for a vault: its slowest read, the age a ring may have to seal, and a hand's
    /// breadth.
    pub fn of(vault: &Vault) -> Self {
        Self {
            batch: 200,
            settle: vault.patience() + super::cache::FRESH_FOR.unsigned_abs() + IN_HAND,
        }
    }
}

/// What a rotation is doing, for a person who watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// A fresh key was put in front of the ring.
    Added(String),
    /// An unfinished rotation onto this key goes on.
    Resumed(String),
    /// So many rows were re-sealed by now.
    Resealed(u64),
    /// Waiting for values in other hands.
    Settling(Duration),
    /// So many rows were opened by the new key alone.
    Proved(u64),
    /// These keys left the ring.
    Retired(Vec<String>),
}

/// The outcome of a rotation.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// The key every value is now sealed with.
    pub key: String,
    /// The key that this run added; none where it finished an earlier run.
    pub added: Option<String>,
    /// Rows that this run re-sealed.
    pub resealed: u64,
    /// Rows that the new key alone opened.
    pub proved: u64,
    /// Keys that this run took out of the ring.
    pub retired: Vec<String>,
    /// Rows that do not open. While there are any, no key is retired.
    pub failures: Vec<RowFailure>,
}

impl Report {
    /// Whether the old keys are gone and every row opens.
    pub fn is_finished(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Why a rotation stopped. Nothing is lost; running it again goes on where it stopped.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// The source of the keys failed.
    #[error("the key ring cannot be read or written")]
    Source(#[from] KeySourceError),
    /// The store failed.
    #[error(transparent)]
    Rows(#[from] RowsError),
    /// The vault failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Somebody else changes the ring at the same time.
    #[error("the key ring is being changed by someone else; run the rotation again")]
    Contended,
    /// Values keep appearing under an old key.
    #[error(
        "values are still being sealed with an old key: a node does not see the new key ring; no key was retired"
    )]
    OldKeyInUse,
}

/// Rotates with the waits that fit the vault's source.
pub async fn rotate(
    vault: &Vault,
    rows: &dyn SealedRows,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Report, RotationError> {
    Rotation::of(vault).run(vault, rows, progress).await
}

impl Rotation {
    /// Rotates, or finishes the rotation that is under way.
    pub async fn run(
        &self,
        vault: &Vault,
        rows: &dyn SealedRows,
        progress: &(dyn Fn(Progress) + Send + Sync),
    ) -> Result<Report, RotationError> {
        let mut report = Report::default();
        let ring = add_key(vault, &mut report, progress).await?;
        vault.refresh().await;
        let mut run = Run {
            rotation: self,
            rows,
            ring: &ring,
            report,
            progress,
        };
        run.reseal_and_prove().await?;
        let mut report = run.report;
        if report.is_finished() {
            report.retired = retire(vault, &report.key).await?;
            progress(Progress::Retired(report.retired.clone()));
            vault.refresh().await;
        }
        Ok(report)
    }
}

/// Makes sure that the ring has a key newer than the one in use, and adds one only if it has not.
async fn add_key(
    vault: &Vault,
    report: &mut Report,
    progress: &(dyn Fn(Progress) + Send + Sync),
) -> Result<Ring, RotationError> {
    for _ in 0..TRIES {
        let text = vault.read_source().await?;
        let ring = vault.parse(&text)?;
        if ring.is_rotating() {
            ring.newest().id().clone_into(&mut report.key);
            if report.added.as_ref() != Some(&report.key) {
                report.added = None;
                progress(Progress::Resumed(report.key.clone()));
            }
            return Ok(ring);
        }
        let new = text.with_new_key()?;
        match vault.write_source(&new, text.version()).await {
            Ok(()) => {
                let key = vault.parse(&new)?.newest().id().to_owned();
                progress(Progress::Added(key.clone()));
                report.added = Some(key);
            }
            Err(KeySourceError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(RotationError::Contended)
}

/// Takes the keys older than `key` out of the ring.
async fn retire(vault: &Vault, key: &str) -> Result<Vec<String>, RotationError> {
    for _ in 0..TRIES {
        let text = vault.read_source().await?;
        let ring = vault.parse(&text)?;
        if ring.newest().id() != key {
            return Err(RotationError::Contended);
        }
        if !ring.is_rotating() {
            return Ok(Vec::new());
        }
        let today = vault.now().to_zoned(jiff::tz::TimeZone::UTC).date();
        let alone = retire_older(text.expose(), today).map_err(|error| KeySourceError::Invalid {
            what: error.to_string(),
        })?;
        let alone = RingText::new(alone, text.version().clone());
        match vault.write_source(&alone, text.version()).await {
            Ok(()) => return Ok(ring.keys().skip(1).map(|key| key.id().to_owned()).collect()),
            Err(KeySourceError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(RotationError::Contended)
}

/// The part of a rotation that walks over the rows.
struct Run<'a> {
    rotation: &'a Rotation,
    rows: &'a dyn SealedRows,
    ring: &'a Ring,
    report: Report,
    progress: &'a (dyn Fn(Progress) + Send + Sync),
}

impl Run<'_> {
    async fn reseal_and_prove(&mut self) -> Result<(), RotationError> {
        let mut settled = false;
        for _ in 0..ROUNDS {
            if self.reseal().await? == 0 && settled && self.prove().await? {
                return Ok(());
            }
            (self.progress)(Progress::Settling(self.rotation.settle));
            tokio::time::sleep(self.rotation.settle).await;
            settled = true;
        }
        Err(RotationError::OldKeyInUse)
    }

    /// One pass; tells how many rows were not on the new key yet and could be opened.
    async fn reseal(&mut self) -> Result<u64, RotationError> {
        let mut met = 0;
        let mut walk = Walk::new(self.rows, self.rotation.batch);
        while let Some(page) = walk.next().await? {
            for row in &page {
                let Some(new) = self.renew(row) else { continue };
                met += 1;
                // A row that changed meanwhile is met again in the next pass.
                if self.rows.swap(&row.key, &row.sealed, &new?).await? {
                    self.report.resealed += 1;
                }
            }
            (self.progress)(Progress::Resealed(self.report.resealed));
        }
        Ok(met)
    }

    /// The row's value under the new key; `None` when it is there already or does not open, which
    /// the proof tells.
    fn renew(&self, row: &SealedRow) -> Option<Result<Sealed, VaultError>> {
        let old = Sealed::parse(&row.sealed).ok()?;
        if old.key_id() == self.report.key {
            return None;
        }
        let secret = self.ring.open(row.binding(), &old).ok()?;
        Some(self.ring.seal(row.binding(), &secret))
    }

    /// Opens every row with the new key alone; `false` when a row under an old key has appeared.
    async fn prove(&mut self) -> Result<bool, RotationError> {
        let alone = self.ring.newest_alone();
        self.report.proved = 0;
        self.report.failures.clear();
        let mut walk = Walk::new(self.rows, self.rotation.batch);
        while let Some(page) = walk.next().await? {
            for row in &page {
                match open(&alone, row) {
                    Ok(_) => self.report.proved += 1,
                    // The whole ring tells what is wrong; the new key alone would only not know it.
                    Err(_) => match open(self.ring, row) {
                        Ok(_) => return Ok(false),
                        Err(error) => self.report.failures.push(row.failure(&error)),
                    },
                }
            }
            (self.progress)(Progress::Proved(self.report.proved));
        }
        Ok(true)
    }
}

fn open(ring: &Ring, row: &SealedRow) -> Result<Secret, VaultError> {
    ring.open(row.binding(), &Sealed::parse(&row.sealed)?)
}
