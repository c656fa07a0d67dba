//! The sentences of notifications that follow from a closed word.

use crate::ui::{Icon, Mood};
use contract::notification::{ChannelKind, NoticeLevel};

/// What a channel with this floor tells.
pub fn floor(level: NoticeLevel) -> &'static str {
    match level {
        NoticeLevel::Info => "Everything, recoveries included",
        NoticeLevel::Warning => "What somebody should look at, and failures",
        NoticeLevel::Critical => "Failures only",
    }
}

/// A level in a word.
pub fn level(level: NoticeLevel) -> &'static str {
    match level {
        NoticeLevel::Info => "Info",
        NoticeLevel::Warning => "Warning",
        NoticeLevel::Critical => "Critical",
    }
}

/// What a notice tells of.
pub fn kind(word: &str) -> &str {
    match word {
        "integration.down" => "An integration is down",
        "integration.recovered" => "An integration works again",
        "integration.flapping" => "An integration keeps changing",
        "integration.settled" => "An integration has settled",
        "credential.expiring" => "Credentials are about to end",
        "digest" => "Several at once",
        "sop.message" => "A SOP’s message",
        "test" => "Test",
        other => other,
    }
}

/// How a delivery is.
pub fn status(word: &str) -> (Mood, Icon, &str) {
    match word {
        "delivered" => (Mood::Ok, Icon::Check, "Delivered"),
        "failed" => (Mood::Bad, Icon::Cross, "Failed"),
        "waiting" => (Mood::Info, Icon::Clock, "Waiting"),
        other => (Mood::Idle, Icon::Dashed, other),
    }
}

/// Where a kind's address is found, or what it is.
pub fn address_help(kind: ChannelKind) -> &'static str {
    match kind {
        ChannelKind::Email => "Sent by the mail server in the settings of this Ops AI (OPSAI_SMTP_HOST).",
        ChannelKind::Teams => {
            "In Teams: the channel’s menu, Workflows, “Post to a channel when a webhook request is received”; copy the \
             address at the end."
        }
        ChannelKind::Slack => {
            "In Slack: an app of your workspace, Incoming Webhooks, Add New Webhook to Workspace."
        }
        ChannelKind::Webhook => "Takes POST with a signed JSON body, by the rules of Standard Webhooks.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::notification::NOTICE_KINDS;

    #[test]
    fn every_kind_of_notice_is_told_in_words_and_an_unknown_one_as_it_is() {
        for word in NOTICE_KINDS {
            assert_ne!(kind(word), word);
        }
        assert_eq!(kind("something.new"), "something.new");
    }

    #[test]
    fn every_state_of_a_delivery_has_its_own_look() {
        let looks = ["delivered", "failed", "waiting", "lost"].map(|word| status(word).0);
        assert_eq!(looks, [Mood::Ok, Mood::Bad, Mood::Info, Mood::Idle]);
    }
}
