//! Server functions of API tokens.

use crate::error::AppError;
use contract::account::{IssuedToken, Token};
use leptos::prelude::*;

/// The tokens that still live.
#[server(prefix = "/app/do", endpoint = "tokens/list")]
pub async fn list_tokens() -> Result<Vec<Token>, AppError> {
    let (services, who) = crate::context::asked()?;
    Ok(services.accounts.tokens(&who.actor).await?)
}

/// Makes a token; the answer is the only place where its secret ever stands. `days` is `0` for no end.
#[server(prefix = "/app/do", endpoint = "tokens/create")]
pub async fn create_token(name: String, role: String, days: u32) -> Result<IssuedToken, AppError> {
    use contract::{account::NewToken, actor::Role, field::FieldError, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let role = Role::parse(&role)
        .ok_or_else(|| Problem::invalid(vec![FieldError::new("role", "not_a_choice", "Choose a role.")]))?;
    let days = (days > 0).then_some(days);
    let token = NewToken { name, role, days };
    Ok(services.accounts.create_token(&who.actor, token).await?)
}

/// Ends a token.
#[server(prefix = "/app/do", endpoint = "tokens/revoke")]
pub async fn revoke_token(id: String) -> Result<(), AppError> {
    use contract::{ids::TokenId, problem::Problem};

    let (services, who) = crate::context::asked()?;
    let id = TokenId::parse(&id).ok_or_else(|| Problem::not_found("token"))?;
    services.accounts.revoke_token(&who.actor, &id).await?;
    leptos_axum::redirect("/app/settings/tokens?done=revoked");
    Ok(())
}
