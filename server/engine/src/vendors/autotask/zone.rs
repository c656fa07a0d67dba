//! Which host an account lives on. Autotask tells it by the user's name, to anybody who asks; tenants move.

use super::{camel::Camel, faults::FAULTS, manifest, paths};
use crate::connector::{CallError, CallErrorKind, Desk, Opened, Session, StaticHeaders};
use serde::Deserialize;
use std::{sync::Arc, time::Duration};
use url::Url;

/// Every host of Autotask ends with this.
pub const HOSTS: &str = ".autotask.net";
/// Who tells the zone.
pub const LOCATOR: &str = "https://webservices2.autotask.net/atservicesrest/";
/// The name under which the zone is remembered.
pub const NOTE: &str = "autotask zone";
const REMEMBERED_FOR: Duration = Duration::from_hours(6);

/// The one version that is used. Rationale: the list of versions already names one that has no such calls.
const VERSION: &str = "V1.0/";

/// Where the zone is known from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A person typed it.
    Typed,
    /// From an earlier call; the tenant may have moved since.
    Remembered,
    /// Autotask told it just now.
    Now,
}

/// A zone as Autotask tells it.
pub struct Zone {
    /// Its name, e.g. `America East`.
    pub name: String,
    /// The base address of its API.
    pub base: Url,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ZoneInformation {
    #[serde(default)]
    zone_name: Option<String>,
    url: String,
}

/// The account's base address, as cheaply as can be.
pub async fn of(opened: &Opened, desk: &Desk) -> Result<(Url, Found), CallError> {
    let typed = opened.setting(manifest::ZONE_URL).trim();
    if !typed.is_empty() {
        let refuse = |why: String| {
            let kind = CallErrorKind::Input {
                field: manifest::ZONE_URL.into(),
                why,
            };
            CallError::new(desk.vendor.clone(), "zone", kind)
        };
        return Ok((base(typed).map_err(refuse)?, Found::Typed));
    }
    if let Some(remembered) = desk.shelf.note(NOTE).and_then(|text| Url::parse(&text).ok()) {
        return Ok((remembered, Found::Remembered));
    }
    let asking = locator(opened, desk.clone())?.for_operation("zone");
    let zone = look_up(&asking, opened.setting(manifest::USERNAME)).await?;
    remember(desk, &zone.base);
    Ok((zone.base, Found::Now))
}

/// Remembers a zone for some hours.
pub fn remember(desk: &Desk, base: &Url) {
    desk.shelf.keep(NOTE, base.to_string(), REMEMBERED_FOR);
}

/// A session at the locator. It holds no credentials, so none can be sent there.
pub fn locator(opened: &Opened, desk: Desk) -> Result<Session, CallError> {
    let base = Url::parse(LOCATOR).map_err(|why| {
        let kind = CallErrorKind::Egress { why: why.to_string() };
        CallError::new(desk.vendor.clone(), "zone", kind)
    })?;
    let nobody = Arc::new(StaticHeaders(Vec::new()));
    Ok(Session::new(desk, base, nobody, opened.scrubber(), &FAULTS))
}

/// Asks for a user's zone, and believes the answer only when it names a host of Autotask.
pub async fn look_up(locator: &Session, user: &str) -> Result<Zone, CallError> {
    let asked = [("user", user.trim())];
    let Camel(told): Camel<ZoneInformation> = locator.reader().get(paths::zone_information(), &asked).await?;
    let base = base(&told.url).map_err(|why| {
        let why = format!("the zone that Autotask names for this user cannot be used: {why}");
        locator.error(CallErrorKind::Egress { why })
    })?;
    let name = told.zone_name.filter(|name| !name.trim().is_empty());
    Ok(Zone {
        name: name.unwrap_or_else(|| "a zone without a name".into()),
        base,
    })
}

/// The base address in an address as people and Autotask write it: with or without path, version and last slash.
///
/// Refuses what is not Autotask's, before any credential goes there.
pub fn base(text: &str) -> Result<Url, String> {
    let mut url = Url::parse(text.trim()).map_err(|_| format!("`{text}` is not an address"))?;
    let host = url.host_str().unwrap_or_default().to_ascii_lowercase();
    if url.scheme() != "https" {
        return Err(format!("`{host}` must be reached by https"));
    }
    if host.len() <= HOSTS.len()
        || !host.ends_with(HOSTS)
        || url.port().is_some()
        || !url.username().is_empty()
    {
        return Err(format!(
            "`{host}` is not a host of Autotask; they end with {HOSTS}"
        ));
    }
    let mut path = url.path().trim_end_matches('/').to_owned();
    if let Some(above) = path.len().checked_sub("/v1.0".len())
        && path.is_char_boundary(above)
        && path[above..].eq_ignore_ascii_case("/v1.0")
    {
        path.truncate(above);
    }
    if path.is_empty() {
        path.push_str("/ATServicesRest");
    }
    url.set_path(&format!("{path}/{VERSION}"));
    url.set_query(None);
    url.set_fragment(None);
    Ok(url)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_address_in_any_usual_spelling_comes_to_the_same_base() {
        for text in [
            "https://webservices15.autotask.net/ATServicesRest/",
            "https://webservices15.autotask.net/ATServicesRest",
            "https://webservices15.autotask.net/ATServicesRest/v1.0/",
            " https://WEBSERVICES15.autotask.net ",
        ] {
            let base = base(text).unwrap();
            assert_eq!(
                base.as_str(),
                "https://webservices15.autotask.net/ATServicesRest/V1.0/"
            );
        }
    }

    #[test]
    fn an_address_that_is_not_autotasks_is_refused() {
        for text in [
            "http://webservices15.autotask.net/ATServicesRest/",
            "https://autotask.net/",
            "https://webservices15.autotask.net.evil.example/",
            "https://webservices15.autotask.net@evil.example/",
            "https://evil.example/?.autotask.net",
            "https://user@webservices15.autotask.net/",
            "https://webservices15.autotask.net:8443/",
            "webservices15.autotask.net",
        ] {
            assert!(base(text).is_err(), "{text}");
        }
    }
}
