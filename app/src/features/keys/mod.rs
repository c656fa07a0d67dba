//! The key ring that seals credentials: where it is, how it is, and how to rotate it. Shows fingerprints, never a key.

mod api;

use crate::ui::{Chip, CopyLine, Icon, Load, Mood, Notice, PageHeader, Shape, Skeleton, Table, WhenOr};
use api::read_ring;
use contract::keys::{Key, KeyRing};
use leptos::prelude::*;

/// The page.
#[component]
pub fn KeysPage() -> impl IntoView {
    let ring = Resource::new(|| (), |()| read_ring());
    view! {
        <PageHeader title="Keys" lead="What seals the vendors' credentials, and where it is kept."/>
        <Load of=ring skeleton=|| view! { <Skeleton shape=Shape::Lines count=6/> } let:ring>
            <Ring ring/>
        </Load>
        <section class="section" aria-labelledby="rotate">
            <h2 id="rotate">"How to rotate"</h2>
            <p class="section-lead">
                "On the server, as the user that runs Ops AI. A new key is added, every credential is sealed again with
                it while calls go on, every one is opened with the new key alone to prove it, and only then is the old key
                retired. If it is interrupted, run it again: it goes on where it stopped."
            </p>
            <CopyLine text="ops-ai keys rotate" label="the command that rotates"/>
            <p class="section-lead">"To see the same as here, or to prove that every credential can be opened:"</p>
            <CopyLine text="ops-ai keys list" label="the command that lists"/>
            <CopyLine text="ops-ai keys verify" label="the command that verifies"/>
        </section>
    }
    .into_any()
}

#[component]
fn Ring(ring: KeyRing) -> impl IntoView {
    let (mood, icon, word, meaning) = match ring.state.as_ref() {
        "warm" => (Mood::Ok, Icon::Check, "Warm", "The ring was read lately."),
        "stale" => (
            Mood::Warn,
            Icon::Alert,
            "Stale",
            "The place is out of reach. The copy in memory still opens and seals: calls go on.",
        ),
        _ => (
            Mood::Bad,
            Icon::Cross,
            "Cold",
            "The place is out of reach and there is no copy in memory: calls are refused until it answers.",
        ),
    };
    view! {
        <section class="section" aria-labelledby="ring">
            <h2 id="ring">"Key ring"</h2>
            <dl class="facts">
                <div><dt>"State"</dt><dd class="badge-row"><Chip mood icon text=word/> {meaning}</dd></div>
                <div><dt>"Kept in"</dt><dd class="mono">{ring.source.clone()}</dd></div>
                <div><dt>"Last read"</dt><dd><WhenOr at=ring.read_at.clone() otherwise="never"/></dd></div>
                {ring.cached_until.clone().map(|until| view! {
                    <div><dt>"Copy in memory serves until"</dt><dd><WhenOr at=Some(until) otherwise=""/></dd></div>
                })}
            </dl>
            {ring.error.clone().map(|error| view! { <Notice mood=Mood::Warn>{error}</Notice> })}
            <Table caption="Keys, newest first" columns=vec!["Fingerprint", "State", "Sealed values that need it"]>
                {ring.keys.into_iter().map(|key| view! { <Row key/> }).collect_view()}
            </Table>
        </section>
    }
}

#[component]
fn Row(key: Key) -> impl IntoView {
    let state = match key.state.as_ref() {
        "active" => view! { <Chip mood=Mood::Ok icon=Icon::Check text="Seals and opens"/> },
        "retired" => view! { <Chip mood=Mood::Idle icon=Icon::Cross text="Retired, its material is gone"/> },
        _ => view! { <Chip mood=Mood::Idle icon=Icon::Clock text="Opens only, retiring"/> },
    };
    view! {
        <tr>
            <td data-label="Fingerprint"><span class="mono">{key.id}</span></td>
            <td data-label="State">{state}</td>
            <td data-label="Sealed values">{key.values}</td>
        </tr>
    }
}
