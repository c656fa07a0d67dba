//! The setup guides: a small part of Markdown, turned into elements and never into HTML text, so that nothing written
//! in a guide can become a script.
//!
//! Headings, paragraphs, lists, tables, fenced code; bold, emphasis, code and links. Anything else stays as it is written.

mod inline;
mod parse;
mod view;

pub use view::Markdown;
