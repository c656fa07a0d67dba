//! Loading: one component around every resource, so that waiting and failing look and behave the same on every page,
//! and the order in which boundaries nest is decided once (leptos #2738).

use crate::{
    frame::{Asked, with_role},
    ui::{header::PageHeader, problem::ProblemView},
};
use contract::problem::Problem;
use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use leptos::{reactive::computed::ScopedFuture, tachys::reactive_graph::OwnedView};
use serde::{Serialize, de::DeserializeOwned};
#[cfg(feature = "hydrate")]
use std::sync::atomic::{AtomicBool, Ordering};
use std::{future::Future, pin::Pin, sync::Arc};

/// What a resource of ours holds.
pub type Loaded<T, E = crate::error::AppError> = Resource<Result<T, E>>;

/// Shows a resource: a skeleton until it is there, what went wrong when it fails, and else its content.
///
/// While it loads again the old content stays.
#[component]
pub fn Load<T, E, V, F>(
    /// The resource.
    of: Resource<Result<T, E>>,
    /// Stands there until the first answer.
    #[prop(optional, into)]
    skeleton: ViewFnOnce,
    /// What heads the page when it fails, where the content brings the page's head with it.
    #[prop(optional)]
    heading: &'static str,
    /// The content, from the answer: `let:answer`.
    children: F,
) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    E: Into<Problem> + Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    V: IntoView + 'static,
    F: Fn(T) -> V + Clone + Send + Sync + 'static,
{
    let retry = Callback::new(move |()| of.refetch());
    let asked = Asked::here();
    later_with(skeleton, move || {
        let children = children.clone();
        let role = asked.role();
        async move {
            match of.await {
                Ok(answer) => {
                    let role = role.await;
                    with_role(role, move || children(answer).into_any())
                }
                Err(error) => failed(heading, error.into(), retry),
            }
        }
    })
}

fn failed(heading: &'static str, problem: Problem, retry: Callback<()>) -> AnyView {
    let head =
        (!heading.is_empty()).then(|| view! { <PageHeader title=heading lead="It could not be opened."/> });
    view! {
        {head}
        <ProblemView problem retry=Some(retry)/>
    }
    .into_any()
}

/// Shows what a future gives, again whenever a resource that it awaits has changed; nothing until then.
pub fn later<F, D>(draw: D) -> AnyView
where
    F: Future<Output = AnyView> + Send + 'static,
    D: Fn() -> F + Send + Sync + 'static,
{
    later_with(ViewFnOnce::default(), draw)
}

fn later_with<F, D>(skeleton: ViewFnOnce, draw: D) -> AnyView
where
    F: Future<Output = AnyView> + Send + 'static,
    D: Fn() -> F + Send + Sync + 'static,
{
    boundary(skeleton, Arc::new(move || Box::pin(draw())))
}

/// A future that gives a view, without its type.
type Drawing = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// The one boundary of the application.
///
/// Rationale: a boundary is much code, and it is compiled once for every type of its content; here that is one.
///
/// Each drawing owns what is made in it, and what it owns goes when the next drawing has taken its place. Without that the
/// signals of the old one would go as soon as the next is begun, under the hands of whoever still sees and uses it.
fn boundary(skeleton: ViewFnOnce, draw: Arc<dyn Fn() -> Drawing + Send + Sync>) -> AnyView {
    view! {
        <Transition fallback=skeleton>
            {drawn(draw)}
        </Transition>
    }
    .into_any()
}

/// What stands in the boundary: each drawing with an owner of its own. While somebody is filling in a form, what stands there
/// stays: it may be that form, and what moves in a busy house moves all the time.
#[cfg(feature = "hydrate")]
fn drawn(draw: Arc<dyn Fn() -> Drawing + Send + Sync>) -> impl RenderHtml + 'static {
    let around = Owner::current().unwrap_or_default();
    let stands = AtomicBool::new(false);
    move || {
        let own = around.child();
        let drawing = own.with(|| draw());
        let again = stands.swap(true, Ordering::Relaxed);
        Suspend::new(async move {
            if again {
                crate::browser::forms::over().await;
            }
            let drawn = own.with(|| ScopedFuture::new(drawing)).await;
            OwnedView::new_with_owner(drawn, own)
        })
    }
}

/// What stands in the boundary. The server draws for one answer, and all that it made goes with that.
#[cfg(not(feature = "hydrate"))]
fn drawn(draw: Arc<dyn Fn() -> Drawing + Send + Sync>) -> impl RenderHtml + 'static {
    move || Suspend::new(draw())
}

/// The problem an action ended with, if it did.
pub fn failure<I, T, E>(action: ServerAction<I>) -> Signal<Option<Problem>>
where
    I: leptos::server_fn::ServerFn<Output = T, Error = E> + Clone + Send + Sync + 'static,
    T: Clone + Send + Sync + 'static,
    E: FromServerFnError + Into<Problem> + Clone + Send + Sync + 'static,
{
    let value = action.value();
    Signal::derive(move || value.get().and_then(Result::err).map(Into::into))
}

/// The problem an action ended with, where the form stands.
#[component]
pub fn Failure(
    /// From [`failure`].
    of: Signal<Option<Problem>>,
    /// Leaves out the list of fields, where each field says it itself.
    #[prop(optional)]
    fields_say_it: bool,
) -> impl IntoView {
    // Where a form gives way to what came of it, this may run once more when what it reads has gone.
    move || {
        let problem = of.try_get().flatten();
        problem.map(|problem| view! { <ProblemView problem fields_say_it/> })
    }
}
