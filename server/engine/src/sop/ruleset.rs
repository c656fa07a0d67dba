//! All rules and triggers of the house, compiled. Made anew when something changed; what did not change is taken over.

use super::matching::{Compiled, as_when};
use contract::{routing::RoutingRule, sop::Sop};
use std::{collections::HashMap, sync::Arc};

/// A rule and its compiled conditions.
pub struct Rule {
    /// As it is kept.
    pub rule: RoutingRule,
    /// Ready to be asked; none when what is kept cannot be read, so that this rule fits nothing and no other is harmed.
    pub compiled: Option<Arc<Compiled>>,
}

/// A SOP as routing sees it.
pub struct RoutedSop {
    /// As it is kept.
    pub sop: Sop,
    /// Its triggers; none when it has none, or when they cannot be read.
    pub triggers: Option<Arc<Compiled>>,
}

/// Every rule in order, and every SOP in the order of its triggers.
pub struct Ruleset {
    /// The number of changes at which it was made.
    pub revision: i64,
    /// In order.
    pub rules: Vec<Rule>,
    /// Those for one customer first, then by name.
    pub sops: Vec<RoutedSop>,
}

impl Ruleset {
    /// Compiles; takes over from an older set what is the same in it.
    pub fn compile(revision: i64, rules: Vec<RoutingRule>, sops: Vec<Sop>, older: Option<&Self>) -> Self {
        let kept: HashMap<_, _> = older
            .into_iter()
            .flat_map(|set| set.rules.iter().map(|rule| (rule.rule.id.clone(), rule)))
            .collect();
        let rules = rules
            .into_iter()
            .map(|rule| {
                let same = kept.get(&rule.id).filter(|old| old.rule.when == rule.when);
                let compiled = match same {
                    Some(old) => old.compiled.clone(),
                    None => Compiled::of(&rule.when).ok().map(Arc::new),
                };
                Rule { rule, compiled }
            })
            .collect();
        let mut sops: Vec<_> = sops.into_iter().map(routed).collect();
        sops.sort_by(|a, b| {
            let place = |one: &RoutedSop| (one.sop.customer.is_none(), one.sop.name.to_lowercase());
            place(a).cmp(&place(b)).then_with(|| a.sop.id.cmp(&b.sop.id))
        });
        Self {
            revision,
            rules,
            sops,
        }
    }

    /// A SOP by its identifier.
    pub fn sop(&self, id: &contract::ids::SopId) -> Option<&Sop> {
        self.sops.iter().map(|one| &one.sop).find(|sop| sop.id == *id)
    }
}

fn routed(sop: Sop) -> RoutedSop {
    let when = as_when(&sop.triggers);
    let has_any = when != contract::routing::When::default();
    RoutedSop {
        triggers: has_any.then(|| Compiled::of(&when).ok().map(Arc::new)).flatten(),
        sop,
    }
}
