//! What is asked before a proof is looked at: is the webhook on, may this address post, is the body one that is taken.

use super::known::Known;
use crate::pipeline::networks::allows;
use contract::{
    delivery::{Body, Delivery},
    failure::{FailureCode, Stage},
};

/// The largest body, in bytes.
pub const LARGEST: usize = 256 * 1024;

/// Why a delivery is refused at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The stage.
    pub stage: Stage,
    /// Why.
    pub code: FailureCode,
    /// In words, without any secret.
    pub why: String,
}

impl Refused {
    /// A refusal.
    pub fn new(stage: Stage, code: FailureCode, why: impl Into<String>) -> Self {
        Self {
            stage,
            code,
            why: why.into(),
        }
    }
}

/// Refuses what need not be proven.
pub fn check(known: &Known, delivery: &Delivery) -> Result<(), Refused> {
    let refuse = |code, why: String| Err(Refused::new(Stage::Receive, code, why));
    if !known.row.enabled {
        return refuse(
            FailureCode::WebhookDisabled,
            "This webhook is switched off.".into(),
        );
    }
    if !allows(&known.networks, &delivery.address) {
        let through = if delivery.forwarded_for.is_empty() {
            "no proxy named another".to_owned()
        } else {
            format!("a proxy named {}", cut(&delivery.forwarded_for))
        };
        let why = format!(
            "{} lies in none of the networks that may post here; {through}.",
            delivery.address
        );
        return refuse(FailureCode::AddressNotAllowed, why);
    }
    if matches!(delivery.body, Body::TooLarge) {
        let why = format!("The body is larger than {} KiB.", LARGEST / 1024);
        return refuse(FailureCode::PayloadTooLarge, why);
    }
    match delivery.header("content-encoding").map(str::trim) {
        None | Some("" | "identity") => Ok(()),
        Some(encoding) => refuse(
            FailureCode::UnsupportedMediaType,
            format!("The body is encoded ({}): send it as it is.", cut(encoding)),
        ),
    }
}

fn cut(text: &str) -> String {
    text.chars().take(100).collect()
}
