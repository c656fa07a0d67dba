//! The rule in force for a call, why, and, for an Admin, a way to change it.

use super::api::{Account, Described, SetRule};
use crate::{
    frame::Allowed,
    ui::{Button, Failure, Fold, RuleChip, SelectField, TextField, Tone, because, failure, rule_word},
};
use contract::{
    actor::Role,
    field::Choice,
    operation_rule::{OperationRule, RuleInForce},
};
use leptos::{form::ActionForm, prelude::*};

/// The rule of a call on this account: its own, or the operation's.
pub fn in_force(rules: &[RuleInForce], account: &str) -> Option<RuleInForce> {
    let own = |rule: &&RuleInForce| rule.integration.as_ref().is_some_and(|id| id.as_str() == account);
    rules
        .iter()
        .find(own)
        .or_else(|| rules.iter().find(|rule| rule.integration.is_none()))
        .cloned()
}

/// What becomes of a call on the chosen account.
#[component]
pub fn RuleNow(
    /// Every rule of the operation.
    #[prop(into)]
    rules: Signal<Vec<RuleInForce>>,
    /// The chosen account.
    #[prop(into)]
    account: Signal<String>,
) -> impl IntoView {
    move || {
        rules.with(|rules| in_force(rules, &account.get())).map(|rule| {
            let why = because(
                rule.origin,
                rule.risk,
                rule.set_by.as_deref(),
                rule.reason.as_deref(),
            );
            view! {
                <p class="row" data-rule=rule.rule.as_str()>
                    <RuleChip rule=rule.rule/>
                    <span>{why} "."</span>
                </p>
            }
        })
    }
}

/// All rules of an operation; an Admin changes them here.
#[component]
pub fn Rules(
    /// The operation.
    described: Described,
    /// Every rule of the operation, as it is now.
    #[prop(into)]
    rules: Signal<Vec<RuleInForce>>,
    /// Sets a rule.
    set: ServerAction<SetRule>,
) -> impl IntoView {
    let Described { info, accounts, .. } = described;
    let line = |rule: RuleInForce| {
        let whose = rule
            .integration_name
            .clone()
            .unwrap_or_else(|| "Every other account".to_owned());
        let why = because(
            rule.origin,
            rule.risk,
            rule.set_by.as_deref(),
            rule.reason.as_deref(),
        );
        view! { <div><dt>{whose}</dt><dd class="row"><RuleChip rule=rule.rule/> <span>{why} "."</span></dd></div> }
    };
    let lines = move || rules.get().into_iter().map(line).collect_view();
    let (vendor, operation) = (info.vendor.to_string(), info.id.to_string());
    view! {
        <dl class="facts" aria-live="polite">{lines}</dl>
        <Allowed role=Role::Admin otherwise=|| view! { <p class="text-muted">"An Admin changes these rules."</p> }>
            <Change vendor=vendor.clone() operation=operation.clone() accounts=accounts.clone() set/>
        </Allowed>
    }
}

#[component]
fn Change(
    vendor: String,
    operation: String,
    accounts: Vec<Account>,
    set: ServerAction<SetRule>,
) -> impl IntoView {
    let all = Choice {
        value: "".into(),
        label: "Every account without a rule of its own".into(),
    };
    let accounts: Vec<_> = std::iter::once(all)
        .chain(accounts.into_iter().map(|account| Choice {
            value: account.id.into(),
            label: account.name.into(),
        }))
        .collect();
    let none = Choice {
        value: "".into(),
        label: "No own rule: what stands below it".into(),
    };
    let rules: Vec<_> = OperationRule::ALL
        .into_iter()
        .map(|rule| Choice {
            value: rule.as_str().into(),
            label: rule_word(rule).into(),
        })
        .chain([none])
        .collect();
    let bad = failure(set);
    view! {
        <Fold label="Change a rule">
            <ActionForm action=set attr:class="form">
                <input type="hidden" name="vendor" value=vendor/>
                <input type="hidden" name="operation" value=operation/>
                <SelectField form="rule" name="integration" label="For" choices=accounts required=false/>
                <SelectField form="rule" name="rule" label="Rule" choices=rules value="tech" required=false/>
                <TextField form="rule" name="reason" label="Reason" help="Stands in the audit trail and beside the rule."/>
                <div class="form-actions">
                    <Button tone=Tone::Primary submit=true busy=set.pending()>"Set the rule"</Button>
                </div>
                <Failure of=bad/>
            </ActionForm>
        </Fold>
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use contract::{
        ids::{IntegrationId, VendorId},
        operation::Risk,
        operation_rule::RuleOrigin,
    };

    fn rule(account: Option<&str>, rule: OperationRule) -> RuleInForce {
        RuleInForce {
            vendor: VendorId::new("acme"),
            operation: "x.y".into(),
            title: "X".into(),
            risk: Risk::Write,
            integration: account.and_then(IntegrationId::parse),
            integration_name: None,
            rule,
            origin: RuleOrigin::Operation,
            seed: OperationRule::Auto,
            policy_version: 1,
            set_by: None,
            set_at: None,
            reason: None,
        }
    }

    #[test]
    fn the_accounts_own_rule_is_the_one_that_counts() {
        let rules = [
            rule(None, OperationRule::Admin),
            rule(Some("int_1"), OperationRule::Auto),
        ];
        assert_eq!(in_force(&rules, "int_1").unwrap().rule, OperationRule::Auto);
        assert_eq!(in_force(&rules, "int_2").unwrap().rule, OperationRule::Admin);
    }
}
