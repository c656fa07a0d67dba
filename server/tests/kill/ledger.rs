//! What was acknowledged, in a file of the sender's own: a line is on disk before the acknowledgement counts.

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    io::Write as _,
    path::{Path, PathBuf},
    sync::Mutex,
};

/// The file.
pub struct Ledger {
    path: PathBuf,
    file: Mutex<File>,
}

impl Ledger {
    pub fn in_folder(folder: &Path) -> Self {
        let path = folder.join("acknowledged");
        let file = OpenOptions::new().create(true).append(true).open(&path).unwrap();
        Self {
            path,
            file: Mutex::new(file),
        }
    }

    /// A delivery was answered with 202, and, by an honest receiver, with its event.
    pub fn acknowledged(&self, delivery: u64, event: Option<&str>) {
        let mut file = self.file.lock().unwrap();
        let line = format!("{delivery} {}\n", event.unwrap_or("-"));
        file.write_all(line.as_bytes()).unwrap();
        file.sync_data().unwrap();
    }

    /// What the file holds: delivery and event.
    pub fn read(&self) -> BTreeMap<u64, Option<String>> {
        let text = std::fs::read_to_string(&self.path).unwrap();
        text.lines()
            .map(|line| {
                let (delivery, event) = line.split_once(' ').unwrap();
                let event = (event != "-").then(|| event.to_owned());
                (delivery.parse().unwrap(), event)
            })
            .collect()
    }
}
