//! Addresses and ports as people write them: one, a subnet, a range.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use std::{borrow::Cow, net::IpAddr, str::FromStr};

/// `198.51.100.7`, `198.51.100.64/26`, or `198.51.100.10-198.51.100.20`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Address {
    /// One address.
    One(IpAddr),
    /// A subnet and the length of its prefix.
    Subnet(IpAddr, u8),
    /// From the first to the last.
    Range(IpAddr, IpAddr),
}

/// `443`, or `8000-8100`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Typed")]
pub enum Port {
    /// One port.
    One(u16),
    /// From the first to the last.
    Range(u16, u16),
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a port as number or text")]
enum Typed {
    Number(u16),
    Text(String),
}

impl Address {
    /// Whether it is of IPv4.
    pub fn is_v4(self) -> bool {
        match self {
            Address::One(ip) | Address::Subnet(ip, _) | Address::Range(ip, _) => ip.is_ipv4(),
        }
    }
}

impl FromStr for Address {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "write an IP address, a subnet like 198.51.100.64/26, or a range like 198.51.100.10-198.51.100.20";
        let ip = |text: &str| text.trim().parse::<IpAddr>().map_err(|_| wrong);
        if let Some((net, length)) = text.split_once('/') {
            let (net, length) = (ip(net)?, length.trim().parse::<u8>().map_err(|_| wrong)?);
            let most = if net.is_ipv4() { 32 } else { 128 };
            return if length <= most {
                Ok(Address::Subnet(net, length))
            } else {
                Err("the prefix of the subnet is too long")
            };
        }
        if let Some((first, last)) = text.split_once('-') {
            let (first, last) = (ip(first)?, ip(last)?);
            return if first.is_ipv4() == last.is_ipv4() && first <= last {
                Ok(Address::Range(first, last))
            } else {
                Err("the range ends before it begins, or mixes IPv4 and IPv6, so it would match nothing")
            };
        }
        ip(text).map(Address::One)
    }
}

impl TryFrom<String> for Address {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Address::One(ip) => write!(f, "{ip}"),
            Address::Subnet(ip, length) => write!(f, "{ip}/{length}"),
            Address::Range(first, last) => write!(f, "{first}-{last}"),
        }
    }
}

impl FromStr for Port {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let one = |text: &str| {
            let port = text.trim().parse::<u16>().ok().filter(|port| *port > 0);
            port.ok_or("write a port from 1 to 65535, or a range like 8000-8100")
        };
        match text.split_once('-') {
            None => one(text).map(Port::One),
            Some((first, last)) => match (one(first)?, one(last)?) {
                (first, last) if first <= last => Ok(Port::Range(first, last)),
                _ => Err("the range ends before it begins, so it would match nothing"),
            },
        }
    }
}

impl TryFrom<Typed> for Port {
    type Error = &'static str;

    fn try_from(typed: Typed) -> Result<Self, Self::Error> {
        match typed {
            Typed::Number(port) => port.to_string().parse(),
            Typed::Text(text) => text.parse(),
        }
    }
}

impl std::fmt::Display for Port {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Port::One(port) => write!(f, "{port}"),
            Port::Range(first, last) => write!(f, "{first}-{last}"),
        }
    }
}

impl JsonSchema for Address {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Address".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "description": "An IP address, a subnet, or a range with a dash."})
    }
}

impl JsonSchema for Port {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Port".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": ["integer", "string"], "description": "A port from 1 to 65535, or a range with a dash."})
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn addresses_and_ports_are_read_and_what_could_match_nothing_is_not() {
        for text in [
            "198.51.100.7",
            "198.51.100.64/26",
            "198.51.100.10-198.51.100.20",
            "2001:db8::1",
            "2001:db8::/32",
        ] {
            assert_eq!(text.parse::<Address>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "example.com",
            "198.51.100.7/33",
            "198.51.100.20-198.51.100.10",
            "198.51.100.1-2001:db8::1",
        ] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
        for text in ["443", "8000-8100"] {
            assert_eq!(text.parse::<Port>().unwrap().to_string(), text);
        }
        for text in ["0", "65536", "9-8", "http"] {
            assert!(text.parse::<Port>().is_err(), "{text}");
        }
    }
}
