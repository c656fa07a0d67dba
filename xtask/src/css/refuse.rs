//! Class names that are refused by name, because the generator would get them wrong or the design does without.

/// Why a class must not be used and what to write instead; `None` when nothing speaks against it.
pub fn reason(class: &str) -> Option<String> {
    if class.contains(['{', '}']) {
        return Some(format!(
            "`{class}` is put together from parts, so nothing can be generated for it: write the whole class names \
             and choose between them"
        ));
    }
    let name = utility(class);
    let number = |prefix: &str| {
        name.strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_digit()))
    };
    let instead = if name == "size" || name.starts_with("size-") {
        "the generator lacks it: write `w-…` and `h-…`"
    } else if name == "rounded" {
        "the generator lacks it: write `rounded-sm`, `rounded-md` or a class of style/"
    } else if number("rotate-") {
        "the generator rotates around the wrong axes: write `[rotate:180deg]`"
    } else if variants(class).any(|variant| variant == "dark") {
        "it follows the system and not the theme a person chose: use the colour tokens, which follow both"
    } else {
        return None;
    };
    Some(format!("`{class}` must not be used: {instead}"))
}

/// The utility without variants, importance and sign: `hover:!-mt-2` → `mt-2`.
fn utility(class: &str) -> &str {
    let name = pieces(class).last().unwrap_or(class);
    name.trim_start_matches('!')
        .trim_end_matches('!')
        .trim_start_matches('-')
}

fn variants(class: &str) -> impl Iterator<Item = &str> {
    let count = pieces(class).count().saturating_sub(1);
    pieces(class).take(count)
}

/// Splits at colons outside brackets.
fn pieces(class: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    class.split(move |character| {
        match character {
            '[' | '(' => depth += 1,
            ']' | ')' => depth -= 1,
            _ => {}
        }
        character == ':' && depth == 0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_generator_gets_wrong_is_refused_with_what_to_write_instead() {
        for (class, hint) in [
            ("size-4", "w-…"),
            ("md:hover:size-4", "w-…"),
            ("rounded", "rounded-md"),
            ("focus:!rounded", "rounded-md"),
            ("rotate-180", "[rotate:180deg]"),
            ("group-open:-rotate-90", "[rotate:180deg]"),
            ("dark:bg-surface", "colour tokens"),
            ("btn-{kind}", "whole class names"),
        ] {
            let why = reason(class).unwrap_or_default();
            assert!(why.contains(hint) && why.contains(class), "{class}: {why}");
        }
    }

    #[test]
    fn their_neighbours_are_not() {
        for class in [
            "rounded-md",
            "[rotate:180deg]",
            "rotate-x-45",
            "text-sm",
            "resize",
            "[&:not(dark:x)]:p-2",
        ] {
            assert_eq!(reason(class), None, "{class}");
        }
    }
}
