//! The egress rule: which hosts a connector may reach, and which addresses behind them.
//!
//! A host must stand in the manifest; what it resolves to is checked when the connection is made, so that a name that
//! changes between check and connect gains nothing. Redirects are never followed. A mapped origin (`OPSAI_EGRESS_MAP`:
//! sandboxes, tests) is exempt from the https and private-address rules, and from nothing else.

use contract::manifest::{HostRule, Values};
use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};
use url::Url;

/// Origin → origin: sends a vendor's host elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EgressMap(BTreeMap<String, Url>);

impl EgressMap {
    /// Reads the pairs of the file; each side is an origin such as `https://api.vendor.example`.
    pub fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Result<Self, String> {
        let mut map = BTreeMap::new();
        for (from, to) in pairs {
            map.insert(origin(&from)?.0, origin(&to)?.1);
        }
        Ok(Self(map))
    }

    /// True when nothing is mapped.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The pairs, for the banner.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &Url)> {
        self.0.iter().map(|(from, to)| (from.as_str(), to))
    }

    fn target(&self, url: &Url) -> Option<Url> {
        let to = self.0.get(&url.origin().ascii_serialization())?;
        let mut mapped = to.clone();
        mapped.set_path(url.path());
        mapped.set_query(url.query());
        Some(mapped)
    }
}

fn origin(text: &str) -> Result<(String, Url), String> {
    let url = Url::parse(text).map_err(|why| format!("`{text}` is not an origin: {why}"))?;
    let plain = matches!(url.scheme(), "http" | "https") && url.path() == "/" && url.query().is_none();
    if !plain || url.host_str().is_none() {
        return Err(format!(
            "`{text}` is not an origin: write scheme, host and port only"
        ));
    }
    Ok((url.origin().ascii_serialization(), url))
}

/// Where a request really goes, and whether what the host resolves to must be checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The address to open.
    pub url: Url,
    /// Which addresses it may resolve to.
    pub reach: Reach,
}

/// Which addresses a destination may resolve to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Public ones only.
    Public,
    /// Any: a console on the customer's network, by its manifest.
    Private,
    /// Any: the operator mapped it.
    Mapped,
}

/// Decides where a request may go; `Err` says why not.
pub fn destination(
    rules: &[HostRule],
    settings: &Values,
    map: &EgressMap,
    url: &Url,
) -> Result<Destination, String> {
    let host = url
        .host_str()
        .ok_or("the address has no host")?
        .to_ascii_lowercase();
    let reach = rules
        .iter()
        .find_map(|rule| allows(rule, settings, &host))
        .ok_or_else(|| format!("`{host}` is not a host of this vendor"))?;
    if let Some(mapped) = map.target(url) {
        return Ok(Destination {
            url: mapped,
            reach: Reach::Mapped,
        });
    }
    if url.scheme() != "https" {
        return Err(format!("`{host}` must be reached by https"));
    }
    if reach == Reach::Public
        && let Some(ip) = literal(url)
        && !is_public(ip)
    {
        return Err(format!("{ip} is a private, loopback or link-local address"));
    }
    Ok(Destination {
        url: url.clone(),
        reach,
    })
}

fn allows(rule: &HostRule, settings: &Values, host: &str) -> Option<Reach> {
    match rule {
        HostRule::Exact(name) => (host == name.as_ref()).then_some(Reach::Public),
        HostRule::Suffix(end) => {
            (host.len() > end.len() && host.ends_with(end.as_ref())).then_some(Reach::Public)
        }
        HostRule::PrivateFromField(field) => {
            let typed = Url::parse(settings.get(field.as_ref())?).ok()?;
            (typed.host_str()?.eq_ignore_ascii_case(host)).then_some(Reach::Private)
        }
    }
}

fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        url::Host::Ipv4(ip) => Some(IpAddr::V4(ip)),
        url::Host::Ipv6(ip) => Some(IpAddr::V6(ip)),
        url::Host::Domain(_) => None,
    }
}

/// True for an address of the public internet.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_broadcast()
        || ip.is_documentation()
        || ip.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19)))
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let s = ip.segments();
    if let Some(v4) = ip.to_ipv4_mapped() {
        return is_public_v4(v4);
    }
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match s[0] {
        // NAT64 and 6to4 carry an IPv4 address that decides.
        0x0064 if s[1] == 0xff9b => s[2..6] == [0, 0, 0, 0] && embedded(s[6], s[7]),
        0x2002 => embedded(s[1], s[2]),
        0x2001 if s[1] == 0x0db8 || s[1] == 0 => false,
        first => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
#[path = "egress_tests.rs"]
mod tests;
