//! Deleting an integration: its name must be typed, so that nobody does it by a slip.

use super::refused;
use crate::web::{fields::Fields, problem::Refused, session::Signed, state::Web};
use axum::{
    extract::{Path, State},
    http::request::Parts,
    response::{IntoResponse, Redirect, Response},
};
use contract::{field::FieldError, ids::IntegrationId, manifest::Values, problem::Problem};

/// Deletes the integration in the path.
pub async fn post(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    parts: Parts,
    mut fields: Fields,
) -> Response {
    let id = match IntegrationId::known(&id) {
        Ok(id) => id,
        Err(problem) => return Refused::from(problem).into_response(),
    };
    let confirm = fields.take("confirm");
    match delete(&web, &who, &id, &confirm).await {
        Ok(()) => Redirect::to("/app/integrations?done=deleted").into_response(),
        Err(problem) => {
            let values = Values::from([("confirm".to_owned(), confirm)]);
            refused(&web, parts, "delete", values, problem).await
        }
    }
}

async fn delete(web: &Web, who: &Signed, id: &IntegrationId, confirm: &str) -> Result<(), Problem> {
    let impact = web.services.integrations.impact(who.actor(), id).await?;
    if impact.name.trim() != confirm.trim() {
        let text = format!("Nothing was deleted: type the name {} to confirm.", impact.name);
        return Err(Problem::invalid(vec![FieldError::new(
            "confirm",
            "not_the_same",
            text,
        )]));
    }
    web.services.integrations.delete(who.actor(), id).await
}
