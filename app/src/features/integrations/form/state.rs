//! What the form holds while it is open, and what it begins with.

use super::FORM;
use crate::{
    context::Posted,
    features::integrations::{
        draft::{self, Typed},
        models::VendorForm,
    },
};
use contract::{
    field::{Field, FieldError},
    integration::Integration,
    manifest::Values,
    problem::Problem,
    test_report::TestReport,
};
use leptos::{html, prelude::*};
use leptos_router::params::ParamsMap;

/// The code of the refusal when somebody else changed the account meanwhile.
pub const EDITED_MEANWHILE: &str = "edited_meanwhile";

/// Before the names of fields that an address fills in.
pub const SET: &str = "set.";

/// What the last test or save came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A test was made.
    Report(Box<TestReport>),
    /// Fields need another look; each says it itself.
    Fields,
    /// It was refused, or failed.
    Problem(Box<Problem>),
    /// Somebody else changed the account meanwhile.
    Changed {
        /// The refusal.
        problem: Box<Problem>,
        /// What they changed, each a sentence.
        told: Vec<String>,
    },
}

/// What the form begins with.
pub struct Begin {
    name: String,
    values: Values,
    version: Option<i64>,
    errors: Vec<FieldError>,
    found: Option<Found>,
    /// True when the address filled something in.
    pub suggested: bool,
}

impl Begin {
    /// What is kept; over it what was posted, or else what the address fills in.
    pub fn of(form: &VendorForm, kept: Option<&Integration>, posted: &Posted, query: &ParamsMap) -> Self {
        let mut begin = Self {
            name: kept.map(|kept| kept.name.clone()).unwrap_or_default(),
            values: draft::begin(&form.fields, kept),
            version: kept.map(|kept| kept.version),
            errors: Vec::new(),
            found: None,
            suggested: false,
        };
        if posted.form == FORM {
            begin.lay_over(form, kept, posted);
        } else {
            begin.fill_in(form, query);
        }
        begin
    }

    fn lay_over(&mut self, form: &VendorForm, kept: Option<&Integration>, posted: &Posted) {
        self.name = posted.value("name");
        for field in open_fields(form) {
            self.values
                .insert(field.key.to_string(), posted.value(&field.key));
        }
        let problem = posted.problem.clone();
        let meanwhile = problem
            .as_ref()
            .is_some_and(|problem| problem.code == EDITED_MEANWHILE);
        // Whoever has been told may go on from the account as it now stands; nobody else may.
        if !meanwhile && let Ok(version) = posted.value("version").parse() {
            self.version = Some(version);
        }
        self.errors.clone_from(&posted.errors);
        self.found = match (problem, kept, &posted.report) {
            (Some(problem), Some(kept), _) if meanwhile => Some(Found::Changed {
                told: draft::differences(&form.fields, &self.name, &posted.values, kept),
                problem: Box::new(problem),
            }),
            (Some(problem), _, _) => Some(of_problem(form, problem)),
            (None, _, Some(report)) => Some(Found::Report(Box::new(report.clone()))),
            (None, _, None) => None,
        };
    }

    fn fill_in(&mut self, form: &VendorForm, query: &ParamsMap) {
        if let Some(name) = query.get("name") {
            self.name = name;
        }
        for field in open_fields(form) {
            if let Some(value) = query.get(&format!("{SET}{}", field.key)) {
                self.values.insert(field.key.to_string(), value);
                self.suggested = true;
            }
        }
    }
}

fn open_fields(form: &VendorForm) -> impl Iterator<Item = &Field> {
    form.fields.iter().filter(|field| !field.is_secret())
}

/// A problem whose every word stands at a field needs no box of its own.
pub fn of_problem(form: &VendorForm, problem: Problem) -> Found {
    let placed = |error: &FieldError| {
        error.field == "name" || form.fields.iter().any(|field| field.key == error.field)
    };
    if !problem.errors.is_empty() && problem.errors.iter().all(placed) {
        Found::Fields
    } else {
        Found::Problem(Box::new(problem))
    }
}

/// The open form.
#[derive(Clone, Copy)]
pub struct State {
    /// The vendor's form.
    pub form: StoredValue<VendorForm>,
    /// The account as this form has seen it last.
    pub kept: StoredValue<Option<Integration>>,
    /// The version it goes on from.
    pub version: RwSignal<Option<i64>>,
    /// What it is called.
    pub name: RwSignal<String>,
    /// What stands in the fields that are no secrets.
    pub values: RwSignal<Values>,
    /// What is wrong, field by field.
    pub errors: RwSignal<Vec<FieldError>>,
    /// What the last test or save came to.
    pub found: RwSignal<Option<Found>>,
    /// The form in the page.
    pub element: NodeRef<html::Form>,
}

impl State {
    /// Opens the form.
    pub fn new(
        form: &VendorForm,
        kept: Option<Integration>,
        begin: Begin,
        version: Option<RwSignal<Option<i64>>>,
    ) -> Self {
        let version = version.unwrap_or_default();
        version.set(begin.version);
        Self {
            form: StoredValue::new(form.clone()),
            kept: StoredValue::new(kept),
            version,
            name: RwSignal::new(begin.name),
            values: RwSignal::new(begin.values),
            errors: RwSignal::new(begin.errors),
            found: RwSignal::new(begin.found),
            element: NodeRef::new(),
        }
    }

    /// What is wrong with a field.
    pub fn error(self, name: &str) -> Signal<Option<String>> {
        let name = name.to_owned();
        Signal::derive(move || self.errors.with(|errors| crate::ui::error_of(errors, &name)))
    }

    /// Forgets what was wrong with a field, once it is typed into again.
    pub fn forgive(self, name: &str) {
        let wrong = self
            .errors
            .with_untracked(|errors| errors.iter().any(|error| error.field == name));
        if wrong {
            self.errors
                .update(|errors| errors.retain(|error| error.field != name));
        }
    }

    /// Takes an account that somebody else changed: tells what, and keeps what this person typed.
    pub fn meet(self, problem: Problem, now: Integration) {
        let fields = self.form.with_value(|form| form.fields.clone());
        let mut told = Vec::new();
        if let Some(before) = self.kept.get_value() {
            told = draft::differences(&fields, &before.name, &before.settings, &now);
            told.extend(draft::replaced_secrets(&fields, &before, &now));
            let typed = Typed {
                name: self.name.get_untracked(),
                values: self.values.get_untracked(),
            };
            let merged = draft::merged(&fields, &before, &now, &typed);
            self.name.set(merged.name);
            self.values.update(|values| {
                for field in fields.iter().filter(|field| !field.is_secret()) {
                    if let Some(text) = merged.values.get(field.key.as_ref()) {
                        values.insert(field.key.to_string(), text.clone());
                    }
                }
            });
        }
        self.version.set(Some(now.version));
        self.kept.set_value(Some(now));
        let problem = Box::new(problem);
        self.found.set(Some(Found::Changed { problem, told }));
    }
}

#[cfg(test)]
#[path = "state_tests.rs"]
pub(super) mod tests;
