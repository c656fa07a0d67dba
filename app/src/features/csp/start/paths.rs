//! The two paths, and the ordinary form: what each creates, who sees it, and how to undo it.

use super::super::HERE;
use crate::{
    frame::Allowed,
    ui::{LinkButton, Mood, Notice, Tone},
};
use contract::{
    actor::Role,
    csp::{CspOverview, CspPath},
};
use leptos::prelude::*;

/// What a path means, in plain words.
struct About {
    title: &'static str,
    you: &'static str,
    created: &'static str,
    seen: &'static str,
    undo: &'static str,
}

const AUTOMATED: About = About {
    title: "Connect partner tenant (automated)",
    you: "Sign in once as a Global Administrator of your own tenant and consent to a short-lived set-up application. The rest \
          takes about a minute, and you see each step.",
    created: "A security group for each role, one application that belongs to you, its permissions, and its secret, which goes \
              straight into the vault. Nothing at your customers.",
    seen: "Administrators of your tenant, under Groups, App registrations and Enterprise applications. Customers see nothing \
           until you invite them.",
    undo: "The set-up application is removed by itself at the end. Disconnect lists everything else, removes it, and proves \
           that each thing is gone.",
};

const MANUAL: About = About {
    title: "Verified manual",
    you: "Do six steps in Microsoft’s portals yourself. Each is looked at in your tenant, and shows what was found, before the \
          next opens.",
    created: "Only what you create: an application, its secret, security groups. Ops AI looks and creates nothing.",
    seen: "Administrators of your tenant, as with everything that they create themselves.",
    undo: "Disconnect removes what is kept here and what Ops AI made, and names each thing that you made and that stays.",
};

/// The paths.
#[component]
pub fn Paths(overview: CspOverview) -> impl IntoView {
    let by_hand = overview
        .vendor
        .map(|vendor| format!("/app/integrations/new/{vendor}"));
    let missing = (!overview.automated).then(|| {
        overview
            .automated_missing
            .unwrap_or_else(|| "This Ops AI has no set-up application.".to_owned())
    });
    let uri = overview.redirect_uri;
    view! {
        <section class="stack" aria-labelledby="paths">
            <h2 id="paths">"Connect a tenant"</h2>
            <ul class="template-grid">
                <li class="card stack"><OnePath about=AUTOMATED path=CspPath::Automated missing primary=true/></li>
                <li class="card stack"><OnePath about=MANUAL path=CspPath::Manual missing=None primary=false/></li>
                {by_hand.map(|href| view! {
                    <li class="card stack">
                        <h3>"By hand, without the wizard"</h3>
                        <p>
                            "For an application that you have already, or for a single tenant without customers: the ordinary form, "
                            "into which you paste its id and its secret or certificate."
                        </p>
                        <div class="form-actions"><LinkButton href>"Open the form"</LinkButton></div>
                    </li>
                })}
            </ul>
            <p class="text-muted">
                "Microsoft sends the browser back to " <code>{uri}</code> ": every application must allow exactly this address."
            </p>
        </section>
    }
    .into_any()
}

#[component]
fn OnePath(about: About, path: CspPath, missing: Option<String>, primary: bool) -> impl IntoView {
    let href = format!("{HERE}?path={}", path.as_str());
    let tone = if primary { Tone::Primary } else { Tone::Plain };
    let action = match missing {
        Some(missing) => view! { <Notice mood=Mood::Warn>{missing}</Notice> }.into_any(),
        None => view! {
            <Allowed
                role=Role::Admin
                otherwise=|| view! { <p class="text-muted">"Needs the role Admin."</p> }
            >
                <div class="form-actions">
                    <LinkButton href=href.clone() tone>
                        "Choose this path" <span class="visually-hidden">{format!(": {}", about.title)}</span>
                    </LinkButton>
                </div>
            </Allowed>
        }
        .into_any(),
    };
    view! {
        <h3>{about.title}</h3>
        <p>{about.you}</p>
        <dl class="csp-plain">
            <div><dt>"What is created"</dt><dd>{about.created}</dd></div>
            <div><dt>"Who sees it"</dt><dd>{about.seen}</dd></div>
            <div><dt>"How to undo it"</dt><dd>{about.undo}</dd></div>
        </dl>
        {action}
    }
    .into_any()
}
