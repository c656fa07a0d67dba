//! One held call: what will run, where, who asks, and the decision.

use super::api::Decide;
use crate::{
    frame::Allowed,
    ui::{Button, Chip, Icon, JsonView, Mood, ProblemView, RiskBadge, TextField, Tone, When, WhenOr},
};
use contract::{
    actor::Role,
    approval::{Approval, ApprovalStatus},
};
use leptos::{form::ActionForm, prelude::*};

/// A held call as a card.
#[component]
pub fn ApprovalCard(approval: Approval, decide: ServerAction<Decide>) -> impl IntoView {
    let (mood, icon, word) = drawn(approval.status);
    let call = format!("{}.{}", approval.vendor, approval.operation);
    let heading = format!("h-{}", approval.id);
    let title = heading.clone();
    let pending = approval.status == ApprovalStatus::Pending;
    let id = approval.id.to_string();
    view! {
        <article class="card stack" aria-labelledby=heading>
            <div class="spread">
                <h2 id=title>{approval.title.to_string()}</h2>
                <div class="badge-row">
                    <RiskBadge risk=approval.risk/>
                    <Chip mood icon text=word/>
                </div>
            </div>
            <dl class="facts">
                <div><dt>"Account"</dt><dd>{approval.integration_name.clone()}</dd></div>
                <div><dt>"Operation"</dt><dd class="mono">{call}</dd></div>
                <div><dt>"Asked by"</dt><dd>{approval.requested_by.name.clone()} ", " <When at=approval.created_at.clone()/></dd></div>
                {pending.then(|| view! {
                    <div><dt>"Can be decided until"</dt><dd><When at=approval.expires_at.clone()/></dd></div>
                })}
                {approval.decision.clone().map(|decision| view! {
                    <div>
                        <dt>"Decided by"</dt>
                        <dd>{decision.by.name.clone()} ", " <When at=decision.at.clone()/> {decision.reason.clone().map(|reason| format!(": “{reason}”"))}</dd>
                    </div>
                })}
                {approval.finished_at.clone().map(|at| view! {
                    <div><dt>"Ended"</dt><dd><WhenOr at=Some(at) otherwise=""/></dd></div>
                })}
                <div><dt>"SHA-256 of the arguments"</dt><dd class="mono">{approval.input_sha256.chars().take(16).collect::<String>()} "…"</dd></div>
            </dl>
            <JsonView value=approval.input.clone() label="Exact arguments"/>
            {approval.output.clone().map(|value| view! { <JsonView value label="Output"/> })}
            {approval.problem.clone().map(|problem| view! { <ProblemView problem=*problem/> })}
            {pending.then(|| view! { <Decision id decide/> })}
        </article>
    }
    .into_any()
}

#[component]
fn Decision(id: String, decide: ServerAction<Decide>) -> impl IntoView {
    let form = StoredValue::new(id);
    view! {
        <Allowed role=Role::Tech otherwise=|| "Your role can look, and not decide.">
            <ActionForm action=decide attr:class="form">
                <input type="hidden" name="id" value=form.get_value()/>
                <TextField
                    form=form.get_value()
                    name="reason"
                    label="Reason"
                    help="Goes back to whoever asked. Nobody approves their own request."
                />
                <div class="form-actions">
                    <Button tone=Tone::Primary submit=true busy=decide.pending() attr:name="decision" attr:value="approve">
                        "Approve and run"
                    </Button>
                    <Button tone=Tone::Danger submit=true busy=decide.pending() attr:name="decision" attr:value="reject">
                        "Reject"
                    </Button>
                </div>
            </ActionForm>
        </Allowed>
    }
}

fn drawn(status: ApprovalStatus) -> (Mood, Icon, &'static str) {
    match status {
        ApprovalStatus::Pending => (Mood::Warn, Icon::Clock, "Waiting"),
        ApprovalStatus::Approved | ApprovalStatus::Running => (Mood::Info, Icon::Refresh, "Running"),
        ApprovalStatus::Succeeded => (Mood::Ok, Icon::Check, "Done"),
        ApprovalStatus::Failed => (Mood::Bad, Icon::Alert, "Failed"),
        ApprovalStatus::Rejected => (Mood::Idle, Icon::Cross, "Rejected"),
        ApprovalStatus::Expired => (Mood::Idle, Icon::Clock, "Expired"),
    }
}
