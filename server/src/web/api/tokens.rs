//! API tokens. A secret stands in the answer that makes it, and nowhere else.

use super::{
    body::Body,
    lists::List,
    schemas::{self, Failures},
};
use crate::web::{problem::Refused, session::Signed, state::Web};
use axum::{
    Json,
    extract::{Path, State},
    http::{StatusCode, header},
    response::IntoResponse,
};
use contract::{
    account::{NewToken, Token},
    actor::Role,
    ids::TokenId,
};
use serde::Deserialize;
use utoipa::ToSchema;

/// A new token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TokenBody {
    /// What to call it.
    name: String,
    /// What it may do; never more than its maker.
    #[schema(value_type = schemas::Role)]
    role: Role,
    /// After how many days it ends; never when absent.
    #[serde(default)]
    days: Option<u32>,
}

/// The tokens that still live, without their secrets.
#[utoipa::path(get, path = "/tokens", tag = "Tokens", operation_id = "listTokens",
    responses((status = 200, body = List<schemas::Token>), Failures))]
pub async fn list(State(web): State<Web>, who: Signed) -> Result<Json<List<Token>>, Refused> {
    Ok(Json(web.services.accounts.tokens(who.actor()).await?.into()))
}

/// Makes a token.
#[utoipa::path(post, path = "/tokens", tag = "Tokens", operation_id = "createToken", request_body = TokenBody,
    responses((status = 201, description = "The only answer with the secret.", body = schemas::IssuedToken,
        headers(("Location" = String, description = "Where it can be revoked."))), Failures))]
pub async fn create(
    State(web): State<Web>,
    who: Signed,
    Body(body): Body<TokenBody>,
) -> Result<impl IntoResponse, Refused> {
    let token = NewToken {
        name: body.name,
        role: body.role,
        days: body.days,
    };
    let issued = web.services.accounts.create_token(who.actor(), token).await?;
    let place = format!("/api/v1/tokens/{}", issued.token.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(issued)))
}

/// Ends a token at once.
#[utoipa::path(delete, path = "/tokens/{id}", tag = "Tokens", operation_id = "revokeToken",
    params(("id" = String, Path, description = "The token, `tok_…`.")),
    responses((status = 204, description = "It is gone."), Failures))]
pub async fn revoke(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
) -> Result<StatusCode, Refused> {
    let id = TokenId::known(&id)?;
    web.services.accounts.revoke_token(who.actor(), &id).await?;
    Ok(StatusCode::NO_CONTENT)
}
