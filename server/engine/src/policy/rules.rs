//! What becomes of a call: the rule in force, who decides on what waits, and the permits that follow.

use super::{
    access::{Grant, Permit},
    rights::{Right, may},
};
use crate::store::OwnRules;
use contract::{
    actor::Actor,
    approval::{Approval, ApprovalStatus},
    operation::Risk,
    operation_rule::{OperationRule, RuleOrigin},
    problem::Problem,
};
use std::time::Duration;

/// The rule in force for one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// The rule.
    pub rule: OperationRule,
    /// Where it comes from.
    pub origin: RuleOrigin,
    /// The policy's version with which it was found.
    pub policy_version: u64,
}

impl Ruling {
    /// The account's rule goes before the operation's, and that before what the risk gives it.
    pub fn of(risk: Risk, own: OwnRules) -> Self {
        let (rule, origin) = match (own.integration, own.operation) {
            (Some(rule), _) => (rule, RuleOrigin::Integration),
            (None, Some(rule)) => (rule, RuleOrigin::Operation),
            (None, None) => (OperationRule::seed(risk), RuleOrigin::Seed),
        };
        Self {
            rule,
            origin,
            policy_version: own.policy_version,
        }
    }

    /// The same, and at least this strict: what a SOP asks for beyond the rule.
    #[must_use]
    pub fn at_least(self, least: OperationRule) -> Self {
        if least > self.rule {
            Self {
                rule: least,
                origin: RuleOrigin::Sop,
                ..self
            }
        } else {
            self
        }
    }
}

/// Grants one call of an operation of this risk under this rule; `None` when it must be held until another person approves.
pub fn grant(who: &Actor, risk: Risk, rule: OperationRule) -> Result<Option<Grant>, Problem> {
    may(
        who,
        match risk {
            Risk::Read => Right::CallRead,
            Risk::Write | Risk::Dangerous => Right::CallWrite,
        },
    )?;
    match rule {
        OperationRule::Auto => Ok(Some(mint(risk))),
        OperationRule::Tech | OperationRule::Admin => Ok(None),
        OperationRule::Off => Err(off()),
    }
}

/// The grant of a call that was approved by somebody else than who asked for it, and is being made now.
pub fn approved(approval: &Approval) -> Option<Grant> {
    let decision = approval.decision.as_ref()?;
    let is_open = approval.status == ApprovalStatus::Running && approval.binding.rule != OperationRule::Off;
    (is_open && !is_own(approval, &decision.by.id, &decision.owner)).then(|| mint(approval.risk))
}

/// Whether somebody, behind whom this person stands, may decide. Rejecting one's own request is taking it back.
pub fn may_decide(who: &Actor, owner: &str, approval: &Approval, yes: bool) -> Result<(), Problem> {
    may(who, Right::Decide)?;
    if who.role < approval.needs {
        return Err(Problem::forbidden(
            approval.needs,
            who.role,
            "decide on this call",
        ));
    }
    if yes && is_own(approval, &who.id, owner) {
        return Err(
            Problem::new(403, "own_request", "Nobody approves their own request.").with_detail(
                "Ask somebody else; you may reject it, and then ask again with other arguments.",
            ),
        );
    }
    Ok(())
}

/// How long a held call waits for a decision: what can do harm is decided while it is still fresh.
pub fn patience(risk: Risk) -> Duration {
    match risk {
        Risk::Read | Risk::Write => Duration::from_hours(24),
        Risk::Dangerous => Duration::from_hours(1),
    }
}

/// A token acts for whoever made it, so the maker's requests are the token's, and the other way round.
fn is_own(approval: &Approval, decider: &str, owner: &str) -> bool {
    let asker = approval.requested_by.id.as_str();
    let behind = approval.binding.owner.as_str();
    [decider, owner]
        .iter()
        .any(|one| !one.is_empty() && (*one == asker || *one == behind))
}

fn mint(risk: Risk) -> Grant {
    match risk {
        Risk::Read => Grant::Read,
        Risk::Write => Grant::Write(Permit::mint()),
        Risk::Dangerous => Grant::Dangerous(Permit::mint()),
    }
}

fn off() -> Problem {
    Problem::new(403, "operation_off", "This operation is switched off.").with_detail(
        "An administrator set its rule to off, for this account or for all; only an administrator changes that, on the \
         operation's page. Nothing was called.",
    )
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use contract::{
        actor::{ActorKind, Role},
        approval::{Binding, Decision, Named},
        ids::{ApprovalId, IntegrationId, VendorId},
    };

    fn actor(id: &str, role: Role) -> Actor {
        Actor {
            kind: ActorKind::User,
            id: id.into(),
            name: "Sam".into(),
            role,
        }
    }

    fn named(id: &str) -> Named {
        Named {
            kind: ActorKind::User,
            id: id.into(),
            name: id.into(),
        }
    }

    /// Asked by the token `tok_1` of `usr_ada`, decided by another, being made now.
    fn running(decider: &str, owner: &str) -> Approval {
        Approval {
            id: ApprovalId::from_ulid("1"),
            status: ApprovalStatus::Running,
            vendor: VendorId::new("acme"),
            operation: "things.delete".into(),
            title: "Delete a thing".into(),
            risk: Risk::Dangerous,
            integration: Some(IntegrationId::from_ulid("1")),
            integration_name: "Main".into(),
            run: None,
            step: None,
            needs: Role::Tech,
            input: serde_json::Value::Null,
            input_sha256: String::new(),
            requested_by: named("tok_1"),
            created_at: String::new(),
            expires_at: String::new(),
            decision: Some(Decision {
                by: named(decider),
                at: String::new(),
                reason: None,
                owner: owner.into(),
            }),
            finished_at: None,
            output: None,
            problem: None,
            binding: Binding::of("usr_ada"),
        }
    }

    #[test]
    fn the_accounts_rule_goes_before_the_operations_and_that_before_the_risks() {
        let both = OwnRules {
            integration: Some(OperationRule::Auto),
            operation: Some(OperationRule::Off),
            policy_version: 7,
        };
        let of = |own| {
            let ruling = Ruling::of(Risk::Dangerous, own);
            (ruling.rule, ruling.origin)
        };
        assert_eq!(of(both), (OperationRule::Auto, RuleOrigin::Integration));
        let one = OwnRules {
            integration: None,
            ..both
        };
        assert_eq!(of(one), (OperationRule::Off, RuleOrigin::Operation));
        assert_eq!(of(OwnRules::default()), (OperationRule::Tech, RuleOrigin::Seed));
    }

    #[test]
    fn a_sop_makes_a_rule_stricter_and_never_looser() {
        let ruling = Ruling::of(Risk::Dangerous, OwnRules::default());
        let raised = ruling.at_least(OperationRule::Admin);
        assert_eq!(
            (raised.rule, raised.origin),
            (OperationRule::Admin, RuleOrigin::Sop)
        );
        assert_eq!(raised.at_least(OperationRule::Auto), raised);
    }

    #[test]
    fn nobody_is_granted_a_dangerous_call_without_an_approval_unless_an_admin_said_auto() {
        for role in Role::ALL {
            for rule in OperationRule::ALL {
                let granted = grant(&actor("usr_1", role), Risk::Dangerous, rule);
                let is_auto = rule == OperationRule::Auto && role >= Role::Tech;
                assert_eq!(matches!(granted, Ok(Some(_))), is_auto, "{role:?} {rule:?}");
            }
        }
    }

    #[test]
    fn what_is_off_is_refused_whoever_asks_and_whatever_it_does() {
        for risk in Risk::ALL {
            let refused = grant(&actor("usr_1", Role::Admin), risk, OperationRule::Off);
            let problem = refused.err().unwrap();
            assert_eq!((problem.status, problem.code.as_ref()), (403, "operation_off"));
        }
    }

    #[test]
    fn a_running_call_is_granted_only_where_another_person_decided() {
        assert!(approved(&running("usr_bob", "usr_bob")).is_some());
        for (decider, owner) in [
            ("tok_1", "usr_ada"),
            ("usr_ada", "usr_ada"),
            ("tok_2", "usr_ada"),
            ("usr_ada", ""),
        ] {
            assert!(approved(&running(decider, owner)).is_none(), "{decider} {owner}");
        }
        let mut off = running("usr_bob", "usr_bob");
        off.binding.rule = OperationRule::Off;
        assert!(approved(&off).is_none());
        let mut decided = running("usr_bob", "usr_bob");
        decided.status = ApprovalStatus::Approved;
        assert!(approved(&decided).is_none());
    }

    #[test]
    fn what_needs_an_admin_is_not_decided_by_a_tech() {
        let mut held = running("", "");
        held.needs = Role::Admin;
        let tech = actor("usr_bob", Role::Tech);
        for yes in [true, false] {
            let refused = may_decide(&tech, "usr_bob", &held, yes).unwrap_err();
            assert_eq!(refused.code, "forbidden");
        }
        assert!(may_decide(&actor("usr_bob", Role::Admin), "usr_bob", &held, true).is_ok());
        held.needs = Role::Tech;
        assert!(may_decide(&tech, "usr_bob", &held, true).is_ok());
        let viewer = actor("usr_vi", Role::Viewer);
        assert!(may_decide(&viewer, "usr_vi", &held, false).is_err());
    }

    #[test]
    fn one_may_take_back_what_one_asked_for_and_not_approve_it() {
        let held = running("", "");
        let ada = actor("usr_ada", Role::Admin);
        let refused = may_decide(&ada, "usr_ada", &held, true).unwrap_err();
        assert_eq!(refused.code, "own_request");
        assert!(may_decide(&ada, "usr_ada", &held, false).is_ok());
    }

    #[test]
    fn what_can_do_harm_waits_less_long() {
        assert_eq!(patience(Risk::Dangerous), Duration::from_hours(1));
        assert_eq!(patience(Risk::Write), Duration::from_hours(24));
    }
}
