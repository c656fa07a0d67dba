//! The platforms: each account lives on one of them, and its key is known on no other. Which region a platform serves is
//! not documented, so nobody is asked for a region.

use super::manifest::URL;
use contract::{field::FieldError, manifest::Values};
use std::fmt;
use url::{Host, ParseError, Url};

/// What the names of all API hosts end with.
pub const HOSTS: &str = ".centrastage.net";

/// What the names of all portals end with.
const PORTALS: &str = ".rmm.datto.com";

/// The platforms that are known. A new one is taken too, for a word is all that differs.
pub const KNOWN: [&str; 6] = ["pinotage", "merlot", "concord", "vidal", "zinfandel", "syrah"];

/// A platform, by its word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform(String);

impl Platform {
    /// The platforms that are known, but for this one.
    pub fn others(&self) -> impl Iterator<Item = Platform> {
        let own = self.0.clone();
        KNOWN
            .into_iter()
            .filter(move |word| *word != own)
            .map(|word| Platform(word.to_owned()))
    }

    /// Whether it is one of those that are known.
    pub fn is_known(&self) -> bool {
        KNOWN.contains(&self.0.as_str())
    }

    /// Its API host.
    pub fn host(&self) -> String {
        format!("{}-api{HOSTS}", self.0)
    }

    /// Its API URL as a person types it.
    pub fn url(&self) -> String {
        format!("https://{}", self.host())
    }

    /// Where the API begins.
    pub fn base(&self) -> Result<Url, ParseError> {
        Url::parse(&format!("{}/api/", self.url()))
    }

    /// Where tokens are given: beside the API, not below it.
    pub fn sign_in(&self) -> Result<Url, ParseError> {
        Url::parse(&format!("{}/auth/oauth/token", self.url()))
    }

    /// The platform of an API URL or of a portal's address; `Err` says what to write instead, without repeating what was
    /// typed (it may be a key).
    pub fn of_setting(typed: &str) -> Result<Self, String> {
        let url = Url::parse(typed.trim()).map_err(|_| {
            "it is not a web address; write one like https://concord-api.centrastage.net".to_owned()
        })?;
        let Some(Host::Domain(host)) = url.host() else {
            return Err(elsewhere());
        };
        let word = host
            .strip_suffix(HOSTS)
            .and_then(|name| name.strip_suffix("-api"))
            .or_else(|| host.strip_suffix(PORTALS))
            .ok_or_else(elsewhere)?;
        let plain = (2..=40).contains(&word.len())
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        let bare = url.scheme() == "https"
            && url.port().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if plain && bare {
            Ok(Self(word.to_owned()))
        } else {
            Err(elsewhere())
        }
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn elsewhere() -> String {
    format!(
        "it is not an address of the Datto RMM API; write https://PLATFORM-api{HOSTS}, where PLATFORM is the first word of \
         your portal's address ({})",
        KNOWN.join(", ")
    )
}

/// Refuses an address that is none of Datto RMM's. What is wrong with it as a URL is said by the field itself.
pub fn check(settings: &Values) -> Vec<FieldError> {
    let typed = settings.get(URL).map_or("", |typed| typed.trim());
    let is_url = Url::parse(typed).is_ok_and(|url| url.scheme() == "https");
    match Platform::of_setting(typed) {
        Err(why) if is_url => vec![FieldError::new(URL, "not_a_choice", format!("API URL: {why}."))],
        _ => Vec::new(),
    }
}
