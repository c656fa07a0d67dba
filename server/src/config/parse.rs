//! How values are read: durations, lists, addresses of the web, yes and no. Each refusal is the end of a sentence
//! that begins with the variable's name.

use super::{error::ConfigError, source::Source};
use std::{str::FromStr, time::Duration};
use url::Url;

const LONGEST: Duration = Duration::from_hours(24);

/// `500ms`, `30s`, `1m` or `2h`.
pub fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let number = u64::from_str(number).map_err(|_| "must begin with a whole number".to_owned())?;
    let millis = match unit.trim() {
        "ms" => Some(number),
        "s" => number.checked_mul(1_000),
        "m" => number.checked_mul(60_000),
        "h" => number.checked_mul(3_600_000),
        "" => return Err("has no unit: write ms, s, m or h after the number".to_owned()),
        _ => return Err("has an unknown unit: use ms, s, m or h".to_owned()),
    };
    millis
        .map(Duration::from_millis)
        .filter(|duration| *duration <= LONGEST)
        .ok_or_else(|| "is longer than 24h".to_owned())
}

/// A duration that is not zero.
pub fn positive_duration(text: &str) -> Result<Duration, String> {
    match duration(text)? {
        Duration::ZERO => Err("must be more than zero".to_owned()),
        duration => Ok(duration),
    }
}

/// Seconds, or a duration with a unit.
pub fn seconds(text: &str) -> Result<Duration, String> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        positive_duration(&format!("{text}s"))
    } else {
        positive_duration(text)
    }
}

/// Durations between commas.
pub fn durations(text: &str) -> Result<Vec<Duration>, String> {
    text.split(',').map(|one| duration(one.trim())).collect()
}

/// `1`, `true`, `yes`, `on`, and their opposites.
pub fn yes_or_no(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" => Ok(true),
        "0" | "false" | "no" | "off" => Ok(false),
        _ => Err("must be 1 or 0".to_owned()),
    }
}

/// An address of the web, e.g. `https://ops.example.com`.
pub fn url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| format!("is not a URL: {error}"))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("must begin with https:// (or http://)".to_owned());
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("has no host".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold a user name or password".to_owned());
    }
    Ok(url)
}

/// Scheme, host and port, and nothing after them.
pub fn origin(text: &str) -> Result<Url, String> {
    let url = url(text)?;
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err("must end after the host and port: a path is not supported".to_owned());
    }
    Ok(url)
}

/// Names of hosts between commas, each as it stands in an address; no port, and no address in numbers.
pub fn host_names(text: &str) -> Result<Vec<String>, String> {
    text.split(',')
        .map(|one| {
            let one = one.trim();
            let read = Url::parse(&format!("https://{one}/"));
            match read.as_ref().map(Url::host) {
                Ok(Some(url::Host::Domain(name))) if name.eq_ignore_ascii_case(one) => Ok(name.to_owned()),
                _ => Err("must hold names of hosts between commas, without scheme, port or path".to_owned()),
            }
        })
        .collect()
}

/// The filter of the log.
pub fn log_filter(source: &Source) -> Result<String, ConfigError> {
    let filter = source.parsed("OPSAI_LOG", "info,engine=debug", |text| {
        text.parse::<tracing_subscriber::EnvFilter>()
            .map(|_| text.to_owned())
            .map_err(|_| "is not a filter of the log".to_owned())
    })?;
    Ok(filter.unwrap_or_else(|| "info".to_owned()))
}
