//! What git remembers of a file.

use std::path::Path;
use std::process::Command;

/// Every committed version of a file, newest first. Empty where there is no git, no history or no such file: a
/// rule that compares with the past then has nothing to compare with.
pub fn versions(root: &Path, path: &str) -> Vec<String> {
    let git = |arguments: &[&str]| {
        let output = Command::new("git")
            .current_dir(root)
            .args(arguments)
            .output()
            .ok()?;
        output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let commits = git(&["log", "--format=%H", "--", path]).unwrap_or_default();
    commits
        .lines()
        .filter_map(|commit| git(&["show", &format!("{commit}:{path}")]))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::fs;

    #[test]
    fn all_versions_of_a_file_are_found_newest_first() {
        let folder = tempfile::tempdir().unwrap();
        let git = |arguments: &[&str]| {
            let identity = [
                "-c",
                "user.name=t",
                "-c",
                "user.email=t@example.org",
                "-c",
                "commit.gpgsign=false",
            ];
            let status = Command::new("git")
                .current_dir(folder.path())
                .args(identity)
                .args(arguments)
                .status()
                .unwrap();
            assert!(status.success(), "{arguments:?}");
        };
        git(&["init", "-q"]);
        assert!(versions(folder.path(), "list").is_empty());
        for content in ["one", "two"] {
            fs::write(folder.path().join("list"), content).unwrap();
            git(&["add", "list"]);
            git(&["commit", "-q", "-m", content]);
        }
        assert_eq!(versions(folder.path(), "list"), ["two", "one"]);
        assert!(versions(folder.path(), "absent").is_empty());
    }
}
