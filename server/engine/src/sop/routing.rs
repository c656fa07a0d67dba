//! Which rule fires: the first, in order, that is on and fits. Where none fires, the triggers of the SOPs are asked.

use super::{fields::EventView, ruleset::Ruleset};
use contract::{
    ids::{CustomerId, RuleId},
    routing::{RoutingReport, RuleVerdict, Then, TriggerVerdict},
    sop::Sop,
};

/// How far the reasons go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every rule says why not: for the tester.
    Everything,
    /// Up to the rule that fires, and at most so many: for the trace of an event.
    UntilFired {
        /// The most reasons that are kept.
        most: usize,
    },
}

/// What the rules make of an event.
pub fn route(
    set: &Ruleset,
    event: &EventView,
    customer: Option<(&CustomerId, &str)>,
    scope: Scope,
) -> RoutingReport {
    let (verdicts, fired) = ask_rules(set, event, scope);
    let mut report = RoutingReport {
        summary: String::new(),
        customer: customer.map(|(id, _)| id.clone()),
        customer_name: customer.map(|(_, name)| name.to_owned()),
        rule: None,
        then: None,
        sop_name: None,
        verdicts,
        triggers: Vec::new(),
    };
    if let Some(n) = fired {
        let rule = &set.rules[n].rule;
        report.rule = Some(rule.id.clone());
        report.then = Some(rule.then.clone());
        report.summary = match &rule.then {
            Then::Ignore(_) => format!("The rule {} fires: the event is ignored on purpose.", rule.name),
            Then::Sop(id) => match set.sop(id) {
                Some(sop) => {
                    report.sop_name = Some(sop.name.clone());
                    format!("The rule {} fires: {}.", rule.name, what_runs(sop))
                }
                None => format!("The rule {} fires, and its SOP is gone.", rule.name),
            },
        };
        return report;
    }
    let (triggers, taken) = ask_triggers(set, event);
    report.triggers = triggers;
    report.summary = match taken {
        Some(sop) => {
            report.then = Some(Then::Sop(sop.id.clone()));
            report.sop_name = Some(sop.name.clone());
            format!(
                "No rule fires; the triggers of the SOP {} fit: {}.",
                sop.name,
                what_runs(sop)
            )
        }
        None => format!(
            "None of {} fires, and the triggers of no SOP fit.",
            counted(set.rules.len())
        ),
    };
    report
}

fn what_runs(sop: &Sop) -> String {
    if sop.enabled {
        format!("the SOP {} runs", sop.name)
    } else {
        format!("the SOP {} is switched off, so nothing runs", sop.name)
    }
}

fn counted(many: usize) -> String {
    match many {
        0 => "no rules".to_owned(),
        1 => "the one rule".to_owned(),
        many => format!("{many} rules"),
    }
}

fn ask_rules(set: &Ruleset, event: &EventView, scope: Scope) -> (Vec<RuleVerdict>, Option<usize>) {
    let mut fired = None;
    let mut verdicts = Vec::new();
    for (n, one) in set.rules.iter().enumerate() {
        let fits_now = one.rule.enabled && one.compiled.as_ref().is_some_and(|rule| rule.fits(event));
        let fires = fits_now && fired.is_none();
        if fires {
            fired = Some(n);
        }
        let told = match scope {
            Scope::Everything => true,
            Scope::UntilFired { most } => fires || verdicts.len() < most,
        };
        if told {
            let why_not = match &one.compiled {
                _ if !one.rule.enabled => Some("the rule is switched off".to_owned()),
                None => Some("the rule cannot be read; save it again".to_owned()),
                Some(compiled) => compiled.why_not(event),
            };
            verdicts.push(verdict(&one.rule.id, &one.rule.name, fires, why_not));
        }
        if fires && scope != Scope::Everything {
            break;
        }
    }
    (verdicts, fired)
}

fn verdict(rule: &RuleId, name: &str, fired: bool, why_not: Option<String>) -> RuleVerdict {
    RuleVerdict {
        rule: rule.clone(),
        name: name.to_owned(),
        fits: why_not.is_none(),
        fired,
        why_not,
    }
}

/// Asks those that are on and have triggers; one that is for another customer says so.
fn ask_triggers<'a>(set: &'a Ruleset, event: &EventView) -> (Vec<TriggerVerdict>, Option<&'a Sop>) {
    let mut taken: Option<&Sop> = None;
    let mut verdicts = Vec::new();
    for one in &set.sops {
        let (sop, Some(triggers)) = (&one.sop, &one.triggers) else {
            continue;
        };
        let for_another = sop
            .customer
            .as_ref()
            .is_some_and(|wanted| event.customer() != Some(wanted));
        let why_not = if !sop.enabled {
            Some("the SOP is switched off".to_owned())
        } else if for_another {
            Some("the SOP is for another customer".to_owned())
        } else {
            triggers.why_not(event)
        };
        let fired = why_not.is_none() && taken.is_none();
        if fired {
            taken = Some(sop);
        }
        verdicts.push(TriggerVerdict {
            sop: sop.id.clone(),
            name: sop.name.clone(),
            fits: why_not.is_none(),
            fired,
            why_not,
        });
    }
    (verdicts, taken)
}

#[cfg(test)]
#[path = "routing_tests.rs"]
mod tests;
