//! The audit trail.

use super::Machine;
use crate::policy::{Right, may};
use contract::{
    actor::Actor,
    audit::{AuditPage, ChainReport},
    ports::{Answer, Audit},
};

impl Audit for Machine {
    fn list<'a>(&'a self, who: &'a Actor, cursor: Option<i64>, limit: u32) -> Answer<'a, AuditPage> {
        Box::pin(async move {
            may(who, Right::ReadAudit)?;
            Ok(self.store.audit_page(cursor, limit.clamp(1, 500)).await?)
        })
    }

    fn verify<'a>(&'a self, who: &'a Actor) -> Answer<'a, ChainReport> {
        Box::pin(async move {
            may(who, Right::ReadAudit)?;
            Ok(self.store.verify_audit().await?)
        })
    }
}
