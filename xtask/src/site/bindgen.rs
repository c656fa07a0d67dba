//! Makes the module loadable by a browser: wasm-bindgen as a library, pinned by the workspace's `Cargo.lock`.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::{Bindgen, Output as Bound};

use super::output::{NAME, Output};
use super::{Flavour, hash};

/// Part of what decides whether the work has to be done again: how it is done. (A new wasm-bindgen changes the
/// module itself, because the crate in the browser is pinned to the same version.)
pub const RECIPE: &str = include_str!("bindgen.rs");

/// Writes the module, its JavaScript and the snippets; returns the addresses of the JavaScript and the module.
///
/// The JavaScript does not name the module: who starts it says where the module is,
/// `import init, {hydrate} from js; init({module_or_path: wasm}).then(hydrate)`.
pub fn write(module: &Path, flavour: Flavour, output: &mut Output<'_>) -> Result<(String, String)> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(module)
        .out_name(NAME)
        .typescript(false)
        .omit_default_module_path(true)
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
    let mut js = bound.js().to_owned();
    let snippets = snippets(&bound);
    if !snippets.is_empty() {
        let folder = format!("snippets-{}", hash::of(fingerprint(&snippets).as_bytes()));
        js = redirect(&js, &folder);
        for (path, content) in &snippets {
            output.write(&format!("pkg/{folder}/{path}"), content.as_bytes())?;
        }
    }
    let js = output.write_hashed("js", js.as_bytes())?;
    let wasm = output.write_hashed("wasm", &bound.wasm_mut().emit_wasm())?;
    Ok((js, wasm))
}

/// Path below `snippets/` → JavaScript.
fn snippets(bound: &Bound) -> BTreeMap<String, String> {
    let inline = bound.snippets().iter().flat_map(|(crate_name, pieces)| {
        pieces
            .iter()
            .enumerate()
            .map(move |(n, js)| (format!("{crate_name}/inline{n}.js"), js.clone()))
    });
    inline
        .chain(
            bound
                .local_modules()
                .iter()
                .map(|(path, js)| (path.clone(), js.clone())),
        )
        .collect()
}

fn fingerprint(snippets: &BTreeMap<String, String>) -> String {
    snippets
        .iter()
        .fold(String::new(), |all, (path, js)| all + path + "\0" + js + "\0")
}

/// Points the import statements at the folder with the hashed name.
///
/// Imports between snippets stay inside the folder and need nothing. The names under which the module asks for its
/// imports (`"./snippets/…": import1`) must stay as they are: they are written in the module as well.
fn redirect(js: &str, folder: &str) -> String {
    ["from \"", "from '", "import \"", "import '"]
        .iter()
        .fold(js.to_owned(), |js, statement| {
            js.replace(
                &format!("{statement}./snippets/"),
                &format!("{statement}./{folder}/"),
            )
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn import_statements_follow_the_folder_and_names_stay() {
        let js = "import { a } from './snippets/x/inline0.js';\nimport * as b from \"./snippets/y.js\";\n\
                  import './snippets/z.js';\nconst imports = { \"./snippets/y.js\": b };";
        assert_eq!(
            redirect(js, "snippets-ab"),
            "import { a } from './snippets-ab/x/inline0.js';\nimport * as b from \"./snippets-ab/y.js\";\n\
             import './snippets-ab/z.js';\nconst imports = { \"./snippets/y.js\": b };"
        );
    }

    #[test]
    fn a_changed_snippet_changes_the_fingerprint() {
        let one = BTreeMap::from([("a.js".to_owned(), "1".to_owned())]);
        let two = BTreeMap::from([("a.js".to_owned(), "2".to_owned())]);
        assert_ne!(fingerprint(&one), fingerprint(&two));
    }
}
