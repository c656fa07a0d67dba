//! What the facts about Autotask leave open, as knobs: a connector has to bear every position.

use serde::{Deserialize, Serialize};

/// The knobs, also at `PATCH /_sandbox/knobs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// The text in the body of a 401; `None` is an empty body.
    pub unauthorized_text: Option<String>,
    /// What a zone answers to a user of another zone.
    pub wrong_zone: WrongZone,
    /// What `GET /{Entity}/{id}` answers when there is no such row.
    pub missing_item: MissingItem,
    /// What an empty `filter` means.
    pub empty_filter: EmptyFilter,
    /// The status that goes with the thread text.
    pub thread_limit_status: u16,
    /// How many wrong secrets lock a user.
    pub lock_after: u32,
    /// Requests of the last hour that were made before the double was started.
    pub already_used: u64,
    /// The status once the hourly threshold is passed.
    pub over_threshold_status: u16,
    /// `Retry-After` once the hourly threshold is passed.
    pub over_threshold_retry_after: Option<String>,
    /// The text in the body once the hourly threshold is passed; `None` is an empty body.
    pub over_threshold_text: Option<String>,
    /// Another `url` in the zone information, to see whether a connector trusts it.
    pub zone_url: Option<String>,
    /// Another origin in `nextPageUrl`, to see whether a connector sends its headers there.
    pub next_page_origin: Option<String>,
    /// Requests are taken in, occupy their thread, and wait until this is false again.
    pub hold: bool,
}

impl Default for Behaviour {
    fn default() -> Self {
        Self {
            unauthorized_text: None,
            wrong_zone: WrongZone::Unauthorized,
            missing_item: MissingItem::NotFound,
            empty_filter: EmptyFilter::Refused,
            thread_limit_status: 500,
            lock_after: 5,
            already_used: 0,
            over_threshold_status: 429,
            over_threshold_retry_after: None,
            over_threshold_text: None,
            zone_url: None,
            next_page_origin: None,
            hold: false,
        }
    }
}

/// Both were seen in practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrongZone {
    /// 401.
    Unauthorized,
    /// 200 without rows.
    Empty,
}

/// Both were seen in practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissingItem {
    /// 404.
    NotFound,
    /// 200 `{"item":null}`.
    NullItem,
}

/// Unknown; the strict position is the default, so that no connector relies on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmptyFilter {
    /// 500.
    Refused,
    /// All rows.
    Everything,
}
