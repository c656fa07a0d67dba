//! The whole HTML document around the application. Server only.
//!
//! The content security policy allows scripts by nonce and styles from our own origin: nothing here, and no component,
//! may carry an inline style. The theme stands on `<html>` before anything is painted, so it cannot flash.

use crate::{context::Visitor, routes::App};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{Link, Meta, MetaTags};
use std::{collections::HashMap, sync::Arc};

/// The addresses of the built browser part; their names carry a hash of their content.
#[derive(Clone, Debug)]
pub struct Assets {
    /// The JavaScript that loads the WebAssembly.
    pub js: String,
    /// The WebAssembly.
    pub wasm: String,
    /// The style sheet of every page.
    pub css: String,
    /// The one that lazy pages have besides.
    pub lazy_css: String,
    /// The JavaScript that fetches the files of lazy pages.
    pub link: String,
    /// The files of each lazy page, by the name of its component.
    pub pages: Arc<HashMap<String, Vec<String>>>,
    /// True while somebody works on the pages: they load themselves again when the server was restarted.
    pub reload: bool,
}

/// Names the lazy page that is drawn, for the browser to begin with its file, and has that file fetched beside the rest;
/// dresses it in the styles of lazy pages.
pub fn announce(page: &str) {
    // Making the HTML of these is what puts them into the head; the HTML itself is empty.
    let _ = view! { <Meta name="page" content=page.to_owned()/> }.to_html();
    let assets = use_context::<Assets>();
    if let Some(styles) = assets.as_ref().map(|assets| assets.lazy_css.clone()) {
        let _ = view! { <Link rel="stylesheet" href=styles/> }.to_html();
    }
    let files = assets.as_ref().and_then(|assets| assets.pages.get(page));
    for file in files.into_iter().flatten() {
        let file = file.clone();
        let _ = view! {
            <Link rel="preload" href=file as_="fetch" type_="application/wasm" crossorigin="anonymous"/>
        }
        .to_html();
    }
}

/// Asks whether the server is there; once it was away and is back, the page is old.
const RELOAD: &str = "let away = false; setInterval(async () => { try { await fetch('/healthz'); \
    if (away) location.reload(); } catch { away = true; } }, 100);";

/// The document.
pub fn shell(assets: &Assets) -> impl IntoView + use<> {
    let theme = use_context::<Visitor>()
        .and_then(|visitor| visitor.theme)
        .filter(|theme| theme == "light" || theme == "dark");
    let Assets {
        js,
        wasm,
        css,
        lazy_css,
        link,
        reload,
        ..
    } = assets.clone();
    provide_context(assets.clone());
    let start = format!(
        "import init, {{ hydrate }} from {js:?}; init({{ module_or_path: {wasm:?} }}).then(() => hydrate());"
    );
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="robots" content="noindex"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=css/>
                <meta name="lazy-styles" content=lazy_css/>
                <link rel="modulepreload" href=js/>
                <link rel="modulepreload" href=link/>
                <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                <script type="module" nonce=use_nonce()>
                    {start}
                </script>
                {reload.then(|| view! { <script nonce=use_nonce()>{RELOAD}</script> })}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
