//! The key ring: Fernet keys one a line, newest first, with `#` comments.
//!
//! Refuses to know where the text is kept and what the keys are used on. Editing happens on the
//! text, so that comments of a person survive a rotation.

use std::fmt;

use jiff::civil::Date;
use zeroize::Zeroizing;

use super::key::Key;

/// How a retired key is remembered: its id and the day, never its material.
const RETIRED: &str = "# retired ";

/// A key that was taken out of the ring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Retired {
    pub(super) id: String,
    pub(super) on: String,
}

/// Why a text is not a ring. Tells lines, never what stands in them.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum RingError {
    #[error("line {line} is not a Fernet key (32 bytes in URL-safe base64, 44 characters)")]
    Line { line: usize },
    #[error("it holds no key")]
    Empty,
}

/// The keys in use, newest first, and the memory of the retired ones.
#[derive(Clone)]
pub(super) struct Ring {
    newest: Key,
    older: Vec<Key>,
    retired: Vec<Retired>,
}

impl Ring {
    /// Reads a ring's text. A key that stands there twice counts once.
    pub(super) fn parse(text: &str) -> Result<Self, RingError> {
        let mut keys: Vec<Key> = Vec::new();
        let mut retired = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if let Some(note) = line.strip_prefix(RETIRED) {
                retired.extend(read_note(note));
            } else if !line.is_empty() && !line.starts_with('#') {
                let key = Key::parse(line).ok_or(RingError::Line { line: number + 1 })?;
                if keys.iter().all(|known| known.id() != key.id()) {
                    keys.push(key);
                }
            }
        }
        let mut keys = keys.into_iter();
        let newest = keys.next().ok_or(RingError::Empty)?;
        Ok(Self {
            newest,
            older: keys.collect(),
            retired,
        })
    }

    /// The key that seals.
    pub(super) fn newest(&self) -> &Key {
        &self.newest
    }

    /// The key with this id, if it is in the ring.
    pub(super) fn key(&self, id: &str) -> Option<&Key> {
        self.keys().find(|key| key.id() == id)
    }

    /// All keys in use, newest first.
    pub(super) fn keys(&self) -> impl Iterator<Item = &Key> {
        std::iter::once(&self.newest).chain(&self.older)
    }

    /// The keys that left the ring.
    pub(super) fn retired(&self) -> &[Retired] {
        &self.retired
    }

    /// Whether keys older than the newest are still in use: a rotation that is not finished.
    pub(super) fn is_rotating(&self) -> bool {
        !self.older.is_empty()
    }

    /// A ring of the newest key and nothing else: what proves that the others are not needed.
    pub(super) fn newest_alone(&self) -> Self {
        Self {
            newest: self.newest.clone(),
            older: Vec::new(),
            retired: Vec::new(),
        }
    }
}

impl fmt::Debug for Ring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.keys().map(Key::id)).finish()
    }
}

fn read_note(note: &str) -> Option<Retired> {
    let mut words = note.split_whitespace();
    Some(Retired {
        id: words.next()?.to_owned(),
        on: words.next()?.to_owned(),
    })
}

/// The text with a new first key.
pub(super) fn with_key(text: &str, key: &str) -> Zeroizing<String> {
    join(
        text.len() + key.len() + 1,
        std::iter::once(key).chain(text.lines()),
    )
}

/// The text with more keys at its end.
pub(super) fn with_keys_behind(text: &str, keys: &[&str]) -> Zeroizing<String> {
    let room = text.len() + keys.iter().map(|key| key.len() + 1).sum::<usize>();
    join(room, text.lines().chain(keys.iter().copied()))
}

/// The text with the newest key only; each older one becomes a note without its material.
pub(super) fn retire_older(text: &str, today: Date) -> Result<Zeroizing<String>, RingError> {
    let ring = Ring::parse(text)?;
    let notes = retire_notes(&ring, today);
    let kept = text
        .lines()
        .filter(|line| Key::parse(line.trim()).is_none_or(|key| key.id() == ring.newest().id()));
    let room = text.len() + notes.iter().map(|note| note.len() + 1).sum::<usize>();
    Ok(join(room, kept.chain(notes.iter().map(String::as_str))))
}

fn retire_notes(ring: &Ring, today: Date) -> Vec<String> {
    ring.older
        .iter()
        .map(|key| format!("{RETIRED}{} {today}", key.id()))
        .collect()
}

/// Joins lines in a buffer that never grows: growing would leave a copy of the keys behind.
fn join<'a>(room: usize, lines: impl Iterator<Item = &'a str>) -> Zeroizing<String> {
    let mut text = Zeroizing::new(String::with_capacity(room + 1));
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    text
}
