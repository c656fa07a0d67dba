//! Routing: an event against 1,000 rules of which the last fits, with the reasons that its trace keeps, against a plain loop
//! over the same compiled conditions that only finds the rule.

use crate::report::Report;
use contract::{
    event::{Normalised, Severity},
    ids::{RuleId, SopId, VendorId},
    routing::{Compare, Condition, RoutingRule, Then, When},
};
use engine::sop::{Compiled, EventView, Ruleset, Scope, route};
use serde_json::json;
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

const RULES: u32 = 1_000;
const TIME: Duration = Duration::from_secs(3);

/// The reasons that an event's trace keeps.
const REASONS: usize = 200;

/// Measures rules asked per second.
pub fn measure(report: &mut Report) -> anyhow::Result<()> {
    let rules: Vec<RoutingRule> = (1..=RULES).map(rule).collect();
    let compiled: Vec<Compiled> = rules
        .iter()
        .map(|rule| Compiled::of(&rule.when))
        .collect::<Result<_, _>>()
        .map_err(|why| anyhow::anyhow!("a rule does not compile: {why:?}"))?;
    let set = Ruleset::compile(1, rules, Vec::new(), None);
    let view = EventView::new(&event(), None);
    let last = set.rules.last().map(|one| &one.rule.id);
    let ours = times(|| {
        let scope = Scope::UntilFired { most: REASONS };
        black_box(route(&set, black_box(&view), None, scope))
            .rule
            .as_ref()
            == last
    })?;
    let bare = times(|| {
        let fits = compiled.iter().position(|one| one.fits(black_box(&view)));
        black_box(fits) == compiled.len().checked_sub(1)
    })?;
    let of_rules = |events: f64| events * f64::from(RULES);
    report.at_least(
        "1,000 rules with reasons, rules a second",
        of_rules(ours),
        of_rules(bare),
        "/s",
        0.25,
    );
    Ok(())
}

/// How often a second; the work says whether the last rule fired.
fn times(work: impl Fn() -> bool) -> anyhow::Result<f64> {
    anyhow::ensure!(work(), "the last rule does not fire");
    let (mut done, begun) = (0_u32, Instant::now());
    while begun.elapsed() < TIME {
        work();
        done += 1;
    }
    Ok(f64::from(done) / begun.elapsed().as_secs_f64())
}

/// One of five shapes: words, fields, an expression. All but the last fit nothing here.
fn rule(n: u32) -> RoutingRule {
    let condition = |field: &str, op, value| Condition {
        field: field.to_owned(),
        op,
        value,
    };
    let mut when = When {
        vendor: Some("autotask".into()),
        kinds: vec!["ticket.*".into()],
        ..When::default()
    };
    if n < RULES {
        match n % 5 {
            0 => when.keywords = vec![format!("printer {n}"), format!("toner {n}")],
            1 => {
                when.conditions = vec![condition(
                    "ticket.title",
                    Compare::Contains,
                    json!(format!("job {n}")),
                )];
            }
            2 => {
                let pattern = format!("^(warning|error) {n}$");
                when.conditions = vec![condition("subject", Compare::Matches, json!(pattern))];
            }
            3 => {
                when.conditions = vec![
                    condition("severity", Compare::Eq, json!("high")),
                    condition("vendor.priority", Compare::Gt, json!(n)),
                ];
            }
            _ => {
                when.conditions = vec![condition(
                    "vendor.queue",
                    Compare::In,
                    json!([n + 10, n + 11, n + 12]),
                )];
            }
        }
    }
    RoutingRule {
        id: RuleId::from_ulid(&format!("{n:026}")),
        name: format!("Rule {n}"),
        position: n,
        enabled: true,
        when,
        then: Then::Sop(SopId::from_ulid(&format!("{:026}", 1))),
        created_at: String::new(),
        updated_at: String::new(),
    }
}

fn event() -> Normalised {
    Normalised {
        source: VendorId::new("autotask"),
        kind: "ticket.created".into(),
        subject: "Disk full on FS-1".into(),
        body: "Drive D: has 2 % left. The nightly job of the backup could not write its files.".into(),
        severity: Some(Severity::High),
        occurred_at: None,
        ticket: None,
        device: None,
        customer: None,
        vendor: json!({ "priority": 2, "queue": 5, "status": 1, "companyID": 29_683_500 }),
    }
}
