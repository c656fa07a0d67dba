//! The table of rights.

use contract::{
    actor::{Actor, Role},
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
    /// Connect a partner's tenant, change what came of it, and leave.
    ManagePartner,
    /// Call an operation that reads.
    CallRead,
    /// Call an operation that writes.
    CallWrite,
    /// Approve or reject a held call of somebody else.
    Decide,
    /// Say which operations are made at once, held or refused.
    ChangeRules,
    /// Change customers, routing rules and SOPs, and start runs.
    Automate,
    /// Delete customers, routing rules and SOPs.
    DeleteAutomation,
    /// Make, change and lock out people.
    ManageUsers,
    /// Make API tokens, and end one's own.
    ManageTokens,
    /// Read the audit trail.
    ReadAudit,
    /// See the key ring.
    SeeKeys,
    /// Make, change, test and delete the channels over which people are told.
    ManageChannels,
}

impl Right {
    /// Every right, for the tests and the documentation.
    pub const ALL: [Right; 15] = [
        Right::Look,
        Right::Connect,
        Right::DeleteIntegration,
        Right::ManagePartner,
        Right::CallRead,
        Right::CallWrite,
        Right::Decide,
        Right::ChangeRules,
        Right::Automate,
        Right::DeleteAutomation,
        Right::ManageUsers,
        Right::ManageTokens,
        Right::ReadAudit,
        Right::SeeKeys,
        Right::ManageChannels,
    ];

    /// The least role that has it.
    pub fn needs(self) -> Role {
        match self {
            Right::Look => Role::Viewer,
            Right::Connect
            | Right::CallRead
            | Right::CallWrite
            | Right::Decide
            | Right::Automate
            | Right::ManageTokens
            | Right::SeeKeys => Role::Tech,
            Right::DeleteIntegration
            | Right::ManagePartner
            | Right::DeleteAutomation
            | Right::ChangeRules
            | Right::ManageUsers
            | Right::ReadAudit
            | Right::ManageChannels => Role::Admin,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Right::Look => "look at this",
            Right::Connect => "connect or change integrations",
            Right::DeleteIntegration => "delete integrations",
            Right::ManagePartner => "connect or change a partner's tenant",
            Right::CallRead => "call vendor operations",
            Right::CallWrite => "call vendor operations that write",
            Right::Decide => "decide on held calls",
            Right::ChangeRules => "change the rules of operations",
            Right::Automate => "change customers, routing rules or SOPs",
            Right::DeleteAutomation => "delete customers, routing rules or SOPs",
            Right::ManageUsers => "manage people",
            Right::ManageChannels => "manage notification channels",
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
            Automate, CallRead, CallWrite, ChangeRules, Connect, Decide, DeleteAutomation, DeleteIntegration,
            Look, ManageChannels, ManagePartner, ManageTokens, ManageUsers, ReadAudit, SeeKeys,
        };
        let table = [
            (Role::Viewer, vec![Look]),
            (
                Role::Tech,
                vec![
                    Look,
                    Connect,
                    CallRead,
                    CallWrite,
                    Decide,
                    Automate,
                    ManageTokens,
                    SeeKeys,
                ],
            ),
            (
                Role::Admin,
                vec![
                    Look,
                    Connect,
                    DeleteIntegration,
                    ManagePartner,
                    CallRead,
                    CallWrite,
                    Decide,
                    ChangeRules,
                    Automate,
                    DeleteAutomation,
                    ManageUsers,
                    ManageTokens,
                    ReadAudit,
                    SeeKeys,
                    ManageChannels,
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
}
