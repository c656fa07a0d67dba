//! One rule against one event: whether it fits and, if not, the first condition that failed, in words.
//!
//! All that is given must hold, in this order: vendor, kind, customer, keywords, conditions. A rule is compiled once and
//! asked often; nothing here looks anything up.

use super::{
    compare::Comparison,
    fields::{EventView, path},
};
use contract::{field::FieldError, routing::When, sop::Triggers};

/// The most of each list.
const MOST: usize = 50;

/// The longest keyword or kind, in characters.
const LONGEST: usize = 200;

/// A rule's conditions, ready to be asked.
pub struct Compiled {
    vendor: Option<String>,
    kinds: Vec<Kind>,
    customer: Option<String>,
    keywords: Vec<String>,
    conditions: Vec<Test>,
}

enum Kind {
    Exact(String),
    Begins(String),
}

struct Test {
    field: String,
    path: Vec<String>,
    comparison: Comparison,
}

/// What failed first.
enum Failed<'a> {
    Vendor(&'a str),
    Kind,
    Customer,
    Keywords,
    Condition(&'a Test),
}

impl Compiled {
    /// Compiles a rule's conditions; `Err` names each one that cannot be.
    pub fn of(when: &When) -> Result<Self, Vec<FieldError>> {
        let errors = check_when(when, "when");
        if !errors.is_empty() {
            return Err(errors);
        }
        let tests = when.conditions.iter().filter_map(|condition| {
            Some(Test {
                field: condition.field.clone(),
                path: path(&condition.field)?,
                comparison: Comparison::of(condition).ok()?,
            })
        });
        Ok(Self {
            vendor: when.vendor.clone(),
            kinds: when.kinds.iter().map(|kind| Kind::of(kind)).collect(),
            customer: when.customer.clone(),
            keywords: when
                .keywords
                .iter()
                .map(|word| word.trim().to_lowercase())
                .collect(),
            conditions: tests.collect(),
        })
    }

    /// Whether it fits.
    pub fn fits(&self, event: &EventView) -> bool {
        self.first_failed(event).is_none()
    }

    /// The first condition that failed, in words; none when it fits.
    pub fn why_not(&self, event: &EventView) -> Option<String> {
        Some(match self.first_failed(event)? {
            Failed::Vendor(wanted) => format!("the vendor is {}, not {wanted}", event.source()),
            Failed::Kind => {
                let wanted: Vec<_> = self.kinds.iter().map(Kind::words).collect();
                format!("the kind is {}, none of {}", event.kind(), wanted.join(", "))
            }
            Failed::Customer => match event.customer() {
                Some(_) => "the event is for another customer".to_owned(),
                None => "the event's record is linked to no customer".to_owned(),
            },
            Failed::Keywords => {
                let words: Vec<_> = self.keywords.iter().map(|word| format!("“{word}”")).collect();
                format!("subject and body hold none of {}", words.join(", "))
            }
            Failed::Condition(test) => test.comparison.why_not(&test.field, event.field(&test.path)),
        })
    }

    fn first_failed(&self, event: &EventView) -> Option<Failed<'_>> {
        if let Some(wanted) = self.vendor.as_deref().filter(|wanted| *wanted != event.source()) {
            return Some(Failed::Vendor(wanted));
        }
        if !self.kinds.is_empty() && !self.kinds.iter().any(|kind| kind.fits(event.kind())) {
            return Some(Failed::Kind);
        }
        if let Some(wanted) = &self.customer
            && event
                .customer()
                .is_none_or(|customer| customer.as_str() != wanted)
        {
            return Some(Failed::Customer);
        }
        if !self.keywords.is_empty() && !self.keywords.iter().any(|word| event.text().contains(word)) {
            return Some(Failed::Keywords);
        }
        let failed = self.conditions.iter().find(|test| {
            let found = event.field(&test.path);
            !test.comparison.holds(found, test.field == "severity")
        });
        failed.map(Failed::Condition)
    }
}

impl Kind {
    fn of(text: &str) -> Self {
        match text.strip_suffix('*') {
            Some(beginning) => Self::Begins(beginning.to_owned()),
            None => Self::Exact(text.to_owned()),
        }
    }

    fn fits(&self, kind: &str) -> bool {
        match self {
            Self::Exact(wanted) => wanted == kind,
            Self::Begins(beginning) => kind.starts_with(beginning),
        }
    }

    fn words(&self) -> String {
        match self {
            Self::Exact(wanted) => wanted.clone(),
            Self::Begins(beginning) => format!("{beginning}*"),
        }
    }
}

/// The triggers of a SOP as a rule's conditions.
pub fn as_when(triggers: &Triggers) -> When {
    When {
        vendor: triggers.vendor.clone(),
        kinds: triggers.kinds.clone(),
        customer: None,
        keywords: triggers.keywords.clone(),
        conditions: triggers.conditions.clone(),
    }
}

/// What is wrong with conditions, each by its place below `at`.
pub fn check_when(when: &When, at: &str) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let mut say = |place: String, code: &'static str, text: String| {
        errors.push(FieldError::new(format!("{at}.{place}"), code, text));
    };
    for (name, many) in [
        ("kinds", when.kinds.len()),
        ("keywords", when.keywords.len()),
        ("conditions", when.conditions.len()),
    ] {
        if many > MOST {
            say(
                name.to_owned(),
                "too_many",
                format!("At most {MOST} {name} are taken."),
            );
        }
    }
    for (name, list) in [("kinds", &when.kinds), ("keywords", &when.keywords)] {
        for (n, word) in list.iter().enumerate() {
            if word.trim().is_empty() {
                say(
                    format!("{name}[{n}]"),
                    "required",
                    "Write something, or take it away.".into(),
                );
            } else if word.chars().count() > LONGEST {
                let text = format!("At most {LONGEST} characters are taken.");
                say(format!("{name}[{n}]"), "too_long", text);
            }
        }
    }
    for (n, kind) in when.kinds.iter().enumerate() {
        let inner = kind.strip_suffix('*').unwrap_or(kind);
        if inner.contains('*') {
            let text = "`*` stands at the end only: `ticket.*`.".to_owned();
            say(format!("kinds[{n}]"), "bad_kind", text);
        }
    }
    for (n, condition) in when.conditions.iter().enumerate() {
        if path(&condition.field).is_none() {
            let text = "Write the field's path, for example `severity` or `vendor.priority`.".to_owned();
            say(format!("conditions[{n}].field"), "bad_field", text);
        }
        if let Err(error) = Comparison::of(condition) {
            say(format!("conditions[{n}].value"), "bad_value", error.message);
        }
    }
    errors
}

#[cfg(test)]
#[path = "matching_tests.rs"]
mod tests;
