//! Badges, notices, problems, waiting and emptiness.

use super::Examples;
use crate::ui::{
    Chip, Empty, Icon, LinkButton, Mood, Notice, ProblemView, RiskBadge, RoleBadge, Shape, Skeleton,
    StatusBadge, Tone,
    toast::{Toast, ToastView},
};
use contract::{actor::Role, field::FieldError, operation::Risk, probe::Badge, problem::Problem};
use leptos::prelude::*;

/// Badges, notices, problems, waiting and emptiness.
#[component]
pub fn Feedback() -> impl IntoView {
    let badges = Badge::ALL.map(|badge| view! { <StatusBadge badge/> });
    let risks = [Risk::Read, Risk::Write, Risk::Dangerous].map(|risk| view! { <RiskBadge risk/> });
    let roles = Role::ALL.map(|role| view! { <RoleBadge role/> });
    let toasts = [(Mood::Ok, "Saved."), (Mood::Bad, "Not saved.")].map(|(mood, text)| {
        let toast = Toast {
            id: 0,
            mood,
            text: text.to_owned(),
        };
        view! { <ToastView toast close=Callback::new(|()| ())/> }
    });
    view! {
        <Examples title="Badges">
            <div class="badge-row">{badges.collect_view()}</div>
            <div class="badge-row">{risks.collect_view()}</div>
            <div class="badge-row">{roles.collect_view()} <Chip icon=Icon::Star text="Default"/></div>
        </Examples>
        <Examples title="Notices">
            <Notice mood=Mood::Ok>"The connection works."</Notice>
            <Notice mood=Mood::Info>"Spaces around the key were taken away."</Notice>
            <Notice mood=Mood::Warn>"Vendor hosts are sent elsewhere: this is a test set-up."</Notice>
            <Notice mood=Mood::Bad>"The key is out of reach: calls are refused until it answers."</Notice>
        </Examples>
        <Examples title="Problems">
            <ProblemView problem=vendor_problem() retry=Some(Callback::new(|()| ()))/>
            <ProblemView problem=field_problem()/>
            <ProblemView problem=Problem::unauthenticated()/>
        </Examples>
        <Examples title="Toasts">
            <div class="form">{toasts.collect_view()}</div>
        </Examples>
        <Examples title="Loading">
            <Skeleton shape=Shape::Rows/>
            <Skeleton shape=Shape::Cards count=2/>
            <Skeleton shape=Shape::Lines count=3/>
            <Skeleton shape=Shape::Form count=2/>
        </Examples>
        <Examples title="Empty">
            <Empty
                icon=Icon::Plug
                title="No integrations yet"
                text="Connect a vendor: its credentials are tested first and kept sealed."
            >
                <LinkButton href="/app/styleguide" tone=Tone::Primary icon=Icon::Plus>"Add integration"</LinkButton>
            </Empty>
        </Examples>
    }
}

fn vendor_problem() -> Problem {
    let mut problem = Problem::new(502, "credentials", "The vendor refused the credentials.")
        .with_detail("Check the key in the vendor's portal, then test again.");
    problem.vendor_status = Some(401);
    problem.vendor_message =
        Some("{\"errors\":[\"Unauthorized: the key is not valid for this host\"]}".to_owned());
    problem.vendor_request_id = Some("req-0001".to_owned());
    problem.request_id = Some("01jdg8m0000000000000000000".to_owned());
    problem
}

fn field_problem() -> Problem {
    Problem::invalid(vec![
        FieldError::new("name", "required", "Name is missing: fill it in."),
        FieldError::new("url", "not_https", "URL: use https://."),
    ])
}
