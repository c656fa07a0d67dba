//! Blocks and spans as elements.

use super::{
    inline::Span,
    parse::{Block, blocks},
};
use leptos::prelude::*;

/// A guide. Its first heading is of the second level: the page has the first.
#[component]
pub fn Markdown(
    /// The guide as it is written.
    text: String,
) -> impl IntoView {
    view! { <div class="prose">{blocks(&text).into_iter().map(block).collect_view()}</div> }
}

fn block(one: Block) -> AnyView {
    match one {
        Block::Heading(1, words) => view! { <h2>{line(words)}</h2> }.into_any(),
        Block::Heading(2, words) => view! { <h3>{line(words)}</h3> }.into_any(),
        Block::Heading(_, words) => view! { <h4>{line(words)}</h4> }.into_any(),
        Block::Paragraph(words) => view! { <p>{line(words)}</p> }.into_any(),
        Block::Code(text) => view! { <pre tabindex="0"><code>{text}</code></pre> }.into_any(),
        Block::List { numbered, items } => {
            let items = items
                .into_iter()
                .map(|item| view! { <li>{item.into_iter().map(block).collect_view()}</li> })
                .collect_view();
            if numbered {
                view! { <ol>{items}</ol> }.into_any()
            } else {
                view! { <ul>{items}</ul> }.into_any()
            }
        }
        Block::Table { head, rows } => {
            let head = head
                .into_iter()
                .map(|words| view! { <th scope="col">{line(words)}</th> })
                .collect_view();
            let cells = |row: Vec<Vec<Span>>| {
                row.into_iter()
                    .map(|words| view! { <td>{line(words)}</td> })
                    .collect_view()
            };
            let rows = rows
                .into_iter()
                .map(|row| view! { <tr>{cells(row)}</tr> })
                .collect_view();
            view! {
                <div class="prose-table" tabindex="0" role="group" aria-label="Table">
                    <table>
                        <thead>
                            <tr>{head}</tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }
    }
}

fn line(words: Vec<Span>) -> AnyView {
    words.into_iter().map(span).collect_view().into_any()
}

fn span(one: Span) -> AnyView {
    match one {
        Span::Text(words) => words.into_any(),
        Span::Code(words) => view! { <code>{words}</code> }.into_any(),
        Span::Strong(words) => view! { <strong>{line(words)}</strong> }.into_any(),
        Span::Emphasis(words) => view! { <em>{line(words)}</em> }.into_any(),
        Span::Link { text, href } if href.starts_with("https://") => {
            view! { <a href=href target="_blank" rel="noreferrer">{line(text)}</a> }.into_any()
        }
        Span::Link { text, href } => view! { <a href=href>{line(text)}</a> }.into_any(),
    }
}
