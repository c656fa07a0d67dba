//! Lists in pages: `page` from 0, `max`, and a `nextPageUrl` that forgets the filters.

use serde_json::{Value, json};

use super::behaviour::{Behaviour, EndOfList, OverMax};
use super::says;
use crate::exchange::{Answer, Received};

/// The largest page of everything but alerts, and the usual one.
pub(crate) const LARGEST: usize = 250;

/// A list's name in the answer, its largest page, and the filters that it takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    pub key: &'static str,
    pub largest: usize,
    pub filters: &'static [&'static str],
}

impl Kind {
    pub const fn plain(key: &'static str) -> Self {
        Self {
            key,
            largest: LARGEST,
            filters: &[],
        }
    }
}

/// Refuses parameters that the description does not have, so that a misspelt one does not pass for an answer.
pub(crate) fn known(request: &Received, kind: Kind, behaviour: &Behaviour) -> Result<(), Answer> {
    let strange = request
        .pairs()
        .into_iter()
        .any(|(name, _)| !["page", "max"].contains(&name.as_str()) && !kind.filters.contains(&name.as_str()));
    if strange {
        Err(says::error(400, says::INVALID, behaviour))
    } else {
        Ok(())
    }
}

/// One page of the rows.
pub(crate) fn answer(
    request: &Received,
    kind: Kind,
    rows: &[Value],
    origin: &str,
    behaviour: &Behaviour,
) -> Answer {
    let invalid = || says::error(400, says::INVALID, behaviour);
    if let Err(answer) = known(request, kind, behaviour) {
        return answer;
    }
    let number = |name: &str, usual: usize| match request.pair(name) {
        None => Some(usual),
        Some(text) => text.parse::<usize>().ok(),
    };
    let (Some(page), Some(max)) = (number("page", 0), number("max", kind.largest)) else {
        return invalid();
    };
    if max == 0 || (max > kind.largest && behaviour.over_max == OverMax::Refused) {
        return invalid();
    }
    let max = max.min(kind.largest);
    let from = page.saturating_mul(max).min(rows.len());
    let to = from.saturating_add(max).min(rows.len());
    let shown = rows.get(from..to).unwrap_or_default();
    let origin = behaviour.next_page_origin.as_deref().unwrap_or(origin);
    let address = |page: usize| json!(format!("{origin}{}?max={max}&page={page}", request.path));
    let previous = page.checked_sub(1).map_or(Value::Null, address);
    let mut details = json!({"count": shown.len(), "totalCount": rows.len(), "prevPageUrl": previous});
    if let Some(details) = details.as_object_mut() {
        let next = (to < rows.len()).then(|| address(page + 1));
        let end = match behaviour.end_of_list {
            EndOfList::Null => Some(Value::Null),
            EndOfList::Blank => Some(json!("")),
            EndOfList::Absent => None,
        };
        if let Some(next) = next.or(end) {
            details.insert("nextPageUrl".to_owned(), next);
        }
    }
    Answer::json(200, &json!({"pageDetails": details, kind.key: shown}))
}
