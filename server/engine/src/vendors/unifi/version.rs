//! The version of the Network application: what can be called depends on it.

use super::{paths, place::Mode, private, sites::Site};
use crate::{
    connector::{CallError, CallErrorKind, Client},
    policy::Access,
};
use serde::Deserialize;
use std::{fmt, str::FromStr, time::Duration};

const NOTE: &str = "unifi version";
/// Consoles update themselves, so what is known of one is soon asked again.
const KEPT: Duration = Duration::from_mins(10);

/// A version such as 10.1.68.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    number: (u32, u32),
    text: String,
}

impl Version {
    /// Whether it is this one or newer.
    pub fn has(&self, major: u32, minor: u32) -> bool {
        self.number >= (major, minor)
    }
}

impl FromStr for Version {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.trim().split(['.', '-']);
        let mut next = || parts.next()?.parse::<u32>().ok();
        let number = next().zip(next()).ok_or(())?;
        Ok(Self {
            number,
            text: text.trim().to_owned(),
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Info {
    application_version: String,
}

/// Asks the official API.
pub async fn asked<A: Access>(client: &Client<A>) -> Result<Version, CallError> {
    let info: Info = client.get(paths::info(), &[]).await?;
    let version = read(client, &info.application_version, "`applicationVersion`")?;
    keep(client, &version);
    Ok(version)
}

/// Asks the private API.
pub async fn asked_privately<A: Access>(client: &Client<A>, site: &str) -> Result<Version, CallError> {
    let rows = private::rows(client, paths::sysinfo(site)).await?;
    let told = rows.first().and_then(|row| row.get("version")?.as_str());
    let version = read(client, told.unwrap_or_default(), "`version` of sysinfo")?;
    keep(client, &version);
    Ok(version)
}

/// The version of the account's console, asked for when it is not known.
pub async fn of<A: Access>(client: &Client<A>, site: &Site) -> Result<Version, CallError> {
    if let Some(known) = known(client) {
        return Ok(known);
    }
    match (Mode::noted(client.session()), &site.reference) {
        (Mode::Legacy, Some(reference)) => asked_privately(client, reference).await,
        _ => asked(client).await,
    }
}

/// The version, where it was asked for lately.
pub fn known<A: Access>(client: &Client<A>) -> Option<Version> {
    client.session().desk().shelf.note(NOTE)?.parse().ok()
}

fn keep<A: Access>(client: &Client<A>, version: &Version) {
    client
        .session()
        .desk()
        .shelf
        .keep(NOTE, version.to_string(), KEPT);
}

fn read<A: Access>(client: &Client<A>, text: &str, place: &str) -> Result<Version, CallError> {
    text.parse().map_err(|()| {
        let at = format!("{place} (it is not a version)");
        client.session().error(CallErrorKind::Contract { at })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn versions_compare_by_number_and_not_by_text() {
        let version = |text: &str| text.parse::<Version>().unwrap();
        assert!(version("10.1.68").has(10, 1) && version("10.1.68").has(9, 5));
        assert!(!version("9.5.21").has(10, 0) && !version("10.0.162").has(10, 1));
        assert!(version("11.0").has(10, 1));
        assert!("ten".parse::<Version>().is_err() && "10".parse::<Version>().is_err());
    }
}
