//! Which classes the project's own styles define.

use std::collections::BTreeSet;

/// The classes of a style sheet.
pub struct Selectors {
    owned: BTreeSet<String>,
    mentioned: BTreeSet<String>,
}

impl Selectors {
    /// Reads the selectors of a style sheet.
    pub fn of(css: &str) -> Self {
        let mut selectors = Self {
            owned: BTreeSet::new(),
            mentioned: BTreeSet::new(),
        };
        let css = super::sheet::without_comments(css);
        let mut text = String::new();
        for character in css.chars() {
            match character {
                '{' => selectors.add_prelude(&std::mem::take(&mut text)),
                '}' | ';' => text.clear(),
                other => text.push(other),
            }
        }
        selectors
    }

    /// True when a rule is about this class alone: `.name`, `.name:hover`, `.name[open]`.
    pub fn owns(&self, class: &str) -> bool {
        self.owned.contains(class)
    }

    /// True when any selector contains this class.
    pub fn mentions(&self, class: &str) -> bool {
        self.mentioned.contains(class)
    }

    fn add_prelude(&mut self, prelude: &str) {
        if prelude.trim_start().starts_with('@') {
            return;
        }
        for selector in prelude.split(',') {
            let classes = classes(selector);
            let alone =
                selector.trim().starts_with('.') && classes.len() == 1 && is_compound(selector.trim());
            if alone {
                self.owned.extend(classes.iter().cloned());
            }
            self.mentioned.extend(classes);
        }
    }
}

/// The class names of a selector, unescaped.
fn classes(selector: &str) -> Vec<String> {
    let mut classes = Vec::new();
    let mut characters = selector.chars().peekable();
    while let Some(character) = characters.next() {
        if character != '.' || !characters.peek().is_some_and(|&next| starts_a_name(next)) {
            continue;
        }
        let mut name = String::new();
        while let Some(&next) = characters.peek() {
            if next == '\\' {
                characters.next();
                name.extend(characters.next());
            } else if next.is_alphanumeric() || next == '-' || next == '_' {
                name.push(next);
                characters.next();
            } else {
                break;
            }
        }
        classes.push(name);
    }
    classes
}

fn starts_a_name(character: char) -> bool {
    character.is_alphabetic() || character == '_' || character == '-' || character == '\\'
}

/// True when a selector has no combinator: one element, whatever its state.
fn is_compound(selector: &str) -> bool {
    let mut depth = 0_i32;
    !selector.chars().any(|character| {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        depth == 0 && (character.is_whitespace() || ">+~&".contains(character))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_about_a_class_alone_owns_it_and_others_only_mention_it() {
        let selectors = Selectors::of(
            "/* .no */ .a, .b:hover { margin: .5rem } .c > .d { x: y } @media (x) { .e[open] { q: 'z' } }
             .f { color: red; &.g { color: blue } .h { top: 0 } } .i\\:j\\/k::before { content: '.l' }",
        );
        for owned in ["a", "b", "e", "f", "h", "i:j/k"] {
            assert!(selectors.owns(owned), "{owned}");
        }
        for mentioned in ["c", "d", "g"] {
            assert!(
                selectors.mentions(mentioned) && !selectors.owns(mentioned),
                "{mentioned}"
            );
        }
        for absent in ["no", "5rem", "l"] {
            assert!(!selectors.mentions(absent), "{absent}");
        }
    }
}
