//! The files of the browser's part.

use crate::support::{Hub, get};
use std::fs;

fn site() -> (tempfile::TempDir, Hub) {
    let folder = tempfile::tempdir().unwrap();
    let pkg = folder.path().join("pkg");
    fs::create_dir(&pkg).unwrap();
    for (name, content) in [
        ("app-1f.js", "script"),
        ("app-1f.wasm", "wasm"),
        ("app-1f.css", "css"),
    ] {
        fs::write(pkg.join(name), content).unwrap();
        fs::write(pkg.join(format!("{name}.br")), format!("br of {content}")).unwrap();
        fs::write(pkg.join(format!("{name}.gz")), format!("gz of {content}")).unwrap();
    }
    fs::write(folder.path().join("favicon.svg"), "<svg/>").unwrap();
    fs::write(folder.path().join("secret.txt"), "not for the web").unwrap();
    let manifest = serde_json::json!({
        "js": "/pkg/app-1f.js", "wasm": "app-1f.wasm", "css": "/pkg/app-1f.css", "link": "/pkg/split-1f.js",
        "pages": {"SetupPage": ["/pkg/shared-1f.wasm", "/pkg/SetupPage-1f.wasm"]},
    });
    fs::write(folder.path().join("manifest.json"), manifest.to_string()).unwrap();
    let root = folder.path().to_owned();
    (folder, Hub::with(|config| config.site_root = root))
}

#[tokio::test]
async fn a_hashed_file_is_kept_for_a_year_and_sent_as_it_was_compressed() {
    let (_folder, hub) = site();
    for (accept, encoding, body) in [
        ("gzip, br", "br", "br of wasm"),
        ("gzip", "gzip", "gz of wasm"),
        ("identity", "", "wasm"),
    ] {
        let answer = get("/pkg/app-1f.wasm")
            .header("accept-encoding", accept)
            .send(&hub)
            .await;
        assert_eq!(answer.status, 200);
        assert_eq!(answer.header("content-type"), "application/wasm");
        assert_eq!(answer.header("content-encoding"), encoding);
        assert_eq!(
            answer.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
        assert!(answer.header("vary").contains("accept-encoding"));
        assert_eq!(answer.text(), body);
    }
    let script = get("/pkg/app-1f.js").send(&hub).await;
    assert_eq!(script.header("content-type"), "text/javascript");
}

#[tokio::test]
async fn pages_name_the_files_of_the_manifest() {
    let (_folder, hub) = site();
    let page = get("/sign-in").send(&hub).await.text();
    assert!(
        page.contains("/pkg/app-1f.js") && page.contains("/pkg/app-1f.css"),
        "{page}"
    );
}

#[tokio::test]
async fn a_lazy_page_names_itself_and_its_files_and_no_other_page_does() {
    let (_folder, hub) = site();
    let page = get("/setup").send(&hub).await.text();
    assert!(
        page.contains(r#"<meta name="page" content="SetupPage">"#),
        "{page}"
    );
    for file in ["/pkg/shared-1f.wasm", "/pkg/SetupPage-1f.wasm"] {
        let link = page
            .split('<')
            .find(|element| element.contains(file))
            .unwrap_or_default();
        assert!(
            link.starts_with("link ") && link.contains(r#"rel="preload""#),
            "{page}"
        );
    }
    let page = get("/sign-in").send(&hub).await.text();
    assert!(!page.contains("SetupPage"), "{page}");
    assert!(
        page.contains(r#"<link rel="modulepreload" href="/pkg/split-1f.js">"#),
        "{page}"
    );
}

#[tokio::test]
async fn a_file_that_is_not_there_is_not_kept() {
    let (_folder, hub) = site();
    let answer = get("/pkg/app-2e.js").send(&hub).await;
    answer.problem(404, "not_found");
}

#[tokio::test]
async fn nothing_else_of_the_folder_is_served() {
    let (_folder, hub) = site();
    let favicon = get("/favicon.svg").send(&hub).await;
    assert_eq!(
        (favicon.status.as_u16(), favicon.header("content-type")),
        (200, "image/svg+xml")
    );
    for path in [
        "/secret.txt",
        "/manifest.json",
        "/pkg/../secret.txt",
        "/pkg/%2e%2e/secret.txt",
        "/robots.txt",
        "/pkg/",
    ] {
        assert_eq!(get(path).send(&hub).await.status, 404, "{path}");
    }
}
