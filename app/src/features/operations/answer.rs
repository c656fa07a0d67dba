//! What came of a call: the vendor's answer, or the approval that it waits for, or what went wrong.

use super::{api::Called, handovers::Handovers};
use crate::ui::{JsonView, Mood, Notice, RequestId, When};
use contract::{approval::Approval, operation::OperationAnswer};
use leptos::prelude::*;
use serde_json::Value;

/// What came of a call that was made from this page.
#[component]
pub fn Answer(
    /// What came of it.
    called: Called,
) -> impl IntoView {
    let Called {
        answer,
        took_ms,
        request_id,
    } = called;
    view! {
        <Came answer/>
        <p class="operations-facts">
            <span>{format!("It took {}.", took(took_ms))}</span>
            " "
            {(!request_id.is_empty()).then(|| view! { <RequestId id=request_id/> })}
        </p>
    }
}

/// What came of a call, without when and how long.
#[component]
pub fn Came(
    /// What came of it.
    answer: OperationAnswer,
) -> impl IntoView {
    match answer {
        OperationAnswer::Output(value) => {
            let words = rows(&value);
            view! {
                <div class="stack">
                    <Notice mood=Mood::Ok>"The vendor answered." {words}</Notice>
                    <Handovers value=value.clone()/>
                    <JsonView value label="Answer"/>
                </div>
            }
            .into_any()
        }
        OperationAnswer::Approval(held) => view! { <Held approval=*held/> }.into_any(),
    }
}

#[component]
fn Held(approval: Approval) -> impl IntoView {
    let href = format!("/app/approvals/{}", approval.id);
    view! {
        <Notice mood=Mood::Info>
            {format!("Not done yet: “{}” waits for another person to approve it. ", approval.title)}
            "It can be decided until " <When at=approval.expires_at.clone()/> ". "
            <a href=href>"See the approval"</a>
        </Notice>
    }
}

/// How many rows a list gave, and that more may follow: a page must not look like the whole.
fn rows(value: &Value) -> Option<String> {
    let items = value.get("items")?.as_array()?;
    let more = value.get("next_cursor").is_some_and(|cursor| !cursor.is_null());
    let count = match items.len() {
        1 => " It gave 1 row".to_owned(),
        many => format!(" It gave {many} rows"),
    };
    Some(if more {
        format!("{count}; more follow: give `next_cursor` as `cursor` for the next.")
    } else {
        format!("{count}, and these are all.")
    })
}

fn took(ms: u64) -> String {
    if ms < 1_000 {
        format!("{ms} ms")
    } else {
        format!("{}.{} s", ms / 1_000, ms % 1_000 / 100)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_page_says_that_more_follow_and_the_whole_says_that_it_is_all() {
        let part = rows(&json!({"items": [1, 2], "next_cursor": "2"})).unwrap_or_default();
        assert!(part.contains("2 rows; more follow"), "{part}");
        let whole = rows(&json!({"items": [1], "next_cursor": null})).unwrap_or_default();
        assert!(whole.contains("1 row, and these are all"), "{whole}");
        assert_eq!(rows(&json!({"id": 1})), None);
    }

    #[test]
    fn a_time_is_told_in_milliseconds_and_then_in_seconds() {
        assert_eq!(took(12), "12 ms");
        assert_eq!(took(1_250), "1.2 s");
    }
}
