//! Writes files of the site, once, and remembers which they are.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::bindgen::NAME;
use super::code::Code;
use super::{Flavour, Manifest, compress, hash};
use crate::project::Project;

/// What a build wrote; kept between builds, outside the site.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Record {
    flavour: String,
    input: String,
    manifest: Manifest,
    files: BTreeSet<String>,
}

impl Record {
    /// Where the record of this site is kept: with the other files of the compiler.
    pub fn path(project: &Project) -> PathBuf {
        let name = hash::of(project.site.as_os_str().as_encoded_bytes());
        project.target.join("xtask-site").join(format!("{name}.json"))
    }

    /// The last record. One that is missing or unreadable is empty: everything is then done again.
    pub fn load(path: &Path) -> Self {
        fs::read(path)
            .ok()
            .and_then(|json| serde_json::from_slice(&json).ok())
            .unwrap_or_default()
    }

    /// A folder for files on their way, this process's own.
    pub fn scratch(project: &Project) -> PathBuf {
        let name = format!("pieces-{}", std::process::id());
        project.target.join("xtask-site").join(name)
    }

    /// The addresses of the code, if the same input gave it and its files are still there.
    pub fn code(&self, input: &str, site: &Path) -> Option<Code> {
        let complete = || {
            self.files
                .iter()
                .filter(|file| is_code(file))
                .all(|file| site.join(file).is_file())
        };
        (self.input == input && complete()).then(|| self.manifest.code.clone())
    }

    /// Removes what an earlier build wrote and this one did not.
    pub fn remove_what_is_gone(&self, earlier: &Self, site: &Path) -> Result<()> {
        for file in earlier.files.difference(&self.files) {
            let path = site.join(file);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("could not remove {}", path.display()));
                }
                _ => {}
            }
            // A folder goes with its last file; one that still holds something stays, which is no error.
            let folders = path.ancestors().skip(1).take_while(|folder| *folder != site);
            folders
                .take_while(|folder| fs::remove_dir(folder).is_ok())
                .for_each(drop);
        }
        Ok(())
    }

    /// Keeps the record for the next build.
    pub fn save(&self, path: &Path) -> Result<()> {
        replace(
            path,
            &serde_json::to_vec(self).context("a record is always JSON")?,
        )
    }
}

/// The files of one build.
pub struct Output<'a> {
    site: &'a Path,
    flavour: Flavour,
    same_flavour: bool,
    files: BTreeSet<String>,
}

impl<'a> Output<'a> {
    /// Starts a build in `site`.
    pub fn new(site: &'a Path, flavour: Flavour, earlier: &Record) -> Self {
        let same_flavour = earlier.flavour == format!("{flavour:?}");
        Self {
            site,
            flavour,
            same_flavour,
            files: BTreeSet::new(),
        }
    }

    /// Writes a file into `pkg/` under a name made from its content; returns its address.
    pub fn write_hashed(&mut self, extension: &str, content: &[u8]) -> Result<String> {
        let name = format!("pkg/{NAME}.{}.{extension}", hash::of(content));
        self.write(&name, content)?;
        Ok(format!("/{name}"))
    }

    /// Writes a file and its compressed forms, unless they are there.
    pub fn write(&mut self, name: &str, content: &[u8]) -> Result<()> {
        let path = self.site.join(name);
        let packed = compress::pays(name).then(|| [format!("{name}.br"), format!("{name}.gz")]);
        let there = self.same_flavour
            && fs::read(&path).is_ok_and(|old| old == content)
            && packed.iter().flatten().all(|form| self.site.join(form).is_file());
        if !there {
            replace(&path, content)?;
            if let Some([brotli_name, gzip_name]) = &packed {
                let (brotlied, gzipped) = compress::both(content, self.flavour)?;
                replace(&self.site.join(brotli_name), &brotlied)?;
                replace(&self.site.join(gzip_name), &gzipped)?;
            }
        }
        self.files.insert(name.to_owned());
        self.files.extend(packed.into_iter().flatten());
        Ok(())
    }

    /// Keeps the code that an earlier build made.
    pub fn keep(&mut self, earlier: &Record) {
        self.files
            .extend(earlier.files.iter().filter(|file| is_code(file)).cloned());
    }

    /// Ends the build.
    pub fn finish(self, input: String, manifest: &Manifest) -> Record {
        Record {
            flavour: format!("{:?}", self.flavour),
            input,
            manifest: manifest.clone(),
            files: self.files,
        }
    }
}

/// The code: everything in `pkg/` but the styles.
fn is_code(file: &str) -> bool {
    file.starts_with("pkg/") && !file.contains(".css")
}

/// Writes a file in one go: a reader sees the old content or the new, never half of it.
pub fn replace(path: &Path, content: &[u8]) -> Result<()> {
    let write = || {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut temporary = path.as_os_str().to_owned();
        temporary.push(".new");
        fs::write(&temporary, content)?;
        fs::rename(&temporary, path)
    };
    write().with_context(|| format!("could not write {}", path.display()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// One build of a site with these styles and, if given, this code.
    fn build(site: &Path, earlier: &Record, styles: &str, code: &str) -> (Record, bool) {
        let mut output = Output::new(site, Flavour::Dev, earlier);
        let input = hash::of(code.as_bytes());
        let (code, reused) = if let Some(code) = earlier.code(&input, site) {
            output.keep(earlier);
            (code, true)
        } else {
            for name in ["ops-ai.js", "ops-ai.wasm", "snippets/crate/x.js"] {
                output
                    .write(&format!("pkg/{code}/{name}"), code.as_bytes())
                    .unwrap();
            }
            let address = |name: &str| format!("/pkg/{code}/{name}");
            let code = Code {
                js: address("ops-ai.js"),
                wasm: address("ops-ai.wasm"),
                ..Code::default()
            };
            (code, false)
        };
        let css = output.write_hashed("css", styles.as_bytes()).unwrap();
        let manifest = Manifest {
            code,
            css,
            lazy_css: String::new(),
        };
        let record = output.finish(input, &manifest);
        record.remove_what_is_gone(earlier, site).unwrap();
        (record, reused)
    }

    fn names(site: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(site.join("pkg"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_named_after_its_content_and_has_both_compressed_forms() {
        let site = tempfile::tempdir().unwrap();
        let (record, _) = build(site.path(), &Record::default(), "a{}", "code");
        let css = format!("ops-ai.{}.css", hash::of(b"a{}"));
        assert_eq!(record.manifest.css, format!("/pkg/{css}"));
        for form in [css.clone(), format!("{css}.br"), format!("{css}.gz")] {
            assert!(names(site.path()).contains(&form), "{form}");
        }
    }

    #[test]
    fn unchanged_code_is_not_made_again_and_changed_styles_replace_the_old_ones() {
        let site = tempfile::tempdir().unwrap();
        let (first, reused) = build(site.path(), &Record::default(), "a{}", "code");
        assert!(!reused);
        let (second, reused) = build(site.path(), &first, "b{}", "code");
        assert!(reused);
        assert_eq!(second.manifest.code, first.manifest.code);
        let stale = first.manifest.css.replace("/pkg/", "");
        assert!(
            !names(site.path()).iter().any(|name| name.starts_with(&stale)),
            "{:?}",
            names(site.path())
        );
        assert!(site.path().join("pkg/code/snippets/crate/x.js").is_file());
    }

    #[test]
    fn folders_go_with_their_last_file() {
        let site = tempfile::tempdir().unwrap();
        let (first, _) = build(site.path(), &Record::default(), "a{}", "one");
        build(site.path(), &first, "a{}", "two");
        assert!(!site.path().join("pkg/one").exists());
        assert!(site.path().join("pkg/two/snippets/crate/x.js").is_file());
    }

    #[test]
    fn code_whose_file_was_deleted_is_made_again() {
        let site = tempfile::tempdir().unwrap();
        let (first, _) = build(site.path(), &Record::default(), "a{}", "code");
        fs::remove_file(site.path().join(first.manifest.code.wasm.trim_start_matches('/'))).unwrap();
        let (_, reused) = build(site.path(), &first, "a{}", "code");
        assert!(!reused);
    }

    #[test]
    fn nothing_that_another_program_put_there_is_removed() {
        let site = tempfile::tempdir().unwrap();
        fs::create_dir_all(site.path().join("pkg")).unwrap();
        fs::write(site.path().join("pkg/notes.txt"), "mine").unwrap();
        let (first, _) = build(site.path(), &Record::default(), "a{}", "one");
        build(site.path(), &first, "b{}", "two");
        assert!(site.path().join("pkg/notes.txt").is_file());
    }
}
