//! Which kind of controller answers at an address: UniFi OS, or a classic Network Server.

use super::{faults::UniFiFaults, paths};
use crate::connector::{CallError, Desk, Scrubber, Session, StaticHeaders};
use serde_json::Value;
use std::{sync::Arc, time::Duration};
use url::Url;

/// Where the Network application stands on UniFi OS.
pub const PREFIX: &str = "proxy/network/";

const NOTE: &str = "unifi controller";
const KEPT: Duration = Duration::from_hours(24);

/// A kind of controller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Controller {
    /// A console with UniFi OS, or UniFi OS Server.
    UniFiOs,
    /// A self-hosted Network Server without UniFi OS.
    Classic,
}

impl Controller {
    /// What stands before every path.
    pub const fn prefix(self) -> &'static str {
        match self {
            Controller::UniFiOs => PREFIX,
            Controller::Classic => "",
        }
    }

    /// Where one signs in.
    pub const fn login(self) -> &'static str {
        match self {
            Controller::UniFiOs => "api/auth/login",
            Controller::Classic => "api/login",
        }
    }

    /// In words.
    pub const fn name(self) -> &'static str {
        match self {
            Controller::UniFiOs => "UniFi OS",
            Controller::Classic => "a classic Network Server",
        }
    }
}

/// Knocks at the front door, unless it is known: a page is UniFi OS, a redirect a classic controller.
pub async fn which(desk: &Desk, console: &Url) -> Result<Controller, CallError> {
    match desk.shelf.note(NOTE).as_deref() {
        Some("os") => return Ok(Controller::UniFiOs),
        Some("classic") => return Ok(Controller::Classic),
        _ => {}
    }
    // No credentials are shown before it is known where they belong.
    let nobody = Arc::new(StaticHeaders(Vec::new()));
    let door = Session::new(
        desk.clone(),
        console.clone(),
        nobody,
        Scrubber::default(),
        &UniFiFaults,
    );
    let kind = match door.reader().get::<Value>(paths::front_door(), &[]).await {
        Ok(_) => Controller::UniFiOs,
        Err(error) => match error.said.as_ref().map(|said| said.status) {
            Some(200..=299) => Controller::UniFiOs,
            Some(302) => Controller::Classic,
            _ => return Err(error),
        },
    };
    let note = match kind {
        Controller::UniFiOs => "os",
        Controller::Classic => "classic",
    };
    desk.shelf.keep(NOTE, note.to_owned(), KEPT);
    Ok(kind)
}
