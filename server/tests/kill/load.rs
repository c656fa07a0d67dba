//! The vendor as it posts: signed, several at once, and what was not answered is sent again, word for word.

use super::ledger::Ledger;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use engine::connector::hmac_sha1;
use serde_json::Value;
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

/// Senders at once.
const AT_ONCE: usize = 8;

/// What becomes of a delivery where nothing is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Everything is done at the first attempt.
    Plain,
    /// The host refuses the first call, so that it is tried again.
    RefusedOnce,
    /// Nobody knows its kind, so that it is a dead letter.
    Doomed,
}

impl Kind {
    pub fn of(number: u64) -> Self {
        match number % 8 {
            2 | 5 => Self::RefusedOnce,
            3 => Self::Doomed,
            _ => Self::Plain,
        }
    }
}

/// The sender.
pub struct Load {
    pub ledger: Ledger,
    path: String,
    secret: String,
    /// The tickets that the vendor has.
    tickets: Vec<i64>,
    next: AtomicU64,
    unanswered: Mutex<Vec<u64>>,
    again: AtomicU64,
    acknowledged: AtomicU64,
    client: reqwest::Client,
}

impl Load {
    pub fn to(path: String, secret: String, tickets: Vec<i64>, ledger: Ledger) -> Self {
        Self {
            ledger,
            path,
            secret,
            tickets,
            next: AtomicU64::new(0),
            unanswered: Mutex::default(),
            again: AtomicU64::new(0),
            acknowledged: AtomicU64::new(0),
            client: client(),
        }
    }

    /// How many were sent again because nobody had answered.
    pub fn sent_again(&self) -> u64 {
        self.again.load(Ordering::SeqCst)
    }

    /// How many were acknowledged.
    pub fn acknowledged(&self) -> u64 {
        self.acknowledged.load(Ordering::SeqCst)
    }

    /// Posts to an origin until this many more are acknowledged, or the flag is set.
    pub async fn post(self: &Arc<Self>, origin: &str, most: u64, stop: &Arc<AtomicBool>) {
        let left = Arc::new(AtomicU64::new(most));
        let senders = (0..AT_ONCE).map(|_| {
            let (load, origin, left, stop) = (self.clone(), origin.to_owned(), left.clone(), stop.clone());
            tokio::spawn(async move {
                while !stop.load(Ordering::SeqCst) && take_one(&left) {
                    if !load.post_one(&origin, load.number()).await {
                        left.fetch_add(1, Ordering::SeqCst);
                        // A dead node refuses at once: nobody spins on that.
                        tokio::time::sleep(Duration::from_millis(5)).await;
                    }
                }
            })
        });
        for sender in senders.collect::<Vec<_>>() {
            sender.await.unwrap();
        }
    }

    /// Posts what nobody has answered until everything is; a node that lives is given a minute for each.
    pub async fn post_the_rest(&self, origin: &str) {
        loop {
            let Some(number) = self.unanswered.lock().unwrap().pop() else {
                return;
            };
            self.again.fetch_add(1, Ordering::SeqCst);
            let mut tries = 0;
            while let Err(why) = self.try_one(origin, number).await {
                tries += 1;
                eprintln!("{number} was not taken: {why}");
                assert!(tries < 12, "a node that lives took no delivery: {why}");
                tokio::time::sleep(Duration::from_secs(5)).await;
            }
        }
    }

    fn number(&self) -> u64 {
        let before = self.unanswered.lock().unwrap().pop();
        if let Some(number) = before {
            self.again.fetch_add(1, Ordering::SeqCst);
            return number;
        }
        self.next.fetch_add(1, Ordering::SeqCst)
    }

    /// Posts one more; tells the answer's status, body and `Retry-After`.
    pub async fn post_another(&self, origin: &str) -> (u16, Value, Option<String>) {
        let number = self.next.fetch_add(1, Ordering::SeqCst);
        let answer = self.send(origin, number).await.unwrap();
        let status = answer.status().as_u16();
        let later = answer.headers().get("retry-after");
        let later = later.map(|value| value.to_str().unwrap().to_owned());
        let body: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
        if status == 202 {
            self.keep(number, &body);
        } else {
            self.unanswered.lock().unwrap().push(number);
        }
        (status, body, later)
    }

    /// Posts one; true when it was acknowledged, and that is on disk.
    async fn post_one(&self, origin: &str, number: u64) -> bool {
        let taken = self.try_one(origin, number).await.is_ok();
        if !taken {
            self.unanswered.lock().unwrap().push(number);
        }
        taken
    }

    /// `Err` says why it was not acknowledged.
    async fn try_one(&self, origin: &str, number: u64) -> Result<(), String> {
        let answer = self
            .send(origin, number)
            .await
            .map_err(|error| error.to_string())?;
        let status = answer.status().as_u16();
        let text = answer.text().await.map_err(|error| error.to_string())?;
        if status != 202 {
            return Err(format!("{status} {text}"));
        }
        self.keep(number, &serde_json::from_str(&text).unwrap_or_default());
        Ok(())
    }

    fn keep(&self, number: u64, answer: &Value) {
        self.ledger.acknowledged(number, answer["event"].as_str());
        self.acknowledged.fetch_add(1, Ordering::SeqCst);
    }

    async fn send(&self, origin: &str, number: u64) -> Result<reqwest::Response, reqwest::Error> {
        let ticket = self.tickets[usize::try_from(number).unwrap() % self.tickets.len()];
        let body = body(number, ticket);
        let signature = BASE64_STANDARD.encode(hmac_sha1(self.secret.as_bytes(), body.as_bytes()));
        let request = self
            .client
            .post(format!("{origin}{}", self.path))
            .header("content-type", "application/json")
            .header("x-hook-signature", format!("sha1={signature}"))
            .body(body);
        request.send().await
    }
}

/// A client that keeps no connection: the one to a dead node is of no use to the next.
pub fn client() -> reqwest::Client {
    let builder = reqwest::Client::builder().timeout(Duration::from_secs(30));
    builder.pool_max_idle_per_host(0).build().unwrap()
}

/// Takes one of what is left; false when nothing is.
fn take_one(left: &AtomicU64) -> bool {
    let taken = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |count| count.checked_sub(1));
    taken.is_ok()
}

/// A callout about a ticket; its number comes first, so that every list shows it.
fn body(number: u64, ticket: i64) -> String {
    let entity = if Kind::of(number) == Kind::Doomed {
        "Invoice"
    } else {
        "Ticket"
    };
    format!(
        r#"{{"SequenceNumber":{number},"Guid":"6f0e7a52-1d3c-4b8e-9a51-2c7d90e4b113","Action":"Create","EntityType":"{entity}","Id":{ticket},"EventTime":"2026-11-24T09:31:02Z","Fields":{{"TicketNumber":"T{ticket}","Title":"Disk full"}}}}"#
    )
}

/// The number of a delivery, from the beginning of its payload.
pub fn number_of(preview: &str) -> u64 {
    let digits = preview.strip_prefix(r#"{"SequenceNumber":"#).unwrap();
    digits.split(',').next().unwrap().parse().unwrap()
}
