//! Server functions of the audit trail.

use crate::error::AppError;
use contract::audit::{AuditPage, ChainReport};
use leptos::prelude::*;

/// How many entries a page has.
#[cfg(feature = "ssr")]
const PAGE: u32 = 50;

/// A page of entries, newest first.
#[server(prefix = "/app/do", endpoint = "audit/list")]
pub async fn list_entries(#[server(default)] cursor: Option<i64>) -> Result<AuditPage, AppError> {
    let (services, who) = crate::context::asked()?;
    Ok(services.audit.list(&who.actor, cursor, PAGE).await?)
}

/// Whether the whole chain fits.
#[server(prefix = "/app/do", endpoint = "audit/verify")]
pub async fn verify_chain() -> Result<ChainReport, AppError> {
    let (services, who) = crate::context::asked()?;
    Ok(services.audit.verify(&who.actor).await?)
}
