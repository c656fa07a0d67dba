//! Platforms, keys and rights. Synthetic, so they may be printed and committed.

/// The public client of the password grant, as `Authorization` carries it: `public-client:public`.
pub const CLIENT: &str = "Basic cHVibGljLWNsaWVudDpwdWJsaWM=";

/// What a person types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The API URL of the platform.
    pub url: &'static str,
    /// The API key.
    pub api_key: &'static str,
    /// The API secret key. It holds characters that a form must encode.
    pub api_secret: &'static str,
}

/// May do everything in the large account.
pub const GOOD: Credentials = Credentials {
    url: "https://concord-api.centrastage.net",
    api_key: "SANDBOX0RMM0KEY0FULL0ACCESS00001",
    api_secret: "Sandbox+Secret/full&access=100%25",
};
/// Of the large account; may not run jobs nor resolve alerts: 403.
pub const READ_ONLY: Credentials = Credentials {
    url: "https://concord-api.centrastage.net",
    api_key: "SANDBOX0RMM0KEY0READ0ONLY0000002",
    api_secret: "Sandbox+Secret/read=only",
};
/// Of the large account; may not see alerts: 403.
pub const NO_ALERTS: Credentials = Credentials {
    url: "https://concord-api.centrastage.net",
    api_key: "SANDBOX0RMM0KEY0NO0ALERTS0000003",
    api_secret: "Sandbox+Secret/no=alerts",
};
/// May do everything in the small account, which lives on another platform.
pub const OTHER_PLATFORM: Credentials = Credentials {
    url: "https://pinotage-api.centrastage.net",
    api_key: "SANDBOX0RMM0KEY0PINOTAGE00000004",
    api_secret: "Sandbox+Secret/pinotage",
};
/// A right key with a wrong secret.
pub const WRONG_SECRET: Credentials = Credentials {
    api_secret: "Sandbox+Secret/wrong",
    ..GOOD
};
/// A key that no platform knows.
pub const UNKNOWN_KEY: Credentials = Credentials {
    url: "https://concord-api.centrastage.net",
    api_key: "SANDBOX0RMM0KEY0UNKNOWN000000005",
    api_secret: "Sandbox+Secret/unknown",
};

/// A platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Platform {
    Pinotage,
    Merlot,
    Concord,
    Vidal,
    Zinfandel,
    Syrah,
}

impl Platform {
    pub const ALL: [Self; 6] = [
        Self::Pinotage,
        Self::Merlot,
        Self::Concord,
        Self::Vidal,
        Self::Zinfandel,
        Self::Syrah,
    ];

    /// The double's host that plays this platform.
    pub const fn host(self) -> &'static str {
        match self {
            Self::Pinotage => "pinotage",
            Self::Merlot => "merlot",
            Self::Concord => "concord",
            Self::Vidal => "vidal",
            Self::Zinfandel => "zinfandel",
            Self::Syrah => "syrah",
        }
    }

    pub fn origin(self) -> String {
        format!("https://{}-api.centrastage.net", self.host())
    }
}

/// Which account's data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Account {
    Large,
    Small,
}

/// A key's user.
#[derive(Debug)]
pub(crate) struct User {
    pub credentials: Credentials,
    pub account: Account,
    /// Runs jobs and resolves alerts.
    pub may_act: bool,
    pub sees_alerts: bool,
}

const USERS: &[User] = &[
    User {
        credentials: GOOD,
        account: Account::Large,
        may_act: true,
        sees_alerts: true,
    },
    User {
        credentials: READ_ONLY,
        account: Account::Large,
        may_act: false,
        sees_alerts: true,
    },
    User {
        credentials: NO_ALERTS,
        account: Account::Large,
        may_act: true,
        sees_alerts: false,
    },
    User {
        credentials: OTHER_PLATFORM,
        account: Account::Small,
        may_act: true,
        sees_alerts: true,
    },
];

/// The user of a key and secret on the platform at this host.
pub(crate) fn user(host: &str, api_key: &str, api_secret: &str) -> Option<&'static User> {
    let platform = Platform::ALL
        .into_iter()
        .find(|platform| platform.host() == host)?;
    USERS.iter().find(|user| {
        let known = &user.credentials;
        known.url == platform.origin() && known.api_key == api_key && known.api_secret == api_secret
    })
}
