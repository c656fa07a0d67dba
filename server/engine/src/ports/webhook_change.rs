//! Checks what a person changes of a webhook, and names every fault.

use crate::{
    pipeline::Network,
    store::{WebhookPatch, WebhookRow},
};
use contract::{field::FieldError, problem::Problem, webhook::WebhookChange};

/// The longest name, in characters.
const MAX_NAME: usize = 100;

/// Networks of one webhook, at most.
const MAX_NETWORKS: usize = 100;

/// The longest that anything is kept, in days.
const MAX_DAYS: u32 = 3_650;

/// The longest that an old secret is still accepted, in hours.
const MAX_OVERLAP: u32 = 30 * 24;

/// A name; `fallback` when it is blank.
pub fn name(typed: &str, fallback: &str) -> Result<String, Problem> {
    let name = typed.trim();
    let name = if name.is_empty() { fallback.trim() } else { name };
    match fault(name) {
        None => Ok(name.to_owned()),
        Some(error) => Err(Problem::invalid(vec![error])),
    }
}

fn fault(name: &str) -> Option<FieldError> {
    if name.is_empty() {
        Some(FieldError::new("name", "required", "Give it a name."))
    } else if name.chars().count() > MAX_NAME {
        let text = format!("The name may have at most {MAX_NAME} characters.");
        Some(FieldError::new("name", "too_long", text))
    } else if name.chars().any(char::is_control) {
        let text = "The name holds a line break or another control character.";
        Some(FieldError::new("name", "control_character", text))
    } else {
        None
    }
}

/// For how many hours the secret before is still accepted.
pub fn overlap(hours: Option<u32>) -> Result<i64, Problem> {
    match hours.unwrap_or(24) {
        hours if hours <= MAX_OVERLAP => Ok(i64::from(hours)),
        _ => {
            let text = format!("The old secret can be accepted for at most {MAX_OVERLAP} hours longer.");
            Err(Problem::invalid(vec![FieldError::new(
                "overlap_hours",
                "out_of_range",
                text,
            )]))
        }
    }
}

/// What is changed, and the names of what is.
pub fn checked(
    row: &WebhookRow,
    change: WebhookChange,
) -> Result<(WebhookPatch, Vec<&'static str>), Problem> {
    let mut errors = Vec::new();
    let mut changed = Vec::new();
    let mut patch = WebhookPatch::default();
    if let Some(typed) = change.name {
        let name = typed.trim().to_owned();
        errors.extend(fault(&name));
        if name != row.name {
            changed.push("name");
            patch.name = Some(name);
        }
    }
    if let Some(enabled) = change.enabled.filter(|enabled| *enabled != row.enabled) {
        changed.push(if enabled { "switched on" } else { "switched off" });
        patch.enabled = Some(enabled);
    }
    if let Some(networks) = change.allowed_networks {
        let networks: Vec<String> = networks
            .into_iter()
            .map(|network| network.trim().to_owned())
            .filter(|network| !network.is_empty())
            .collect();
        errors.extend(network_faults(&networks));
        if networks != row.allowed_networks {
            changed.push("allowed_networks");
            patch.allowed_networks = Some(networks);
        }
    }
    if let Some(ordered) = change.ordered.filter(|ordered| *ordered != row.ordered) {
        changed.push(if ordered { "ordered" } else { "unordered" });
        patch.ordered = Some(ordered);
    }
    let days = |field, given: Option<u32>, kept: i64, errors: &mut Vec<FieldError>| {
        let given = given?;
        if !(1..=MAX_DAYS).contains(&given) {
            let text = format!("It can be kept for 1 to {MAX_DAYS} days.");
            errors.push(FieldError::new(field, "out_of_range", text));
        }
        Some(i64::from(given)).filter(|given| *given != kept)
    };
    patch.payload_days = days("payload_days", change.payload_days, row.payload_days, &mut errors);
    patch.event_days = days("event_days", change.event_days, row.event_days, &mut errors);
    changed.extend(patch.payload_days.map(|_| "payload_days"));
    changed.extend(patch.event_days.map(|_| "event_days"));
    if patch.payload_days.unwrap_or(row.payload_days) > patch.event_days.unwrap_or(row.event_days) {
        let text = "A payload cannot be kept longer than its event.";
        errors.push(FieldError::new("payload_days", "out_of_range", text));
    }
    if errors.is_empty() {
        Ok((patch, changed))
    } else {
        Err(Problem::invalid(errors))
    }
}

fn network_faults(networks: &[String]) -> Vec<FieldError> {
    let field = "allowed_networks";
    if networks.len() > MAX_NETWORKS {
        let text = format!("At most {MAX_NETWORKS} networks.");
        return vec![FieldError::new(field, "too_long", text)];
    }
    networks
        .iter()
        .enumerate()
        .filter(|(_, network)| Network::parse(network).is_none())
        .map(|(index, _)| {
            let text = format!(
                "Network {} is not of the form 203.0.113.0/24 or 2001:db8::/32.",
                index + 1
            );
            FieldError::new(field, "not_accepted", text)
        })
        .collect()
}
