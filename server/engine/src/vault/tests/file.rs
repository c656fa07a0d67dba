//! The key file: made once, for the owner only, replaced atomically, refused with a clear word.

use std::{fs, os::unix::fs::PermissionsExt as _, path::PathBuf};

use super::doubles::{KEY_A, KEY_B};
use crate::vault::{
    FileSource, KeySource, KeySourceError, MissingFile, RingText, RingVersion, create_ring, ring::Ring,
};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("fernet.keys")
    }

    fn source(&self, missing: MissingFile) -> FileSource {
        FileSource::in_directory(self.0.path(), missing)
    }

    fn put(&self, text: &str, mode: u32) {
        fs::write(self.file(), text).unwrap();
        fs::set_permissions(self.file(), fs::Permissions::from_mode(mode)).unwrap();
    }
}

fn text(text: &str) -> RingText {
    RingText::new(text.to_owned().into(), RingVersion::ABSENT)
}

fn mode(path: PathBuf) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[tokio::test]
async fn a_missing_file_is_made_with_one_key_for_the_owner_only_where_that_is_allowed() {
    let folder = Folder::new();
    let made = folder.source(MissingFile::Create).read().await.unwrap();
    assert_eq!(Ring::parse(made.expose()).unwrap().keys().count(), 1);
    assert_eq!(mode(folder.file()), 0o600);
    let again = folder.source(MissingFile::Create).read().await.unwrap();
    assert_eq!(again.expose(), made.expose());
    assert_eq!(again.version(), made.version());
}

#[tokio::test]
async fn a_missing_file_is_an_error_that_names_the_path_where_making_it_is_not_allowed() {
    let folder = Folder::new();
    let error = folder.source(MissingFile::Refuse).read().await.unwrap_err();
    assert!(matches!(error, KeySourceError::Absent { .. }), "{error}");
    assert!(
        error.to_string().contains(folder.file().to_str().unwrap()),
        "{error}"
    );
    assert!(!folder.file().exists());
}

#[tokio::test]
async fn a_missing_directory_is_an_error_that_names_the_path() {
    let folder = Folder::new();
    let path = folder.0.path().join("nowhere/fernet.keys");
    let error = FileSource::new(&path, MissingFile::Create)
        .read()
        .await
        .unwrap_err();
    assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
}

#[tokio::test]
async fn many_that_start_at_once_make_one_file() {
    let folder = Folder::new();
    let source = folder.source(MissingFile::Create);
    let rings = futures::future::join_all((0..16).map(|_| source.read())).await;
    let versions: Vec<_> = rings
        .into_iter()
        .map(|ring| ring.unwrap().version().clone())
        .collect();
    assert!(versions.iter().all(|version| *version == versions[0]));
}

#[tokio::test]
async fn a_file_that_others_can_read_is_refused_and_the_remedy_told() {
    for open in [0o644, 0o640, 0o604, 0o660, 0o601] {
        let folder = Folder::new();
        folder.put(KEY_A, open);
        let error = folder.source(MissingFile::Create).read().await.unwrap_err();
        assert!(matches!(error, KeySourceError::Refused { .. }), "{error}");
        assert!(
            error
                .to_string()
                .contains(&format!("chmod 600 {}", folder.file().display())),
            "{error}"
        );
        assert!(error.to_string().contains(&format!("{open:04o}")), "{error}");
    }
}

#[tokio::test]
async fn a_file_that_only_its_owner_can_read_is_used() {
    for closed in [0o600, 0o400] {
        let folder = Folder::new();
        folder.put(KEY_A, closed);
        assert_eq!(
            folder.source(MissingFile::Refuse).read().await.unwrap().expose(),
            KEY_A
        );
    }
}

#[tokio::test]
async fn what_is_not_a_small_text_file_is_refused_by_its_path() {
    let folder = Folder::new();
    fs::create_dir(folder.file()).unwrap();
    fs::set_permissions(folder.file(), fs::Permissions::from_mode(0o700)).unwrap();
    let directory = folder.source(MissingFile::Create).read().await.unwrap_err();
    fs::remove_dir(folder.file()).unwrap();
    folder.put(&"#".repeat(70_000), 0o600);
    let huge = folder.source(MissingFile::Create).read().await.unwrap_err();
    fs::write(folder.file(), [0xff, 0xfe]).unwrap();
    let binary = folder.source(MissingFile::Create).read().await.unwrap_err();
    for error in [directory, huge, binary] {
        assert!(
            error.to_string().contains(folder.file().to_str().unwrap()),
            "{error}"
        );
    }
}

#[tokio::test]
async fn writing_replaces_the_file_and_keeps_it_the_owners() {
    let folder = Folder::new();
    folder.put(KEY_A, 0o600);
    let source = folder.source(MissingFile::Refuse);
    let before = source.read().await.unwrap();
    source.write(&text(KEY_B), before.version()).await.unwrap();
    let after = source.read().await.unwrap();
    assert_eq!(after.expose(), KEY_B);
    assert_ne!(after.version(), before.version());
    assert_eq!(mode(folder.file()), 0o600);
}

#[tokio::test]
async fn a_writer_that_has_not_seen_the_present_ring_is_refused() {
    let folder = Folder::new();
    folder.put(KEY_A, 0o600);
    let source = folder.source(MissingFile::Refuse);
    let seen = source.read().await.unwrap();
    source.write(&text(KEY_B), seen.version()).await.unwrap();
    for outdated in [seen.version(), &RingVersion::ABSENT] {
        let outcome = source.write(&text("lost"), outdated).await;
        assert!(matches!(outcome, Err(KeySourceError::Conflict)), "{outcome:?}");
    }
    assert_eq!(source.read().await.unwrap().expose(), KEY_B);
}

#[tokio::test]
async fn of_many_writers_that_saw_the_same_ring_one_wins() {
    let folder = Folder::new();
    folder.put(KEY_A, 0o600);
    let source = folder.source(MissingFile::Refuse);
    let seen = source.read().await.unwrap();
    let new = text(KEY_B);
    let outcomes = futures::future::join_all((0..16).map(|_| source.write(&new, seen.version()))).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
}

#[tokio::test]
async fn what_a_killed_writer_left_beside_the_file_does_no_harm() {
    let folder = Folder::new();
    folder.put(KEY_A, 0o600);
    let beside = folder.0.path().join("fernet.keys.new");
    fs::write(&beside, "half a ri").unwrap();
    let source = folder.source(MissingFile::Refuse);
    let before = source.read().await.unwrap();
    assert_eq!(before.expose(), KEY_A);
    source.write(&text(KEY_B), before.version()).await.unwrap();
    assert_eq!(source.read().await.unwrap().expose(), KEY_B);
    assert!(!beside.exists());
}

#[tokio::test]
async fn a_ring_is_created_once_and_never_over_another() {
    let folder = Folder::new();
    let source = folder.source(MissingFile::Refuse);
    assert!(create_ring(&source).await.unwrap());
    let made = source.read().await.unwrap();
    assert!(!create_ring(&source).await.unwrap());
    assert_eq!(source.read().await.unwrap().expose(), made.expose());
}
