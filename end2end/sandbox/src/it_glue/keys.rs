//! Regions and keys. Synthetic, so they may be printed and committed.

/// The host of the US region, which a blank URL means.
pub const US_ORIGIN: &str = "https://api.itglue.com";
/// The host of the EU region.
pub const EU_ORIGIN: &str = "https://api.eu.itglue.com";
/// The host of the AU region.
pub const AU_ORIGIN: &str = "https://api.au.itglue.com";

/// May see everything of the US account, password values included.
pub const US_KEY: &str = "ITG.sandbox-us.full-access-with-password-values";
/// Of the US account, "Password Access" not ticked: passwords are listed and shown without their values.
pub const US_KEY_WITHOUT_PASSWORD_ACCESS: &str = "ITG.sandbox-us.password-access-not-ticked";
/// Of the US account, not allowed to read passwords at all: 401.
pub const US_KEY_WITHOUT_PASSWORDS: &str = "ITG.sandbox-us.passwords-not-allowed";
/// May see everything of the EU account; refused by the other two hosts.
pub const EU_KEY: &str = "ITG.sandbox-eu.full-access-with-password-values";
/// May see everything of the AU account; refused by the other two hosts.
pub const AU_KEY: &str = "ITG.sandbox-au.full-access-with-password-values";
/// Was a key of the US account until 90 days without use; refused everywhere.
pub const REVOKED_KEY: &str = "ITG.sandbox-us.revoked-after-90-days-without-use";

/// A region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    Us,
    Eu,
    Au,
}

impl Region {
    pub const ALL: [Self; 3] = [Self::Us, Self::Eu, Self::Au];

    /// The double's host that plays this region.
    pub const fn host(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Eu => "eu",
            Self::Au => "au",
        }
    }

    pub const fn origin(self) -> &'static str {
        match self {
            Self::Us => US_ORIGIN,
            Self::Eu => EU_ORIGIN,
            Self::Au => AU_ORIGIN,
        }
    }
}

/// What a key may see of passwords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Passwords {
    Values,
    WithoutValues,
    Refused,
}

/// The right of a key at a region's host; `None` where the host does not know it.
pub(crate) fn right(region: Region, key: &str) -> Option<Passwords> {
    match (region, key) {
        (Region::Us, US_KEY) | (Region::Eu, EU_KEY) | (Region::Au, AU_KEY) => Some(Passwords::Values),
        (Region::Us, US_KEY_WITHOUT_PASSWORD_ACCESS) => Some(Passwords::WithoutValues),
        (Region::Us, US_KEY_WITHOUT_PASSWORDS) => Some(Passwords::Refused),
        _ => None,
    }
}
