//! The part of the address after the `?`: strict, so that a misspelt filter is not silently no filter.

use crate::web::problem::Refused;
use axum::{extract::FromRequestParts, http::request::Parts};
use serde::de::DeserializeOwned;

/// The query, parsed.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let query = axum::extract::Query::<T>::from_request_parts(parts, state).await;
        query.map(|query| Self(query.0)).map_err(|_| {
            let text =
                "The part after the ? holds a name or value that this call does not know: see /api/v1/docs.";
            Refused::invalid("query", "unknown_field", text)
        })
    }
}

/// A number within bounds; `fallback` when it was not given.
pub fn between(name: &str, given: Option<u32>, fallback: u32, least: u32, most: u32) -> Result<u32, Refused> {
    match given {
        None => Ok(fallback),
        Some(number) if (least..=most).contains(&number) => Ok(number),
        Some(_) => {
            let text = format!("{name} must be between {least} and {most}.");
            Err(Refused::invalid(name, "out_of_range", text))
        }
    }
}
