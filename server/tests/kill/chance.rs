//! Chance that can be played again: the seed is printed, and `OPSAI_KILL_SEED` sets it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Numbers by chance (`SplitMix64`).
pub struct Chance {
    seed: u64,
    state: u64,
}

impl Chance {
    /// With the seed that was told, else with one of the clock's.
    pub fn told() -> Self {
        let told = std::env::var("OPSAI_KILL_SEED").ok();
        let seed = match told {
            Some(text) => text.parse().expect("OPSAI_KILL_SEED is a number"),
            None => {
                let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
                u64::from(now.subsec_nanos()) ^ now.as_secs()
            }
        };
        Self { seed, state: seed }
    }

    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// A number below this one.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }

    /// A time below so many milliseconds.
    pub fn millis(&mut self, bound: u64) -> Duration {
        Duration::from_millis(self.below(bound))
    }
}
