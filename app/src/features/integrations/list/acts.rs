//! The small actions on an account. Each is a form, so that it works without JavaScript (the browser comes back to the
//! page it was on); with it, the page stays and a toast says what came of it.

use crate::{
    browser,
    features::integrations::{
        api::{MakeDefault, Pause, Recheck},
        words,
    },
    ui::{Glyph, Icon, failure, use_toasts},
};
use contract::{integration::Integration, problem::Problem};
use leptos::{prelude::*, server_fn::ServerFn};

/// One action of each kind for a whole page: an error that came back in the address then stands there once.
#[derive(Clone, Copy)]
pub struct Acts {
    recheck: ServerAction<Recheck>,
    make_default: ServerAction<MakeDefault>,
    pause: ServerAction<Pause>,
}

impl Acts {
    /// The actions of a page.
    pub fn new() -> Self {
        Self {
            recheck: ServerAction::new(),
            make_default: ServerAction::new(),
            pause: ServerAction::new(),
        }
    }

    /// Changes whenever one has ended that may change other accounts too.
    pub fn switches(self) -> usize {
        self.make_default.version().get() + self.pause.version().get()
    }

    /// Changes whenever a probe has ended.
    pub fn probes(self) -> usize {
        self.recheck.version().get()
    }

    /// What went wrong with the last ones.
    pub fn problem(self) -> Signal<Option<Problem>> {
        let all = [
            failure(self.recheck),
            failure(self.make_default),
            failure(self.pause),
        ];
        Signal::derive(move || all.iter().find_map(|one| one.get()))
    }

    /// Says what came of each, in a toast.
    pub fn announce(self) {
        let toasts = use_toasts();
        let say = move |done: Option<Integration>, words: fn(&Integration) -> String| {
            if let Some(integration) = done {
                toasts.ok(words(&integration));
            }
        };
        Effect::new(move |_| say(self.rechecked(), words::rechecked));
        Effect::new(move |_| say(done(self.make_default.value().get()), words::made_default));
        Effect::new(move |_| say(self.paused(), words::paused));
    }

    /// The account as the last probe left it.
    pub fn rechecked(self) -> Option<Integration> {
        done(self.recheck.value().get())
    }

    /// The account as pausing or resuming left it.
    pub fn paused(self) -> Option<Integration> {
        done(self.pause.value().get())
    }

    /// The account as making it the default left it.
    pub fn made_default(self) -> Option<Integration> {
        done(self.make_default.value().get())
    }

    fn rechecks(self, id: &str) -> bool {
        self.recheck.pending().get()
            && self
                .recheck
                .input()
                .with(|input| input.as_ref().is_some_and(|one| one.id == id))
    }
}

fn done<E>(value: Option<Result<Integration, E>>) -> Option<Integration> {
    value.and_then(Result::ok)
}

/// The form of an action whose values the page knows.
///
/// Rationale: Leptos's own reads them from the form again, for which every first visit would load a parser.
#[component]
fn ActForm(
    /// Where it is posted without JavaScript.
    url: &'static str,
    /// Its class.
    #[prop(optional)]
    class: Option<&'static str>,
    /// Asks the server, with it.
    #[prop(into)]
    act: Callback<()>,
    /// The values and the button.
    children: Children,
) -> impl IntoView {
    view! {
        <form
            method="post"
            action=url
            class=class
            on:submit=move |event| {
                event.prevent_default();
                act.run(());
            }
        >
            {children()}
        </form>
    }
}

/// Probes an account now.
#[component]
pub fn RecheckForm(
    /// The page's actions.
    acts: Acts,
    /// The account.
    id: String,
    /// Its name.
    name: String,
) -> impl IntoView {
    let busy = {
        let id = id.clone();
        Memo::new(move |_| acts.rechecks(&id))
    };
    let ask = {
        let id = id.clone();
        move |()| {
            acts.recheck.dispatch(Recheck { id: id.clone() });
        }
    };
    view! {
        <ActForm url=Recheck::url() class="inline-form" act=ask>
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
                <span class="visually-hidden">{format!(" {name}")}</span>
            </button>
        </ActForm>
    }
}

/// Makes an account the default; `class` is that of the place it stands in.
#[component]
pub fn DefaultForm(
    /// The page's actions.
    acts: Acts,
    /// The account.
    id: String,
    /// `menu-item`, or a button's classes.
    #[prop(default = "menu-item")]
    class: &'static str,
) -> impl IntoView {
    let ask = {
        let id = id.clone();
        move |()| {
            acts.make_default.dispatch(MakeDefault { id: id.clone() });
        }
    };
    view! {
        <ActForm url=MakeDefault::url() act=ask>
            <input type="hidden" name="id" value=id/>
            <button
                class=class
                type="submit"
                on:click=|_| {
                    browser::close_menus(true);
                }
            >
                <Glyph icon=Icon::Star/>
                <span>"Make default"</span>
            </button>
        </ActForm>
    }
}

/// Switches the regular checks of an account off or on.
#[component]
pub fn PauseForm(
    /// The page's actions.
    acts: Acts,
    /// The account.
    id: String,
    /// True while they are off.
    paused: bool,
    /// The version that the page has seen, where a form on it goes on from there.
    #[prop(optional_no_strip)]
    version: Option<i64>,
    /// `menu-item`, or a button's classes.
    #[prop(default = "menu-item")]
    class: &'static str,
) -> impl IntoView {
    let (icon, words) = if paused {
        (Icon::Play, "Resume checks")
    } else {
        (Icon::Pause, "Pause checks")
    };
    let ask = {
        let id = id.clone();
        move |()| {
            acts.pause.dispatch(Pause {
                id: id.clone(),
                paused: !paused,
                version,
            });
        }
    };
    view! {
        <ActForm url=Pause::url() act=ask>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="paused" value=(!paused).to_string()/>
            {version.map(|version| view! { <input type="hidden" name="version" value=version.to_string()/> })}
            <button
                class=class
                type="submit"
                on:click=|_| {
                    browser::close_menus(true);
                }
            >
                <Glyph icon=icon/>
                <span>{words}</span>
            </button>
        </ActForm>
    }
}
