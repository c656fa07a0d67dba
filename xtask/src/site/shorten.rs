//! Shortens what only wasm-bindgen reads: the names under which module and JavaScript meet, and the JavaScript's comments.
//!
//! The names are long (a path and a hash each) and stand in both files: with the comments a fiftieth of the first page.

use std::collections::HashMap;

/// New names for old ones, for as many as are asked.
#[derive(Default)]
pub struct Names(HashMap<String, String>);

impl Names {
    /// The short name of this one; always the same.
    pub fn short(&mut self, name: &str) -> String {
        let next = format!("_{}", self.0.len());
        self.0.entry(name.to_owned()).or_insert(next).clone()
    }

    /// The JavaScript with its names shortened, without comments and indentation.
    pub fn shorten(&self, js: &str) -> String {
        self.rename(&without_comments(js))
    }

    fn rename(&self, js: &str) -> String {
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '$';
        let mut short = String::new();
        let mut rest = js;
        while let Some(start) = rest.find(is_part) {
            let (before, from) = rest.split_at(start);
            let end = from.find(|letter| !is_part(letter)).unwrap_or(from.len());
            let (word, after) = from.split_at(end);
            short.push_str(before);
            short.push_str(self.0.get(word).map_or(word, String::as_str));
            rest = after;
        }
        short + rest
    }
}

/// Names that have no meaning outside: those of wasm-bindgen, and of functions that Rust named itself.
pub fn is_inner(name: &str) -> bool {
    ["__wbg_", "__wbindgen_", "_ZN", "_R"]
        .iter()
        .any(|start| name.starts_with(start))
}

/// Leaves out lines that are comments, and indentation. Line ends stay: they may end statements.
fn without_comments(js: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in js.lines().map(str::trim) {
        inside |= line.starts_with("/*");
        if !inside && !line.is_empty() && !line.starts_with("//") {
            kept.push_str(line);
            kept.push('\n');
        }
        if line.ends_with("*/") {
            inside = false;
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shortened_where_it_stands_alone() {
        let mut names = Names::default();
        assert_eq!(names.short("__wbg_add_1f"), "_0");
        assert_eq!(names.short("_ZN3foo17h1E"), "_1");
        assert_eq!(names.short("__wbg_add_1f"), "_0");
        let js = "{ __wbg_add_1f: function(a) { wasm._ZN3foo17h1E(a); __wbg_add_1f2(); } }";
        assert_eq!(
            names.shorten(js),
            "{ _0: function(a) { wasm._1(a); __wbg_add_1f2(); } }\n"
        );
    }

    #[test]
    fn comments_and_indentation_go_and_statements_stay_apart() {
        let js =
            "/**\n * Says a thing.\n */\nlet a = 1\n    // why\n    let b = `x // y`\n\n/* one line */\nf()";
        assert_eq!(without_comments(js), "let a = 1\nlet b = `x // y`\nf()\n");
    }
}
