//! The end: one token that everything listens to. Requests are finished, streams end, and nobody waits for ever.

use std::{future::Future, time::Duration};
use tokio_util::sync::CancellationToken;

/// How long requests may take to finish once the end has begun.
pub const GRACE: Duration = Duration::from_secs(20);

/// A token that is cancelled by SIGTERM or Ctrl-C.
pub fn on_signal() -> std::io::Result<CancellationToken> {
    let token = CancellationToken::new();
    let terminate = terminate()?;
    let stop = token.clone();
    tokio::spawn(async move {
        tokio::select! {
            () = terminate => {}
            _ = tokio::signal::ctrl_c() => {}
        }
        tracing::info!("stopping: requests under way are finished first");
        stop.cancel();
    });
    Ok(token)
}

#[cfg(unix)]
fn terminate() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut signal = signal(SignalKind::terminate())?;
    Ok(async move {
        signal.recv().await;
    })
}

#[cfg(not(unix))]
fn terminate() -> std::io::Result<impl Future<Output = ()>> {
    Ok(std::future::pending())
}

/// Ends once the grace is over; counted from the moment the token is cancelled.
pub async fn grace_is_over(stop: CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(GRACE).await;
    tracing::warn!(
        grace_s = GRACE.as_secs(),
        "requests were still under way when the grace was over"
    );
}
