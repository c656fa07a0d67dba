//! What the frame of every page asks the server: who is signed in, and which faults of our own to show.

use crate::error::AppError;
use contract::{actor::Role, integration::Banner, live::Counters};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The person that looks at the page, and the banners above it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Framed {
    /// Their name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// `light`, `dark`, or none for what the system says.
    pub theme: Option<String>,
    /// Faults and states of Ops AI itself.
    pub banners: Vec<Banner>,
    /// What waits for a person.
    pub counters: Counters,
    /// The number of the last frame of the live stream when this was read; none where it is not known.
    pub seen: Option<u64>,
}

/// Who is signed in, and the banners.
#[server(prefix = "/app/do", endpoint = "frame", output = crate::codec::Answer)]
pub async fn read_frame() -> Result<Framed, AppError> {
    let theme = use_context::<crate::context::Visitor>().and_then(|visitor| visitor.theme);
    let (services, who) = crate::context::asked()?;
    // First, so that nothing that is read afterwards can be older than it.
    let seen = services.live.seen();
    // A fault of our own must not take the frame away, with the way out in it: it is shown where such faults are shown.
    let banners = match services.integrations.banners(&who.actor).await {
        Ok(banners) => banners,
        Err(problem) => vec![Banner {
            text: problem.to_string(),
            code: problem.code,
        }],
    };
    // Nobody is kept out of a page because something could not be counted.
    let counters = services.live.counters(&who.actor).await.unwrap_or_default();
    Ok(Framed {
        name: who.actor.name,
        role: who.actor.role,
        theme,
        banners,
        counters,
        seen: Some(seen),
    })
}
