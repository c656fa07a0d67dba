//! What each call needs: one of these permissions in the token and, for a person, one of these directory roles.

use crate::microsoft365::permissions::roles::{
    APPLICATION_ADMINISTRATOR, AUTHENTICATION_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR,
    DIRECTORY_READERS, DIRECTORY_WRITERS, EXCHANGE_ADMINISTRATOR, GLOBAL_READER, GROUPS_ADMINISTRATOR,
    HELPDESK_ADMINISTRATOR, LICENSE_ADMINISTRATOR, PRIVILEGED_AUTHENTICATION_ADMINISTRATOR,
    PRIVILEGED_ROLE_ADMINISTRATOR, REPORTS_READER, USER_ADMINISTRATOR,
};

/// What a call needs.
pub(crate) struct Need {
    /// One of these in a person's token.
    pub delegated: &'static [&'static str],
    /// One of these in an application's token; with none it is not for applications.
    pub application: &'static [&'static str],
    /// One of these, or Global Administrator, for a person.
    pub roles: &'static [&'static str],
    /// Whether people of the tenant itself need no role.
    pub members_may: bool,
}

/// Whoever has any of these may look into the directory.
const READERS: &[&str] = &[
    APPLICATION_ADMINISTRATOR,
    AUTHENTICATION_ADMINISTRATOR,
    CLOUD_APPLICATION_ADMINISTRATOR,
    DIRECTORY_READERS,
    DIRECTORY_WRITERS,
    EXCHANGE_ADMINISTRATOR,
    GLOBAL_READER,
    GROUPS_ADMINISTRATOR,
    HELPDESK_ADMINISTRATOR,
    LICENSE_ADMINISTRATOR,
    PRIVILEGED_AUTHENTICATION_ADMINISTRATOR,
    PRIVILEGED_ROLE_ADMINISTRATOR,
    USER_ADMINISTRATOR,
];
const APP_ADMINS: &[&str] = &[APPLICATION_ADMINISTRATOR, CLOUD_APPLICATION_ADMINISTRATOR];
/// May do to administrators what others may do to ordinary people.
pub(crate) const ABOVE_ADMINS: &[&str] = &[PRIVILEGED_AUTHENTICATION_ADMINISTRATOR];

const fn reading(both: &'static [&'static str]) -> Need {
    Need {
        delegated: both,
        application: both,
        roles: READERS,
        members_may: true,
    }
}

const fn changing(both: &'static [&'static str], roles: &'static [&'static str]) -> Need {
    Need {
        delegated: both,
        application: both,
        roles,
        members_may: false,
    }
}

pub(crate) const ORGANIZATION: Need = reading(&[
    "Organization.Read.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
]);
pub(crate) const DOMAINS: Need =
    reading(&["Domain.Read.All", "Directory.Read.All", "Directory.ReadWrite.All"]);
pub(crate) const USERS: Need = reading(&[
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
]);
/// Only names, and only for people.
pub(crate) const USERS_BASIC: Need = Need {
    delegated: &["User.ReadBasic.All"],
    application: &[],
    roles: READERS,
    members_may: true,
};
pub(crate) const SIGN_INS: Need = reading(&["AuditLog.Read.All"]);
pub(crate) const USERS_CHANGE: Need = changing(
    &["User.ReadWrite.All", "Directory.ReadWrite.All"],
    &[USER_ADMINISTRATOR, DIRECTORY_WRITERS],
);
pub(crate) const USERS_CREATE: Need = changing(
    &["User.ReadWrite.All", "Directory.ReadWrite.All"],
    &[USER_ADMINISTRATOR],
);
pub(crate) const USERS_DELETE: Need = changing(
    &["User.ReadWrite.All", "User.DeleteRestore.All"],
    &[USER_ADMINISTRATOR],
);
pub(crate) const ENABLE: Need = changing(
    &[
        "User.ReadWrite.All",
        "User.EnableDisableAccount.All",
        "Directory.ReadWrite.All",
    ],
    &[USER_ADMINISTRATOR],
);
/// An application needs more than it takes to change a user.
pub(crate) const PASSWORDS: Need = Need {
    delegated: &[
        "User.ReadWrite.All",
        "Directory.AccessAsUser.All",
        "User-PasswordProfile.ReadWrite.All",
    ],
    application: &["User-PasswordProfile.ReadWrite.All"],
    roles: &[
        USER_ADMINISTRATOR,
        HELPDESK_ADMINISTRATOR,
        AUTHENTICATION_ADMINISTRATOR,
        PRIVILEGED_AUTHENTICATION_ADMINISTRATOR,
    ],
    members_may: false,
};
pub(crate) const SESSIONS: Need = changing(
    &[
        "User.RevokeSessions.All",
        "User.ReadWrite.All",
        "Directory.ReadWrite.All",
    ],
    &[
        USER_ADMINISTRATOR,
        HELPDESK_ADMINISTRATOR,
        AUTHENTICATION_ADMINISTRATOR,
        PRIVILEGED_AUTHENTICATION_ADMINISTRATOR,
    ],
);
pub(crate) const METHODS: Need = reading(&[
    "UserAuthenticationMethod.Read.All",
    "UserAuthenticationMethod.ReadWrite.All",
]);
pub(crate) const METHODS_CHANGE: Need = changing(
    &["UserAuthenticationMethod.ReadWrite.All"],
    &[
        AUTHENTICATION_ADMINISTRATOR,
        PRIVILEGED_AUTHENTICATION_ADMINISTRATOR,
    ],
);
/// Resetting a password as an authentication method is for people only.
pub(crate) const METHOD_RESET: Need = Need {
    application: &[],
    ..METHODS_CHANGE
};
/// In our understanding nobody may read the settings of somebody else in a person's name.
pub(crate) const MAILBOXES: Need = Need {
    delegated: &[],
    application: &["MailboxSettings.Read", "MailboxSettings.ReadWrite"],
    roles: &[],
    members_may: true,
};
pub(crate) const LICENCES: Need = reading(&[
    "User.Read.All",
    "User.ReadWrite.All",
    "LicenseAssignment.Read.All",
    "LicenseAssignment.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
]);
pub(crate) const SUBSCRIPTIONS: Need = reading(&[
    "LicenseAssignment.Read.All",
    "LicenseAssignment.ReadWrite.All",
    "Organization.Read.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
]);
pub(crate) const LICENCES_CHANGE: Need = changing(
    &[
        "LicenseAssignment.ReadWrite.All",
        "User.ReadWrite.All",
        "Directory.ReadWrite.All",
    ],
    &[LICENSE_ADMINISTRATOR, USER_ADMINISTRATOR],
);
pub(crate) const GROUPS: Need = reading(&[
    "GroupMember.Read.All",
    "GroupMember.ReadWrite.All",
    "Group.Read.All",
    "Group.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
]);
pub(crate) const MEMBER_OF: Need = reading(&[
    "User.Read.All",
    "User.ReadWrite.All",
    "GroupMember.Read.All",
    "GroupMember.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
]);
pub(crate) const GROUPS_CREATE: Need = Need {
    application: &["Group.Create", "Group.ReadWrite.All", "Directory.ReadWrite.All"],
    ..GROUPS_CHANGE
};
pub(crate) const GROUPS_CHANGE: Need = changing(
    &["Group.ReadWrite.All", "Directory.ReadWrite.All"],
    &[GROUPS_ADMINISTRATOR, USER_ADMINISTRATOR, DIRECTORY_WRITERS],
);
pub(crate) const MEMBERS_CHANGE: Need = changing(
    &[
        "GroupMember.ReadWrite.All",
        "Group.ReadWrite.All",
        "Directory.ReadWrite.All",
    ],
    &[GROUPS_ADMINISTRATOR, USER_ADMINISTRATOR, DIRECTORY_WRITERS],
);
/// The members of a group that may hold directory roles.
pub(crate) const ROLE_GROUPS: Need = changing(
    &["RoleManagement.ReadWrite.Directory"],
    &[PRIVILEGED_ROLE_ADMINISTRATOR],
);
pub(crate) const ROLES: Need = reading(&[
    "RoleManagement.Read.Directory",
    "RoleManagement.ReadWrite.Directory",
    "RoleManagement.Read.All",
    "Directory.Read.All",
]);
pub(crate) const REPORTS: Need = Need {
    members_may: false,
    roles: &[REPORTS_READER, GLOBAL_READER, EXCHANGE_ADMINISTRATOR],
    ..reading(&["Reports.Read.All"])
};
pub(crate) const CONTRACTS: Need = reading(&["Directory.Read.All", "Directory.ReadWrite.All"]);
pub(crate) const TENANT_INFORMATION: Need = reading(&["CrossTenantInformation.ReadBasic.All"]);
pub(crate) const APPLICATIONS: Need = reading(&[
    "Application.Read.All",
    "Application.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
]);
pub(crate) const APPLICATIONS_CHANGE: Need = Need {
    delegated: &["Application.ReadWrite.All", "Directory.ReadWrite.All"],
    application: &[
        "Application.ReadWrite.All",
        "Application.ReadWrite.OwnedBy",
        "Directory.ReadWrite.All",
    ],
    roles: APP_ADMINS,
    members_may: false,
};
pub(crate) const APP_ROLES: Need = reading(&[
    "Application.Read.All",
    "Application.ReadWrite.All",
    "AppRoleAssignment.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
]);
/// A role at Graph may be granted by nobody below Privileged Role Administrator.
pub(crate) const APP_ROLES_CHANGE: Need = changing(
    &["AppRoleAssignment.ReadWrite.All"],
    &[PRIVILEGED_ROLE_ADMINISTRATOR],
);
pub(crate) const GRANTS: Need = reading(&[
    "DelegatedPermissionGrant.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
]);
pub(crate) const GRANTS_CHANGE: Need = changing(
    &["DelegatedPermissionGrant.ReadWrite.All"],
    &[
        APPLICATION_ADMINISTRATOR,
        CLOUD_APPLICATION_ADMINISTRATOR,
        PRIVILEGED_ROLE_ADMINISTRATOR,
    ],
);
pub(crate) const RELATIONSHIPS: Need = reading(&[
    "DelegatedAdminRelationship.Read.All",
    "DelegatedAdminRelationship.ReadWrite.All",
]);
/// People have to be admin agents besides; that is looked at where relationships are.
pub(crate) const RELATIONSHIPS_CHANGE: Need = Need {
    members_may: true,
    ..changing(&["DelegatedAdminRelationship.ReadWrite.All"], READERS)
};
