//! UniFi Network, as `vendors/unifi.md` describes it.
//!
//! One console with the official API and the private ones behind `/proxy/network`, the same console by TLS with a
//! self-signed certificate, one classic controller that knows only the private API, and the Site Manager with its
//! connector to the console.
//!
//! ```text
//! credentials.rs  keys, users, origins            rules.rs      host → face, and who is let in
//! behaviour.rs    the knobs                        says.rs       the error shapes of each face
//! world.rs        sites, devices, clients, rules   seed.rs       the synthetic data
//! official.rs     the official API                 filter.rs     its `filter=`
//! policies.rs     its zones and policies           records.rs    one device or client, in each face's words
//! legacy.rs       the private API                  legacy_rules.rs  its zones, policies and classic rules
//! sessions.rs     logins, cookies, tokens          cloud.rs      Site Manager and the connector
//! certificate.rs  the self-signed certificate      running.rs    the double as a test holds it
//! ```

mod behaviour;
mod certificate;
mod cloud;
mod credentials;
mod filter;
mod legacy;
mod legacy_rules;
mod official;
mod policies;
mod records;
mod rules;
mod running;
mod says;
mod seed;
mod sessions;
mod world;

pub use behaviour::{Behaviour, KeyMissing, RelayPath};
pub use credentials::{
    ADMIN, CLASSIC_ORIGIN, CLOUD_KEY, CLOUD_KEY_OF_ONE, CLOUD_ORIGIN, CONSOLE_ORIGIN, HOST_ID, LOCAL_KEY,
    OTHER_HOST_ID, READ_ONLY_KEY, REVOKED_KEY, SSO_USER, User, VIEWER, WRONG_PASSWORD,
};
pub use running::{Double, Options, Running};
