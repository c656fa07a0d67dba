//! The keys of the account. Synthetic, so they may be printed and committed.

use hyper::Method;

/// The one host of the partner API.
pub const ORIGIN: &str = "https://api.pax8.com";

/// A key as it is made in the Integrations Hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The client id.
    pub client_id: &'static str,
    /// The client secret.
    pub client_secret: &'static str,
}

/// May do everything.
pub const GOOD: Credentials = Credentials {
    client_id: "sandbox-pax8-full",
    client_secret: "sandbox-pax8-secret-full-access",
};
/// May read everything and change nothing: 403.
pub const READ_ONLY: Credentials = Credentials {
    client_id: "sandbox-pax8-reader",
    client_secret: "sandbox-pax8-secret-read-only",
};
/// May not see subscriptions and orders: 403.
pub const WITHOUT_SUBSCRIPTIONS: Credentials = Credentials {
    client_id: "sandbox-pax8-catalogue",
    client_secret: "sandbox-pax8-secret-catalogue",
};
/// The full key with another secret: no token.
pub const WRONG_SECRET: Credentials = Credentials {
    client_id: "sandbox-pax8-full",
    client_secret: "sandbox-pax8-secret-mistyped",
};
/// A key that was deleted: no token.
pub const UNKNOWN_KEY: Credentials = Credentials {
    client_id: "sandbox-pax8-deleted",
    client_secret: "sandbox-pax8-secret-of-a-deleted-key",
};

/// What a token may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    Everything,
    Reading,
    Catalogue,
}

impl Right {
    /// The right that this key gives; `None` for an unknown key or another secret.
    pub fn of(client_id: &str, client_secret: &str) -> Option<Self> {
        [
            (GOOD, Self::Everything),
            (READ_ONLY, Self::Reading),
            (WITHOUT_SUBSCRIPTIONS, Self::Catalogue),
        ]
        .into_iter()
        .find(|(key, _)| key.client_id == client_id && key.client_secret == client_secret)
        .map(|(_, right)| right)
    }

    /// Whether it reaches to this method on what the path begins with.
    pub fn allows(self, method: &Method, noun: &str) -> bool {
        match self {
            Self::Everything => true,
            Self::Reading => method == Method::GET,
            Self::Catalogue => method == Method::GET && matches!(noun, "companies" | "products"),
        }
    }
}
