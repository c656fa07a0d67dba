//! One held call: what it does and to whom, who asks and why, what exactly will run, and the decision.

use super::{
    api::{Check, Decide, Shown},
    decision::Decision,
    target::TargetFacts,
    words::{drawn, sentence, time_taken},
};
use crate::features::operations::Handovers;
use crate::ui::{Chip, Countdown, Fold, JsonView, ProblemView, RiskBadge, RuleChip, When, because};
use contract::approval::{Approval, ApprovalStatus};
use leptos::prelude::*;

/// A held call as a card.
#[component]
pub fn ApprovalCard(
    /// The held call.
    shown: Shown,
    /// Decides.
    decide: ServerAction<Decide>,
    /// Looks again.
    check: ServerAction<Check>,
    /// What stands beside its title: the box that chooses it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let approval = shown.approval.clone();
    let (mood, icon, word) = drawn(approval.status);
    let id = approval.id.to_string();
    let title = format!("h-{id}");
    let heading = title.clone();
    let input = approval.input.clone();
    view! {
        <article class="card stack approval" id=format!("card-{id}") tabindex="-1" aria-labelledby=heading>
            <div class="spread">
                <h2 id=title>{sentence(&approval)}</h2>
                <div class="badge-row">
                    {children.map(|children| children())}
                    <RiskBadge risk=approval.risk/>
                    <Chip mood icon text=word/>
                </div>
            </div>
            <TargetFacts approval=approval.clone()/>
            <Story approval=approval.clone()/>
            <Fold label="Exact arguments" open=true>
                <JsonView value=input label="Exact arguments"/>
                <p class="text-muted">"SHA-256 " <span class="mono">{approval.input_sha256.clone()}</span></p>
            </Fold>
            {approval.output.clone().map(|value| view! {
                <Handovers value=value.clone()/>
                <JsonView value label="Output"/>
            })}
            {approval.problem.clone().map(|problem| view! { <ProblemView problem=*problem/> })}
            <Decision shown decide check/>
        </article>
    }
    .into_any()
}

/// Who asked, why, by which rule, until when, and who decided.
#[component]
fn Story(approval: Approval) -> impl IntoView {
    let call = format!("{}.{}", approval.vendor, approval.operation);
    let pending = approval.status == ApprovalStatus::Pending;
    let binding = approval.binding.clone();
    let why = because(binding.rule_origin, approval.risk, None, None);
    let href = format!("/app/operations/{}/{}", approval.vendor, approval.operation);
    let is_operation = approval.integration.is_some();
    let taken = time_taken(&approval);
    let run = approval.run.clone();
    view! {
        <dl class="facts">
            <div>
                <dt>"Operation"</dt>
                <dd>
                    {if is_operation {
                        view! { <a class="mono" href=href>{call}</a> }.into_any()
                    } else {
                        view! { <span class="mono">{call}</span> }.into_any()
                    }}
                    " on " {approval.integration_name.clone()}
                </dd>
            </div>
            <div>
                <dt>"Asked by"</dt>
                <dd>{approval.requested_by.name.clone()} ", " <When at=approval.created_at.clone()/></dd>
            </div>
            {run.map(|run| view! {
                <div><dt>"For the run"</dt><dd><a class="mono" href=format!("/app/runs/{run}")>{run.to_string()}</a></dd></div>
            })}
            <div><dt>"Why"</dt><dd>{binding.why.unwrap_or_else(|| "Nobody said.".to_owned())}</dd></div>
            <div><dt>"Held by the rule"</dt><dd class="row"><RuleChip rule=binding.rule/> <span>{why} "."</span></dd></div>
            {pending.then(|| view! {
                <div>
                    <dt>"Decide within"</dt>
                    <dd><Countdown at=approval.expires_at.clone() due="over"/></dd>
                </div>
            })}
            {approval.decision.clone().map(|decision| view! {
                <div>
                    <dt>"Decided by"</dt>
                    <dd>
                        {decision.by.name.clone()} ", " <When at=decision.at.clone()/> {format!(", after {taken}")}
                        {decision.reason.clone().map(|reason| format!(": “{reason}”"))}
                    </dd>
                </div>
            })}
            {approval.finished_at.clone().map(|at| view! { <div><dt>"Ended"</dt><dd><When at/></dd></div> })}
        </dl>
    }
}
