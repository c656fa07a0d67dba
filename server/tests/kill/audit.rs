//! The judge: what was acknowledged against what is there. It reads no database and knows no time.

use super::load::Kind;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// An event as the list shows it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub id: String,
    pub delivery: u64,
    pub status: String,
    pub code: Option<String>,
    pub replay_of: Option<String>,
}

/// What is there when everything has ended.
#[derive(Clone, Debug, Default)]
pub struct Evidence {
    /// Delivery and event, from the sender's own file.
    pub acknowledged: BTreeMap<u64, Option<String>>,
    pub events: Vec<Seen>,
    /// How often the host did something for a delivery.
    pub calls: BTreeMap<u64, usize>,
    /// How many notes were written for an event.
    pub notes: BTreeMap<String, usize>,
}

/// What is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// Acknowledged, and no such event.
    pub lost: Vec<u64>,
    /// Kept more than once, or replayed more than once.
    pub twice: Vec<String>,
    /// Not at one of its ends.
    pub unfinished: Vec<String>,
    /// Its end is not the one of its kind.
    pub wrong_end: Vec<String>,
    /// It succeeded, and nothing was done.
    pub undone: Vec<String>,
    /// Done more than once.
    pub done_twice: Vec<String>,
    /// How many ended at a person, who was told that nobody knows whether a call was made. No fault.
    pub told: usize,
}

impl Verdict {
    pub fn is_clean(&self) -> bool {
        *self
            == Self {
                told: self.told,
                ..Self::default()
            }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} lost, {} kept twice, {} without an end, {} with a wrong end, {} effects missing, {} effects double, {} told as \
             unknown",
            self.lost.len(),
            self.twice.len(),
            self.unfinished.len(),
            self.wrong_end.len(),
            self.undone.len(),
            self.done_twice.len(),
            self.told,
        )
    }
}

/// Judges what is there.
pub fn judge(evidence: &Evidence) -> Verdict {
    let mut verdict = Verdict::default();
    let (mut ids, mut parents) = (BTreeSet::new(), BTreeSet::new());
    let mut originals: BTreeMap<u64, &Seen> = BTreeMap::new();
    for event in &evidence.events {
        let first = match &event.replay_of {
            Some(parent) => parents.insert(parent.clone()),
            None => originals.insert(event.delivery, event).is_none(),
        };
        if !ids.insert(&event.id) || !first {
            verdict.twice.push(event.id.clone());
        }
        judge_end(event, evidence, &mut verdict);
    }
    for (delivery, event) in &evidence.acknowledged {
        let kept = originals.get(delivery);
        if kept.is_none_or(|kept| event.as_ref().is_some_and(|event| *event != kept.id)) {
            verdict.lost.push(*delivery);
        }
    }
    let many = evidence.calls.iter().filter(|(_, times)| **times > 1);
    let calls = many.map(|(delivery, _)| format!("call for {delivery}"));
    let many = evidence.notes.iter().filter(|(_, times)| **times > 1);
    let notes = many.map(|(event, _)| format!("note for {event}"));
    verdict.done_twice.extend(calls.chain(notes));
    verdict
}

fn judge_end(event: &Seen, evidence: &Evidence, verdict: &mut Verdict) {
    let code = event.code.as_deref().unwrap_or_default();
    let kind = Kind::of(event.delivery);
    match event.status.as_str() {
        "succeeded" if kind == Kind::Doomed => verdict.wrong_end.push(event.id.clone()),
        "succeeded" => {
            if !evidence.calls.contains_key(&event.delivery) {
                verdict.undone.push(format!("call for {}", event.delivery));
            }
            if !evidence.notes.contains_key(&event.id) {
                verdict.undone.push(format!("note for {}", event.id));
            }
        }
        "dead_lettered" if kind == Kind::Doomed && code == "unknown_event_type" => {}
        "dead_lettered" if kind != Kind::Doomed && code == "outcome_unknown" => verdict.told += 1,
        "dead_lettered" | "ignored" | "rejected" => {
            verdict
                .wrong_end
                .push(format!("{}: {} {code}", event.id, event.status));
        }
        _ => verdict.unfinished.push(event.id.clone()),
    }
}
