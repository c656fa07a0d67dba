//! Resolves names for public vendors and refuses addresses that are not public, at the moment of connecting.

use super::egress::is_public;
use std::{fmt, net::SocketAddr};

/// A name that resolved to nothing but forbidden addresses.
#[derive(Debug)]
pub(super) struct Forbidden {
    pub(super) host: String,
    pub(super) address: String,
}

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, address } = self;
        write!(
            f,
            "`{host}` resolves to {address}, a private, loopback or link-local address"
        )
    }
}

impl std::error::Error for Forbidden {}

/// The public addresses of a name.
pub(super) async fn public_addresses(
    host: &str,
    port: u16,
) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
    only_public(host, tokio::net::lookup_host((host, port)).await?.collect())
}

/// Refuses a name when *any* of its addresses is not public: a mixed answer is an attack or a mistake.
fn only_public(
    host: &str,
    found: Vec<SocketAddr>,
) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
    match found.iter().find(|address| !is_public(address.ip())) {
        Some(bad) => Err(Box::new(Forbidden {
            host: host.to_owned(),
            address: bad.ip().to_string(),
        })),
        None => Ok(found),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[tokio::test]
    async fn a_name_that_resolves_to_loopback_is_refused_when_connecting() {
        let refused = public_addresses("localhost", 443).await.unwrap_err();
        assert!(refused.downcast_ref::<Forbidden>().is_some(), "{refused}");
    }

    #[test]
    fn one_private_address_among_public_ones_is_enough_to_refuse() {
        let mixed = vec!["1.1.1.1:443".parse().unwrap(), "10.0.0.1:443".parse().unwrap()];
        assert!(only_public("vendor.example", mixed).is_err());
        assert!(only_public("vendor.example", vec!["1.1.1.1:443".parse().unwrap()]).is_ok());
    }
}
