//! The live stream.

use crate::{actor::Actor, live::LiveFrame, problem::Problem};
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
}
