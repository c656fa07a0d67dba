//! What the frame of every page asks the server: who is signed in, and which faults of our own to show.

use crate::error::AppError;
use contract::{actor::Role, integration::Banner};
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
}

/// Who is signed in, and the banners.
#[server(prefix = "/app/do", endpoint = "frame")]
pub async fn read_frame() -> Result<Framed, AppError> {
    let theme = use_context::<crate::context::Visitor>().and_then(|visitor| visitor.theme);
    let (services, who) = crate::context::asked()?;
    // A fault of our own must not take the frame away, with the way out in it: it is shown where such faults are shown.
    let banners = match services.integrations.status(&who.actor).await {
        Ok(status) => status.banners,
        Err(problem) => vec![Banner {
            text: problem.to_string(),
            code: problem.code,
        }],
    };
    Ok(Framed {
        name: who.actor.name,
        role: who.actor.role,
        theme,
        banners,
    })
}
