//! The table of rights, and the permits that follow from it.

use super::access::{Grant, Permit};
use contract::{
    actor::{Actor, Role},
    approval::{Approval, ApprovalStatus},
    operation::Risk,
    problem::Problem,
};

/// Something that not everybody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// See what there is; never a secret.
    Look,
    /// Test, add, change, pause and recheck integrations.
    Connect,
    /// Delete an integration with its secrets and history.
    DeleteIntegration,
    /// Call an operation that reads.
    CallRead,
    /// Call an operation that writes.
    CallWrite,
    /// Approve or reject a held call of somebody else.
    Decide,
    /// Make, change and lock out people.
    ManageUsers,
    /// Make API tokens, and end one's own.
    ManageTokens,
    /// Read the audit trail.
    ReadAudit,
    /// See the key ring.
    SeeKeys,
}

impl Right {
    /// Every right, for the tests and the documentation.
    pub const ALL: [Right; 10] = [
        Right::Look,
        Right::Connect,
        Right::DeleteIntegration,
        Right::CallRead,
        Right::CallWrite,
        Right::Decide,
        Right::ManageUsers,
        Right::ManageTokens,
        Right::ReadAudit,
        Right::SeeKeys,
    ];

    /// The least role that has it.
    pub fn needs(self) -> Role {
        match self {
            Right::Look => Role::Viewer,
            Right::Connect
            | Right::CallRead
            | Right::CallWrite
            | Right::Decide
            | Right::ManageTokens
            | Right::SeeKeys => Role::Tech,
            Right::DeleteIntegration | Right::ManageUsers | Right::ReadAudit => Role::Admin,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Right::Look => "look at this",
            Right::Connect => "connect or change integrations",
            Right::DeleteIntegration => "delete integrations",
            Right::CallRead => "call vendor operations",
            Right::CallWrite => "call vendor operations that write",
            Right::Decide => "decide on held calls",
            Right::ManageUsers => "manage people",
            Right::ManageTokens => "manage API tokens",
            Right::ReadAudit => "read the audit trail",
            Right::SeeKeys => "see the key ring",
        }
    }
}

/// Refuses, with a clear answer, who may not.
pub fn may(who: &Actor, right: Right) -> Result<(), Problem> {
    if who.role >= right.needs() {
        Ok(())
    } else {
        Err(Problem::forbidden(right.needs(), who.role, right.words()))
    }
}

/// Grants one call of an operation of this risk; `None` when it must be held until another person approves it.
pub fn grant(who: &Actor, risk: Risk) -> Result<Option<Grant>, Problem> {
    match risk {
        Risk::Read => may(who, Right::CallRead).map(|()| Some(Grant::Read)),
        Risk::Write => may(who, Right::CallWrite).map(|()| Some(Grant::Write(Permit::mint()))),
        Risk::Dangerous => may(who, Right::CallWrite).map(|()| None),
    }
}

/// The grant of a call that was approved by somebody else than who asked for it, and is being made now.
pub fn approved(approval: &Approval) -> Option<Grant> {
    let decision = approval.decision.as_ref()?;
    let decided = approval.status == ApprovalStatus::Running && decision.by.id != approval.requested_by.id;
    decided.then(|| match approval.risk {
        Risk::Read => Grant::Read,
        Risk::Write => Grant::Write(Permit::mint()),
        Risk::Dangerous => Grant::Dangerous(Permit::mint()),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use contract::actor::ActorKind;

    fn actor(role: Role) -> Actor {
        Actor {
            kind: ActorKind::User,
            id: "usr_1".into(),
            name: "Sam".into(),
            role,
        }
    }

    #[test]
    fn each_role_has_the_rights_of_its_row_and_no_other() {
        use Right::{
            CallRead, CallWrite, Connect, Decide, DeleteIntegration, Look, ManageTokens, ManageUsers,
            ReadAudit, SeeKeys,
        };
        let table = [
            (Role::Viewer, vec![Look]),
            (
                Role::Tech,
                vec![Look, Connect, CallRead, CallWrite, Decide, ManageTokens, SeeKeys],
            ),
            (
                Role::Admin,
                vec![
                    Look,
                    Connect,
                    DeleteIntegration,
                    CallRead,
                    CallWrite,
                    Decide,
                    ManageUsers,
                    ManageTokens,
                    ReadAudit,
                    SeeKeys,
                ],
            ),
        ];
        for (role, rights) in table {
            let has: Vec<_> = Right::ALL
                .into_iter()
                .filter(|right| may(&actor(role), *right).is_ok())
                .collect();
            assert_eq!(has, rights, "{role:?}");
        }
    }

    #[test]
    fn a_refusal_names_the_role_it_needs_and_the_role_one_has() {
        let problem = may(&actor(Role::Viewer), Right::Connect).unwrap_err();
        assert_eq!((problem.status, problem.code.as_ref()), (403, "forbidden"));
        assert!(
            problem
                .detail
                .unwrap()
                .contains("needs the role tech; yours is viewer")
        );
    }

    #[test]
    fn nobody_is_granted_a_dangerous_call_without_an_approval() {
        for role in Role::ALL {
            let granted = grant(&actor(role), Risk::Dangerous);
            assert!(!matches!(granted, Ok(Some(_))), "{role:?}");
        }
    }
}
