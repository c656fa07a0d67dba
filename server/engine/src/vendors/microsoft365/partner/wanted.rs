//! Every permission that is wanted, with what for; nothing is asked for beside these.

use crate::connector::Wanted;
use contract::csp::PermissionKind;

/// Graph.
pub const GRAPH: (&str, &str) = ("Microsoft Graph", "00000003-0000-0000-c000-000000000000");

/// Partner Center's API.
pub const PARTNER_CENTER: (&str, &str) = ("Microsoft Partner Center", "fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd");

/// Partner Center's one scope has the same id everywhere.
pub const USER_IMPERSONATION: &str = "1cebfa2a-fb4d-419e-b5f9-839b4383e05a";

/// In the partner's tenant and at customers, in the name of the service account.
const fn person(name: &'static str, reason: &'static str) -> Wanted {
    Wanted {
        resource: GRAPH.0,
        resource_app: GRAPH.1,
        name,
        kind: PermissionKind::Delegated,
        reason,
        at_customers: true,
        at_partner: true,
    }
}

/// In the partner's tenant, for the application itself.
const fn app(name: &'static str, reason: &'static str) -> Wanted {
    Wanted {
        kind: PermissionKind::Application,
        at_customers: false,
        ..person(name, reason)
    }
}

/// The list. What the application itself holds counts in the partner's tenant alone: consent through the partner gives
/// customers' delegated permissions only, and that is the least.
pub const WANTED: &[Wanted] = &[
    app("User.ReadWrite.All", "read and change users of your own tenant"),
    app(
        "Group.ReadWrite.All",
        "make the security groups that hold roles, and change who is in them",
    ),
    app("Organization.Read.All", "read your tenant's name and licences"),
    app("Domain.Read.All", "read your tenant's domains"),
    app(
        "Directory.Read.All",
        "read what was granted to it, so that nothing is assumed",
    ),
    app(
        "DelegatedAdminRelationship.ReadWrite.All",
        "make, follow and end relationships with customers",
    ),
    app(
        "CrossTenantInformation.ReadBasic.All",
        "read the name of a tenant before it is invited",
    ),
    app(
        "Application.ReadWrite.OwnedBy",
        "change its own secret before it ends; no other application",
    ),
    app("MailboxSettings.Read", "read what mailboxes are for"),
    person("User.ReadWrite.All", "create, change and disable users"),
    person("GroupMember.ReadWrite.All", "add and remove members of groups"),
    person("Organization.Read.All", "read the tenant's name and licences"),
    person("Domain.Read.All", "read the tenant's domains"),
    person(
        "Directory.Read.All",
        "read what was granted there, so that nothing is assumed",
    ),
    person("LicenseAssignment.ReadWrite.All", "assign and remove licences"),
    person("User.RevokeSessions.All", "sign users out everywhere"),
    person(
        "UserAuthenticationMethod.ReadWrite.All",
        "reset passwords; only together with a role that allows it",
    ),
    person(
        "DelegatedAdminRelationship.Read.All",
        "list the customers in the name of the service account",
    ),
    Wanted {
        resource: PARTNER_CENTER.0,
        resource_app: PARTNER_CENTER.1,
        at_customers: false,
        ..person(
            "user_impersonation",
            "read Partner Center's customers and consent for them",
        )
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_wanted_with_which_more_could_be_granted() {
        for wanted in WANTED {
            for power in [
                "AppRoleAssignment",
                "DelegatedPermissionGrant",
                "RoleManagement",
                "AccessAsUser",
            ] {
                assert!(!wanted.name.contains(power), "{}", wanted.name);
            }
            assert_ne!(wanted.name, "Application.ReadWrite.All");
            assert_ne!(wanted.name, "Directory.ReadWrite.All");
        }
    }

    #[test]
    fn each_stands_once_and_says_what_for() {
        let mut keys: Vec<_> = WANTED.iter().map(|one| (one.name, one.kind)).collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), WANTED.len());
        assert!(WANTED.iter().all(|one| one.reason.len() > 10));
    }
}
