//! What Graph tells this application of.

use serde::Deserialize;

/// A subscription. What it was subscribed with as `clientState` is not told.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub resource: String,
    /// Where Graph posts.
    pub notification_url: Option<String>,
    /// When it ends.
    pub expiration_date_time: Option<String>,
}
