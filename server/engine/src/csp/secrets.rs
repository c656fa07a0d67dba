//! What a setup keeps sealed, by field. A value is plain between here and the sign-in, and nowhere else.

use super::Csp;
use crate::{
    connector::{CallError, CallErrorKind},
    vault::{Binding, Sealed, Secret},
};
use contract::{
    ids::{CspSetupId, VendorId},
    problem::Problem,
};

/// The refresh token of whoever consented to the short-lived application.
pub const BOOTSTRAP_TOKEN: &str = "bootstrap_refresh_token";
/// The application's own secret.
pub const CLIENT_SECRET: &str = "client_secret";
/// The service account's refresh token.
pub const REFRESH_TOKEN: &str = "refresh_token";
/// Begins the name of a sign-in's verifier.
pub const VERIFIER: &str = "verifier.";

impl Csp {
    /// Seals a value and keeps it.
    pub(super) async fn seal(
        &self,
        setup: &CspSetupId,
        vendor: &VendorId,
        field: &str,
        value: &Secret,
    ) -> Result<(), Problem> {
        let binding = Binding {
            integration: setup.as_str(),
            vendor: vendor.as_str(),
            field,
        };
        let sealed = self.0.act.vault.seal(binding, value).await.map_err(|error| {
            tracing::error!(error = %error, "a value could not be sealed");
            let text = "The value could not be sealed: the key is out of reach.";
            Problem::new(503, "key_unavailable", text).with_detail(format!("Nothing was kept. {error}"))
        })?;
        self.store()
            .put_csp_secret(self.now(), setup, field, vendor.as_str(), sealed.as_str())
            .await?;
        Ok(())
    }

    /// Opens a value; none where there is none.
    pub(super) async fn unseal(
        &self,
        setup: &CspSetupId,
        vendor: &VendorId,
        field: &str,
    ) -> Result<Option<Secret>, CallError> {
        let failed = |source: Box<dyn std::error::Error + Send + Sync>| CallError {
            source: Some(source),
            ..CallError::new(vendor.clone(), "csp", CallErrorKind::KeyUnavailable)
        };
        let kept = self
            .store()
            .csp_secret(setup, field)
            .await
            .map_err(|error| failed(Box::new(error)))?;
        let Some((sealed, _)) = kept else { return Ok(None) };
        let binding = Binding {
            integration: setup.as_str(),
            vendor: vendor.as_str(),
            field,
        };
        let sealed = Sealed::parse(&sealed).map_err(|error| failed(Box::new(error)))?;
        let opened = self.0.act.vault.open(binding, &sealed).await;
        opened.map(Some).map_err(|error| failed(Box::new(error)))
    }
}
