//! Failure analysis: what broke, why, what mends it, and the facts that show it.
//!
//! The words are added when somebody looks; what is kept with the event are the code and the facts. `doctor` runs at the
//! door, `difference` compares with what went well.

mod difference;
pub mod doctor;
mod words;

pub use difference::differences;

use crate::store::Failure;
use contract::{
    event::EventSummary,
    failure::{Analysis, Evidence, FailureCode, Stage},
    ids::IntegrationId,
};
use words::Page;

/// What is known of a failure.
pub struct Facts<'a> {
    /// The event.
    pub event: &'a EventSummary,
    /// The facts that were kept.
    pub failure: Option<&'a Failure>,
    /// Facts that were found now.
    pub more: Vec<Evidence>,
}

/// Explains why an event failed; none when it did not.
pub fn explain(facts: Facts<'_>) -> Option<Analysis> {
    let (stage, code) = facts.event.stage.zip(facts.event.code)?;
    let words = words::of(code);
    let nothing = Failure::default();
    let failure = facts.failure.unwrap_or(&nothing);
    let mut evidence = Vec::new();
    if !failure.detail.is_empty() {
        evidence.push(Evidence {
            name: "What happened".into(),
            value: failure.detail.clone(),
        });
    }
    evidence.extend(failure.evidence.iter().cloned());
    if let Some(id) = &failure.vendor_request_id {
        evidence.push(Evidence {
            name: "Vendor's request id".into(),
            value: id.clone(),
        });
    }
    evidence.extend(facts.more);
    Some(Analysis {
        stage,
        code,
        blame: words.blame,
        cause: words.cause.to_owned(),
        suggested_fix: words.fix.to_owned(),
        action_url: address(words.page, facts.event, failure, stage, code),
        action_label: words.label.into(),
        evidence,
        vendor_status: failure.vendor_status,
        vendor_message: failure.vendor_message.clone(),
        already_done: failure.already_done.clone(),
    })
}

/// The address of the page that performs the fix, for this event.
fn address(page: Page, event: &EventSummary, failure: &Failure, stage: Stage, code: FailureCode) -> String {
    match page {
        Page::Webhook => format!("/app/webhooks/{}", event.webhook),
        Page::Event => format!("/app/webhooks/events/{}", event.id),
        Page::Integration => format!("/app/integrations/{}", account(event, failure)),
        Page::Connect => format!("/app/integrations/new/{}", event.vendor),
        Page::Status => "/app/integrations/status".to_owned(),
        Page::Customers => format!(
            "/app/customer-mappings?vendor={}&event={}",
            event.vendor, event.id
        ),
        Page::Rules => format!("/app/routing-rules?event={}", event.id),
        Page::Sop => event
            .sop
            .as_ref()
            .map_or_else(|| "/app/sops".to_owned(), |sop| format!("/app/sops/{sop}")),
        Page::Run => event.run.as_ref().map_or_else(
            || format!("/app/webhooks/events/{}", event.id),
            |run| format!("/app/runs/{run}"),
        ),
        Page::Approvals if code == FailureCode::ApprovalRejected && stage == Stage::Execute => {
            "/app/approvals?status=rejected".to_owned()
        }
        Page::Approvals => "/app/approvals".to_owned(),
        Page::Keys => "/app/keys".to_owned(),
    }
}

/// The account that refused, where a step names one in its facts; else the one that received the event.
fn account(event: &EventSummary, failure: &Failure) -> IntegrationId {
    failure
        .evidence
        .iter()
        .find_map(|fact| {
            fact.value
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .find_map(IntegrationId::parse)
        })
        .unwrap_or_else(|| event.integration.clone())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn every_code_says_what_happened_what_to_do_and_where() {
        for code in FailureCode::ALL {
            let words = words::of(code);
            for sentence in [words.cause, words.fix] {
                assert!(
                    sentence.len() > 30 && sentence.ends_with('.') && !sentence.contains("  "),
                    "{code:?}: {sentence}"
                );
            }
            assert!(!words.label.is_empty() && words.label.len() < 30, "{code:?}");
        }
    }
}
