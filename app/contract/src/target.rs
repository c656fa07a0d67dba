//! What a held call acts on, as it stood when the call was asked for: enough to decide without opening the vendor's portal.

use crate::Text;
use serde::{Deserialize, Serialize};

/// What a call acts on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// What kind of thing it is: `endpoint`, `subscription`, `firewall rule`.
    pub kind: Text,
    /// The vendor's identifier of it; of a new thing, of what it is added to.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whose it is, by the vendor's own name of the customer.
    pub customer: Option<String>,
    /// What one should know of it.
    pub facts: Vec<Fact>,
    /// What the call does, in a sentence.
    pub effect: String,
    /// Whether it can be undone.
    pub reversible: bool,
    /// How it is undone; why it cannot be.
    pub undo: String,
}

/// One thing to know of a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is, e.g. `Operating system`.
    pub name: Text,
    /// How it stands.
    pub value: String,
    /// True when the approval is bound to it: another value, and what was approved is not what would be done.
    pub bound: bool,
}

/// Something that is no longer as it was when the call was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What changed, e.g. `Host name`.
    pub name: Text,
    /// How it stood.
    pub before: String,
    /// How it stands.
    pub now: String,
}

impl Target {
    /// A target of which nothing more is known yet; `fact` and the others add it.
    pub fn new(kind: impl Into<Text>, id: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            id: id.into(),
            name: name.into(),
            customer: None,
            facts: Vec::new(),
            effect: String::new(),
            reversible: false,
            undo: String::new(),
        }
    }

    /// Whose it is.
    #[must_use]
    pub fn of(mut self, customer: Option<impl Into<String>>) -> Self {
        self.customer = customer.map(Into::into);
        self
    }

    /// Adds what a person should know, where it is known.
    #[must_use]
    pub fn fact(self, name: impl Into<Text>, value: Option<impl ToString>) -> Self {
        self.with(name.into(), value, false)
    }

    /// Adds what the approval is bound to; "not known" is a value, too.
    #[must_use]
    pub fn bound(self, name: impl Into<Text>, value: Option<impl ToString>) -> Self {
        let value = value.map_or_else(|| "not known".to_owned(), |value| value.to_string());
        self.with(name.into(), Some(value), true)
    }

    fn with(mut self, name: Text, value: Option<impl ToString>, bound: bool) -> Self {
        if let Some(value) = value {
            let value = value.to_string();
            self.facts.push(Fact { name, value, bound });
        }
        self
    }

    /// What the call does.
    #[must_use]
    pub fn effect(mut self, sentence: impl Into<String>) -> Self {
        self.effect = sentence.into();
        self
    }

    /// That it can be undone, and how.
    #[must_use]
    pub fn undone_by(mut self, how: impl Into<String>) -> Self {
        self.reversible = true;
        self.undo = how.into();
        self
    }

    /// That it cannot be undone, and why.
    #[must_use]
    pub fn not_undone(mut self, why: impl Into<String>) -> Self {
        self.reversible = false;
        self.undo = why.into();
        self
    }

    /// What is no longer as it was, of all that an approval of `self` is bound to.
    pub fn differences(&self, now: &Target) -> Vec<Difference> {
        let pairs = [
            ("Identifier", self.id.as_str(), now.id.as_str()),
            ("Name", &self.name, &now.name),
            (
                "Customer",
                self.customer.as_deref().unwrap_or_default(),
                now.customer.as_deref().unwrap_or_default(),
            ),
        ];
        let own = pairs
            .into_iter()
            .map(|(name, before, now)| (Text::from(name), before.to_owned(), now.to_owned()));
        let bound = self.facts.iter().filter(|fact| fact.bound).map(|fact| {
            let same = now.facts.iter().find(|other| other.name == fact.name);
            let now = same.map_or_else(|| "not known".to_owned(), |other| other.value.clone());
            (fact.name.clone(), fact.value.clone(), now)
        });
        own.chain(bound)
            .filter(|(_, before, now)| before != now)
            .map(|(name, before, now)| Difference { name, before, now })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laptop() -> Target {
        Target::new("endpoint", "a1", "LAPTOP-7")
            .of(Some("Contoso"))
            .fact("Last seen", Some("today"))
            .bound("Isolated", Some(false))
            .bound("Location", None::<String>)
    }

    #[test]
    fn only_what_the_approval_is_bound_to_makes_a_difference() {
        let mut now = laptop();
        now.facts[0].value = "yesterday".into();
        now.effect = "another sentence".into();
        assert_eq!(laptop().differences(&now), []);
        now.facts[1].value = "true".into();
        now.name = "LAPTOP-8".into();
        let changed: Vec<_> = laptop()
            .differences(&now)
            .into_iter()
            .map(|one| (one.name.into_owned(), one.before, one.now))
            .collect();
        let expected = [("Name", "LAPTOP-7", "LAPTOP-8"), ("Isolated", "false", "true")];
        assert_eq!(changed, expected.map(|(a, b, c)| (a.into(), b.into(), c.into())));
    }

    #[test]
    fn a_bound_fact_that_is_no_longer_told_is_a_difference() {
        let mut now = laptop();
        now.facts.remove(1);
        let changed = laptop().differences(&now);
        assert_eq!((changed.len(), changed[0].now.as_str()), (1, "not known"));
    }
}
