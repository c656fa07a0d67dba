//! What can be done to a tenant's steps, made once for the page.

use super::super::api::{CheckStep, FillValues, ForgetSetup, ResumeSetup, SkipStep};
use crate::ui::failure;
use contract::problem::Problem;
use leptos::prelude::*;

/// One action of each kind.
#[derive(Clone, Copy)]
pub struct Acts {
    /// Lets the steps go on.
    pub resume: ServerAction<ResumeSetup>,
    /// Does without a step.
    pub skip: ServerAction<SkipStep>,
    /// Looks whether a step holds.
    pub check: ServerAction<CheckStep>,
    /// Gives what the manual path asks for.
    pub fill: ServerAction<FillValues>,
    /// Forgets the tenant.
    pub forget: ServerAction<ForgetSetup>,
}

/// What went wrong with each.
#[derive(Clone, Copy)]
pub struct Failures {
    resume: Signal<Option<Problem>>,
    skip: Signal<Option<Problem>>,
    check: Signal<Option<Problem>>,
    forget: Signal<Option<Problem>>,
    /// Shown beside its form, whose fields say what is wrong with them.
    pub fill: Signal<Option<Problem>>,
}

impl Failures {
    /// Those that stand above the steps.
    pub fn values(self) -> [Signal<Option<Problem>>; 4] {
        [self.resume, self.skip, self.check, self.forget]
    }
}

impl Acts {
    /// Makes the actions of the page.
    pub fn new() -> Self {
        Self {
            resume: ServerAction::new(),
            skip: ServerAction::new(),
            check: ServerAction::new(),
            fill: ServerAction::new(),
            forget: ServerAction::new(),
        }
    }

    /// What went wrong.
    pub fn failures(self) -> Failures {
        Failures {
            resume: failure(self.resume),
            skip: failure(self.skip),
            check: failure(self.check),
            forget: failure(self.forget),
            fill: failure(self.fill),
        }
    }

    /// Counts what was done, so that the steps are read again.
    pub fn version(self) -> usize {
        self.resume.version().get()
            + self.skip.version().get()
            + self.check.version().get()
            + self.fill.version().get()
    }

    /// Whether this step is being looked at.
    pub fn checks(self, step: &str) -> bool {
        let input = self.check.input();
        self.check.pending().get() && input.with(|input| input.as_ref().is_some_and(|one| one.step == step))
    }
}
