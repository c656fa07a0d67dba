//! Identifiers: a prefix that says what the thing is, then a ULID, so that they sort by time.

use crate::problem::Problem;
use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($name:ident, $prefix:literal, $noun:literal, $doc:literal) => {
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

            /// The identifier that somebody wrote; where it does not look like one, that there is no such thing.
            pub fn known(text: &str) -> Result<Self, Problem> {
                Self::parse(text).ok_or_else(|| Problem::not_found($noun))
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

id!(
    IntegrationId,
    "int_",
    "integration",
    "One connected account of a vendor."
);
id!(ProbeId, "prb_", "probe", "One health call and its result.");
id!(UserId, "usr_", "user", "A person who signs in.");
id!(SessionId, "ses_", "session", "One signed-in browser.");
id!(
    ApprovalId,
    "apr_",
    "approval",
    "One held call that waits for a decision."
);
id!(TokenId, "tok_", "token", "One API token.");
id!(WebhookId, "whk_", "webhook", "One registered receiver.");
id!(WebhookSecretId, "whs_", "secret", "One secret of a webhook.");
id!(EventId, "evt_", "event", "One delivery and its whole story.");
id!(CustomerId, "cus_", "customer", "Whom the work is for.");
id!(
    LinkId,
    "lnk_",
    "link",
    "One vendor record that belongs to a customer."
);
id!(RuleId, "rul_", "rule", "One routing rule.");
id!(SopId, "sop_", "SOP", "One SOP.");
id!(RunId, "run_", "run", "One run of a SOP for one event.");
id!(JobId, "job_", "job", "One durable job with progress.");
id!(CspSetupId, "csp_", "setup", "One partner tenant being connected.");
id!(
    HandoverId,
    "hnd_",
    "handover",
    "One password that waits to be told once."
);
id!(ChannelId, "chn_", "channel", "One way to tell people.");
id!(NoticeId, "ntc_", "notice", "One thing that people were told.");
id!(
    IncidentId,
    "inc_",
    "incident",
    "One fault, from when it began to when it ended."
);
id!(WindowId, "mnt_", "hold", "One maintenance window or snooze.");

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
    #![allow(clippy::unwrap_used)]
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

    #[test]
    fn what_is_no_id_is_told_by_the_word_of_the_thing() {
        let id = WindowId::from_ulid("1");
        assert_eq!(WindowId::known(id.as_str()).unwrap(), id);
        let refused = WindowId::known("int_1").unwrap_err();
        assert_eq!((refused.status, refused.code.as_ref()), (404, "not_found"));
        assert_eq!(refused.title, "There is no such hold.");
        assert_eq!(SopId::known("").unwrap_err().title, "There is no such SOP.");
    }
}
