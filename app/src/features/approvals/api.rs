//! Server functions of held calls.

use crate::error::AppError;
use contract::approval::Approval;
use leptos::prelude::*;

/// Held calls of one status, newest first; all when it is blank.
#[server(prefix = "/app/do", endpoint = "approvals/list")]
pub async fn list_approvals(status: String) -> Result<Vec<Approval>, AppError> {
    let (services, who) = crate::context::asked()?;
    let status = contract::approval::ApprovalStatus::parse(&status);
    Ok(services.approvals.list(&who.actor, status, None, 100).await?)
}

/// Approves or rejects one (`decision` is `approve` or `reject`).
#[server(prefix = "/app/do", endpoint = "approvals/decide")]
pub async fn decide(id: String, decision: String, #[server(default)] reason: String) -> Result<(), AppError> {
    use contract::{ids::ApprovalId, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let id = ApprovalId::parse(&id).ok_or_else(|| Problem::not_found("approval"))?;
    let reason = Some(reason);
    match decision.as_str() {
        "approve" => services.approvals.approve(&who.actor, &id, reason).await?,
        _ => services.approvals.reject(&who.actor, &id, reason).await?,
    };
    Ok(())
}
