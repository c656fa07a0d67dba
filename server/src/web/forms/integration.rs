//! The form of an integration: test, save, or save although the test failed.

use super::refused;
use crate::web::{fields::Fields, pages, problem::Refused, session::Signed, state::Web};
use app::context::Posted;
use axum::{
    extract::{Path, State},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use contract::{
    field::FieldError,
    ids::IntegrationId,
    integration::{IntegrationChange, IntegrationDraft, SaveOutcome, SavePolicy},
    manifest::{Manifest, Values},
    problem::Problem,
    test_report::TestReport,
};
use std::sync::Arc;

const FORM: &str = "integration";

/// What the pressed button asks for.
enum Intent {
    Test,
    Save(SavePolicy),
}

/// What came of it.
enum Outcome {
    Tested(TestReport),
    Saved(SaveOutcome),
}

/// A new integration of the vendor in the path.
pub async fn create(
    State(web): State<Web>,
    who: Signed,
    Path(vendor): Path<String>,
    parts: Parts,
    fields: Fields,
) -> Response {
    let manifest = match web.services.vendors.get(who.actor(), &vendor) {
        Ok(manifest) => manifest,
        Err(problem) => return Refused::from(problem).into_response(),
    };
    let typed = Typed::read(fields, &manifest);
    let draft = IntegrationDraft {
        vendor,
        name: typed.name.clone(),
        settings: typed.settings.clone(),
        credentials: typed.credentials.clone(),
    };
    let port = &web.services.integrations;
    let outcome = match typed.intent() {
        Ok(Intent::Test) => port.test(who.actor(), draft).await.map(Outcome::Tested),
        Ok(Intent::Save(policy)) => port.create(who.actor(), draft, policy).await.map(Outcome::Saved),
        Err(problem) => Err(problem),
    };
    answer(&web, parts, typed.shown, outcome).await
}

/// A change of the integration in the path.
pub async fn change(
    State(web): State<Web>,
    who: Signed,
    Path(id): Path<String>,
    parts: Parts,
    fields: Fields,
) -> Response {
    let (id, manifest) = match find(&web, &who, &id).await {
        Ok(found) => found,
        Err(problem) => return Refused::from(problem).into_response(),
    };
    let typed = Typed::read(fields, &manifest);
    let port = &web.services.integrations;
    let outcome = match (typed.version(), typed.intent()) {
        (Err(problem), _) | (_, Err(problem)) => Err(problem),
        (Ok(version), Ok(intent)) => {
            let change = IntegrationChange {
                version,
                name: Some(typed.name.clone()),
                settings: typed.settings.clone(),
                credentials: typed.credentials.clone(),
                paused: None,
            };
            match intent {
                Intent::Test => port
                    .test_saved(who.actor(), &id, change)
                    .await
                    .map(Outcome::Tested),
                Intent::Save(policy) => port
                    .change(who.actor(), &id, change, policy)
                    .await
                    .map(Outcome::Saved),
            }
        }
    };
    answer(&web, parts, typed.shown, outcome).await
}

async fn find(web: &Web, who: &Signed, id: &str) -> Result<(IntegrationId, Arc<Manifest>), Problem> {
    let id = IntegrationId::known(id)?;
    let integration = web.services.integrations.get(who.actor(), &id).await?;
    let manifest = web
        .services
        .vendors
        .get(who.actor(), integration.vendor.as_str())?;
    Ok((id, manifest))
}

async fn answer(web: &Web, parts: Parts, values: Values, outcome: Result<Outcome, Problem>) -> Response {
    let (report, status) = match outcome {
        Ok(Outcome::Saved(SaveOutcome::Saved { integration, .. })) => {
            let to = format!("/app/integrations?done=saved&id={}", integration.id);
            return Redirect::to(&to).into_response();
        }
        Ok(Outcome::Saved(SaveOutcome::TestFailed(report))) => (report, StatusCode::UNPROCESSABLE_ENTITY),
        Ok(Outcome::Tested(report)) => (report, StatusCode::OK),
        Err(problem) => return refused(web, parts, FORM, values, problem).await,
    };
    let posted = Posted {
        form: FORM.to_owned(),
        values,
        notes: report.notes.clone(),
        report: Some(report),
        ..Posted::default()
    };
    pages::again(web, parts, posted, status).await
}

/// The form's fields, told apart. No `Debug`: secrets are among them.
struct Typed {
    name: String,
    version: String,
    intent: String,
    settings: Values,
    credentials: Values,
    /// What the page may show again.
    shown: Values,
}

impl Typed {
    fn read(mut fields: Fields, manifest: &Manifest) -> Self {
        let (name, version, intent) = (fields.take("name"), fields.take("version"), fields.take("intent"));
        let (settings, credentials) = manifest.split(fields.0);
        // Only what the manifest calls no secret is shown again: an unknown field may hold a misplaced one.
        let mut shown = settings.clone();
        shown.retain(|key, _| manifest.field(key).is_some());
        shown.insert("name".to_owned(), name.clone());
        shown.insert("version".to_owned(), version.clone());
        Self {
            name,
            version,
            intent,
            settings,
            credentials,
            shown,
        }
    }

    fn intent(&self) -> Result<Intent, Problem> {
        match self.intent.as_str() {
            "test" => Ok(Intent::Test),
            // A form that is sent with the Enter key names no button.
            "save" | "" => Ok(Intent::Save(SavePolicy::WhenTestPasses)),
            "save_anyway" => Ok(Intent::Save(SavePolicy::Anyway)),
            _ => Err(unreadable(
                "intent",
                "not_a_choice",
                "Press Test connection or Save.",
            )),
        }
    }

    fn version(&self) -> Result<Option<i64>, Problem> {
        if self.version.is_empty() {
            return Ok(None);
        }
        let text = "The form does not say which version it began from: reload the page.";
        self.version
            .parse()
            .map(Some)
            .map_err(|_| unreadable("version", "wrong_type", text))
    }
}

fn unreadable(field: &str, code: &'static str, text: &str) -> Problem {
    Problem::invalid(vec![FieldError::new(field, code, text)])
}
