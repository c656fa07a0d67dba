//! A double's switches: the answers that the fact sheets leave open, and counters a test wants to set.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tokio::sync::watch;

/// The present behaviour and the one it returns to on reset.
#[derive(Debug)]
pub(crate) struct Knobs<B> {
    now: watch::Sender<B>,
    first: B,
}

impl<B: Clone + Serialize + DeserializeOwned> Knobs<B> {
    pub fn new(first: B) -> Self {
        Self {
            now: watch::Sender::new(first.clone()),
            first,
        }
    }

    /// A copy of the present behaviour.
    pub fn get(&self) -> B {
        self.now.borrow().clone()
    }

    /// Changes the behaviour in place.
    pub fn change(&self, how: impl FnOnce(&mut B)) {
        self.now.send_modify(how);
    }

    /// Back to how the double was started.
    pub fn reset(&self) {
        self.now.send_replace(self.first.clone());
    }

    /// Lays a JSON object over the present behaviour; an unknown name or a wrong type changes nothing.
    pub fn turn(&self, with: &Value) -> Result<(), String> {
        let mut next = serde_json::to_value(self.get()).map_err(|error| error.to_string())?;
        let (Some(next_map), Some(changes)) = (next.as_object_mut(), with.as_object()) else {
            return Err("a JSON object is expected".to_owned());
        };
        next_map.extend(changes.iter().map(|(name, value)| (name.clone(), value.clone())));
        let next = serde_json::from_value(next).map_err(|error| error.to_string())?;
        self.now.send_replace(next);
        Ok(())
    }

    /// Waits until the behaviour is as wanted.
    pub async fn until(&self, wanted: impl FnMut(&B) -> bool) {
        // The sender lives as long as `self`, so the wait cannot fail.
        let _ = self.now.subscribe().wait_for(wanted).await;
    }
}
