//! Fake vendors, operations, audit trail and key ring. The vendor `panics` does.

use super::{Fake, needs, samples};
use contract::{
    actor::{Actor, Role},
    approval::{Approval, ApprovalStatus},
    audit::{AuditPage, ChainReport},
    ids::{ApprovalId, HandoverId},
    keys::KeyRing,
    manifest::Manifest,
    operation::{HandedOver, OperationAnswer, OperationCall, OperationInfo},
    operation_rule::{RuleChange, RuleFilter, RuleInForce},
    ports::{Answer, Approvals, Audit, Keys, OperationRules, Operations, Vendors},
    problem::Problem,
};
use serde_json::json;
use std::sync::Arc;

/// A text that must not be seen outside.
pub const CANARY: &str = "canary-7f3a";

impl Vendors for Fake {
    fn list(&self, _: &Actor) -> Result<Arc<[Arc<Manifest>]>, Problem> {
        Ok(Arc::new([Arc::new(samples::manifest())]))
    }

    fn get(&self, _: &Actor, vendor: &str) -> Result<Arc<Manifest>, Problem> {
        match vendor {
            "it_glue" => Ok(Arc::new(samples::manifest())),
            "panics" => panic!("a value held {CANARY}"),
            _ => Err(Problem::not_found("vendor")),
        }
    }
}

impl Operations for Fake {
    fn catalogue(&self, _: &Actor) -> Result<Arc<[OperationInfo]>, Problem> {
        Ok(Arc::new([samples::operation()]))
    }

    fn call<'a>(
        &'a self,
        who: &'a Actor,
        vendor: &'a str,
        operation: &'a str,
        call: OperationCall,
    ) -> Answer<'a, OperationAnswer> {
        let key = call
            .idempotency_key
            .map_or_else(String::new, |key| format!(" key {key}"));
        self.note(format!(
            "call {vendor} {operation} {:?} {}{key}",
            call.integration, call.input
        ));
        let answer = match (needs(who, Role::Tech, "call an operation"), vendor) {
            (Err(problem), _) => Err(problem),
            (Ok(()), "down") => {
                let mut problem =
                    Problem::new(502, "vendor_unavailable", "The vendor answered with an error.");
                problem.vendor_status = Some(500);
                problem.vendor_message = Some(samples::VENDOR_SAID.into());
                problem.retry_after = Some(5);
                Err(problem)
            }
            (Ok(()), "unset") => Err(Problem::new(
                409,
                "no_default_integration",
                "No account is the default.",
            )),
            (Ok(()), "held") => Ok(OperationAnswer::Approval(Box::new(samples::approval()))),
            (Ok(()), _) => Ok(OperationAnswer::Output(json!([{"name": "Contoso"}]))),
        };
        Box::pin(async move { answer })
    }

    fn hand_over<'a>(&'a self, who: &'a Actor, id: &'a HandoverId) -> Answer<'a, HandedOver> {
        self.note(format!("hand over {id}"));
        let answer = needs(who, Role::Tech, "call an operation").map(|()| HandedOver {
            secret: "told-once".into(),
            operation: "it_glue.passwords.get".into(),
        });
        Box::pin(async move { answer })
    }
}

impl OperationRules for Fake {
    fn list<'a>(&'a self, _: &'a Actor, filter: RuleFilter) -> Answer<'a, Vec<RuleInForce>> {
        self.note(format!("rules {:?} {:?}", filter.vendor, filter.operation));
        Box::pin(async { Ok(vec![samples::rule()]) })
    }

    fn set<'a>(&'a self, who: &'a Actor, change: RuleChange) -> Answer<'a, RuleInForce> {
        self.note(format!(
            "rule {} {} {:?} {:?} {:?}",
            change.vendor, change.operation, change.integration, change.rule, change.reason
        ));
        let answer = needs(who, Role::Admin, "change the rules of operations").map(|()| samples::rule());
        Box::pin(async move { answer })
    }
}

impl Audit for Fake {
    fn list<'a>(&'a self, who: &'a Actor, cursor: Option<i64>, limit: u32) -> Answer<'a, AuditPage> {
        self.note(format!("audit {cursor:?} {limit}"));
        let answer = needs(who, Role::Admin, "read the audit trail").map(|()| samples::audit());
        Box::pin(async move { answer })
    }

    fn verify<'a>(&'a self, who: &'a Actor) -> Answer<'a, ChainReport> {
        let answer = needs(who, Role::Admin, "verify the audit trail").map(|()| samples::chain());
        Box::pin(async move { answer })
    }
}

impl Keys for Fake {
    fn ring<'a>(&'a self, who: &'a Actor) -> Answer<'a, KeyRing> {
        let answer = needs(who, Role::Admin, "see the keys").map(|()| samples::ring());
        Box::pin(async move { answer })
    }
}

impl Approvals for Fake {
    fn list<'a>(
        &'a self,
        _: &'a Actor,
        status: Option<ApprovalStatus>,
        cursor: Option<&'a ApprovalId>,
        limit: u32,
    ) -> Answer<'a, Vec<Approval>> {
        self.note(format!("approvals {status:?} {cursor:?} {limit}"));
        Box::pin(async { Ok(vec![samples::approval()]) })
    }

    fn get<'a>(&'a self, _: &'a Actor, _: &'a ApprovalId) -> Answer<'a, Approval> {
        Box::pin(async { Ok(samples::approval()) })
    }

    fn check<'a>(&'a self, who: &'a Actor, id: &'a ApprovalId) -> Answer<'a, Approval> {
        self.note(format!("check {id}"));
        let answer = needs(who, Role::Tech, "decide").map(|()| samples::approval());
        Box::pin(async move { answer })
    }

    fn approve<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a ApprovalId,
        reason: Option<String>,
    ) -> Answer<'a, Approval> {
        self.note(format!("approve {id} {reason:?}"));
        let answer = needs(who, Role::Tech, "decide").map(|()| samples::approval());
        Box::pin(async move { answer })
    }

    fn reject<'a>(
        &'a self,
        who: &'a Actor,
        id: &'a ApprovalId,
        reason: Option<String>,
    ) -> Answer<'a, Approval> {
        self.note(format!("reject {id} {reason:?}"));
        let answer = needs(who, Role::Tech, "decide").map(|()| samples::approval());
        Box::pin(async move { answer })
    }
}
