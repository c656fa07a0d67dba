//! The JSON viewer: folds, copies, shows the raw text. Long values begin with their first rows.

pub mod rows;

use crate::ui::{
    copy::CopyButton,
    icon::{Glyph, Icon},
};
use leptos::prelude::*;
use rows::{Kind, Row, foldable, rows};
use serde_json::Value;
use std::collections::BTreeSet;

/// How many rows are drawn before somebody asks for the rest.
const FIRST_ROWS: usize = 400;

/// How a row of each depth is indented; deeper rows are not indented further.
const DEPTH_CLASSES: [&str; 12] = [
    "json-row json-d0",
    "json-row json-d1",
    "json-row json-d2",
    "json-row json-d3",
    "json-row json-d4",
    "json-row json-d5",
    "json-row json-d6",
    "json-row json-d7",
    "json-row json-d8",
    "json-row json-d9",
    "json-row json-d10",
    "json-row json-d11",
];

/// Shows a JSON value.
#[component]
pub fn JsonView(
    /// The value.
    value: Value,
    /// What it is, for assistive technology.
    #[prop(into)]
    label: String,
    /// Begins with everything but the outermost level folded.
    #[prop(optional)]
    folded: bool,
) -> impl IntoView {
    let pretty = serde_json::to_string_pretty(&value).unwrap_or_default();
    let all: BTreeSet<String> = foldable(&value).into_iter().collect();
    let hidden = RwSignal::new(if folded { all.clone() } else { BTreeSet::new() });
    let raw = RwSignal::new(false);
    let whole = RwSignal::new(false);
    let can_fold = !all.is_empty();
    let list = Memo::new(move |_| hidden.with(|hidden| rows(&value, &|path| hidden.contains(path))));
    let shown = move || {
        let limit = if whole.get() { usize::MAX } else { FIRST_ROWS };
        list.with(|list| list.iter().take(limit).cloned().collect::<Vec<_>>())
    };
    let rest = move || list.with(Vec::len).saturating_sub(FIRST_ROWS);
    let toggle = Callback::new(move |path: String| {
        hidden.update(|hidden| {
            if !hidden.remove(&path) {
                hidden.insert(path);
            }
        });
    });
    let fold_all = move |_| {
        hidden.set(if hidden.with(BTreeSet::is_empty) {
            all.clone()
        } else {
            BTreeSet::new()
        });
    };
    view! {
        <div class="json">
            <div class="json-bar">
                {can_fold.then(|| view! {
                    <button class="btn btn-quiet btn-small needs-js" type="button" on:click=fold_all>
                        {move || if hidden.with(BTreeSet::is_empty) { "Fold all" } else { "Unfold all" }}
                    </button>
                })}
                <button
                    class="btn btn-quiet btn-small needs-js"
                    type="button"
                    aria-pressed=move || raw.get().to_string()
                    on:click=move |_| raw.update(|raw| *raw = !*raw)
                >
                    "Raw"
                </button>
                <CopyButton text=pretty.clone() label=format!("the JSON of {label}")/>
            </div>
            <div class="json-rows" role="region" aria-label=label tabindex="0">
                <Show
                    when=move || raw.get()
                    fallback=move || view! {
                        <For each=shown key=Row::key let:row>
                            <RowView row toggle/>
                        </For>
                        <Show when=move || { rest() > 0 && !whole.get() }>
                            <button class="btn btn-small" type="button" on:click=move |_| whole.set(true)>
                                {move || format!("Show {} more rows", rest())}
                            </button>
                        </Show>
                    }
                >
                    <pre class="json-raw">{pretty.clone()}</pre>
                </Show>
            </div>
        </div>
    }
}

#[component]
fn RowView(row: Row, toggle: Callback<String>) -> impl IntoView {
    let tint_class = match row.kind {
        Kind::Open | Kind::Close => "json-mark",
        Kind::Text => "json-text",
        Kind::Number => "json-number",
        Kind::Word => "json-word",
    };
    let fold = (row.kind == Kind::Open).then(|| {
        let path = row.path.clone();
        let (icon, word) = if row.folded {
            (Icon::ChevronRight, "Unfold")
        } else {
            (Icon::ChevronDown, "Fold")
        };
        let label = match &row.name {
            Some(name) => format!("{word} {name}"),
            None => word.to_owned(),
        };
        view! {
            <button
                class="json-fold needs-js"
                type="button"
                aria-label=label
                aria-expanded=(!row.folded).to_string()
                on:click=move |_| toggle.run(path.clone())
            >
                <Glyph icon/>
            </button>
        }
    });
    view! {
        <div class=DEPTH_CLASSES[row.depth.min(DEPTH_CLASSES.len() - 1)]>
            {fold}
            {row.name.map(|name| view! {
                <span class="json-name">{Value::from(name).to_string()}</span>
                <span class="json-mark">": "</span>
            })}
            <span class=tint_class>{row.text}</span>
            {row.comma.then(|| view! { <span class="json-mark">","</span> })}
        </div>
    }
}
