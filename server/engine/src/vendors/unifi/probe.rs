//! The probe: one small request that only a good key or session is answered.

use super::{place::Mode, sites, version};
use crate::{
    connector::{CallError, Client, Finding},
    policy::Read,
};

/// Asks for the version; the private API, which tells none without a site, for the sites.
pub async fn probe(client: Client<Read>) -> Result<Finding, CallError> {
    let detail = match Mode::noted(client.session()) {
        Mode::Local => format!("UniFi Network {} answers", version::asked(&client).await?),
        Mode::Cloud => {
            let version = version::asked(&client).await?;
            format!("UniFi Network {version} answers through the cloud connector")
        }
        Mode::Legacy => match sites::all(&client).await?.len() {
            1 => "1 site visible".to_owned(),
            count => format!("{count} sites visible"),
        },
    };
    Ok(Finding {
        detail,
        ..Finding::default()
    })
}
