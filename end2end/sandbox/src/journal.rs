//! What a double was asked, word for word, so that a test can prove what a connector sent.
//!
//! Holds credentials in the clear: it lives on loopback, in memory, and dies with the double. Refuses to
//! judge: whether a request was right is the business of the vendor's rules and of the test.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use hyper::body::Bytes;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::exchange::Received;
use crate::rolling::lock;

/// Older entries than this many are dropped, so that a sandbox may run for weeks.
const KEPT: usize = 10_000;

/// One received request.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Counts from 1 since the last clear.
    pub number: u64,
    /// Which of the double's hosts heard it (`locator`, `zone15`, `us`, `eu`).
    pub host: &'static str,
    /// The method, in capitals.
    pub method: String,
    /// The path as sent, still percent-encoded.
    pub path: String,
    /// The query as sent, still percent-encoded.
    pub query: Option<String>,
    /// Header names in lower case with their values, in order.
    pub headers: Vec<(String, String)>,
    /// The body, byte for byte.
    pub body: Bytes,
    /// The status that was answered; `None` while unanswered, or when the connection was closed on it.
    pub status: Option<u16>,
}

impl Entry {
    /// The first value of a header, its name in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// Path and query as they stood in the request line.
    pub fn target(&self) -> String {
        self.query
            .as_ref()
            .map_or_else(|| self.path.clone(), |query| format!("{}?{query}", self.path))
    }

    /// Whether the method may change something at the vendor.
    pub fn is_write(&self) -> bool {
        !matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS")
    }

    fn to_json(&self) -> Value {
        json!({
            "number": self.number, "host": self.host, "method": self.method, "path": self.path,
            "query": self.query, "headers": self.headers, "body": String::from_utf8_lossy(&self.body),
            "status": self.status,
        })
    }
}

/// The requests of one double, all its hosts together. Clones share the same journal.
#[derive(Clone, Debug)]
pub struct Journal {
    pages: Arc<Mutex<Pages>>,
    total: Arc<watch::Sender<u64>>,
}

#[derive(Debug, Default)]
struct Pages {
    entries: VecDeque<Entry>,
    total: u64,
    writes: u64,
}

impl Journal {
    pub(crate) fn new() -> Self {
        Self {
            pages: Arc::default(),
            total: Arc::new(watch::Sender::new(0)),
        }
    }

    /// Every entry kept, oldest first.
    pub fn entries(&self) -> Vec<Entry> {
        lock(&self.pages).entries.iter().cloned().collect()
    }

    /// Entries whose path holds this text, whatever its case.
    pub fn to_path(&self, part: &str) -> Vec<Entry> {
        let part = part.to_lowercase();
        self.entries()
            .into_iter()
            .filter(|entry| entry.path.to_lowercase().contains(&part))
            .collect()
    }

    /// The newest entry.
    pub fn last(&self) -> Option<Entry> {
        lock(&self.pages).entries.back().cloned()
    }

    /// How many requests came since the last clear.
    pub fn total(&self) -> u64 {
        lock(&self.pages).total
    }

    /// How many of them had a method that may write. Autotask reads by POST too; IT Glue never does.
    pub fn writes(&self) -> u64 {
        lock(&self.pages).writes
    }

    /// Forgets everything.
    pub fn clear(&self) {
        *lock(&self.pages) = Pages::default();
        self.total.send_replace(0);
    }

    /// Waits until at least `count` requests have come, answered or not.
    pub async fn reached(&self, count: u64) {
        // The sender lives as long as `self`, so the wait cannot fail.
        let _ = self.total.subscribe().wait_for(|total| *total >= count).await;
    }

    pub(crate) fn note(&self, request: &Received) -> u64 {
        let mut pages = lock(&self.pages);
        pages.total += 1;
        pages.writes += u64::from(request.is_write());
        let number = pages.total;
        let headers = request.headers.iter();
        pages.entries.push_back(Entry {
            number,
            host: request.host,
            method: request.method.to_string(),
            path: request.path.clone(),
            query: request.query.clone(),
            headers: headers
                .map(|(name, value)| {
                    (
                        name.to_string(),
                        String::from_utf8_lossy(value.as_bytes()).into_owned(),
                    )
                })
                .collect(),
            body: request.body.clone(),
            status: None,
        });
        if pages.entries.len() > KEPT {
            pages.entries.pop_front();
        }
        drop(pages);
        self.total.send_replace(number);
        number
    }

    pub(crate) fn answered(&self, number: u64, status: u16) {
        let mut pages = lock(&self.pages);
        if let Some(entry) = pages
            .entries
            .iter_mut()
            .rev()
            .find(|entry| entry.number == number)
        {
            entry.status = Some(status);
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        let pages = lock(&self.pages);
        let entries: Vec<Value> = pages.entries.iter().map(Entry::to_json).collect();
        json!({"total": pages.total, "writes": pages.writes, "entries": entries})
    }
}
