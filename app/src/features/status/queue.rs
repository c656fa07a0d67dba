//! Rechecking every integration that is shown, a few at a time, with the queue in sight. Needs JavaScript: it is a loop of the
//! same calls that a person could make one by one, and the server bounds each of them.

use super::{Sight, api::recheck};
use crate::ui::{Glyph, Icon};
use contract::{probe::Badge, problem::Problem};
use leptos::{prelude::*, task::spawn_local};

/// How many are asked at once.
const AT_ONCE: usize = 2;

/// Where the queue stands.
#[derive(Clone, Copy)]
struct Queue {
    waiting: StoredValue<Vec<String>>,
    total: RwSignal<usize>,
    done: RwSignal<usize>,
    problem: RwSignal<Option<Problem>>,
}

/// The button, and while it works how far it is.
#[component]
pub fn RecheckAll(
    /// The page's data.
    sight: Sight,
) -> impl IntoView {
    let queue = Queue {
        waiting: StoredValue::new(Vec::new()),
        total: RwSignal::new(0),
        done: RwSignal::new(0),
        problem: RwSignal::new(None),
    };
    let runs = Memo::new(move |_| queue.done.get() < queue.total.get());
    let standing = sight.standing;
    let press = move |_| {
        if runs.get_untracked() {
            queue.stop();
        } else {
            queue.start(sight);
        }
    };
    let words = move || {
        if runs.get() {
            "Stop".to_owned()
        } else {
            match standing.order.with(Vec::len) {
                shown if standing.matched.get() == shown as u64 => "Recheck all".to_owned(),
                shown => format!("Recheck these {shown}"),
            }
        }
    };
    let told = move || {
        let (done, total) = (queue.done.get(), queue.total.get());
        match queue.problem.get() {
            Some(problem) => problem.title,
            None if runs.get() => format!("{done} of {total} rechecked"),
            None if total > 0 => format!("All {total} rechecked"),
            None => String::new(),
        }
    };
    view! {
        <span class="status-queue needs-js">
            <span role="status">{told}</span>
            <button class="btn btn-small" type="button" on:click=press>
                <Glyph icon=Icon::Refresh/>
                <span>{words}</span>
            </button>
        </span>
    }
}

impl Queue {
    fn start(self, sight: Sight) {
        let standing = sight.standing;
        let paused = |id: &String| {
            let row = standing.row(id);
            row.is_some_and(|row| row.with_untracked(|row| row.health.badge == Badge::Paused))
        };
        let mut ids = standing.order.get_untracked();
        ids.retain(|id| !paused(id));
        ids.reverse();
        self.done.set(0);
        self.problem.set(None);
        self.total.set(ids.len());
        self.waiting.set_value(ids);
        for _ in 0..AT_ONCE {
            spawn_local(async move {
                while let Some(id) = self.waiting.try_update_value(Vec::pop).flatten() {
                    match recheck(id).await {
                        Ok(integration) => standing.patch(&integration),
                        // Somebody may have deleted it meanwhile; whatever else is wrong would be wrong with the next too.
                        Err(error) if error.status == 404 => {}
                        Err(error) => {
                            self.stop();
                            _ = self.problem.try_set(Some(error.into()));
                            return;
                        }
                    }
                    _ = self.done.try_update(|done| *done += 1);
                }
            });
        }
    }

    fn stop(self) {
        self.waiting.try_update_value(Vec::clear);
        if let Some(done) = self.done.try_get_untracked() {
            _ = self.total.try_set(done);
        }
    }
}
