//! Who is on the other side of the connection: the address that a throttle and the list of sessions may rely on.

use crate::config::Network;
use axum::{
    extract::ConnectInfo,
    http::{Extensions, HeaderMap, header},
};
use contract::account::Origin;
use std::net::{IpAddr, SocketAddr};

const LONGEST_AGENT: usize = 200;

/// True when the connection comes straight from a proxy that is believed.
pub fn is_trusted(extensions: &Extensions, trusted: &[Network]) -> bool {
    peer(extensions).is_some_and(|address| believes(trusted, address))
}

/// The client's address and user agent.
pub fn origin(extensions: &Extensions, headers: &HeaderMap, trusted: &[Network]) -> Origin {
    let address = peer(extensions).map(|peer| client(peer, headers, trusted));
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    Origin {
        address: address.map_or_else(
            || "unknown".to_owned(),
            |address| address.to_canonical().to_string(),
        ),
        agent: agent.chars().take(LONGEST_AGENT).collect(),
    }
}

fn peer(extensions: &Extensions) -> Option<IpAddr> {
    extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|ConnectInfo(address)| address.ip())
}

fn believes(trusted: &[Network], address: IpAddr) -> bool {
    trusted.iter().any(|network| network.contains(address))
}

/// Walks back through the proxies that are believed; the first address that is not one of them is the client's.
/// Whatever stands before it was written by the client and proves nothing.
fn client(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let mut address = peer;
    let told: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    for told in told.into_iter().rev() {
        if !believes(trusted, address) {
            break;
        }
        match told.trim().parse() {
            Ok(before) => address = before,
            Err(_) => break,
        }
    }
    address
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::http::HeaderValue;

    fn seen(peer: &str, forwarded: &str) -> String {
        let mut extensions = Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 1)));
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_str(forwarded).unwrap());
        origin(&extensions, &headers, &["10.0.0.0/8".parse().unwrap()]).address
    }

    #[test]
    fn only_a_believed_proxy_can_name_the_client() {
        assert_eq!(seen("203.0.113.9", "198.51.100.1"), "203.0.113.9");
        assert_eq!(seen("10.0.0.1", "198.51.100.1"), "198.51.100.1");
        assert_eq!(
            seen("10.0.0.1", "192.0.2.66, 198.51.100.1, 10.0.0.2"),
            "198.51.100.1"
        );
        assert_eq!(seen("10.0.0.1", "nonsense"), "10.0.0.1");
        assert_eq!(seen("::ffff:10.0.0.1", "2001:db8::7"), "2001:db8::7");
    }
}
