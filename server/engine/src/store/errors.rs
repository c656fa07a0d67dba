//! What the database refuses, as values that a caller can act on.

use contract::problem::Problem;
use sea_orm::{DbErr, SqlErr};

/// A failure of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A unique index refused the row.
    #[error("the unique index {index} refused the row")]
    Taken {
        /// The index, or the columns that SQLite names for it.
        index: String,
    },
    /// Somebody else changed the row meanwhile.
    #[error("the row was changed meanwhile")]
    Stale,
    /// Other things name the row, so it cannot go.
    #[error("other things name the row: {}", by.join(", "))]
    InUse {
        /// What names it, in words.
        by: Vec<String>,
    },
    /// There is no such row.
    #[error("there is no such row")]
    Missing,
    /// The database cannot take it now.
    #[error("the database is not available: {0}")]
    Unavailable(#[source] DbErr),
    /// A row holds what this version cannot read.
    #[error("a stored row cannot be read: {0}")]
    Unreadable(String),
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(index)) => Self::Taken { index },
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => Self::Missing,
            _ => Self::Unavailable(error),
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Taken { .. } => Problem::new(409, "conflict", "Something like this exists already."),
            StoreError::Stale => Problem::new(409, "edited_meanwhile", "Somebody else changed this meanwhile.")
                .with_detail("Load it again, look at what changed, and save your change once more; nothing was overwritten."),
            StoreError::InUse { by } => in_use(&by),
            StoreError::Missing => Problem::not_found("thing"),
            StoreError::Unreadable(what) => {
                tracing::error!(error = %what, "a stored row cannot be read");
                Problem::new(500, "unreadable_row", "A stored row cannot be read.")
                    .with_detail("The log names it; restore it from a backup, or delete and add it again.")
            }
            StoreError::Unavailable(cause) => {
                tracing::error!(error = %cause, "the database is not available");
                let (why, what) = reason(&cause.to_string());
                let mut problem = Problem::new(503, "database_unavailable", format!("The database {why}."))
                    .with_detail(format!("Nothing was saved. {what}"));
                problem.retry_after = Some(5);
                problem
            }
        }
    }
}

fn in_use(by: &[String]) -> Problem {
    const SHOWN: usize = 5;
    let mut names = by.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if by.len() > SHOWN {
        names.push_str(&format!(" and {} more", by.len() - SHOWN));
    }
    Problem::new(409, "in_use", "Something else still needs this.")
        .with_detail(format!("It is named by {names}. Change or delete that first."))
}

/// SQLite tells these apart only in words; they are its own, fixed since 2004 (`sqlite3ErrStr`).
fn reason(words: &str) -> (&'static str, &'static str) {
    if words.contains("readonly") {
        (
            "is read-only",
            "Give the server's user the right to write the database file and its folder.",
        )
    } else if words.contains("disk is full") {
        ("disk is full", "Free some space on the disk of the database.")
    } else if words.contains("database is locked") {
        (
            "is locked by another process",
            "End the other process that holds it, or try again.",
        )
    } else {
        (
            "does not answer",
            "Try again; if it stays so, look at the server's log.",
        )
    }
}
