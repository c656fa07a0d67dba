//! The live stream of a tab: server-sent events, each a frame with a number.
//!
//! It ends when the server ends, and within a minute after the session or token behind it did. A tab that missed frames is
//! told so by the hub (`resync`), or sees it by the number, and reads its data again.

use super::{api::schemas::Failures, problem::Refused, session, session::Signed, state::Web};
use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use contract::{live::LiveFrame, ports::Watch};
use futures::{Stream, stream};
use std::{convert::Infallible, time::Duration};
use tokio::time::{Instant, Interval};

/// How often a comment says that the stream still stands.
const ALIVE: Duration = Duration::from_secs(15);

/// How often it is asked whether the caller may still listen.
const ASKED: Duration = Duration::from_secs(30);

/// What changes, as it changes: server-sent events, each a frame `{seq, type, …}` with its number as `id`.
#[utoipa::path(get, path = "/live", tag = "Status", operation_id = "watch",
    responses((status = 200, description = "Frames without end. The first is `hello`; after a gap in `seq`, or `resync`, \
        read your data again.", body = String, content_type = "text/event-stream"), Failures))]
pub async fn stream(State(web): State<Web>, who: Signed, headers: HeaderMap) -> Result<Response, Refused> {
    let watch = web.services.live.watch(who.actor())?;
    let mut asked = tokio::time::interval_at(Instant::now() + ASKED, ASKED);
    asked.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let listening = Listening {
        caller: who.0.actor.id,
        credentials: credentials(&headers),
        web,
        watch,
        asked,
    };
    let mut response = Sse::new(frames(listening))
        .keep_alive(KeepAlive::new().interval(ALIVE))
        .into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Some proxies gather an answer before they pass it on.
    headers.insert(
        HeaderName::from_static("x-accel-buffering"),
        HeaderValue::from_static("no"),
    );
    Ok(response)
}

/// One tab.
struct Listening {
    web: Web,
    watch: Box<dyn Watch>,
    caller: String,
    credentials: HeaderMap,
    asked: Interval,
}

fn frames(listening: Listening) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(listening, |mut listening| async move {
        loop {
            let stop = listening.web.config.stop.clone();
            tokio::select! {
                () = stop.cancelled() => return None,
                _ = listening.asked.tick() => {
                    let who = (listening.caller.as_str(), &listening.credentials);
                    if !may_stay(&listening.web, who).await {
                        return None;
                    }
                }
                frame = listening.watch.next() => {
                    return Some((Ok(event(frame?.as_ref())), listening));
                }
            }
        }
    })
}

fn event(frame: &LiveFrame) -> Event {
    let event = Event::default().id(frame.seq.to_string());
    event.json_data(frame).unwrap_or_else(|error| {
        tracing::error!(error = %error, "a frame could not be written");
        Event::default().comment("a frame was lost")
    })
}

/// Whether the same caller is still signed in. Rationale: a fault of ours ends no stream.
async fn may_stay(web: &Web, (caller, credentials): (&str, &HeaderMap)) -> bool {
    match session::again(web, credentials).await {
        Ok(who) => who.is_some_and(|who| who.actor.id == caller),
        Err(_) => true,
    }
}

/// The headers that say who asks, and no other.
fn credentials(headers: &HeaderMap) -> HeaderMap {
    let mut kept = HeaderMap::new();
    for name in [header::AUTHORIZATION, header::COOKIE] {
        for value in headers.get_all(&name) {
            kept.append(name.clone(), value.clone());
        }
    }
    kept
}
