//! The frame around every page of a signed-in person: navigation, banners, the person's corner, keyboard, toasts.
//!
//! It asks the server one thing ([`api::read_frame`]) and hands the answer down, so that a page can hide what the person's
//! role cannot do. Hiding is a courtesy: the ports refuse.

mod allowed;
mod alone;
pub mod api;
mod banners;
pub mod keys;
pub mod nav;
mod overlay;
mod person;

pub use allowed::{Allowed, Asked, with_role};
pub use alone::Alone;
pub use api::Framed;
pub use person::ThemeForm;

use crate::{
    error::AppError,
    live::Live,
    ui::{
        Glyph, Icon, ProblemView, later,
        toast::{Toaster, Toasts},
    },
};
use api::read_frame;
use banners::Banners;
use leptos::prelude::*;
use leptos_router::components::Outlet;
use nav::NavList;
use overlay::{Overlay, Overlays};
use person::Person;

/// The frame's resource, in context for the pages inside it.
#[derive(Clone, Copy)]
struct FrameResource(Resource<Result<Framed, AppError>>);

/// What the frame knows of the person; none where nobody is signed in, and on pages without the frame.
async fn known(resource: Option<FrameResource>) -> Option<Framed> {
    resource?.0.await.ok()
}

/// The frame, with the page inside it.
#[component]
pub fn Frame() -> impl IntoView {
    let resource = Resource::new(|| (), |()| read_frame());
    provide_context(FrameResource(resource));
    let live = Live::provide();
    let toasts = Toasts::provide();
    let overlay = RwSignal::new(None::<Overlay>);
    keys::listen(overlay);
    let open_palette = move |_| overlay.set(Some(Overlay::Palette));
    let open_help = move |_| overlay.set(Some(Overlay::Help));
    view! {
        <a class="skip" href="#main">"Skip to content"</a>
        <div class="frame">
            <header class="side">
                <div class="side-head">
                    <a class="brand" href="/app/integrations"><BrandMark/> <span>"Ops AI"</span></a>
                    <details class="menu side-menu">
                        <summary class="btn btn-quiet btn-square" aria-label="Menu" title="Menu">
                            <Glyph icon=Icon::Menu/>
                        </summary>
                        <div class="menu-panel"><NavList label="Main, small screen"/></div>
                    </details>
                </div>
                <button class="side-search needs-js" type="button" on:click=open_palette>
                    <Glyph icon=Icon::Search/>
                    <span>"Go to…"</span>
                    <kbd>"Ctrl K"</kbd>
                </button>
                <div class="side-nav"><NavList label="Main"/></div>
                <div class="side-foot">
                    <a class="nav-link" href="/api/v1/docs" rel="external">
                        <Glyph icon=Icon::Book/>
                        <span>"API reference"</span>
                    </a>
                    <button class="nav-link needs-js" type="button" on:click=open_help>
                        <Glyph icon=Icon::Info/>
                        <span>"Keyboard"</span>
                    </button>
                    <Corner/>
                </div>
            </header>
            <main class="main" id="main" tabindex="-1">
                <Banners/>
                <ErrorBoundary fallback=|errors| view! { <Broken errors/> }>
                    <Outlet/>
                </ErrorBoundary>
            </main>
        </div>
        <Toaster toasts/>
        <Overlays shown=overlay/>
        <Streaming live/>
    }
    .into_any()
}

/// The person's corner; the way in, where nobody is signed in.
#[component]
fn Corner() -> impl IntoView {
    let resource = use_context::<FrameResource>();
    later(move || async move {
        match known(resource).await {
            Some(framed) => view! { <Person framed/> }.into_any(),
            None => view! {
                <a class="nav-link" href="/sign-in" rel="external">
                    <Glyph icon=Icon::User/>
                    <span>"Sign in"</span>
                </a>
            }
            .into_any(),
        }
    })
}

/// Keeps the live stream open while somebody is signed in; others would be refused, again and again.
#[component]
fn Streaming(live: Live) -> impl IntoView {
    let resource = use_context::<FrameResource>();
    later(move || async move {
        if let Some(framed) = known(resource).await {
            live.run(framed.seen);
        }
        ().into_any()
    })
}

/// What a page that could not be drawn leaves behind.
#[component]
fn Broken(errors: ArcRwSignal<Errors>) -> impl IntoView {
    let text = move || {
        let errors = errors.get();
        let words: Vec<_> = errors.into_iter().map(|(_, error)| error.to_string()).collect();
        words.join(" ")
    };
    move || {
        let problem = contract::problem::Problem::new(500, "page", "This page could not be drawn.")
            .with_detail(format!("{} Reload it; nothing was changed.", text()));
        view! { <ProblemView problem/> }
    }
}

/// Who is signed in, as the frame knows it; await it inside [`later`].
pub fn use_framed() -> Option<Resource<Result<Framed, AppError>>> {
    use_context::<FrameResource>().map(|resource| resource.0)
}

/// The product's mark.
#[component]
pub fn BrandMark() -> impl IntoView {
    view! {
        <svg class="brand-mark" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <rect width="24" height="24" rx="6"></rect>
            <path d="M7 12a5 5 0 0 1 8.5-3.5M17 12a5 5 0 0 1-8.5 3.5"></path>
            <circle cx="16.6" cy="8" r="1.7"></circle>
            <circle cx="7.4" cy="16" r="1.7"></circle>
        </svg>
    }
}
