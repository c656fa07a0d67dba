//! One relationship: what it holds, which group has what, and the one thing that comes next.

use super::{
    super::{
        api::Relationships,
        pieces::{StateChip, wrong},
        words,
    },
    Acts, Bad,
    holds::Holds,
    invitation::InvitationView,
};
use crate::{
    frame::Allowed,
    ui::{
        Button, Confirm, CopyButton, Drawer, Failure, Fold, Load, Loaded, Mood, Notice, Shape, Skeleton,
        TextField, Tone, WhenOr,
    },
};
use contract::{
    actor::Role,
    csp::{Relationship, RelationshipStatus},
};
use leptos::{form::ActionForm, prelude::*};

/// The drawer.
#[component]
pub fn RelationshipDrawer(
    /// The tenant.
    setup: String,
    /// Where closing leads.
    close: String,
    /// The relationship.
    opened: Loaded<Option<Relationship>>,
    /// What the page knows.
    listed: Loaded<Relationships>,
    /// The page's actions.
    acts: Acts,
    /// What went wrong with them.
    bad: Bad,
) -> impl IntoView {
    let setup = StoredValue::new(setup);
    view! {
        <Drawer id="csp-relationship" title="Relationship" close>
            {bad.others.map(|of| view! { <Failure of/> }).into_iter().collect_view()}
            <Load of=opened skeleton=|| view! { <Skeleton shape=Shape::Lines count=8/> } let:opened>
                {opened.map(|one| view! { <Whole one setup listed acts bad/> })}
            </Load>
        </Drawer>
    }
    .into_any()
}

#[component]
fn Whole(
    one: Relationship,
    setup: StoredValue<String>,
    listed: Loaded<Relationships>,
    acts: Acts,
    bad: Bad,
) -> impl IntoView {
    let kept = StoredValue::new(one.clone());
    view! {
        <h3>{one.name}</h3>
        <div class="badge-row"><StateChip drawn=words::relationship(one.status)/></div>
        {one.notes.into_iter().map(|note| view! { <Notice mood=Mood::Warn>{note}</Notice> }).collect_view()}
        <Allowed role=Role::Admin><NextStep one=kept.get_value() setup acts/></Allowed>
        {one.invitation.map(|invitation| view! { <InvitationView invitation/> })}
        <dl class="facts">
            <div>
                <dt>"Customer"</dt>
                <dd>
                    {one.customer_name.unwrap_or_else(|| "not known yet".to_owned())}
                    {one.customer_tenant_id.map(|tenant| view! { <span class="cell-sub mono">{tenant}</span> })}
                </dd>
            </div>
            <div><dt>"Duration"</dt><dd>{words::duration(&one.duration)}</dd></div>
            <div><dt>"Made"</dt><dd><WhenOr at=one.created_at otherwise="not told"/></dd></div>
            <div><dt>"Active since"</dt><dd><WhenOr at=one.activated_at otherwise="not yet"/></dd></div>
            <div>
                <dt>"Ends"</dt>
                <dd>
                    <WhenOr at=one.ends_at otherwise="not active yet"/>
                    {one.days_left.map(|days| format!(" ({})", words::days_left(days)))}
                </dd>
            </div>
            <div><dt>"Extension"</dt><dd>{if one.auto_extend { "by six months, by itself" } else { "none" }}</dd></div>
            <div><dt>"Its id"</dt><dd class="mono">{one.id.clone()} <CopyButton text=one.id label="the relationship's id"/></dd></div>
        </dl>
        <Load of=listed let:listed>
            <Holds one=kept.get_value() catalogue=listed.roles/>
        </Load>
        <Allowed role=Role::Admin><Later one=kept.get_value() setup acts bad/></Allowed>
    }
    .into_any()
}

/// The one thing that comes next.
#[component]
fn NextStep(one: Relationship, setup: StoredValue<String>, acts: Acts) -> impl IntoView {
    let id = one.id;
    match one.status {
        RelationshipStatus::Created => view! {
            <ActionForm action=acts.lock attr:class="stack">
                <Which setup id/>
                <p>"Lock it when it is as it should be: from then on it cannot be changed, and it has an invitation to send."</p>
                <div class="form-actions">
                    <Button tone=Tone::Primary submit=true busy=acts.lock.pending()>"Lock it for approval"</Button>
                </div>
            </ActionForm>
        }
        .into_any(),
        status if status.gives_access() => view! {
            <ActionForm action=acts.assign attr:class="stack">
                <Which setup id/>
                <p class="text-muted">"Gives the groups of Ops AI the roles of the template; those that are there stay as they are."</p>
                <div class="form-actions">
                    <Button submit=true busy=acts.assign.pending()>"Give the groups their roles"</Button>
                </div>
            </ActionForm>
        }
        .into_any(),
        _ => ().into_any(),
    }
}

/// Extension and end.
#[component]
fn Later(one: Relationship, setup: StoredValue<String>, acts: Acts, bad: Bad) -> impl IntoView {
    let status = one.status;
    if status.is_over() {
        return ().into_any();
    }
    let (id, name) = (StoredValue::new(one.id), StoredValue::new(one.name));
    let extension = status.gives_access().then(|| {
        let (to, words) = if one.auto_extend {
            ("false", "Let it end on its day")
        } else {
            ("true", "Extend it by itself")
        };
        view! {
            <ActionForm action=acts.extend>
                <Which setup id=id.get_value()/>
                <input type="hidden" name="automatically" value=to/>
                <Button submit=true busy=acts.extend.pending()>{words}</Button>
            </ActionForm>
            <p class="text-muted">"Microsoft sends no mail about an extension."</p>
        }
    });
    let end = if status == RelationshipStatus::Created {
        view! {
            <Confirm label="Delete it" tone=Tone::Danger consequence="Nobody was asked for it yet; it is deleted at once.">
                <ActionForm action=acts.end>
                    <Which setup id=id.get_value()/>
                    <Button tone=Tone::Danger submit=true busy=acts.end.pending()>"Delete it"</Button>
                </ActionForm>
            </Confirm>
        }
        .into_any()
    } else {
        view! {
            <Fold label="End this relationship">
                <ActionForm action=acts.end attr:class="form">
                    <Which setup id=id.get_value()/>
                    <p>
                        "Every access to this customer through it ends, for you and for your tools. It cannot be revived: a new "
                        "relationship needs the customer’s approval again."
                    </p>
                    <TextField
                        form="csp-end"
                        name="typed"
                        label="Type its name to confirm"
                        help=format!("The name is {}", name.get_value())
                        required=true
                        error=wrong(bad.end, "typed")
                    />
                    <Failure of=bad.end fields_say_it=true/>
                    <div class="form-actions">
                        <Button tone=Tone::Danger submit=true busy=acts.end.pending()>"End it for good"</Button>
                    </div>
                </ActionForm>
            </Fold>
        }
        .into_any()
    };
    view! { <div class="stack">{extension} {end}</div> }.into_any()
}

#[component]
fn Which(setup: StoredValue<String>, id: String) -> impl IntoView {
    view! {
        <input type="hidden" name="id" value=setup.get_value()/>
        <input type="hidden" name="relationship" value=id/>
    }
}
