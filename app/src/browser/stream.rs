//! A stream of server-sent events, and whether the tab is seen. Browser only; what the texts mean is not known here.

use leptos::{
    leptos_dom::helpers::WindowListenerHandle,
    prelude::window_event_listener_untyped,
    wasm_bindgen::{JsCast, prelude::Closure},
    web_sys::{Event, EventSource, MessageEvent},
};

/// What a stream tells its owner.
pub enum Told {
    /// A message.
    Text(String),
    /// The connection is gone; nothing more comes.
    Lost,
}

/// An open stream; closed when it is dropped.
pub struct Stream {
    source: EventSource,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(Event)>,
}

impl Stream {
    /// Opens a stream; none where the browser refuses.
    ///
    /// Rationale: a browser would connect again by itself, at once and without end. Here the owner decides when.
    pub fn open(address: &str, take: impl Fn(Told) + Clone + 'static) -> Option<Self> {
        let source = EventSource::new(address).ok()?;
        let on_text = take.clone();
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                on_text(Told::Text(text));
            }
        });
        let closing = source.clone();
        let error = Closure::<dyn FnMut(Event)>::new(move |_| {
            closing.close();
            take(Told::Lost);
        });
        source.set_onmessage(Some(message.as_ref().unchecked_ref()));
        source.set_onerror(Some(error.as_ref().unchecked_ref()));
        Some(Self {
            source,
            _message: message,
            _error: error,
        })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.set_onmessage(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}

/// Whether anybody sees the tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// It is in front.
    Seen,
    /// It is behind another one.
    Hidden,
    /// The person has gone to another page; the browser may keep this one to come back to.
    Left,
}

/// Calls back whenever that changes.
pub fn on_sight(change: impl Fn(Sight) + Clone + 'static) -> [WindowListenerHandle; 3] {
    let (back, away) = (change.clone(), change.clone());
    [
        window_event_listener_untyped("visibilitychange", move |_| {
            let hidden = leptos::prelude::document().hidden();
            change(if hidden { Sight::Hidden } else { Sight::Seen });
        }),
        window_event_listener_untyped("pageshow", move |_| back(Sight::Seen)),
        window_event_listener_untyped("pagehide", move |_| away(Sight::Left)),
    ]
}

/// A number from zero to one that nobody can tell before.
pub fn chance() -> f64 {
    js_sys::Math::random()
}
