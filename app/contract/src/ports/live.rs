//! The live stream.

use super::Answer;
use crate::{
    actor::Actor,
    live::{Counters, LiveFrame},
    problem::Problem,
};
use std::{future::Future, pin::Pin, sync::Arc};

/// One tab's view of what changes.
pub trait Watch: Send {
    /// The next frame; none when the stream ends.
    fn next(&mut self) -> Pin<Box<dyn Future<Output = Option<Arc<LiveFrame>>> + Send + '_>>;
}

/// What changes, as it changes.
pub trait Live: Send + Sync {
    /// Begins to watch; the first frame is `hello`.
    fn watch(&self, who: &Actor) -> Result<Box<dyn Watch>, Problem>;
    /// The number of the last frame: a page that is read after it lacks none of those up to it.
    fn seen(&self) -> u64;
    /// What waits for a person now; changes of it are frames.
    fn counters<'a>(&'a self, who: &'a Actor) -> Answer<'a, Counters>;
    /// How many watch on this node.
    fn watchers(&self) -> usize;
}
