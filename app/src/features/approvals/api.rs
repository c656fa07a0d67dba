//! Server functions of held calls.

use crate::error::AppError;
use contract::approval::{Approval, ApprovalStatus};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How many of the history stand on a page.
#[cfg(feature = "ssr")]
const PAGE: u32 = 50;

/// A held call, as the person who looks may treat it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shown {
    /// The held call.
    pub approval: Approval,
    /// True when this person asked for it, or a token of theirs did.
    pub own: bool,
    /// True when their role may decide on it.
    pub may: bool,
}

/// A page of the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Past {
    /// The held calls, newest first.
    pub items: Vec<Approval>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// What became of a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Which call.
    pub id: String,
    /// What it does.
    pub title: String,
    /// Where it stands now.
    pub status: ApprovalStatus,
}

#[cfg(feature = "ssr")]
fn shown(approval: Approval, who: &contract::actor::Actor) -> Shown {
    let own = approval.requested_by.id == who.id || approval.binding.owner == who.id;
    Shown {
        own,
        may: who.role >= approval.needs,
        approval,
    }
}

#[cfg(feature = "ssr")]
fn id_of(text: &str) -> Result<contract::ids::ApprovalId, AppError> {
    let id = contract::ids::ApprovalId::parse(text);
    Ok(id.ok_or_else(|| contract::problem::Problem::not_found("approval"))?)
}

/// What waits for a decision.
#[server(prefix = "/app/do", endpoint = "approvals/queue")]
pub async fn read_queue() -> Result<Vec<Shown>, AppError> {
    let (services, who) = crate::context::asked()?;
    let pending = Some(ApprovalStatus::Pending);
    let all = services.approvals.list(&who.actor, pending, None, 200).await?;
    Ok(all
        .into_iter()
        .map(|approval| shown(approval, &who.actor))
        .collect())
}

/// What was decided, expired or became stale, newest first: all, or one status; those before `cursor`.
#[server(prefix = "/app/do", endpoint = "approvals/history")]
pub async fn read_history(
    #[server(default)] status: String,
    #[server(default)] cursor: String,
) -> Result<Past, AppError> {
    let (services, who) = crate::context::asked()?;
    let status = ApprovalStatus::parse(&status);
    let cursor = (!cursor.is_empty()).then(|| id_of(&cursor)).transpose()?;
    let mut items = services
        .approvals
        .list(&who.actor, status, cursor.as_ref(), PAGE)
        .await?;
    let full = items.len() >= PAGE as usize;
    let next = items.last().filter(|_| full).map(|last| last.id.to_string());
    items.retain(|approval| approval.status != ApprovalStatus::Pending);
    Ok(Past { items, next })
}

/// One held call.
#[server(prefix = "/app/do", endpoint = "approvals/one")]
pub async fn read_one(id: String) -> Result<Shown, AppError> {
    let (services, who) = crate::context::asked()?;
    let approval = services.approvals.get(&who.actor, &id_of(&id)?).await?;
    Ok(shown(approval, &who.actor))
}

/// Looks whether a call is still what was asked for.
#[server(prefix = "/app/do", endpoint = "approvals/check")]
pub async fn check(id: String) -> Result<Decided, AppError> {
    let (services, who) = crate::context::asked()?;
    let approval = services.approvals.check(&who.actor, &id_of(&id)?).await?;
    Ok(decided(approval))
}

/// Approves or rejects one (`decision` is `approve` or `reject`).
#[server(prefix = "/app/do", endpoint = "approvals/decide")]
pub async fn decide(
    id: String,
    decision: String,
    #[server(default)] reason: String,
) -> Result<Decided, AppError> {
    let (services, who) = crate::context::asked()?;
    let (id, reason) = (id_of(&id)?, Some(reason));
    let approval = match decision.as_str() {
        "approve" => services.approvals.approve(&who.actor, &id, reason).await?,
        _ => services.approvals.reject(&who.actor, &id, reason).await?,
    };
    Ok(decided(approval))
}

/// Approves or rejects several calls of one operation, in turn (`ids` by commas). Never what can do harm: that is decided
/// one by one.
#[server(prefix = "/app/do", endpoint = "approvals/decide_many")]
pub async fn decide_many(
    ids: String,
    decision: String,
    #[server(default)] reason: String,
) -> Result<Vec<Decided>, AppError> {
    use contract::{operation::Risk, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let mut calls = Vec::new();
    for id in ids.split(',').filter(|id| !id.is_empty()) {
        calls.push(services.approvals.get(&who.actor, &id_of(id)?).await?);
    }
    let is_alike = calls
        .windows(2)
        .all(|two| (&two[0].vendor, &two[0].operation) == (&two[1].vendor, &two[1].operation));
    if !is_alike || calls.iter().any(|call| call.risk == Risk::Dangerous) {
        return Err(
            Problem::new(422, "not_together", "These calls cannot be decided together.")
                .with_detail("Choose calls of one operation, and none that can do harm. Nothing was decided.")
                .into(),
        );
    }
    let mut done = Vec::new();
    for call in calls {
        let reason = Some(reason.clone());
        let approval = match decision.as_str() {
            "approve" => services.approvals.approve(&who.actor, &call.id, reason).await,
            _ => services.approvals.reject(&who.actor, &call.id, reason).await,
        };
        // One that somebody else was faster with stops no other: it says how it stands.
        done.push(match approval {
            Ok(approval) => decided(approval),
            Err(_) => decided(services.approvals.get(&who.actor, &call.id).await?),
        });
    }
    Ok(done)
}

#[cfg(feature = "ssr")]
fn decided(approval: Approval) -> Decided {
    Decided {
        id: approval.id.to_string(),
        title: super::words::sentence(&approval),
        status: approval.status,
    }
}
