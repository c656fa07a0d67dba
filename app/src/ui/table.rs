//! The table: sticky head, and on a narrow screen each row a card (cells carry their column's word in `data-label`).

use leptos::prelude::*;

/// A table; the rows are its children: `<tr><td data-label="Name">…</td>…</tr>`.
#[component]
pub fn Table(
    /// What it lists, for assistive technology.
    #[prop(into)]
    caption: String,
    /// The words above the columns; an empty one is for actions.
    columns: Vec<&'static str>,
    /// The rows.
    children: Children,
) -> impl IntoView {
    let heads = columns.into_iter().map(|words| match words {
        "" => view! { <th scope="col"><span class="visually-hidden">"Actions"</span></th> }.into_any(),
        words => view! { <th scope="col">{words}</th> }.into_any(),
    });
    view! {
        <div class="table-wrap">
            <table class="table">
                <caption class="visually-hidden">{caption}</caption>
                <thead>
                    <tr>{heads.collect_view()}</tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}
