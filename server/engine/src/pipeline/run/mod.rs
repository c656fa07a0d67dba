//! Rules and SOPs at work: which one an event gets, and its run, step by step.
//!
//! ```text
//!   route ─▶ rules (compiled once, by the number of changes)
//!   execute ─▶ carrier: begin a step (one commit with the end of the one before) ─▶ make its effect ─▶ end it
//!                 │ reads: made again    writes: a key, looked up where the answer is lost, else a person
//!                 ├─▶ held: an approval makes the call, the run takes its answer
//!                 └─▶ http, chat, branch, wait
//!   rehearse ─▶ the same steps, nothing kept, nothing that writes is called
//!   tend ─▶ runs that were started by hand: after a crash, after a decision
//! ```
//!
//! What a step may do is asked of the policy; who may start a run is asked in the ports.

mod carrier;
mod chat;
mod discover;
mod effects;
mod evidence;
mod fence;
mod held;
mod http;
mod keeping;
mod operations;
mod rehearse;
mod report;
mod rows;
mod rules;
mod sops;
mod start;
mod surroundings;
mod tend;
mod vigil;

pub use chat::{Chat, Posted};
pub use discover::DISCOVERY;
pub use start::HandRun;
pub use vigil::Vigil;

use crate::{
    act::{Act, Calls},
    live::Live,
    pipeline::Hooks,
    sop::Ruleset,
    store::Store,
};
use std::sync::{Arc, RwLock};

/// What of the house's settings rules and SOPs need.
#[derive(Clone, Debug, Default)]
pub struct AutomationSettings {
    /// The address people use, without a slash at its end; links in notes begin with it.
    pub public_url: String,
    /// The hosts that a step may call.
    pub http_hosts: Vec<String>,
}

/// Rules and SOPs at work. Cheap to clone.
#[derive(Clone)]
pub struct Automation {
    /// Acts at the vendors'.
    pub act: Act,
    /// Keeps everything.
    pub store: Store,
    /// Hears what changed.
    pub live: Live,
    /// What of the house's settings it needs.
    pub settings: Arc<AutomationSettings>,
    rules: Arc<RwLock<Option<Arc<Ruleset>>>>,
    chat: Option<Arc<dyn Chat>>,
    hooks: Hooks,
    vigil: Option<Arc<dyn Vigil>>,
}

impl Automation {
    /// Sets it up on a machine's hands and store.
    pub fn new(act: Act, store: Store, live: Live, settings: AutomationSettings) -> Self {
        Self {
            act,
            store,
            live,
            settings: Arc::new(settings),
            rules: Arc::default(),
            chat: None,
            hooks: Hooks::default(),
            vigil: None,
        }
    }

    /// The same, with channels to post to.
    #[must_use]
    pub fn with_chat(mut self, chat: Arc<dyn Chat>) -> Self {
        self.chat = Some(chat);
        self
    }

    /// The same, with somebody who hears of refused credentials.
    #[must_use]
    pub fn with_vigil(mut self, vigil: Arc<dyn Vigil>) -> Self {
        self.vigil = Some(vigil);
        self
    }

    /// The same, with places where tests end the process.
    #[must_use]
    pub fn with_hooks(mut self, hooks: Hooks) -> Self {
        self.hooks = hooks;
        self
    }

    fn now(&self) -> i64 {
        self.act.clock.now_ms()
    }

    fn calls(&self) -> Calls {
        Calls {
            act: self.act.clone(),
            store: self.store.clone(),
        }
    }
}
