//! Who may come in: the order in which Autotask looks at its three headers, and what it says.

use std::collections::HashMap;
use std::sync::Mutex;

use super::behaviour::{Behaviour, WrongZone};
use super::credentials::{self, Account, Zone};
use super::says;
use crate::exchange::{Answer, Received};
use crate::rolling::lock;

/// How a caller stands.
pub(crate) enum Entry {
    /// Known, right and at home.
    Welcome(&'static Account),
    /// Of another zone, while the knob says that such calls see nothing.
    Blind,
    /// Not let in.
    Refused(Answer),
}

/// Wrong secrets per user.
#[derive(Debug, Default)]
pub(crate) struct Locks {
    wrong: Mutex<HashMap<&'static str, u32>>,
}

impl Locks {
    pub fn wrong_secrets(&self, account: &Account) -> u32 {
        lock(&self.wrong)
            .get(account.credentials.user_name)
            .copied()
            .unwrap_or_default()
    }

    pub fn forgive(&self, account: &Account) {
        lock(&self.wrong).remove(account.credentials.user_name);
    }

    pub fn clear(&self) {
        lock(&self.wrong).clear();
    }

    fn blame(&self, account: &Account) {
        *lock(&self.wrong)
            .entry(account.credentials.user_name)
            .or_default() += 1;
    }
}

/// Looks at the headers. `zone` is `None` at the locator, where no tenant lives.
pub(crate) fn enter(request: &Received, zone: Option<Zone>, locks: &Locks, behaviour: &Behaviour) -> Entry {
    let header = |name| request.header(name).unwrap_or_default();
    let Some(account) = credentials::account(header("username")) else {
        return Entry::Refused(says::refused(&[says::UNKNOWN_ZONE]));
    };
    if zone != Some(account.zone) {
        return match behaviour.wrong_zone {
            WrongZone::Unauthorized => Entry::Refused(unauthorized(behaviour)),
            WrongZone::Empty => Entry::Blind,
        };
    }
    if locks.wrong_secrets(account) >= behaviour.lock_after {
        return Entry::Refused(says::errors(401, &[says::LOCKED]));
    }
    if header("secret") != account.credentials.secret {
        locks.blame(account);
        return Entry::Refused(unauthorized(behaviour));
    }
    locks.forgive(account);
    if header("apiintegrationcode") != account.credentials.integration_code {
        return Entry::Refused(says::refused(&[says::WRONG_CODE]));
    }
    Entry::Welcome(account)
}

fn unauthorized(behaviour: &Behaviour) -> Answer {
    behaviour
        .unauthorized_text
        .as_ref()
        .map_or_else(|| Answer::empty(401), |text| says::errors(401, &[text]))
}
