//! How a page becomes a file of its own, which a browser fetches when somebody goes there.
//!
//! A page stays an ordinary component; its *route* says that it is lazy: `view={lazy_page!(AuditPage)}`. `cargo xtask` cuts
//! the module there: what only this page reaches is in its file, what a few pages reach in one that they share. What
//! anything else reaches (the frame, and the pages that a first visit shows) every visit loads.
//!
//! A page starts to load its data when its code is there: data that started before would need its types in every visit.

use leptos::prelude::AnyView;
use leptos_router::ChooseView;
use std::pin::Pin;

/// Something that takes a while.
type Later<T> = Pin<Box<dyn Future<Output = T>>>;

/// The view of a route whose component is in a file of its own; made by [`lazy_page!`].
///
/// Rationale: one type for all of them. Leptos's own has one for each page, and a browser would load what the router
/// makes of each.
#[derive(Clone, Copy)]
pub struct LazyPage {
    name: &'static str,
    view: fn() -> Later<AnyView>,
    fetch: fn() -> Later<()>,
}

impl LazyPage {
    /// From the component's name, a call of it, and the fetching of its file alone.
    pub fn new(name: &'static str, view: fn() -> Later<AnyView>, fetch: fn() -> Later<()>) -> Self {
        let page = Self { name, view, fetch };
        #[cfg(feature = "hydrate")]
        browser_side::remember(page);
        page
    }
}

impl ChooseView for LazyPage {
    async fn choose(self) -> AnyView {
        #[cfg(feature = "ssr")]
        crate::document::announce(self.name);
        (self.view)().await
    }

    async fn preload(&self) {
        (self.fetch)().await;
    }
}

/// The view of a route: the component with this name, in a file of its own.
///
/// The component's name is the file's name too, so no two pages may have the same.
macro_rules! lazy_page {
    ($page:ident) => {{
        #[leptos::lazy($page)]
        fn page() -> leptos::prelude::AnyView {
            leptos::prelude::IntoAny::into_any(leptos::prelude::view! { <$page/> })
        }

        #[cfg(feature = "hydrate")]
        let fetch = || Box::pin(__preload_page()) as _;
        #[cfg(not(feature = "hydrate"))]
        let fetch = || Box::pin(async {}) as _;
        $crate::lazy::LazyPage::new(stringify!($page), || Box::pin(page()), fetch)
    }};
}

pub(crate) use lazy_page;

#[cfg(feature = "hydrate")]
pub use browser_side::fetch_shown;

#[cfg(feature = "hydrate")]
mod browser_side {
    use super::LazyPage;
    use std::cell::RefCell;

    thread_local! {
        static PAGES: RefCell<Vec<LazyPage>> = const { RefCell::new(Vec::new()) };
    }

    /// Every lazy page is known once the routes were declared.
    pub fn remember(page: LazyPage) {
        PAGES.with_borrow_mut(|pages| {
            if !pages.iter().any(|one| one.name == page.name) {
                pages.push(page);
            }
        });
    }

    /// Waits for the file of the page that the server rendered.
    pub async fn fetch_shown() {
        let Some(shown) = crate::browser::shown_page() else {
            return;
        };
        let page = PAGES.with_borrow(|pages| pages.iter().find(|page| page.name == shown).copied());
        if let Some(page) = page {
            (page.fetch)().await;
        }
    }
}
