//! What can be done from this page. Each is a form, so that it works without JavaScript; with it, the page stays, follows,
//! and a toast says what came of it.

use super::{
    api::{Acknowledge, EndHold, MakeHold, Recheck, SetExpiry},
    standing::Standing,
    words,
};
use crate::{
    browser,
    ui::{Glyph, Icon, failure, use_toasts},
};
use contract::problem::Problem;
use leptos::{form::ActionForm, prelude::*};

/// One action of each kind for the whole page.
#[derive(Clone, Copy)]
pub struct Acts {
    /// Probes now.
    pub recheck: ServerAction<Recheck>,
    /// Snoozes, or plans maintenance.
    pub hold: ServerAction<MakeHold>,
    /// Ends a hold.
    pub end_hold: ServerAction<EndHold>,
    /// Says that somebody has seen an incident.
    pub acknowledge: ServerAction<Acknowledge>,
    /// Says when credentials end.
    pub expiry: ServerAction<SetExpiry>,
}

impl Acts {
    /// The actions of a page.
    pub fn new() -> Self {
        Self {
            recheck: ServerAction::new(),
            hold: ServerAction::new(),
            end_hold: ServerAction::new(),
            acknowledge: ServerAction::new(),
            expiry: ServerAction::new(),
        }
    }

    /// What went wrong with the last ones.
    pub fn problem(self) -> Signal<Option<Problem>> {
        let all = [
            failure(self.recheck),
            failure(self.hold),
            failure(self.end_hold),
            failure(self.acknowledge),
            failure(self.expiry),
        ];
        Signal::derive(move || all.iter().find_map(|one| one.get()))
    }

    /// Changes whenever holds may have changed.
    pub fn holds(self) -> usize {
        self.hold.version().get() + self.end_hold.version().get()
    }

    /// Changes whenever one has ended that a drawer shows the result of.
    pub fn version(self) -> usize {
        self.holds() + self.acknowledge.version().get() + self.expiry.version().get()
    }

    /// Says what came of each, and has the page follow.
    pub fn announce(self) {
        let toasts = use_toasts();
        let say = move |words: Option<String>| {
            if let Some(words) = words {
                toasts.ok(words);
            }
        };
        Effect::new(move |_| say(done(self.recheck.value().get()).map(|one| words::rechecked(&one))));
        Effect::new(move |_| say(done(self.hold.value().get()).map(|one| words::held(&one))));
        Effect::new(move |_| say(done(self.end_hold.value().get()).map(|()| words::ENDED.to_owned())));
        Effect::new(move |_| {
            say(done(self.acknowledge.value().get()).map(|_| words::ACKNOWLEDGED.to_owned()));
        });
        Effect::new(move |_| say(done(self.expiry.value().get()).map(|one| words::expiry_set(&one))));
    }

    /// Lays the results over what the page shows, also where the live stream is away.
    pub fn patch(self, standing: Standing) {
        Effect::new(move |_| {
            if let Some(integration) =
                done(self.recheck.value().get()).or_else(|| done(self.expiry.value().get()))
            {
                standing.patch(&integration);
            }
        });
        Effect::new(move |before: Option<usize>| {
            let now = self.version();
            if before.is_some_and(|before| before != now) {
                standing.read(false);
            }
            now
        });
    }

    fn rechecks(self, id: &str) -> bool {
        let input = self.recheck.input();
        self.recheck.pending().get() && input.with(|input| input.as_ref().is_some_and(|one| one.id == id))
    }
}

fn done<T, E>(value: Option<Result<T, E>>) -> Option<T> {
    value.and_then(Result::ok)
}

/// Probes an integration now.
#[component]
pub fn RecheckForm(
    /// The page's actions.
    acts: Acts,
    /// The integration.
    id: String,
    /// Its name.
    name: Signal<String>,
) -> impl IntoView {
    let busy = {
        let id = id.clone();
        Memo::new(move |_| acts.rechecks(&id))
    };
    view! {
        <ActionForm action=acts.recheck attr:class="inline-form">
            <input type="hidden" name="id" value=id/>
            <button
                class="btn btn-small btn-quiet"
                type="submit"
                aria-busy=move || busy.get().then_some("true")
                title="Ask the vendor now"
                on:click=move |event| {
                    if busy.get_untracked() {
                        event.prevent_default();
                    }
                }
            >
                <span class="btn-icon"><Glyph icon=Icon::Refresh/></span>
                <span class="btn-spinner"><Glyph icon=Icon::Spinner/></span>
                <span>"Recheck"</span>
                <span class="visually-hidden">{move || format!(" {}", name.get())}</span>
            </button>
        </ActionForm>
    }
}

/// Stops telling people of an integration for a while; `minutes` is `0` for as long as its fault lasts.
#[component]
pub fn SnoozeForm(
    /// The page's actions.
    acts: Acts,
    /// The integration.
    id: String,
    /// For how long.
    minutes: u32,
    /// The words.
    words: &'static str,
) -> impl IntoView {
    view! {
        <ActionForm action=acts.hold>
            <input type="hidden" name="kind" value="snooze"/>
            <input type="hidden" name="scope" value=id/>
            <input type="hidden" name="minutes" value=minutes.to_string()/>
            <MenuButton icon=Icon::Bell words/>
        </ActionForm>
    }
}

/// Ends a hold; `class` is that of the place it stands in.
#[component]
pub fn EndHoldForm(
    /// The page's actions.
    acts: Acts,
    /// The hold.
    id: String,
    /// The words.
    words: &'static str,
    /// `menu-item`, or a button's classes.
    #[prop(default = "menu-item")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <ActionForm action=acts.end_hold>
            <input type="hidden" name="id" value=id/>
            <MenuButton icon=Icon::Bell words class/>
        </ActionForm>
    }
}

#[component]
fn MenuButton(
    icon: Icon,
    words: &'static str,
    #[prop(default = "menu-item")] class: &'static str,
) -> impl IntoView {
    view! {
        <button
            class=class
            type="submit"
            on:click=|_| {
                browser::close_menus(true);
            }
        >
            <Glyph icon/>
            <span>{words}</span>
        </button>
    }
}
