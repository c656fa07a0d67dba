//! Identifiers: a prefix that says what the thing is, then a ULID, so that they sort by time.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($name:ident, $prefix:literal, $doc:literal) => {
        #[doc = $doc]
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// What every identifier of this kind begins with.
            pub const PREFIX: &'static str = $prefix;

            /// Joins the prefix and a ULID made by the engine.
            pub fn from_ulid(ulid: &str) -> Self {
                Self(format!("{}{}", Self::PREFIX, ulid.to_ascii_lowercase()))
            }

            /// The identifier when `text` has its prefix; anything else is not found, so it is not an error.
            pub fn parse(text: &str) -> Option<Self> {
                let rest = text.strip_prefix(Self::PREFIX)?;
                let plain =
                    !rest.is_empty() && rest.len() <= 40 && rest.bytes().all(|b| b.is_ascii_alphanumeric());
                plain.then(|| Self(text.to_owned()))
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(IntegrationId, "int_", "One connected account of a vendor.");
id!(ProbeId, "prb_", "One health call and its result.");
id!(UserId, "usr_", "A person who signs in.");
id!(SessionId, "ses_", "One signed-in browser.");
id!(ApprovalId, "apr_", "One held call that waits for a decision.");
id!(TokenId, "tok_", "One API token.");
id!(WebhookId, "whk_", "One registered receiver.");
id!(WebhookSecretId, "whs_", "One secret of a webhook.");
id!(EventId, "evt_", "One delivery and its whole story.");
id!(CustomerId, "cus_", "Whom the work is for.");
id!(LinkId, "lnk_", "One vendor record that belongs to a customer.");
id!(RuleId, "rul_", "One routing rule.");
id!(SopId, "sop_", "One procedure.");
id!(RunId, "run_", "One run of a procedure for one event.");
id!(JobId, "job_", "One durable job with progress.");
id!(ChannelId, "chn_", "One way to tell people.");
id!(NoticeId, "ntc_", "One thing that people were told.");
id!(
    IncidentId,
    "inc_",
    "One fault, from when it began to when it ended."
);
id!(WindowId, "mnt_", "One maintenance window or snooze.");

/// A vendor's key, e.g. `autotask`: lower-case letters, digits and `_`.
///
/// A checked word and not an enum, so that a new vendor edits neither this crate nor the browser part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct VendorId(String);

impl VendorId {
    /// Takes a vendor's key as its folder writes it.
    pub fn new(key: impl Into<String>) -> Self {
        Self(key.into())
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for VendorId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_carries_its_prefix_and_refuses_another() {
        let id = IntegrationId::from_ulid("01JDG8M0000000000000000000");
        assert_eq!(id.as_str(), "int_01jdg8m0000000000000000000");
        assert_eq!(IntegrationId::parse(id.as_str()), Some(id));
        assert_eq!(IntegrationId::parse("usr_01jdg8m0000000000000000000"), None);
        assert_eq!(IntegrationId::parse("int_"), None);
        assert_eq!(IntegrationId::parse("int_../etc"), None);
    }
}
