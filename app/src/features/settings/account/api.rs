//! Server functions of the person's own account.

use crate::error::AppError;
use contract::account::Session;
use leptos::prelude::*;

/// The sessions that the person may see.
#[server(prefix = "/app/do", endpoint = "sessions/list")]
pub async fn list_sessions() -> Result<Vec<Session>, AppError> {
    let (services, who) = crate::context::asked()?;
    Ok(services.accounts.sessions(&who).await?)
}

/// Ends a session.
#[server(prefix = "/app/do", endpoint = "sessions/revoke")]
pub async fn revoke_session(id: String) -> Result<(), AppError> {
    use contract::{ids::SessionId, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let id = SessionId::parse(&id).ok_or_else(|| Problem::not_found("session"))?;
    services.accounts.revoke_session(&who, &id).await?;
    leptos_axum::redirect("/app/settings?done=session");
    Ok(())
}

/// Changes the password of the person that asks.
#[server(prefix = "/app/do", endpoint = "account/password")]
pub async fn change_password(old: String, new: String, again: String) -> Result<(), AppError> {
    use contract::{field::FieldError, problem::Problem};

    let (services, who) = crate::context::asked()?;
    if new != again {
        let differs = FieldError::new("again", "differs", "The new password and its repetition differ.");
        return Err(Problem::invalid(vec![differs]).into());
    }
    services.accounts.change_password(&who, old, new).await?;
    leptos_axum::redirect("/app/settings?done=password");
    Ok(())
}
