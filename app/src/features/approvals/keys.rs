//! The keyboard of the queue: J and K move, A and R lead to the two buttons, X chooses. Nothing is decided by a single key:
//! A and R put the focus on a button, and Enter presses it.

use crate::{browser, frame::keys::switched_on};
use leptos::{ev, prelude::*};

/// How long after `g` the second key belongs to it, in milliseconds.
const PATIENCE_MS: i64 = 1_500;

/// What a key asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// The next call.
    Next,
    /// The one before.
    Before,
    /// To the button that approves.
    Approve,
    /// To the button that rejects.
    Reject,
    /// Chooses it, or not any more.
    Choose,
}

/// What this key asks for; `since_g` is how long ago `g` was pressed.
pub fn command(key: &str, since_g: Option<i64>) -> Option<Command> {
    if since_g.is_some_and(|ms| ms <= PATIENCE_MS) {
        return None;
    }
    match key {
        "j" | "J" => Some(Command::Next),
        "k" | "K" => Some(Command::Before),
        "a" | "A" => Some(Command::Approve),
        "r" | "R" => Some(Command::Reject),
        "x" | "X" => Some(Command::Choose),
        _ => None,
    }
}

/// The place after a step through a list of this length; none where the list is empty.
pub fn step(at: Option<usize>, command: Command, length: usize) -> Option<usize> {
    let last = length.checked_sub(1)?;
    Some(match (command, at) {
        (Command::Next, None) => 0,
        (Command::Next, Some(at)) => (at + 1).min(last),
        (Command::Before, None) => last,
        (Command::Before, Some(at)) => at.saturating_sub(1).min(last),
        (_, at) => at.unwrap_or(0).min(last),
    })
}

/// Listens for as long as the queue stands. `ids` is the queue in its order; `choose` chooses a call.
pub fn listen(ids: Signal<Vec<String>>, choose: Callback<String>) {
    let at = StoredValue::new(None::<String>);
    let g_at = StoredValue::new(None::<i64>);
    Effect::new(move |_| {
        let keys = window_event_listener(ev::keydown, move |event| {
            let is_ours = !(event.ctrl_key() || event.meta_key() || event.alt_key());
            if !is_ours || event.default_prevented() || browser::is_typing(&event) || !switched_on() {
                return;
            }
            let now = browser::now_ms();
            let since_g = g_at.get_value().map(|at| now - at);
            g_at.set_value((event.key() == "g").then_some(now));
            let Some(command) = command(&event.key(), since_g) else {
                return;
            };
            let ids = ids.get_untracked();
            let here = at
                .get_value()
                .and_then(|id| ids.iter().position(|one| *one == id));
            let Some(place) = step(here, command, ids.len()) else {
                return;
            };
            let id = ids[place].clone();
            at.set_value(Some(id.clone()));
            let done = match command {
                Command::Next | Command::Before => browser::focus_id(&format!("card-{id}")),
                Command::Approve => browser::focus_id(&format!("approve-{id}")),
                Command::Reject => browser::focus_id(&format!("reject-{id}")),
                Command::Choose => {
                    choose.run(id);
                    true
                }
            };
            if done {
                event.prevent_default();
            }
        });
        on_cleanup(move || keys.remove());
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_its_meaning_and_none_right_after_g() {
        for (key, meaning) in [
            ("j", Command::Next),
            ("K", Command::Before),
            ("a", Command::Approve),
            ("R", Command::Reject),
            ("x", Command::Choose),
        ] {
            assert_eq!(command(key, None), Some(meaning));
            assert_eq!(command(key, Some(PATIENCE_MS + 1)), Some(meaning));
            assert_eq!(command(key, Some(200)), None, "`g` and a letter lead to a page");
        }
        assert_eq!(command("q", None), None);
    }

    #[test]
    fn steps_stay_within_the_list() {
        assert_eq!(step(None, Command::Next, 3), Some(0));
        assert_eq!(step(Some(2), Command::Next, 3), Some(2));
        assert_eq!(step(Some(0), Command::Before, 3), Some(0));
        assert_eq!(step(None, Command::Before, 3), Some(2));
        assert_eq!(step(None, Command::Approve, 3), Some(0));
        assert_eq!(
            step(Some(5), Command::Reject, 3),
            Some(2),
            "the list became shorter"
        );
        assert_eq!(step(Some(0), Command::Next, 0), None);
    }
}
