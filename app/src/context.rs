//! What the server gives to every page and server function, and the one way to read it.
//!
//! The axum side provides [`Visitor`], [`contract::ports::Services`] and [`Posted`] for each request. This module knows
//! neither cookies nor HTTP. Read the context before any `.await`: after one, it may be gone.

use crate::error::AppError;
use contract::{
    account::{Authenticated, Origin},
    field::FieldError,
    manifest::Values,
    operation::OperationAnswer,
    problem::Problem,
    test_report::TestReport,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

#[cfg(feature = "ssr")]
use contract::ports::Services;

/// Who is looking, from where, and how they like it.
#[derive(Clone)]
pub struct Visitor {
    /// The person, when they are signed in.
    pub who: Option<Authenticated>,
    /// Where the request came from.
    pub origin: Origin,
    /// Our identifier of the request: what support asks for.
    pub request_id: String,
    /// `light` or `dark` when they chose; otherwise the system decides.
    pub theme: Option<String>,
}

/// What a plain form post (no JavaScript) came to; the page is rendered again with this in context.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Posted {
    /// Which form of the page it was.
    pub form: String,
    /// What was typed; never a secret.
    pub values: Values,
    /// What is wrong with it, field by field.
    pub errors: Vec<FieldError>,
    /// What the test of a connection found.
    pub report: Option<TestReport>,
    /// What a vendor operation gave.
    pub answer: Option<OperationAnswer>,
    /// What went wrong.
    pub problem: Option<Problem>,
    /// What the person should know though nothing failed.
    pub notes: Vec<String>,
}

impl Posted {
    /// What was typed into a field.
    pub fn value(&self, name: &str) -> String {
        self.values.get(name).cloned().unwrap_or_default()
    }

    /// What is wrong with a field.
    pub fn error(&self, name: &str) -> Option<String> {
        let more = self.problem.iter().flat_map(|problem| &problem.errors);
        message(self.errors.iter().chain(more), name)
    }
}

fn message<'a>(mut errors: impl Iterator<Item = &'a FieldError>, name: &str) -> Option<String> {
    errors
        .find(|error| error.field == name)
        .map(|error| error.message.clone())
}

/// As much of [`Posted`] as a form shows that asks no vendor.
///
/// Rationale: a browser that signs in would otherwise load how tests and answers of vendors are read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Typed {
    /// What was typed; never a secret.
    pub values: Values,
    /// What is wrong with it, field by field.
    pub errors: Vec<FieldError>,
    /// What went wrong.
    pub problem: Option<AppError>,
}

impl Typed {
    /// What was typed into a field.
    pub fn value(&self, name: &str) -> String {
        self.values.get(name).cloned().unwrap_or_default()
    }

    /// What is wrong with a field.
    pub fn error(&self, name: &str) -> Option<String> {
        let more = self.problem.iter().flat_map(|problem| &problem.errors);
        message(self.errors.iter().chain(more), name)
    }
}

impl From<Posted> for Typed {
    fn from(posted: Posted) -> Self {
        Self {
            values: posted.values,
            errors: posted.errors,
            problem: posted.problem.map(AppError::from),
        }
    }
}

/// What the form post that made this page came to; empty for a page that was merely opened.
///
/// A resource and not the context itself, so that the browser hydrates with what the server rendered.
pub fn use_posted() -> Resource<Posted> {
    known(Posted::from)
}

/// The same for a form that asks no vendor.
pub fn use_typed() -> Resource<Typed> {
    known(Typed::from)
}

fn known<T>(of: fn(Posted) -> T) -> Resource<T>
where
    T: Clone + Default + Serialize + DeserializeOwned + Send + Sync + 'static,
{
    #[cfg(feature = "ssr")]
    let known = of(use_context::<Posted>().unwrap_or_default());
    #[cfg(not(feature = "ssr"))]
    let known = {
        _ = of;
        T::default()
    };
    Resource::new(
        || (),
        move |()| {
            let known = known.clone();
            async move { known }
        },
    )
}

/// The machine and the person that asks; unauthenticated is an error, never a panic.
#[cfg(feature = "ssr")]
pub fn asked() -> Result<(Services, Authenticated), AppError> {
    let services = services()?;
    let who = use_context::<Visitor>()
        .and_then(|visitor| visitor.who)
        .ok_or_else(Problem::unauthenticated)?;
    Ok((services, who))
}

/// The machine, for the few questions that may be asked before signing in.
#[cfg(feature = "ssr")]
pub fn services() -> Result<Services, AppError> {
    use_context::<Services>().ok_or_else(|| {
        Problem::new(
            500,
            "not_wired",
            "This part of Ops AI was started without its services.",
        )
        .with_detail("This is a fault of Ops AI: give the request id to whoever runs it.")
        .into()
    })
}
