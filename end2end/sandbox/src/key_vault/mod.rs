//! Azure Key Vault's secrets, over real TLS, and over plain HTTP for a client whose transport rewrites URLs.
//!
//! Speaks what Microsoft's Rust SDK needs: the 401 challenge, `api-version`, versions and their paging,
//! the error envelope, throttling and outage. Refuses to be a token service: tests bring their own
//! `TokenCredential` that hands out [`TOKEN`].
//!
//! ```text
//! certificate.rs  a CA and a server certificate of its own at every start
//! rules.rs        api-version → token → path          secrets.rs  names, versions, attributes
//! says.rs         error envelopes, and faults in them
//! ```

mod certificate;
mod rules;
mod running;
mod says;
mod secrets;

pub use rules::{Behaviour, READ_ONLY_TOKEN, RESOURCE, TENANT, TOKEN};
pub use running::{Double, Options, Running};
pub use says::{forbidden, outage, throttled};
