//! What modes and triggers are called on screen.

use crate::ui::vendor_name;
use contract::sop::{Mode, Triggers};

/// A mode's name.
pub fn mode(mode: Mode) -> &'static str {
    match mode {
        Mode::FullAuto => "Full auto",
        Mode::ApproveBeforeExecute => "Approve before execute",
        Mode::DraftOnly => "Draft only",
    }
}

/// A mode's word in the contract.
pub fn mode_key(mode: Mode) -> &'static str {
    match mode {
        Mode::FullAuto => "full_auto",
        Mode::ApproveBeforeExecute => "approve_before_execute",
        Mode::DraftOnly => "draft_only",
    }
}

/// When a SOP is picked by itself, in words.
pub fn triggers(triggers: &Triggers, vendors: &[(String, String)]) -> String {
    let mut parts = Vec::new();
    if let Some(vendor) = &triggers.vendor {
        parts.push(format!("from {}", vendor_name(vendors, vendor)));
    }
    if !triggers.kinds.is_empty() {
        parts.push(triggers.kinds.join(" or "));
    }
    if !triggers.keywords.is_empty() {
        parts.push(format!("says “{}”", triggers.keywords.join("” or “")));
    }
    match triggers.conditions.len() {
        0 => {}
        1 => parts.push("1 condition".to_owned()),
        more => parts.push(format!("{more} conditions")),
    }
    if parts.is_empty() {
        "picked by routing rules only".to_owned()
    } else {
        parts.join(", ")
    }
}
