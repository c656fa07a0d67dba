//! The key ring in a file of the data directory: for development and small self-hosting.
//!
//! The file belongs to the server alone (mode 0600) and changes atomically: a reader sees the old
//! ring or the new one, also after a crash. Refuses to know what a ring is used for, and to use a
//! file that others can read.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read as _, Write as _},
    os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    time::Duration,
};

use async_trait::async_trait;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::{
    key::hex,
    source::{KeySource, KeySourceError, RingText, RingVersion},
};

/// Larger files are not key rings.
const MAX_BYTES: u64 = 64 * 1024;
/// Read and write for the owner, nothing for anybody else.
const OWNER_ONLY: u32 = 0o600;

/// What to do where the file is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingFile {
    /// Make it, with one fresh key: only for a new installation, because where sealed values exist
    /// a fresh key would hide that the right one is gone.
    Create,
    /// Refuse.
    Refuse,
}

/// A key ring in a file.
#[derive(Clone, Debug)]
pub struct FileSource {
    path: PathBuf,
    missing: MissingFile,
}

impl FileSource {
    /// The ring at `path`; its directory must exist.
    pub fn new(path: impl Into<PathBuf>, missing: MissingFile) -> Self {
        Self {
            path: path.into(),
            missing,
        }
    }

    /// The ring of a data directory.
    pub fn in_directory(data: &Path, missing: MissingFile) -> Self {
        Self::new(data.join("fernet.keys"), missing)
    }

    fn read_now(&self) -> Result<RingText, KeySourceError> {
        match read_file(&self.path) {
            Err(KeySourceError::Absent { .. }) if self.missing == MissingFile::Create => {
                match self.write_now(&RingText::fresh()?, &RingVersion::ABSENT) {
                    // Conflict: another process made it first.
                    Ok(()) | Err(KeySourceError::Conflict) => read_file(&self.path),
                    Err(error) => Err(error),
                }
            }
            outcome => outcome,
        }
    }

    fn write_now(&self, new: &RingText, expect: &RingVersion) -> Result<(), KeySourceError> {
        let _lock = self.lock()?;
        let found = match read_file(&self.path) {
            Ok(text) => text.version().clone(),
            Err(KeySourceError::Absent { .. }) => RingVersion::ABSENT,
            Err(error) => return Err(error),
        };
        if found != *expect {
            return Err(KeySourceError::Conflict);
        }
        self.replace(new.expose().as_bytes())
            .map_err(|error| failure("cannot be written", &self.path, error))
    }

    /// Keeps other writers out; the system gives the lock back when its holder dies.
    fn lock(&self) -> Result<File, KeySourceError> {
        let path = self.beside("lock");
        OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(OWNER_ONLY)
            .open(&path)
            .and_then(|file| file.lock().map(|()| file))
            .map_err(|error| failure("cannot be locked", &path, error))
    }

    /// Writes beside the file and moves over it. Only the holder of the lock comes here, so what a
    /// killed writer left beside the file is nobody's and goes first.
    fn replace(&self, bytes: &[u8]) -> io::Result<()> {
        let beside = self.beside("new");
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new()
            .create_new(true)
            .write(true)
            .mode(OWNER_ONLY)
            .open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, &self.path)?;
        // The rename itself must survive a power cut.
        let directory = self.path.parent().filter(|path| !path.as_os_str().is_empty());
        File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let mut path = self.path.clone().into_os_string();
        path.push(".");
        path.push(ending);
        path.into()
    }
}

#[async_trait]
impl KeySource for FileSource {
    fn name(&self) -> String {
        format!("key file {}", self.path.display())
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(3)
    }

    async fn read(&self) -> Result<RingText, KeySourceError> {
        let source = self.clone();
        in_background(move || source.read_now()).await
    }

    async fn write(&self, new: &RingText, expect: &RingVersion) -> Result<(), KeySourceError> {
        let (source, new, expect) = (self.clone(), new.clone(), expect.clone());
        in_background(move || source.write_now(&new, &expect)).await
    }
}

async fn in_background<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, KeySourceError> + Send + 'static,
) -> Result<T, KeySourceError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        let what = "the work on the key file was broken off".to_owned();
        Err(KeySourceError::Unreachable {
            what,
            source: Some(Box::new(error)),
        })
    })
}

fn read_file(path: &Path) -> Result<RingText, KeySourceError> {
    let cannot = |error| failure("cannot be read", path, error);
    let file = File::open(path).map_err(cannot)?;
    // Of the open file, not of the path: nobody can change files in between.
    let about = file.metadata().map_err(cannot)?;
    let mode = about.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        let path = path.display();
        let what = format!(
            "the key file {path} may be used by others than its owner (mode {mode:04o}); run: chmod 600 {path}"
        );
        return Err(KeySourceError::Refused { what, source: None });
    }
    if !about.is_file() || about.len() > MAX_BYTES {
        return Err(KeySourceError::Invalid {
            what: format!("{} is not a key file", path.display()),
        });
    }
    let room = usize::try_from(about.len()).unwrap_or_default();
    // One byte of room more than the file has, so that reading to its end does not move the buffer.
    let mut text = Zeroizing::new(String::with_capacity(room + 1));
    file.take(MAX_BYTES).read_to_string(&mut text).map_err(cannot)?;
    let version = Sha256::new()
        .chain_update(b"ops-ai ring")
        .chain_update(text.as_bytes())
        .finalize();
    Ok(RingText::new(text, RingVersion::new(hex(&version))))
}

fn failure(what: &str, path: &Path, error: io::Error) -> KeySourceError {
    let absent = error.kind() == io::ErrorKind::NotFound;
    let what = format!("the key file {} {what}", path.display());
    if absent {
        return KeySourceError::Absent {
            what: format!("{what}: {error}"),
        };
    }
    KeySourceError::Refused {
        what,
        source: Some(Box::new(error)),
    }
}
