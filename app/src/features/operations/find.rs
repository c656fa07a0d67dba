//! Finding an operation: words and a risk, both in the address.

use super::api::Line;
use crate::ui::{Glyph, Icon, badge::risk_word};
use contract::operation::Risk;
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate, location::Url, params::ParamsMap};

const RISKS: [Risk; 3] = [Risk::Read, Risk::Write, Risk::Dangerous];

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Words that must all occur.
    pub words: String,
    /// The risk it must have.
    pub risk: Option<Risk>,
}

impl Asked {
    /// What an address asks for.
    pub fn of(query: &ParamsMap) -> Self {
        let risk = query.get("risk");
        Self {
            words: query.get("q").unwrap_or_default(),
            risk: RISKS
                .into_iter()
                .find(|one| risk.as_deref() == Some(risk_key(*one))),
        }
    }

    /// The address that asks for it.
    pub fn address(&self) -> String {
        let words = (!self.words.is_empty()).then(|| format!("q={}", Url::escape(&self.words)));
        let risk = self.risk.map(|risk| format!("risk={}", risk_key(risk)));
        let query: Vec<_> = words.into_iter().chain(risk).collect();
        if query.is_empty() {
            "/app/operations".to_owned()
        } else {
            format!("/app/operations?{}", query.join("&"))
        }
    }

    /// The lines that answer it, in their order.
    pub fn pick(&self, lines: &[Line]) -> Vec<Line> {
        let words: Vec<_> = self.words.split_whitespace().map(str::to_lowercase).collect();
        let fits = |line: &&Line| {
            let text = format!("{} {} {}", line.vendor_name, line.id, line.title).to_lowercase();
            self.risk.is_none_or(|risk| risk == line.risk)
                && words.iter().all(|word| text.contains(word.as_str()))
        };
        lines.iter().filter(fits).cloned().collect()
    }
}

fn risk_key(risk: Risk) -> &'static str {
    match risk {
        Risk::Read => "read",
        Risk::Write => "write",
        Risk::Dangerous => "dangerous",
    }
}

/// The search field and the risks to choose from.
#[component]
pub fn Filters(
    /// The whole catalogue: a risk that nothing has is not offered.
    lines: Vec<Line>,
    /// What the address asks for.
    asked: Memo<Asked>,
) -> impl IntoView {
    let navigate = use_navigate();
    let search = move |event| {
        let wanted = Asked {
            words: event_target_value(&event),
            ..asked.get_untracked()
        };
        let in_place = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&wanted.address(), in_place);
    };
    let offered = RISKS
        .into_iter()
        .filter(|risk| lines.iter().any(|line| line.risk == *risk));
    let choices = std::iter::once(None).chain(offered.map(Some)).map(|risk| {
        let href = move || Asked { risk, ..asked.get() }.address();
        let current = move || asked.with(|asked| asked.risk == risk).then_some("true");
        view! { <a class="chip-link" href=href aria-current=current>{risk.map_or("All", risk_word)}</a> }
    });
    let risk_now = asked.get_untracked().risk.map(risk_key);
    view! {
        <form class="spread" method="get" action="/app/operations" role="search" on:submit=|event| event.prevent_default()>
            <label class="search">
                <Glyph icon=Icon::Search/>
                <span class="visually-hidden">"Search operations"</span>
                <input
                    type="search"
                    name="q"
                    placeholder="Search operations"
                    autocomplete="off"
                    data-search=""
                    value=asked.get_untracked().words
                    on:input=search
                />
            </label>
            {risk_now.map(|risk| view! { <input type="hidden" name="risk" value=risk/> })}
            <div class="filters" role="group" aria-label="Risk">{choices.collect_view()}</div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str, title: &str, risk: Risk) -> Line {
        Line {
            vendor: "acme".into(),
            vendor_name: "Acme".into(),
            id: id.into(),
            title: title.into(),
            risk,
        }
    }

    #[test]
    fn every_word_must_occur_somewhere_and_the_risk_must_fit() {
        let lines = [
            line("tickets.list", "List tickets", Risk::Read),
            line("tickets.update", "Update a ticket", Risk::Write),
        ];
        let found = |words: &str, risk| {
            let asked = Asked {
                words: words.into(),
                risk,
            };
            asked
                .pick(&lines)
                .into_iter()
                .map(|line| line.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(found("ACME ticket", None).len(), 2);
        assert_eq!(found("ticket", Some(Risk::Write)), ["tickets.update"]);
        assert!(found("ticket delete", None).is_empty());
    }

    #[test]
    fn an_address_says_only_what_is_asked() {
        assert_eq!(Asked::default().address(), "/app/operations");
        let writes = Asked {
            words: String::new(),
            risk: Some(Risk::Write),
        };
        assert_eq!(writes.address(), "/app/operations?risk=write");
    }
}
