//! Makes the module loadable by a browser: wasm-bindgen as a library, pinned by the workspace's `Cargo.lock`.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::{Bindgen, Output as Bound};

use super::Flavour;
use super::shorten::{Names, is_inner};

/// The stem of our files.
pub const NAME: &str = "ops-ai";

/// Makes of a module three kinds of files, by name: the module, its JavaScript and the snippets that crates brought.
///
/// The JavaScript does not name the module: who starts it says where the module is,
/// `import init, {hydrate} from js; init({module_or_path: wasm}).then(hydrate)`.
pub fn bind(module: Vec<u8>, flavour: Flavour) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(NAME, module)
        .out_name(NAME)
        .typescript(false)
        .omit_default_module_path(true)
        // The pieces that were cut off meet the rest in its exports, by the names that the linker gave them.
        .keep_lld_exports(true)
        .demangle(false)
        .remove_name_section(flavour == Flavour::Release)
        .remove_producers_section(flavour == Flavour::Release)
        .web(true)
        .context("wasm-bindgen refused the target `web`")?;
    let mut bound = bindgen
        .generate_output()
        .context("wasm-bindgen refused the module")?;
    if !bound.npm_dependencies().is_empty() {
        bail!(
            "a crate wants npm packages in the browser: {:?}",
            bound.npm_dependencies().keys()
        );
    }
    let mut files = snippets(&bound);
    let mut js = bound.js().to_owned();
    if flavour == Flavour::Release {
        js = shorten(&js, &mut bound);
    }
    files.insert(format!("{NAME}.js"), js.into_bytes());
    files.insert(format!("{NAME}.wasm"), bound.wasm_mut().emit_wasm());
    Ok(files)
}

/// Shortens the names by which module and JavaScript know each other.
fn shorten(js: &str, bound: &mut Bound) -> String {
    let mut names = Names::default();
    let module = bound.wasm_mut();
    for import in module.imports.iter_mut().filter(|import| is_inner(&import.name)) {
        import.name = names.short(&import.name);
    }
    for export in module.exports.iter_mut().filter(|export| is_inner(&export.name)) {
        export.name = names.short(&export.name);
    }
    names.shorten(js)
}

/// Path → JavaScript, where the import statements of wasm-bindgen expect it.
fn snippets(bound: &Bound) -> BTreeMap<String, Vec<u8>> {
    let inline = bound.snippets().iter().flat_map(|(crate_name, pieces)| {
        pieces
            .iter()
            .enumerate()
            .map(move |(n, js)| (format!("snippets/{crate_name}/inline{n}.js"), js))
    });
    let local = bound
        .local_modules()
        .iter()
        .map(|(path, js)| (format!("snippets/{path}"), js));
    inline
        .chain(local)
        .map(|(path, js)| (path, js.as_bytes().to_vec()))
        .collect()
}
