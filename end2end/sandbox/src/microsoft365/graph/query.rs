//! Query options of a list, and the page that they ask for.

use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::{Value, json};

use super::call::{Call, Said};
use super::filter::{self, Filter};
use super::says::{Refusal, gdap};
use super::search::Search;
use crate::exchange::Answer;
use crate::microsoft365::accounts::GRAPH_ORIGIN;
use crate::microsoft365::world::{Row, row, shown};

/// A list: what is in it, and how it may be asked for.
pub(crate) struct Kind {
    /// Behind `$metadata#`.
    pub context: &'static str,
    /// Named in errors.
    pub of: &'static str,
    /// What may be selected and filtered by.
    pub properties: &'static [&'static str],
    /// What comes without `$select`; everything when there is none.
    pub usual: &'static [&'static str],
    /// The page's size when it is not said, and the largest.
    pub page: usize,
    pub largest: usize,
    /// A directory's list, with the rules about advanced queries; else one of relationships.
    pub directory: bool,
    pub expands: &'static [&'static str],
}

const OPTIONS: [&str; 9] = [
    "$select",
    "$filter",
    "$top",
    "$orderby",
    "$count",
    "$search",
    "$expand",
    "$skiptoken",
    "$deltatoken",
];

/// What a caller asks of a list.
#[derive(Debug, Default)]
pub(crate) struct Query {
    pub select: Option<Vec<String>>,
    pub filter: Option<Filter>,
    pub expand: Option<String>,
    order: Option<(String, bool)>,
    search: Option<Search>,
    count: bool,
    top: usize,
    skip: usize,
    /// Everything but the place in the list, for the next link.
    rest: String,
}

impl Query {
    /// Reads the options; what is unknown, too large or not allowed is refused.
    pub fn read(call: &Call<'_>, kind: &Kind) -> Result<Self, Refusal> {
        let pairs = call.request.pairs();
        let largest = call
            .behaviour
            .largest_page
            .map_or(kind.largest, |most| most.min(kind.largest));
        let mut query = Self {
            top: kind.page.min(largest),
            ..Self::default()
        };
        let mut encoded = url::form_urlencoded::Serializer::new(String::new());
        let mut token = None;
        for (name, value) in &pairs {
            let known = OPTIONS.iter().find(|known| known.eq_ignore_ascii_case(name));
            let Some(known) = known else {
                return Err(Refusal::new(
                    400,
                    "BadRequest",
                    format!("The query parameter '{name}' is not supported."),
                ));
            };
            match *known {
                "$skiptoken" => token = Some(value.clone()),
                "$deltatoken" => {}
                option => {
                    encoded.append_pair(name, value);
                    query.take(kind, option, value, largest)?;
                }
            }
        }
        query.rest = encoded.finish();
        if let Some(token) = token {
            query.skip = place(&token, &call.request.path, &query.rest).ok_or_else(|| {
                Refusal::new(400, "Directory_ExpiredPageToken", "The specified page token value has expired and can no longer be included in your request.")
            })?;
        }
        if kind.directory {
            query.check_consistency(call)?;
        }
        Ok(query)
    }

    fn take(&mut self, kind: &Kind, option: &str, value: &str, largest: usize) -> Result<(), Refusal> {
        match option {
            "$select" => {
                let names: Vec<String> = value.split(',').map(|name| name.trim().to_owned()).collect();
                for name in &names {
                    known(kind, name)?;
                }
                self.select = Some(names);
            }
            "$filter" => {
                let filter = filter::read(value)?;
                for name in filter.properties() {
                    known(kind, name)?;
                }
                self.filter = Some(filter);
            }
            "$top" => self.top = top(kind, value, largest)?,
            "$orderby" => {
                let (name, falls) = match value.split_once(' ') {
                    Some((name, "desc")) => (name, true),
                    Some((name, "asc")) => (name, false),
                    None => (value, false),
                    Some(_) => return Err(Refusal::new(400, "BadRequest", "Invalid orderby clause")),
                };
                known(kind, name)?;
                self.order = Some((name.to_owned(), falls));
            }
            "$count" => self.count = value == "true",
            "$search" if kind.directory => self.search = Some(Search::read(value)?),
            "$expand" if kind.expands.contains(&value) => self.expand = Some(value.to_owned()),
            option => {
                return Err(Refusal::new(
                    400,
                    "BadRequest",
                    format!("The query parameter '{option}' is not supported here."),
                ));
            }
        }
        Ok(())
    }

    /// Advanced queries need the header, and `$count=true` with it.
    fn check_consistency(&self, call: &Call<'_>) -> Result<(), Refusal> {
        let advanced = self.filter.as_ref().is_some_and(Filter::is_advanced)
            || self.search.is_some()
            || (self.filter.is_some() && self.order.is_some());
        let header = call.request.header("consistencylevel").unwrap_or_default();
        let eventual = header.eq_ignore_ascii_case("eventual");
        if self.search.is_some() && !eventual {
            return Err(Refusal::query(
                "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
            ));
        }
        if (advanced || self.count) && !(eventual && self.count) {
            return Err(Refusal::query(
                "Unsupported or invalid query filter clause specified for property",
            ));
        }
        Ok(())
    }

    /// The rows that are asked for, in order, all pages.
    pub fn choose(&self, rows: impl Iterator<Item = Row>) -> Vec<Row> {
        let fits = |row: &Row| {
            self.filter.as_ref().is_none_or(|filter| filter.holds(row))
                && self.search.as_ref().is_none_or(|search| search.holds(row))
        };
        let mut found: Vec<Row> = rows.filter(fits).collect();
        if let Some((name, falls)) = &self.order {
            found.sort_by_key(|row| row.get(name).map(|value| value.to_string().to_lowercase()));
            if *falls {
                found.reverse();
            }
        }
        found
    }

    /// A row as it was asked for.
    pub fn project(&self, kind: &Kind, whole: &Row) -> Value {
        let names: Vec<&str> = match &self.select {
            Some(names) => names.iter().map(String::as_str).collect(),
            None if kind.usual.is_empty() => return self.whole(kind, whole),
            None => kind.usual.to_vec(),
        };
        let mut kept = Row::new();
        for name in names
            .into_iter()
            .chain(["@odata.type", "@odata.etag", "@removed"])
        {
            if let Some(value) = whole.get(name) {
                kept.insert(name.to_owned(), value.clone());
            } else if !name.starts_with('@') {
                kept.insert(name.to_owned(), Value::Null);
            }
        }
        if let Some((name, value)) = self.expand.as_ref().and_then(|name| whole.get_key_value(name)) {
            kept.insert(name.clone(), value.clone());
        }
        shown(&kept)
    }

    /// A row without a selection: all but what has to be asked for by `$expand`.
    fn whole(&self, kind: &Kind, whole: &Row) -> Value {
        let mut kept = whole.clone();
        kept.retain(|name, _| !kind.expands.contains(&name.as_str()) || self.expand.as_ref() == Some(name));
        shown(&kept)
    }

    /// A page of these rows.
    pub fn page(&self, call: &Call<'_>, kind: &Kind, rows: impl Iterator<Item = Row>) -> Answer {
        let found = self.choose(rows);
        let page = found.iter().skip(self.skip).take(self.top);
        let value: Vec<Value> = page.map(|row| self.project(kind, row)).collect();
        let mut body = row(json!({"@odata.context": self.context(kind)}));
        if self.count {
            body.insert("@odata.count".to_owned(), found.len().into());
        }
        if self.skip + self.top < found.len() {
            body.insert("@odata.nextLink".to_owned(), self.next_link(call).into());
        }
        body.insert("value".to_owned(), value.into());
        Answer::json(200, &Value::Object(body))
    }

    /// Where a page of a list that is not finished leads: the end is told by the caller.
    pub fn part<'a>(&self, rows: &'a [Row]) -> (&'a [Row], bool) {
        let from = self.skip.min(rows.len());
        let to = (self.skip + self.top).min(rows.len());
        (rows.get(from..to).unwrap_or_default(), to < rows.len())
    }

    /// The address of the next page.
    pub fn next_link(&self, call: &Call<'_>) -> String {
        let origin = call.behaviour.next_link_origin.as_deref().unwrap_or(GRAPH_ORIGIN);
        let token = token(self.skip + self.top, &call.request.path, &self.rest);
        let and = if self.rest.is_empty() { "" } else { "&" };
        format!(
            "{origin}{}?{}{and}%24skiptoken={token}",
            call.request.path, self.rest
        )
    }

    /// The context of a list.
    pub fn context(&self, kind: &Kind) -> String {
        let select = self.select.as_ref().map(|names| format!("({})", names.join(",")));
        format!(
            "{GRAPH_ORIGIN}/v1.0/$metadata#{}{}",
            kind.context,
            select.unwrap_or_default()
        )
    }
}

/// One object as it was asked for.
pub(crate) fn one(call: &Call<'_>, kind: &Kind, whole: &Row) -> Said {
    let query = Query::read(call, kind)?;
    let mut body = row(json!({"@odata.context": format!("{}/$entity", query.context(kind))}));
    body.extend(row(query.project(kind, whole)));
    Ok(Answer::json(200, &Value::Object(body)))
}

fn known(kind: &Kind, name: &str) -> Result<(), Refusal> {
    if kind.properties.contains(&name) {
        return Ok(());
    }
    let message = format!("Could not find a property named '{name}' on type '{}'.", kind.of);
    Err(Refusal::new(400, "BadRequest", message))
}

fn top(kind: &Kind, value: &str, largest: usize) -> Result<usize, Refusal> {
    let message = format!(
        "Invalid page size specified: '{value}'. Must be between 1 and {} inclusive.",
        kind.largest
    );
    let top = value
        .parse::<usize>()
        .ok()
        .filter(|top| (1..=kind.largest).contains(top));
    let refused = || {
        if kind.directory {
            Refusal::bad(message)
        } else {
            gdap::bad(message)
        }
    };
    top.map(|top| top.min(largest)).ok_or_else(refused)
}

/// The place in a list, bound to the path and the options that it was given for.
fn token(skip: usize, path: &str, rest: &str) -> String {
    let mut hasher = DefaultHasher::new();
    (skip, path, rest).hash(&mut hasher);
    format!("RFNwdAIAAQ{skip:08x}{:016x}", hasher.finish())
}

fn place(sent: &str, path: &str, rest: &str) -> Option<usize> {
    let digits = sent.strip_prefix("RFNwdAIAAQ")?.get(..8)?;
    let skip = usize::from_str_radix(digits, 16).ok()?;
    (token(skip, path, rest) == sent).then_some(skip)
}
