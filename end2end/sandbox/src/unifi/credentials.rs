//! Keys, users and origins. Synthetic, so they may be printed and committed.

/// What a person types for the UniFi OS console.
pub const CONSOLE_ORIGIN: &str = "https://console.northgate.example";
/// What a person types for the classic controller.
pub const CLASSIC_ORIGIN: &str = "https://controller.northgate.example:8443";
/// The Site Manager.
pub const CLOUD_ORIGIN: &str = "https://api.ui.com";

/// A key of a full admin of the console.
pub const LOCAL_KEY: &str = "unifi-sandbox-key-of-a-full-admin";
/// A key of an admin who may only look.
pub const READ_ONLY_KEY: &str = "unifi-sandbox-key-of-a-viewer";
/// A key that was deleted.
pub const REVOKED_KEY: &str = "unifi-sandbox-key-that-was-deleted";
/// A Site Manager key whose owner has three consoles.
pub const CLOUD_KEY: &str = "unifi-sandbox-cloud-key-of-three-consoles";
/// A Site Manager key whose owner has only the sandbox's console.
pub const CLOUD_KEY_OF_ONE: &str = "unifi-sandbox-cloud-key-of-one-console";

/// The console's id at the Site Manager.
pub const HOST_ID: &str = "900A6F0000000000000000000000000000000000000000000000000000000001:100000001";
/// A console of the same owner that does not answer.
pub const OTHER_HOST_ID: &str = "900A6F0000000000000000000000000000000000000000000000000000000002:100000002";
/// A third one, also silent.
pub(crate) const THIRD_HOST_ID: &str =
    "900A6F0000000000000000000000000000000000000000000000000000000003:100000003";

/// A user with a password.
#[derive(Clone, Copy, Debug)]
pub struct User {
    /// The name.
    pub username: &'static str,
    /// The password.
    pub password: &'static str,
}

/// A local admin of both controllers.
pub const ADMIN: User = User {
    username: "ops-ai",
    password: "sandbox-password-of-a-local-admin",
};
/// A local user who may only look.
pub const VIEWER: User = User {
    username: "ops-ai-viewer",
    password: "sandbox-password-of-a-viewer",
};
/// A cloud account, of which a second factor is asked.
pub const SSO_USER: User = User {
    username: "somebody@northgate.example",
    password: "sandbox-password-of-a-cloud-account",
};
/// The admin with a wrong password; a few of these lock the login.
pub const WRONG_PASSWORD: User = User {
    username: "ops-ai",
    password: "sandbox-password-that-is-wrong",
};

/// What somebody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Right {
    Look,
    Change,
}

/// The right of a console's key.
pub(crate) fn of_key(key: &str) -> Option<Right> {
    match key {
        LOCAL_KEY => Some(Right::Change),
        READ_ONLY_KEY => Some(Right::Look),
        _ => None,
    }
}

/// The right of a local user.
pub(crate) fn of_user(username: &str, password: &str) -> Option<Right> {
    let is = |user: User| user.username == username && user.password == password;
    if is(ADMIN) {
        Some(Right::Change)
    } else if is(VIEWER) {
        Some(Right::Look)
    } else {
        None
    }
}

/// The consoles of a Site Manager key.
pub(crate) fn consoles_of(key: &str) -> Option<&'static [&'static str]> {
    match key {
        CLOUD_KEY => Some(&[HOST_ID, OTHER_HOST_ID, THIRD_HOST_ID]),
        CLOUD_KEY_OF_ONE => Some(&[HOST_ID]),
        _ => None,
    }
}
