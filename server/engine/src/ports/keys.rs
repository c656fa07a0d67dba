//! The key ring as people may see it.

use super::Machine;
use crate::{
    clock::rfc3339,
    policy::{Right, may},
    vault::{KeyState, RingState},
};
use contract::{
    actor::Actor,
    keys::{Key, KeyRing},
    ports::{Answer, Keys},
};

/// How long the vault's copy serves after the last good read, in milliseconds: the source was read so long before the end.
const CACHED_MS: i64 = 24 * 3600 * 1000;

impl Keys for Machine {
    fn ring<'a>(&'a self, who: &'a Actor) -> Answer<'a, KeyRing> {
        Box::pin(async move {
            may(who, Right::SeeKeys)?;
            let counts = self.store.sealed_per_key().await?;
            let status = self.act.vault.status();
            let state = match status.state {
                RingState::Warm => "warm",
                RingState::Stale => "stale",
                RingState::Cold => "cold",
            };
            let word = |state: &KeyState| match state {
                KeyState::Newest => "active",
                KeyState::Older => "retiring",
                KeyState::Retired { .. } => "retired",
            };
            Ok(KeyRing {
                source: status.source,
                state: state.into(),
                read_at: status
                    .cached_until
                    .map(|until| rfc3339(until.as_millisecond() - CACHED_MS)),
                cached_until: status.cached_until.map(|at| rfc3339(at.as_millisecond())),
                error: status.last_error,
                keys: status
                    .keys
                    .iter()
                    .map(|key| Key {
                        id: key.id.clone(),
                        state: word(&key.state).into(),
                        values: counts.get(&key.id).copied().unwrap_or(0),
                    })
                    .collect(),
            })
        })
    }
}
