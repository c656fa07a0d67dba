//! Networks in CIDR form, e.g. `203.0.113.0/24`: who may post to a webhook.

use std::net::IpAddr;

/// A range of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    base: u128,
    length: u32,
}

impl Network {
    /// Reads an address, or an address and a length; none when it is neither.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, length) = text
            .trim()
            .split_once('/')
            .map_or((text.trim(), None), |(address, length)| (address, Some(length)));
        let address: IpAddr = address.parse().ok()?;
        let (width, offset) = if address.is_ipv4() { (32, 96) } else { (128, 0) };
        let length = match length {
            None => width,
            Some(length) => length.parse().ok().filter(|length| *length <= width)?,
        };
        Some(Self {
            base: bits(address),
            length: length + offset,
        })
    }

    /// True when the address lies in the range. An IPv4 address written as IPv6 counts as IPv4.
    pub fn contains(&self, address: IpAddr) -> bool {
        // A shift by 128 is not defined: length 0 holds everything.
        let shift = 128 - self.length;
        shift == 128 || (bits(address) >> shift) == (self.base >> shift)
    }
}

/// True when an address may post: the list is empty, or one of its networks holds it. An address that cannot be read lies in
/// no network.
pub fn allows(networks: &[Network], address: &str) -> bool {
    networks.is_empty()
        || address
            .parse()
            .is_ok_and(|address| networks.iter().any(|network| network.contains(address)))
}

fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(four) => four.to_ipv6_mapped().to_bits(),
        IpAddr::V6(six) => six.to_bits(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;

    #[test]
    fn an_address_may_post_when_a_network_holds_it_or_none_is_named() {
        let network = |text| Network::parse(text).unwrap();
        let some = [network("203.0.113.0/24"), network("2001:db8::/32")];
        for (address, may) in [
            ("203.0.113.9", true),
            ("::ffff:203.0.113.9", true),
            ("203.0.114.9", false),
            ("2001:db8:1::1", true),
            ("2001:db9::1", false),
            ("unknown", false),
        ] {
            assert_eq!(allows(&some, address), may, "{address}");
            assert!(allows(&[], address));
        }
    }

    #[test]
    fn nonsense_is_no_network() {
        for text in ["", "10.0.0.0/33", "example.com", "10.0.0.0/", "::/129"] {
            assert_eq!(Network::parse(text), None, "{text}");
        }
    }
}
