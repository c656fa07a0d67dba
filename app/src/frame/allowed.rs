//! Who sees what: pieces of a page that are for some roles only.
//!
//! This decides what is drawn, never what may be done; the server decides that again for every call.

use super::{FrameResource, known};
use crate::ui::load::later;
use contract::actor::Role;
use leptos::prelude::*;

/// The role of whoever looks, known to all that is made inside a [`with_role`].
#[derive(Clone, Copy)]
struct Known(Option<Role>);

/// Waits until the frame knows who looks.
pub struct Asked(Option<FrameResource>);

impl Asked {
    /// The frame around what is being made, if there is one.
    pub fn here() -> Self {
        Self(use_context())
    }

    /// Their role; none where nobody is signed in.
    pub fn role(&self) -> impl Future<Output = Option<Role>> + Send + use<> {
        let resource = self.0;
        async move { known(resource).await.map(|framed| framed.role) }
    }
}

/// Makes a view whose [`Allowed`] pieces need not wait for the role: when the view is drawn again they stay what they are,
/// with what somebody has opened, typed or is pressing in them.
pub fn with_role(role: Option<Role>, view: impl FnOnce() -> AnyView) -> AnyView {
    let own = Owner::current().unwrap_or_default().child();
    let view = own.with(|| {
        provide_context(Known(role));
        view()
    });
    // What was made lives as long as what it stands in.
    on_cleanup(move || drop(own));
    view
}

/// Shows its children only to people whose role is at least `role`; to others a word in their place, if one is given.
#[component]
pub fn Allowed(
    /// The role that is needed.
    role: Role,
    /// What others see instead.
    #[prop(optional, into)]
    otherwise: ViewFn,
    /// What the allowed see.
    children: ChildrenFn,
) -> impl IntoView {
    let draw = move |has: Option<Role>| {
        if has >= Some(role) {
            children()
        } else {
            otherwise.run()
        }
    };
    if let Some(Known(has)) = use_context() {
        return draw(has);
    }
    let asked = Asked::here();
    later(move || {
        let draw = draw.clone();
        let has = asked.role();
        async move { draw(has.await) }
    })
}
