//! A problem on screen: what happened, what to do, the vendor's own words, and the id that support asks for.

use crate::ui::{
    copy::CopyButton,
    icon::{Glyph, Icon},
};
use contract::problem::Problem;
use leptos::prelude::*;

/// A problem, where it arose.
#[component]
pub fn ProblemView(
    /// What went wrong.
    problem: Problem,
    /// Tries again.
    #[prop(optional_no_strip)]
    retry: Option<Callback<()>>,
    /// Leaves out the list of fields, where each field says it itself.
    #[prop(optional)]
    fields_say_it: bool,
) -> impl IntoView {
    let signed_out = problem.code == "unauthenticated";
    let detail = problem
        .detail
        .clone()
        .filter(|_| !signed_out && (problem.errors.is_empty() || fields_say_it));
    let errors = if fields_say_it {
        Vec::new()
    } else {
        problem.errors.clone()
    };
    view! {
        <div class="problem" role="alert">
            <Glyph icon=Icon::Alert/>
            <div class="problem-text">
                <strong>{problem.title.clone()}</strong>
                {detail.map(|detail| view! { <p>{detail}</p> })}
                {(!errors.is_empty()).then(|| view! {
                    <ul>{errors.into_iter().map(|error| view! { <li>{error.message}</li> }).collect_view()}</ul>
                })}
                {problem.retry_after.map(|seconds| view! {
                    <p>{format!("Another try makes sense in {seconds} s.")}</p>
                })}
                {problem.advice.clone().map(|advice| view! { <p>{advice.text}</p> })}
                <VendorWords
                    status=problem.vendor_status
                    message=problem.vendor_message.clone()
                    request_id=problem.vendor_request_id.clone()
                />
                <div class="problem-foot">
                    {retry.filter(|_| !signed_out).map(|retry| view! {
                        <button class="btn btn-small needs-js" type="button" on:click=move |_| retry.run(())>
                            "Try again"
                        </button>
                    })}
                    {signed_out.then(|| view! {
                        <a class="btn btn-small" href="/sign-in" rel="external">"Sign in"</a>
                    })}
                    {problem.request_id.clone().map(|id| view! { <RequestId id/> })}
                </div>
            </div>
        </div>
    }
}

/// What the vendor said, verbatim, with a button to copy it; nothing when it said nothing.
#[component]
pub fn VendorWords(
    /// Its HTTP status.
    status: Option<u16>,
    /// Its body.
    message: Option<String>,
    /// Its identifier of the request.
    request_id: Option<String>,
) -> impl IntoView {
    if status.is_none() && message.is_none() {
        return None;
    }
    let head = match status {
        Some(status) => format!("The vendor answered {status}"),
        None => "The vendor said".to_owned(),
    };
    let id = request_id.map(|id| {
        view! { <span class="vendor-id">"Vendor's request id " <code>{id}</code></span> }
    });
    Some(view! {
        <figure class="vendor-words">
            <figcaption>
                <span>{head}</span>
                {id}
                {message.clone().map(|text| view! { <CopyButton text label="the vendor's words"/> })}
            </figcaption>
            {message.map(|text| view! { <pre tabindex="0">{text}</pre> })}
        </figure>
    })
}

/// Our identifier of a request.
#[component]
pub fn RequestId(
    /// The identifier.
    id: String,
) -> impl IntoView {
    view! {
        <span class="request-id">
            "Request id " <code>{id.clone()}</code>
            <CopyButton text=id label="the request id"/>
        </span>
    }
}
