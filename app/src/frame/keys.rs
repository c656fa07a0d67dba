//! The keyboard: which keys mean what, and the listeners that act on them.
//!
//! Single keys get in the way of people who dictate or whose hands slip (WCAG 2.1.4), so all of them can be switched off.

use super::{nav::places, overlay::Overlay};
use crate::browser;
use leptos::{ev, prelude::*};
use leptos_router::hooks::use_navigate;

/// How long after `g` the second key may come, in milliseconds.
const PATIENCE_MS: i64 = 1500;

/// Under which name the browser remembers that shortcuts are switched off.
const SETTING: &str = "opsai.shortcuts";

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Open the palette.
    Palette,
    /// Put the cursor into the search field.
    Search,
    /// Show the keys.
    Help,
    /// Go to a page.
    Go(&'static str),
}

/// A key as it was pressed.
#[derive(Clone, Copy, Debug)]
pub struct Press<'a> {
    /// The key's value, e.g. `g`, `?`, `Escape`.
    pub key: &'a str,
    /// True with Ctrl or ⌘.
    pub command: bool,
    /// True with Alt.
    pub alt: bool,
    /// True while letters are typed into a field.
    pub typing: bool,
    /// When, in milliseconds.
    pub at_ms: i64,
}

/// Remembers that `g` was pressed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sequence {
    began_ms: Option<i64>,
}

impl Sequence {
    /// What this key asks for, given the ones before it.
    pub fn press(&mut self, press: Press<'_>) -> Option<Command> {
        let began = self.began_ms.take();
        if press.command {
            return (press.key.eq_ignore_ascii_case("k") && !press.alt).then_some(Command::Palette);
        }
        if press.alt || press.typing {
            return None;
        }
        if began.is_some_and(|began| press.at_ms - began <= PATIENCE_MS) {
            return places()
                .find(|place| press.key.chars().eq([place.letter]))
                .map(|place| Command::Go(place.href));
        }
        match press.key {
            "g" => {
                self.began_ms = Some(press.at_ms);
                None
            }
            "/" => Some(Command::Search),
            "?" => Some(Command::Help),
            _ => None,
        }
    }
}

/// True unless this browser's user has switched the shortcuts off.
pub fn switched_on() -> bool {
    browser::read(SETTING).as_deref() != Some("off")
}

/// Switches the shortcuts off or on, in this browser.
pub fn switch(on: bool) {
    browser::write(SETTING, if on { "on" } else { "off" });
}

/// Listens to the keyboard and closes menus that are left, for as long as the frame stands.
pub fn listen(overlay: RwSignal<Option<Overlay>>) {
    let navigate = use_navigate();
    let sequence = StoredValue::new(Sequence::default());
    Effect::new(move |_| {
        let navigate = navigate.clone();
        let keys = window_event_listener(ev::keydown, move |event| {
            if event.key() == "Escape" {
                browser::close_menus(true);
                return;
            }
            if event.default_prevented() || !switched_on() {
                return;
            }
            let key = event.key();
            let press = Press {
                key: &key,
                command: event.ctrl_key() || event.meta_key(),
                alt: event.alt_key(),
                typing: browser::is_typing(&event),
                at_ms: browser::now_ms(),
            };
            let asked = sequence
                .try_update_value(|sequence| sequence.press(press))
                .flatten();
            let Some(command) = asked else { return };
            let done = match command {
                Command::Palette => {
                    overlay.set(Some(Overlay::Palette));
                    true
                }
                Command::Help => {
                    overlay.set(Some(Overlay::Help));
                    true
                }
                Command::Search => browser::focus_search(),
                Command::Go(href) => {
                    navigate(href, leptos_router::NavigateOptions::default());
                    true
                }
            };
            if done {
                event.prevent_default();
            }
        });
        let clicks = window_event_listener(ev::click, |event| browser::close_left_menus(&event));
        let focus = window_event_listener(ev::focusin, |event| browser::close_left_menus(&event));
        on_cleanup(move || {
            keys.remove();
            clicks.remove();
            focus.remove();
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str, at_ms: i64) -> Press<'_> {
        Press {
            key,
            command: false,
            alt: false,
            typing: false,
            at_ms,
        }
    }

    #[test]
    fn g_and_a_letter_lead_to_a_page() {
        let mut keys = Sequence::default();
        assert_eq!(keys.press(press("g", 0)), None);
        assert_eq!(keys.press(press("o", 900)), Some(Command::Go("/app/operations")));
        assert_eq!(keys.press(press("o", 950)), None);
    }

    #[test]
    fn a_letter_that_comes_too_late_or_leads_nowhere_does_nothing() {
        let mut keys = Sequence::default();
        keys.press(press("g", 0));
        assert_eq!(keys.press(press("i", 1501)), None);
        keys.press(press("g", 2000));
        assert_eq!(keys.press(press("z", 2100)), None);
        assert_eq!(keys.press(press("i", 2200)), None);
    }

    #[test]
    fn while_typing_only_the_palette_answers() {
        let mut keys = Sequence::default();
        for key in ["/", "?", "g", "i"] {
            assert_eq!(
                keys.press(Press {
                    typing: true,
                    ..press(key, 0)
                }),
                None
            );
        }
        let palette = Press {
            typing: true,
            command: true,
            ..press("k", 0)
        };
        assert_eq!(keys.press(palette), Some(Command::Palette));
    }

    #[test]
    fn other_combinations_stay_the_browsers() {
        let mut keys = Sequence::default();
        let ctrl = |key| Press {
            command: true,
            ..press(key, 0)
        };
        assert_eq!(keys.press(ctrl("f")), None);
        assert_eq!(keys.press(ctrl("/")), None);
        assert_eq!(
            keys.press(Press {
                alt: true,
                ..press("?", 0)
            }),
            None
        );
    }

    #[test]
    fn slash_searches_and_the_question_mark_helps() {
        let mut keys = Sequence::default();
        assert_eq!(keys.press(press("/", 0)), Some(Command::Search));
        assert_eq!(keys.press(press("?", 0)), Some(Command::Help));
    }
}
