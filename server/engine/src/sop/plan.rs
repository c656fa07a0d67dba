//! Which step is next. Edges name steps; `end` finishes; without an edge success goes on with the next in the list, and
//! failure ends the run (of a branch, where failure means "no": it ends well).

use contract::sop::{Step, StepKind};

/// The edge that finishes a run.
pub const FINISH: &str = "end";

/// What follows a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The step at this place of the list.
    Step(usize),
    /// The run is done.
    Done,
    /// The run fails.
    Failed,
}

/// What follows the step at a place, when it succeeded or did not.
pub fn after(steps: &[Step], place: usize, success: bool) -> Next {
    let Some(step) = steps.get(place) else {
        return Next::Done;
    };
    let edge = if success {
        step.on_success.as_deref()
    } else {
        step.on_failure.as_deref()
    };
    match edge {
        Some(FINISH) => Next::Done,
        // An edge to nowhere is refused when it is saved.
        Some(id) => steps
            .iter()
            .position(|step| step.id == id)
            .map_or(Next::Failed, Next::Step),
        None if success => {
            if place + 1 < steps.len() {
                Next::Step(place + 1)
            } else {
                Next::Done
            }
        }
        None if step.kind == StepKind::Branch => Next::Done,
        None => Next::Failed,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use contract::sop::StepApproval;
    use serde_json::Value;

    pub fn step(id: &str, kind: StepKind, on_success: Option<&str>, on_failure: Option<&str>) -> Step {
        Step {
            id: id.into(),
            title: String::new(),
            kind,
            vendor: None,
            operation: None,
            integration: None,
            input: Value::Null,
            approval: StepApproval::None,
            on_success: on_success.map(str::to_owned),
            on_failure: on_failure.map(str::to_owned),
            retries: 0,
        }
    }

    #[test]
    fn without_edges_success_goes_on_and_failure_fails() {
        let steps = [
            step("a", StepKind::Operation, None, None),
            step("b", StepKind::Operation, None, None),
        ];
        assert_eq!(after(&steps, 0, true), Next::Step(1));
        assert_eq!(after(&steps, 1, true), Next::Done);
        assert_eq!(after(&steps, 0, false), Next::Failed);
    }

    #[test]
    fn edges_lead_to_their_steps_and_end_finishes() {
        let steps = [
            step("a", StepKind::Operation, Some("c"), Some("b")),
            step("b", StepKind::Operation, Some(FINISH), Some(FINISH)),
            step("c", StepKind::Operation, Some("nowhere"), None),
        ];
        assert_eq!(after(&steps, 0, true), Next::Step(2));
        assert_eq!(after(&steps, 0, false), Next::Step(1));
        assert_eq!(after(&steps, 1, true), Next::Done);
        assert_eq!(after(&steps, 1, false), Next::Done);
        assert_eq!(after(&steps, 2, true), Next::Failed);
    }

    #[test]
    fn a_branch_that_says_no_ends_well_where_no_edge_says_otherwise() {
        let steps = [
            step("a", StepKind::Branch, None, None),
            step("b", StepKind::Operation, None, None),
        ];
        assert_eq!(after(&steps, 0, false), Next::Done);
        assert_eq!(after(&steps, 0, true), Next::Step(1));
    }
}
