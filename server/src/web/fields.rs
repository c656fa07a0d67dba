//! What a plain form sent: names and values.

use super::problem::Refused;
use axum::{
    Form,
    extract::{FromRequest, Request},
    response::IntoResponse,
};
use contract::problem::Problem;
use std::collections::BTreeMap;

/// The fields of a form. No `Debug`: a password is among them.
pub struct Fields(pub BTreeMap<String, String>);

impl Fields {
    /// Takes a field out; blank when the form had none.
    pub fn take(&mut self, name: &str) -> String {
        self.0.remove(name).unwrap_or_default()
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        match Form::<BTreeMap<String, String>>::from_request(request, state).await {
            Ok(Form(fields)) => Ok(Self(fields)),
            Err(rejection) => Err(match rejection.into_response().status().as_u16() {
                413 => Refused::too_large(),
                415 => Problem::new(415, "unsupported_media_type", "This is not a form.")
                    .with_detail("Send `Content-Type: application/x-www-form-urlencoded`.")
                    .into(),
                _ => Problem::new(400, "malformed_form", "The form could not be read.").into(),
            }),
        }
    }
}
