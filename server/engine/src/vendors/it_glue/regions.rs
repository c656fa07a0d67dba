//! The three hosts. A key is known at one of them only, and does not tell which.

use super::manifest::BASE_URL;
use contract::{field::FieldError, manifest::Values};
use url::{Host, Url};

/// A region of IT Glue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Region {
    /// The United States; what a blank base URL means.
    Us,
    /// The European Union.
    Eu,
    /// Australia.
    Au,
}

impl Region {
    /// Every region, in the order in which they are asked.
    pub const ALL: [Region; 3] = [Region::Us, Region::Eu, Region::Au];

    /// The region's API host.
    pub const fn host(self) -> &'static str {
        match self {
            Region::Us => "api.itglue.com",
            Region::Eu => "api.eu.itglue.com",
            Region::Au => "api.au.itglue.com",
        }
    }

    /// The base URL as a person types it.
    pub const fn base_url(self) -> &'static str {
        match self {
            Region::Us => "https://api.itglue.com",
            Region::Eu => "https://api.eu.itglue.com",
            Region::Au => "https://api.au.itglue.com",
        }
    }

    /// How the region is called in a sentence.
    pub const fn name(self) -> &'static str {
        match self {
            Region::Us => "US",
            Region::Eu => "EU",
            Region::Au => "AU",
        }
    }

    /// The advice that leads to this region.
    pub const fn advice(self) -> &'static str {
        match self {
            Region::Us => "use_us_base_url",
            Region::Eu => "use_eu_base_url",
            Region::Au => "use_au_base_url",
        }
    }

    /// The other two.
    pub fn others(self) -> impl Iterator<Item = Region> {
        Self::ALL.into_iter().filter(move |region| *region != self)
    }

    /// The region of a base URL; `Err` says what to write instead, without repeating what was typed (it may be a key).
    pub fn of_setting(typed: &str) -> Result<Self, String> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(Self::Us);
        }
        let url = Url::parse(typed).map_err(|_| format!("it is not a web address; write {}", choices()))?;
        let found = Self::ALL
            .into_iter()
            .find(|region| url.host() == Some(Host::Domain(region.host())));
        let Some(region) = found.filter(|_| url.scheme() == "https" && url.port().is_none()) else {
            return Err(format!(
                "it is not an address of the IT Glue API; write {}",
                choices()
            ));
        };
        let bare = url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if bare {
            Ok(region)
        } else {
            Err(format!(
                "it holds more than the host; write {} and nothing behind it",
                region.base_url()
            ))
        }
    }
}

/// Refuses a base URL of another host. What is wrong with it as a URL is said by the field itself.
pub fn check(settings: &Values) -> Vec<FieldError> {
    let typed = settings.get(BASE_URL).map_or("", |typed| typed.trim());
    let is_url = Url::parse(typed).is_ok_and(|url| url.scheme() == "https");
    match Region::of_setting(typed) {
        Err(why) if is_url => vec![FieldError::new(
            BASE_URL,
            "not_a_choice",
            format!("Base URL: {why}."),
        )],
        _ => Vec::new(),
    }
}

fn choices() -> String {
    let [us, eu, au] = Region::ALL.map(Region::base_url);
    format!("{us} (or leave it blank) for the US, {eu} for the EU, {au} for Australia")
}
