//! What the editor holds: the draft, with each input as the text that is typed. Pure.

use contract::{
    field::FieldError,
    sop::{SopDraft, Step, StepApproval, StepKind},
};
use serde_json::{Value, json};

/// One step while it is edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Editing {
    /// Tells it from the others while it is moved and renamed.
    pub mark: u32,
    /// The step; its input is what `typed` said when it was last JSON.
    pub step: Step,
    /// The input as it is typed.
    pub typed: String,
}

impl Editing {
    /// A text of the input by its name; blank where there is none.
    pub fn text(&self, name: &str) -> String {
        let input = parse(&self.typed).unwrap_or_default();
        input
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    }

    /// Puts a text into the input; the rest of it stays.
    pub fn set_text(&mut self, name: &str, text: String) {
        let mut input = match parse(&self.typed) {
            Ok(Value::Object(input)) => input,
            _ => serde_json::Map::new(),
        };
        input.insert(name.to_owned(), Value::String(text));
        self.typed = pretty(&Value::Object(input));
    }
}

/// The SOP while it is edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Editor {
    /// Everything but the steps.
    pub head: SopDraft,
    /// The steps, in order.
    pub steps: Vec<Editing>,
    /// The conditions as they are typed.
    pub conditions: String,
    next: u32,
}

impl Editor {
    /// From a draft.
    pub fn of(draft: SopDraft) -> Self {
        let conditions = if draft.triggers.conditions.is_empty() {
            String::new()
        } else {
            pretty(&serde_json::to_value(&draft.triggers.conditions).unwrap_or_default())
        };
        let mut editor = Self {
            conditions,
            steps: Vec::new(),
            next: 0,
            head: SopDraft {
                steps: Vec::new(),
                ..draft.clone()
            },
        };
        for step in draft.steps {
            editor.push(step);
        }
        editor
    }

    fn push(&mut self, step: Step) {
        self.steps.push(Editing {
            mark: self.next,
            typed: pretty(&step.input),
            step,
        });
        self.next += 1;
    }

    /// Adds an empty step of a kind at the end, with a key that no other step has.
    pub fn add(&mut self, kind: StepKind) {
        let (word, input) = match kind {
            StepKind::Operation => ("call", json!({})),
            StepKind::Branch => ("branch", json!({ "when": "{{ event.severity == 'critical' }}" })),
            StepKind::Approval => (
                "approval",
                json!({ "message": "Shall {{ event.subject }} go on?" }),
            ),
            StepKind::Http => ("http", json!({ "method": "POST", "url": "https://", "body": {} })),
            StepKind::Chat => ("chat", json!({ "channel": "", "text": "{{ event.subject }}" })),
        };
        let taken = |id: &str| self.steps.iter().any(|one| one.step.id == id);
        // One more than there are steps: one of them is free.
        let id = (1..=self.steps.len() + 1)
            .map(|n| {
                if n == 1 {
                    word.to_owned()
                } else {
                    format!("{word}_{n}")
                }
            })
            .find(|id| !taken(id))
            .unwrap_or_else(|| word.to_owned());
        self.push(Step {
            id,
            title: String::new(),
            kind,
            vendor: None,
            operation: None,
            integration: None,
            input,
            approval: StepApproval::None,
            on_success: None,
            on_failure: None,
            retries: 0,
        });
    }

    /// Moves a step one place up or down.
    pub fn shift(&mut self, mark: u32, down: bool) {
        let Some(at) = self.steps.iter().position(|one| one.mark == mark) else {
            return;
        };
        let to = if down { at + 1 } else { at.wrapping_sub(1) };
        if to < self.steps.len() {
            self.steps.swap(at, to);
        }
    }

    /// Takes a step away.
    pub fn remove(&mut self, mark: u32) {
        self.steps.retain(|one| one.mark != mark);
    }

    /// Changes a step.
    pub fn change(&mut self, mark: u32, change: impl FnOnce(&mut Editing)) {
        if let Some(one) = self.steps.iter_mut().find(|one| one.mark == mark) {
            change(one);
        }
    }

    /// What would be saved; or what is no JSON yet, by its place.
    pub fn draft(&self) -> Result<SopDraft, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut steps = Vec::new();
        for (at, one) in self.steps.iter().enumerate() {
            match parse(&one.typed) {
                Ok(input) => steps.push(Step {
                    input,
                    ..one.step.clone()
                }),
                Err(why) => errors.push(FieldError::new(
                    format!("steps[{at}].input"),
                    "not_json",
                    format!("The input of “{}” is no JSON yet: {why}.", one.step.id),
                )),
            }
        }
        let mut triggers = self.head.triggers.clone();
        match self.conditions.trim() {
            "" => triggers.conditions = Vec::new(),
            text => match serde_json::from_str(text) {
                Ok(conditions) => triggers.conditions = conditions,
                Err(why) => errors.push(FieldError::new(
                    "triggers.conditions",
                    "not_json",
                    format!("The conditions are no JSON list of field, op and value yet: {why}."),
                )),
            },
        }
        if errors.is_empty() {
            Ok(SopDraft {
                steps,
                triggers,
                ..self.head.clone()
            })
        } else {
            Err(errors)
        }
    }
}

fn pretty(value: &Value) -> String {
    match value {
        Value::Null => "{}".to_owned(),
        value => serde_json::to_string_pretty(value).unwrap_or_default(),
    }
}

fn parse(typed: &str) -> Result<Value, serde_json::Error> {
    if typed.trim().is_empty() {
        return Ok(json!({}));
    }
    serde_json::from_str(typed)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use contract::sop::{Mode, Triggers};

    fn empty() -> Editor {
        Editor::of(SopDraft {
            name: "Disk".into(),
            description: String::new(),
            mode: Mode::DraftOnly,
            customer: None,
            enabled: false,
            triggers: Triggers::default(),
            steps: Vec::new(),
            version: None,
            note: None,
            template: None,
        })
    }

    #[test]
    fn steps_are_added_with_keys_of_their_own_moved_and_taken_away() {
        let mut editor = empty();
        editor.add(StepKind::Operation);
        editor.add(StepKind::Operation);
        editor.add(StepKind::Chat);
        let ids = |editor: &Editor| {
            let draft = editor.draft().unwrap();
            draft.steps.into_iter().map(|step| step.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(&editor), ["call", "call_2", "chat"]);
        let last = editor.steps[2].mark;
        editor.shift(last, false);
        editor.shift(last, false);
        editor.shift(last, false);
        assert_eq!(ids(&editor), ["chat", "call", "call_2"]);
        editor.remove(last);
        assert_eq!(ids(&editor), ["call", "call_2"]);
    }

    #[test]
    fn a_text_of_the_input_is_read_and_put_and_the_rest_stays() {
        let mut editor = empty();
        editor.add(StepKind::Chat);
        let mark = editor.steps[0].mark;
        editor.change(mark, |one| one.set_text("channel", "chn_1".into()));
        let one = &editor.steps[0];
        assert_eq!(
            (one.text("channel"), one.text("other")),
            ("chn_1".into(), String::new())
        );
        let draft = editor.draft().unwrap();
        let input = json!({ "channel": "chn_1", "text": "{{ event.subject }}" });
        assert_eq!(draft.steps[0].input, input);
    }

    #[test]
    fn what_is_no_json_yet_is_named_by_its_place_and_not_lost() {
        let mut editor = empty();
        editor.add(StepKind::Branch);
        let mark = editor.steps[0].mark;
        editor.change(mark, |one| one.typed = "{when:".into());
        editor.conditions = "[{".into();
        let errors = editor.draft().unwrap_err();
        let places: Vec<_> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(places, ["steps[0].input", "triggers.conditions"]);
        assert_eq!(editor.steps[0].typed, "{when:");
    }

    #[test]
    fn an_input_left_blank_is_an_empty_one() {
        let mut editor = empty();
        editor.add(StepKind::Operation);
        let mark = editor.steps[0].mark;
        editor.change(mark, |one| one.typed = "  ".into());
        assert_eq!(editor.draft().unwrap().steps[0].input, json!({}));
    }
}
