//! Committed limits only ever get tighter: the weight of the first page, the list of long files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::committed::versions;
use super::{Finding, long_files};
use crate::site::Budget;

/// Compares the limits with every committed version of them.
pub fn check(root: &Path) -> Result<Vec<Finding>> {
    let mut findings = budget(&Budget::load(root)?, &versions(root, Budget::PATH));
    let list = fs::read_to_string(root.join(long_files::LIST))
        .with_context(|| format!("could not read {}", long_files::LIST))?;
    findings.extend(exceptions(&list, &versions(root, long_files::LIST)));
    Ok(findings)
}

fn budget(now: &Budget, past: &[String]) -> Vec<Finding> {
    let past = past.iter().filter_map(|text| Budget::parse(text).ok());
    let tightest = past.map(|budget| budget.ceiling_brotli_bytes).min();
    match tightest {
        Some(bytes) if now.ceiling_brotli_bytes > bytes => {
            vec![Finding::about(
                Budget::PATH,
                format!("ceiling_brotli_bytes was {bytes} once and may only shrink"),
            )]
        }
        _ => Vec::new(),
    }
}

fn exceptions(now: &str, past: &[String]) -> Vec<Finding> {
    let past: Vec<_> = past.iter().map(|text| long_files::exceptions(text)).collect();
    let looser = |path: &String, lines: usize| {
        past.iter()
            .any(|version| version.get(path).is_none_or(|&allowed| lines > allowed))
    };
    long_files::exceptions(now)
        .into_iter()
        .filter(|(path, lines)| looser(path, *lines))
        .map(|(path, _)| {
            Finding::about(
                long_files::LIST,
                format!("{path} was not there, or shorter: split the file"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_budget_may_shrink_and_never_grow_again() {
        let limit = |bytes: u64| format!("ceiling_brotli_bytes = {bytes}");
        let past = [limit(280), limit(300)];
        let findings = |bytes| budget(&Budget::parse(&limit(bytes)).unwrap(), &past).len();
        assert_eq!((findings(270), findings(280), findings(290)), (0, 0, 1));
        assert!(
            budget(&Budget::parse(&limit(900)).unwrap(), &[]).is_empty(),
            "the first version has no past"
        );
    }

    #[test]
    fn the_list_of_long_files_takes_no_new_entry_and_no_larger_number() {
        let past = ["a.rs 600\nb.rs 700\n".to_owned()];
        assert!(exceptions("a.rs 600\n", &past).is_empty());
        assert_eq!(exceptions("a.rs 601\n", &past).len(), 1);
        assert_eq!(exceptions("c.rs 510\n", &past).len(), 1);
        assert!(exceptions("c.rs 510\n", &[]).is_empty());
    }
}
