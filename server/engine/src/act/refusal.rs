//! Why a call gave no answer, as a value: a caller in the engine acts on it, a port makes a problem of it.

use super::problems;
use crate::{
    connector::OperationError,
    store::{IntegrationRow, StoreError},
};
use contract::problem::Problem;
use std::time::Duration;

/// Why a call gave no answer.
#[derive(Debug)]
pub enum Refusal {
    /// The house refused it, or repeats the answer that an earlier call with the same key had.
    Problem(Box<Problem>),
    /// It was made, or was to be made, and failed.
    Call(Box<FailedCall>),
    /// A fault of our own.
    Store(StoreError),
}

/// A call that failed.
#[derive(Debug)]
pub struct FailedCall {
    /// On which account.
    pub row: IntegrationRow,
    /// Why.
    pub error: OperationError,
    /// How long it took.
    pub took: Duration,
    /// True when the vendor may have acted all the same.
    pub acted: bool,
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<OperationError> for Refusal {
    fn from(error: OperationError) -> Self {
        problems::of_operation(&error).into()
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Problem(problem) => *problem,
            Refusal::Call(failed) => problems::of_made(&failed.error, failed.acted),
            Refusal::Store(error) => error.into(),
        }
    }
}
