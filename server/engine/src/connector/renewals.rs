//! What a vendor renews by itself while it is used, and who keeps it.
//!
//! Some sign-ins answer with a new refresh token and let the old one end some time later. A connector says that it got one;
//! who keeps it, and where, is not its business. Keeping fails silently for the call: what was used still works for now.

use crate::vault::Secret;
use futures::future::BoxFuture;

/// Keeps renewed credentials.
pub trait Renewals: Send + Sync {
    /// A field of the credentials has a new value.
    fn renewed(&self, field: &'static str, value: Secret) -> BoxFuture<'_, ()>;
}
