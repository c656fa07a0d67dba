//! The files of the browser's part, as the builder left them: hashed names, each beside its `.br` and `.gz`.

use super::{problem::Refused, state::Web};
use app::Assets;
use axum::{
    Router,
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::{Next, from_fn},
    response::{IntoResponse, Response},
};
use serde::Deserialize;
use std::{collections::HashMap, path::Path, sync::Arc};
use tower_http::services::{ServeDir, ServeFile};

const PKG: &str = "/pkg/";

/// Files at the root of the site.
const ROOT_FILES: [&str; 3] = ["favicon.svg", "favicon.ico", "robots.txt"];

/// What the builder writes beside the files.
#[derive(Default, Deserialize)]
struct Manifest {
    js: String,
    wasm: String,
    css: String,
    /// The styles that lazy pages load besides.
    #[serde(default)]
    lazy_css: String,
    /// The JavaScript that fetches the files of lazy pages.
    link: String,
    /// The files of each.
    pages: HashMap<String, Vec<String>>,
    /// Written by `cargo xtask dev` alone.
    #[serde(default)]
    reload: bool,
}

/// The addresses of the script, the wasm and the styles. Without them pages still work, bare.
pub fn manifest(site_root: &Path) -> Assets {
    let path = site_root.join("manifest.json");
    let read = std::fs::read(&path)
        .map_err(|error| error.to_string())
        .and_then(|bytes| serde_json::from_slice::<Manifest>(&bytes).map_err(|error| error.to_string()));
    let Manifest { js, wasm, css, lazy_css, link, pages, reload } = read.unwrap_or_else(|error| {
        tracing::warn!(
            site.manifest = %path.display(),
            error,
            "the browser's part is not there: pages work without script and styles; build it with `cargo xtask`"
        );
        let name = |name: &str| name.to_owned();
        Manifest { js: name("app.js"), wasm: name("app_bg.wasm"), css: name("app.css"), lazy_css: name("lazy.css"), link: name("split.js"), ..Manifest::default() }
    });
    let place = |name: String| {
        if name.starts_with('/') {
            name
        } else {
            format!("{PKG}{name}")
        }
    };
    Assets {
        js: place(js),
        wasm: place(wasm),
        css: place(css),
        lazy_css: place(lazy_css),
        link: place(link),
        pages: Arc::new(pages),
        reload,
    }
}

/// The routes of the files.
pub fn routes(site_root: &Path) -> Router<Web> {
    let pkg = ServeDir::new(site_root.join("pkg"))
        .precompressed_br()
        .precompressed_gzip();
    let hashed = Router::new().nest_service("/pkg", pkg).layer(from_fn(forever));
    let root = ROOT_FILES.iter().fold(Router::new(), |router, name| {
        router.route_service(&format!("/{name}"), ServeFile::new(site_root.join(name)))
    });
    hashed.merge(root.layer(from_fn(an_hour)))
}

/// A hashed name never changes its content.
async fn forever(request: Request, next: Next) -> Response {
    keep(next.run(request).await, "public, max-age=31536000, immutable")
}

async fn an_hour(request: Request, next: Next) -> Response {
    keep(next.run(request).await, "public, max-age=3600")
}

fn keep(mut response: Response, how_long: &'static str) -> Response {
    match response.status() {
        StatusCode::NOT_FOUND => return Refused::no_such_path().into_response(),
        StatusCode::OK | StatusCode::NOT_MODIFIED | StatusCode::PARTIAL_CONTENT => {
            let headers = response.headers_mut();
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(how_long));
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
        _ => {}
    }
    response
}
