//! The accounts that the double knows. Synthetic, so they may be printed and committed.

/// Where the zone locator lives in the real world.
pub const LOCATOR_ORIGIN: &str = "https://webservices2.autotask.net";
/// The zone of the main tenant.
pub const ZONE_ORIGIN: &str = "https://webservices15.autotask.net";
/// The zone of the other tenant.
pub const OTHER_ZONE_ORIGIN: &str = "https://webservices4.autotask.net";

/// What a person would type into the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The header `UserName`.
    pub user_name: &'static str,
    /// The header `Secret`.
    pub secret: &'static str,
    /// The header `ApiIntegrationCode`.
    pub integration_code: &'static str,
}

const CODE: &str = "SANDBOXAUTOTASKCODE00000015";
const OTHER_CODE: &str = "SANDBOXAUTOTASKCODE00000004";

/// May do everything in the main tenant.
pub const GOOD: Credentials = Credentials {
    user_name: "ops-ai@northgate.example",
    secret: "Sandbox-Autotask-15",
    integration_code: CODE,
};
/// May read everything in the main tenant; every write is refused.
pub const READ_ONLY: Credentials = Credentials {
    user_name: "reader@northgate.example",
    secret: "Sandbox-Reader-15",
    integration_code: CODE,
};
/// May not see tickets, notes and time entries of the main tenant: such queries come back empty.
pub const NO_TICKETS: Credentials = Credentials {
    user_name: "no-tickets@northgate.example",
    secret: "Sandbox-Blind-15",
    integration_code: CODE,
};
/// May do everything in the other tenant, which lives in another zone.
pub const OTHER_ZONE: Credentials = Credentials {
    user_name: "ops-ai@southgate.example",
    secret: "Sandbox-Autotask-4",
    integration_code: OTHER_CODE,
};
/// A user that exists with a secret that is not his.
pub const WRONG_SECRET: Credentials = Credentials {
    secret: "not-the-secret",
    ..GOOD
};
/// A right user and secret with a code that does not exist.
pub const WRONG_CODE: Credentials = Credentials {
    integration_code: "SANDBOXNOSUCHCODE0000000000",
    ..GOOD
};
/// A user that does not exist.
pub const UNKNOWN_USER: Credentials = Credentials {
    user_name: "nobody@northgate.example",
    ..GOOD
};

/// The hosts, and the zones they stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Zone {
    Main,
    Other,
}

impl Zone {
    pub const ALL: [Self; 2] = [Self::Main, Self::Other];

    /// The double's host that plays this zone.
    pub const fn host(self) -> &'static str {
        match self {
            Self::Main => "zone15",
            Self::Other => "zone4",
        }
    }

    pub const fn origin(self) -> &'static str {
        match self {
            Self::Main => ZONE_ORIGIN,
            Self::Other => OTHER_ZONE_ORIGIN,
        }
    }

    /// Zone name, web address and company instance, as `zoneInformation` tells them.
    pub const fn details(self) -> (&'static str, &'static str, u32) {
        match self {
            Self::Main => ("America East", "https://ww15.autotask.net/", 104_822),
            Self::Other => ("London", "https://ww4.autotask.net/", 90_417),
        }
    }
}

/// What an account is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rights {
    Everything,
    ReadOnly,
    NoTickets,
}

/// An account, where it lives and what it may do.
#[derive(Debug)]
pub(crate) struct Account {
    pub credentials: Credentials,
    pub zone: Zone,
    pub rights: Rights,
}

pub(crate) const ACCOUNTS: [Account; 4] = [
    Account {
        credentials: GOOD,
        zone: Zone::Main,
        rights: Rights::Everything,
    },
    Account {
        credentials: READ_ONLY,
        zone: Zone::Main,
        rights: Rights::ReadOnly,
    },
    Account {
        credentials: NO_TICKETS,
        zone: Zone::Main,
        rights: Rights::NoTickets,
    },
    Account {
        credentials: OTHER_ZONE,
        zone: Zone::Other,
        rights: Rights::Everything,
    },
];

/// The account of this user name; names look like e-mail addresses and are compared without case.
pub(crate) fn account(user_name: &str) -> Option<&'static Account> {
    ACCOUNTS
        .iter()
        .find(|account| account.credentials.user_name.eq_ignore_ascii_case(user_name))
}
