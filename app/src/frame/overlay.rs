//! What may lie over the page: the palette (go anywhere by typing) or the list of keys. Never both.

use super::nav::places;
use crate::{
    browser::lowercase,
    ui::{Dialog, Glyph, Icon},
};
use leptos::{html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// What lies over the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// Go anywhere by typing.
    Palette,
    /// The list of keys.
    Help,
}

/// An entry of the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    words: &'static str,
    href: &'static str,
    icon: Icon,
}

/// Pages that the navigation does not list by themselves.
const MORE: [Entry; 6] = [
    Entry {
        words: "Add integration",
        href: "/app/integrations/new",
        icon: Icon::Plus,
    },
    Entry {
        words: "Users",
        href: "/app/settings/users",
        icon: Icon::Users,
    },
    Entry {
        words: "API tokens",
        href: "/app/settings/tokens",
        icon: Icon::Token,
    },
    Entry {
        words: "Notifications",
        href: "/app/settings/notifications",
        icon: Icon::Bell,
    },
    Entry {
        words: "Verify the audit chain",
        href: "/app/audit?verify=1",
        icon: Icon::Shield,
    },
    Entry {
        words: "Style guide",
        href: "/app/styleguide",
        icon: Icon::Book,
    },
];

fn entries() -> impl Iterator<Item = Entry> {
    let pages = places().map(|place| Entry {
        words: place.name,
        href: place.href,
        icon: place.icon,
    });
    pages.chain(MORE)
}

/// The entries in which every typed word occurs.
fn matching(typed: &str) -> Vec<Entry> {
    let words: Vec<String> = typed.split_whitespace().map(lowercase).collect();
    entries()
        .filter(|entry| {
            let text = lowercase(entry.words);
            words.iter().all(|word| text.contains(word.as_str()))
        })
        .collect()
}

/// Both overlays; each opens when the signal says so. Their code is fetched when somebody first asks for one.
#[component]
pub fn Overlays(
    /// What is open.
    shown: RwSignal<Option<Overlay>>,
) -> impl IntoView {
    let asked = Memo::new(move |before| before == Some(&true) || shown.get().is_some());
    move || asked.get().then(|| Suspend::new(overlays(shown)))
}

#[leptos::lazy(Overlays)]
fn overlays(shown: RwSignal<Option<Overlay>>) -> AnyView {
    let palette = flag(shown, Overlay::Palette);
    let help = flag(shown, Overlay::Help);
    view! {
        <Dialog id="palette" title="Go to" open=palette>
            <Palette open=palette/>
        </Dialog>
        <Dialog id="keys-help" title="Keyboard" open=help>
            <KeysHelp/>
        </Dialog>
    }
    .into_any()
}

/// One overlay's own signal, kept in step with the shared one.
fn flag(shown: RwSignal<Option<Overlay>>, which: Overlay) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        let wanted = shown.get() == Some(which);
        if open.get_untracked() != wanted {
            open.set(wanted);
        }
    });
    Effect::new(move |_| {
        if !open.get() && shown.get_untracked() == Some(which) {
            shown.set(None);
        }
    });
    open
}

#[component]
fn Palette(open: RwSignal<bool>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let field = NodeRef::<html::Input>::new();
    let navigate = use_navigate();
    let found = Memo::new(move |_| typed.with(|typed| matching(typed)));
    Effect::new(move |_| {
        if open.get() {
            typed.set(String::new());
            at.set(0);
            if let Some(field) = field.get_untracked() {
                field.set_value("");
                _ = field.focus();
            }
        }
    });
    let choose = Callback::new(move |href: &'static str| {
        open.set(false);
        navigate(href, NavigateOptions::default());
    });
    let on_key = move |event: leptos::ev::KeyboardEvent| {
        let count = found.with(Vec::len);
        match event.key().as_str() {
            "ArrowDown" if count > 0 => at.update(|at| *at = (*at + 1) % count),
            "ArrowUp" if count > 0 => at.update(|at| *at = (*at + count - 1) % count),
            "Enter" => {
                let chosen = found.with(|found| found.get(at.get()).map(|entry| entry.href));
                if let Some(href) = chosen {
                    choose.run(href);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let options = move || {
        found
            .get()
            .into_iter()
            .enumerate()
            .map(|(n, entry)| {
                view! {
                    <li
                        id=format!("palette-{n}")
                        class="palette-option"
                        role="option"
                        aria-selected=move || (at.get() == n).to_string()
                        on:click=move |_| choose.run(entry.href)
                    >
                        <Glyph icon=entry.icon/>
                        <span>{entry.words}</span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <input
            class="input"
            node_ref=field
            type="text"
            role="combobox"
            aria-label="Go to"
            aria-expanded="true"
            aria-controls="palette-list"
            aria-autocomplete="list"
            aria-activedescendant=move || format!("palette-{}", at.get())
            autocomplete="off"
            placeholder="Type a page or an action"
            on:input=move |event| {
                typed.set(event_target_value(&event));
                at.set(0);
            }
            on:keydown=on_key
        />
        <ul class="palette-list" id="palette-list" role="listbox" aria-label="Pages and actions">
            {options}
        </ul>
        <p class="palette-none" role="status">
            {move || found.with(Vec::is_empty).then_some("Nothing by that name.")}
        </p>
    }
}

#[component]
fn KeysHelp() -> impl IntoView {
    let mut keys = vec![
        ("Ctrl K or ⌘ K".to_owned(), "Go anywhere by typing".to_owned()),
        ("/".to_owned(), "Search on this page".to_owned()),
    ];
    keys.extend(places().map(|place| (format!("g {}", place.letter), format!("Go to {}", place.name))));
    let queue = [
        ("j, k", "Approvals: the next call, the one before"),
        ("a, r", "Approvals: to Approve, to Reject; Enter presses it"),
        ("x", "Approvals: choose a call, to decide several together"),
    ];
    keys.extend(queue.map(|(keys, meaning)| (keys.to_owned(), meaning.to_owned())));
    keys.push(("?".to_owned(), "Show these keys".to_owned()));
    keys.push(("Esc".to_owned(), "Close what is open".to_owned()));
    let rows = keys.into_iter().map(|(keys, meaning)| {
        view! {
            <div>
                <dt><kbd>{keys}</kbd></dt>
                <dd>{meaning}</dd>
            </div>
        }
    });
    view! {
        <dl class="keys-list">{rows.collect_view()}</dl>
        <p class="text-muted">
            "They can be switched off in " <a href="/app/settings#shortcuts">"Settings"</a> "."
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_palette_finds_by_any_words_in_any_order() {
        let found: Vec<_> = matching("token a").into_iter().map(|entry| entry.words).collect();
        assert_eq!(found, ["API tokens"]);
        assert_eq!(matching("").len(), entries().count());
        assert!(matching("no such page").is_empty());
    }
}
