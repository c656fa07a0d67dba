//! The table of rights, and the permits that follow from it.

use super::access::{Grant, Permit};
use contract::{
    actor::{Actor, Role},
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
    pub const ALL: [Right; 9] = [
        Right::Look,
        Right::Connect,
        Right::DeleteIntegration,
        Right::CallRead,
        Right::CallWrite,
        Right::ManageUsers,
        Right::ManageTokens,
        Right::ReadAudit,
        Right::SeeKeys,
    ];

    /// The least role that has it.
    pub fn needs(self) -> Role {
        match self {
            Right::Look => Role::Viewer,
            Right::Connect | Right::CallRead | Right::CallWrite | Right::ManageTokens | Right::SeeKeys => {
                Role::Tech
            }
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

/// Grants one call of an operation of this risk.
///
/// A dangerous operation is never granted here: it waits for another person's approval.
pub fn grant(who: &Actor, risk: Risk) -> Result<Grant, Problem> {
    match risk {
        Risk::Read => may(who, Right::CallRead).map(|()| Grant::Read),
        Risk::Write => may(who, Right::CallWrite).map(|()| Grant::Write(Permit::mint())),
        Risk::Dangerous => {
            may(who, Right::CallWrite)?;
            Err(
                Problem::new(403, "approval_required", "This operation waits for approval.").with_detail(
                    "A dangerous operation runs only after another person has approved exactly this call.",
                ),
            )
        }
    }
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
            CallRead, CallWrite, Connect, DeleteIntegration, Look, ManageTokens, ManageUsers, ReadAudit,
            SeeKeys,
        };
        let table = [
            (Role::Viewer, vec![Look]),
            (
                Role::Tech,
                vec![Look, Connect, CallRead, CallWrite, ManageTokens, SeeKeys],
            ),
            (
                Role::Admin,
                vec![
                    Look,
                    Connect,
                    DeleteIntegration,
                    CallRead,
                    CallWrite,
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
            assert!(grant(&actor(role), Risk::Dangerous).is_err(), "{role:?}");
        }
    }
}
