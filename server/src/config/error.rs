//! Why a setting is refused: its name, what is wrong and a value that would do. Never the value itself, which may
//! hold a password.

use std::path::PathBuf;

/// A setting that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A value that cannot be meant.
    #[error("{name} {problem} (set in {origin}). For example: {name}={example}")]
    Value {
        /// The variable.
        name: &'static str,
        /// Where it stands: the environment, or the file.
        origin: String,
        /// What is wrong with it.
        problem: String,
        /// A value that would do.
        example: &'static str,
    },
    /// A setting that another one makes necessary.
    #[error("{name} is missing: {because}. For example: {name}={example}")]
    Missing {
        /// The variable.
        name: &'static str,
        /// Why it is needed.
        because: &'static str,
        /// A value that would do.
        example: &'static str,
    },
    /// A file that cannot be read.
    #[error("{} (named by {name}) cannot be read", path.display())]
    Unreadable {
        /// The variable that names it.
        name: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file that is not TOML, or not the TOML that is asked for.
    #[error("{} (named by {name}): {problem}", path.display())]
    File {
        /// The variable that names it.
        name: &'static str,
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
}
