//! What may be asked before anybody is signed in.

use crate::error::AppError;
use leptos::prelude::*;

/// True while there is nobody who could sign in.
#[server(prefix = "/app/do", endpoint = "setup/needed", output = crate::codec::Answer)]
pub async fn needs_setup() -> Result<bool, AppError> {
    let services = crate::context::services()?;
    Ok(services.accounts.needs_setup().await?)
}
