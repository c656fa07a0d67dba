//! What is wrong with a draft before it is kept: each fault by its place, so that an editor can show it there.
//!
//! What refuses is an error; what may be meant so is a warning. The same check runs for the editor, at every save, and over
//! the templates that come with the house.

use super::{
    check_steps::check_steps,
    graph::{Graph, edge_words, loose_edges},
    matching::{as_when, check_when},
    plan::FINISH,
};
use crate::vendors::Registry;
use contract::{
    field::FieldError,
    ids::{ChannelId, IntegrationId, SopId, VendorId},
    notification::ChannelKind,
    routing::{RuleDraft, Then, When},
    sop::{Sop, SopCheck, SopDraft, Step},
};
use std::collections::BTreeSet;

/// The most steps of a SOP.
pub const MOST_STEPS: usize = 50;

/// The most retries of a step.
pub const MOST_RETRIES: u32 = 5;

/// A connected account, as far as a check needs it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its identifier.
    pub id: IntegrationId,
    /// Whose account.
    pub vendor: VendorId,
    /// Its name.
    pub name: String,
    /// True when it is used where none is named.
    pub is_default: bool,
}

/// A channel by which people are told, as far as a check needs it.
#[derive(Clone, Debug)]
pub struct KnownChannel {
    /// Its identifier.
    pub id: ChannelId,
    /// Its name.
    pub name: String,
    /// How it reaches people; steps post to chats only.
    pub kind: ChannelKind,
    /// False while it is switched off.
    pub enabled: bool,
}

/// What a draft is checked against.
pub struct Surroundings<'a> {
    /// The vendors and their operations.
    pub registry: &'a Registry,
    /// The connected accounts.
    pub accounts: &'a [Account],
    /// The customers' identifiers.
    pub customers: &'a BTreeSet<String>,
    /// The SOPs that are kept.
    pub sops: &'a [Sop],
    /// The hosts that a step may call.
    pub http_hosts: &'a [String],
    /// The channels by which people are told.
    pub channels: &'a [KnownChannel],
}

/// What is wrong with a SOP; `own` is itself where it is kept already.
pub fn check(draft: &SopDraft, own: Option<&SopId>, around: &Surroundings<'_>) -> SopCheck {
    let mut found = SopCheck::default();
    found
        .errors
        .extend(named(&draft.name, "name", 120).into_iter().chain(long(
            &draft.description,
            "description",
            4_000,
        )));
    if let Some(note) = &draft.note {
        found.errors.extend(long(note, "note", 500));
    }
    if let Some(customer) = &draft.customer
        && !around.customers.contains(customer.as_str())
    {
        found.errors.push(unknown_customer("customer"));
    }
    let when = as_when(&draft.triggers);
    found.errors.extend(check_when(&when, "triggers"));
    found.errors.extend(unknown_vendor(&when, "triggers", around));
    check_shape(&draft.steps, &mut found);
    check_steps(&draft.steps, around, &mut found);
    if when != When::default() {
        let twin = around.sops.iter().find(|sop| {
            own != Some(&sop.id)
                && sop.enabled
                && sop.customer == draft.customer
                && as_when(&sop.triggers) == when
        });
        if let Some(twin) = twin {
            let words = format!(
                "The SOP {} has the same triggers; the first by name is taken.",
                twin.name
            );
            found.warnings.push(FieldError::new("triggers", "taken", words));
        }
    }
    found
}

/// What is wrong with a routing rule.
pub fn check_rule(draft: &RuleDraft, around: &Surroundings<'_>) -> Vec<FieldError> {
    let mut errors: Vec<_> = named(&draft.name, "name", 120).into_iter().collect();
    errors.extend(check_when(&draft.when, "when"));
    errors.extend(unknown_vendor(&draft.when, "when", around));
    if let Some(customer) = &draft.when.customer
        && !around.customers.contains(customer)
    {
        errors.push(unknown_customer("when.customer"));
    }
    match &draft.then {
        Then::Ignore(false) => errors.push(FieldError::new(
            "then.ignore",
            "not_accepted",
            "Write `true`, or name a SOP.",
        )),
        Then::Sop(id) if !around.sops.iter().any(|sop| sop.id == *id) => {
            errors.push(FieldError::new(
                "then.sop",
                "not_accepted",
                "There is no such SOP.",
            ));
        }
        Then::Ignore(true) | Then::Sop(_) => {}
    }
    errors
}

fn named(name: &str, at: &'static str, most: usize) -> Option<FieldError> {
    if name.trim().is_empty() {
        return Some(FieldError::new(at, "required", "Give it a name."));
    }
    if name.chars().any(char::is_control) {
        let words = "The name holds a control character.";
        return Some(FieldError::new(at, "control_character", words));
    }
    long(name, at, most)
}

fn long(text: &str, at: &'static str, most: usize) -> Option<FieldError> {
    (text.chars().count() > most)
        .then(|| FieldError::new(at, "too_long", format!("At most {most} characters are taken.")))
}

fn unknown_customer(at: &str) -> FieldError {
    FieldError::new(
        at,
        "not_accepted",
        "There is no such customer; it may have been deleted.",
    )
}

fn unknown_vendor(when: &When, at: &str, around: &Surroundings<'_>) -> Option<FieldError> {
    let vendor = when.vendor.as_deref()?;
    around.registry.manifest(vendor).is_none().then(|| {
        let words = format!("There is no vendor `{vendor}`.");
        FieldError::new(format!("{at}.vendor"), "not_accepted", words)
    })
}

/// Keys, edges, loops, and what is never come to.
fn check_shape(steps: &[Step], found: &mut SopCheck) {
    if steps.is_empty() {
        found.errors.push(FieldError::new(
            "steps",
            "required",
            "Add a step: a SOP without one does nothing.",
        ));
    }
    if steps.len() > MOST_STEPS {
        let words = format!("At most {MOST_STEPS} steps are taken.");
        found.errors.push(FieldError::new("steps", "too_many", words));
        return;
    }
    let mut seen = BTreeSet::new();
    for (n, step) in steps.iter().enumerate() {
        let at = |member: &str| format!("steps[{n}].{member}");
        if !is_key(&step.id) {
            let words = "Write a key of small letters, digits and `_` that begins with a letter, 40 at most.";
            found
                .errors
                .push(FieldError::new(at("id"), "not_accepted", words));
        } else if step.id == FINISH {
            let words = format!("`{FINISH}` is kept for the end of the run.");
            found
                .errors
                .push(FieldError::new(at("id"), "not_accepted", words));
        } else if !seen.insert(step.id.as_str()) {
            let words = format!("Another step is called `{}`.", step.id);
            found
                .errors
                .push(FieldError::new(at("id"), "duplicate_field", words));
        }
        if step.retries > MOST_RETRIES {
            let words = format!("At most {MOST_RETRIES} retries are made.");
            found
                .errors
                .push(FieldError::new(at("retries"), "out_of_range", words));
        }
        for (name, to) in loose_edges(steps, step) {
            let words = format!(
                "{} leads to `{to}`, and there is no such step.",
                capital(edge_words(step.kind, name))
            );
            found
                .errors
                .push(FieldError::new(at(name), "not_accepted", words));
        }
    }
    if !found
        .errors
        .iter()
        .all(|error| !error.field.starts_with("steps["))
    {
        // Edges are read by keys: while those are wrong, a loop would be a guess.
        return;
    }
    let graph = Graph::of(steps);
    if let Some(circle) = graph.a_loop() {
        let names: Vec<_> = circle.iter().map(|n| steps[*n].id.as_str()).collect();
        let words = format!(
            "The steps go round in a circle: {} → {}.",
            names.join(" → "),
            names[0]
        );
        let at = format!("steps[{}].on_success", circle[circle.len() - 1]);
        found.errors.push(FieldError::new(at, "a_loop", words));
        return;
    }
    for (n, reached) in graph.reached().into_iter().enumerate() {
        if !reached {
            let words = "No step leads here, so it never runs.";
            found
                .warnings
                .push(FieldError::new(format!("steps[{n}].id"), "not_reached", words));
        }
    }
}

fn is_key(id: &str) -> bool {
    let mut bytes = id.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && id.len() <= 40
        && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
#[path = "check_tests.rs"]
mod tests;
