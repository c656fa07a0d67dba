//! Faults and states of Ops AI itself, above every page, as long as they last.

use super::{FrameResource, api::read_frame, known};
use crate::{
    live::{on_resync, use_health_frames},
    ui::{Mood, Notice, later},
};
use contract::integration::Banner;
use leptos::{prelude::*, task::spawn_local};

/// The banners that the page came with, and then those that there are.
#[component]
pub fn Banners() -> impl IntoView {
    let resource = use_context::<FrameResource>();
    later(move || async move {
        let first = known(resource).await.map(|framed| framed.banners);
        view! { <Following first=first.unwrap_or_default()/> }.into_any()
    })
}

#[component]
fn Following(first: Vec<Banner>) -> impl IntoView {
    let banners = RwSignal::new(first);
    let read = move || {
        spawn_local(async move {
            if let Ok(framed) = read_frame().await {
                _ = banners.try_set(framed.banners);
            }
        });
    };
    use_health_frames(read);
    on_resync(read);
    move || {
        banners
            .get()
            .into_iter()
            .map(|banner| view! { <One banner/> })
            .collect_view()
    }
}

#[component]
fn One(banner: Banner) -> impl IntoView {
    let mood = match banner.code.as_ref() {
        "key_unavailable" | "egress_down" => Mood::Bad,
        _ => Mood::Warn,
    };
    view! { <Notice mood>{banner.text}</Notice> }
}
