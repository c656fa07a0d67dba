//! Gives runs what stands beside the pipeline: the channels to post to, and health that hears of refusals.

use super::{Chats, Watch};
use crate::{
    pipeline::Automation,
    probes::{Courier, Lookout, Prober},
};
use std::sync::Arc;

/// The same, equipped. `lookout` is the machine's own, so that what runs find is counted with the rest.
pub fn equipped(automation: Automation, lookout: &Lookout) -> Automation {
    let Automation {
        act,
        store,
        live,
        settings,
        ..
    } = automation.clone();
    let courier = Courier {
        store: store.clone(),
        vault: act.vault.clone(),
        wire: act.wire.clone(),
        mail: lookout.mail.clone(),
        page: settings.public_url.clone(),
    };
    let chats = Chats {
        courier,
        clock: act.clock.clone(),
    };
    let prober = Prober {
        act,
        store,
        live,
        numbers: lookout.numbers.clone(),
    };
    automation
        .with_chat(Arc::new(chats))
        .with_vigil(Arc::new(Watch::new(prober)))
}
