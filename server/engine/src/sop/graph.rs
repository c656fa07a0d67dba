//! The steps as a graph: loops are refused, what cannot be reached is told, and a step knows which can have run before it.

use super::plan::{FINISH, Next, after};
use contract::sop::{Step, StepKind};

/// The steps that may directly follow each step.
pub struct Graph {
    next: Vec<Vec<usize>>,
}

impl Graph {
    /// Reads the edges.
    pub fn of(steps: &[Step]) -> Self {
        let next = (0..steps.len()).map(|place| {
            let mut to: Vec<usize> = [true, false]
                .into_iter()
                .filter_map(|success| match after(steps, place, success) {
                    Next::Step(next) => Some(next),
                    Next::Done | Next::Failed => None,
                })
                .collect();
            to.dedup();
            to
        });
        Self { next: next.collect() }
    }

    /// The steps of a loop, in the order in which they follow one another; none when there is no loop.
    pub fn a_loop(&self) -> Option<Vec<usize>> {
        let mut state = vec![State::New; self.next.len()];
        let mut path = Vec::new();
        (0..self.next.len()).find_map(|start| self.walk(start, &mut state, &mut path))
    }

    fn walk(&self, at: usize, state: &mut [State], path: &mut Vec<usize>) -> Option<Vec<usize>> {
        match state[at] {
            State::Done => return None,
            State::Open => {
                let begins = path.iter().position(|place| *place == at).unwrap_or(0);
                return Some(path[begins..].to_vec());
            }
            State::New => {}
        }
        state[at] = State::Open;
        path.push(at);
        let found = self.next[at]
            .iter()
            .find_map(|next| self.walk(*next, state, path));
        path.pop();
        state[at] = State::Done;
        found
    }

    /// The steps that can be come to from the first.
    pub fn reached(&self) -> Vec<bool> {
        self.from(0)
    }

    /// True when the one step can run before the other.
    pub fn runs_before(&self, earlier: usize, later: usize) -> bool {
        earlier != later && self.from(earlier).get(later).copied().unwrap_or(false)
    }

    fn from(&self, start: usize) -> Vec<bool> {
        let mut seen = vec![false; self.next.len()];
        let mut open: Vec<usize> = (start < self.next.len()).then_some(start).into_iter().collect();
        while let Some(at) = open.pop() {
            if !std::mem::replace(&mut seen[at], true) {
                open.extend(&self.next[at]);
            }
        }
        seen
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// An edge of a step that names no other step.
pub fn loose_edges(steps: &[Step], step: &Step) -> Vec<(&'static str, String)> {
    let known = |id: &str| id == FINISH || steps.iter().any(|step| step.id == id);
    [("on_success", &step.on_success), ("on_failure", &step.on_failure)]
        .into_iter()
        .filter_map(|(name, edge)| Some((name, edge.as_ref().filter(|id| !known(id))?.clone())))
        .collect()
}

/// What a step's edges are called for a person.
pub fn edge_words(kind: StepKind, name: &str) -> &'static str {
    match (kind, name) {
        (StepKind::Branch, "on_success") => "the way for yes",
        (StepKind::Branch, _) => "the way for no",
        (_, "on_success") => "the way after success",
        _ => "the way after failure",
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan::tests::step;
    use super::*;

    fn steps(edges: &[(&str, Option<&str>, Option<&str>)]) -> Vec<Step> {
        edges
            .iter()
            .map(|(id, yes, no)| step(id, StepKind::Operation, *yes, *no))
            .collect()
    }

    #[test]
    fn a_loop_is_found_wherever_it_is_and_its_steps_are_named_in_order() {
        let list = steps(&[("a", None, None), ("b", None, Some("c")), ("c", Some("b"), None)]);
        assert_eq!(Graph::of(&list).a_loop(), Some(vec![1, 2]));
        let own = steps(&[("a", Some("a"), None)]);
        assert_eq!(Graph::of(&own).a_loop(), Some(vec![0]));
    }

    #[test]
    fn two_ways_that_meet_again_are_no_loop() {
        let list = steps(&[
            ("a", Some("b"), Some("c")),
            ("b", Some("d"), None),
            ("c", Some("d"), None),
            ("d", Some(FINISH), None),
        ]);
        let graph = Graph::of(&list);
        assert_eq!(graph.a_loop(), None);
        assert_eq!(graph.reached(), [true; 4]);
        assert!(graph.runs_before(0, 3) && !graph.runs_before(3, 0) && !graph.runs_before(1, 2));
    }

    #[test]
    fn what_nothing_leads_to_is_not_reached() {
        let list = steps(&[("a", Some(FINISH), None), ("b", None, None)]);
        assert_eq!(Graph::of(&list).reached(), [true, false]);
    }
}
