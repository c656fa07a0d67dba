//! `$filter`, read strictly: what the directory does not understand is refused.

use std::cmp::Ordering;

use serde_json::Value;

use super::says::Refusal;
use crate::microsoft365::world::Row;

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
    All(Vec<Filter>),
    Any(Vec<Filter>),
    Not(Box<Filter>),
    Is(Vec<String>, Value),
    IsNot(Vec<String>, Value),
    /// The last says whether the bound itself counts.
    Before(Vec<String>, Value, bool),
    After(Vec<String>, Value, bool),
    OneOf(Vec<String>, Vec<Value>),
    Starts(Vec<String>, String),
    Ends(Vec<String>, String),
    /// `list/any(x:x/member eq value)`.
    Has(Vec<String>, Box<Filter>),
}

impl Filter {
    /// Whether it is one of those that need `ConsistencyLevel: eventual`.
    pub fn is_advanced(&self) -> bool {
        match self {
            Self::All(all) | Self::Any(all) => all.iter().any(Self::is_advanced),
            Self::Not(_) | Self::IsNot(..) | Self::Ends(..) => true,
            Self::Has(_, inner) => inner.is_advanced(),
            _ => false,
        }
    }

    /// The properties it looks at, by their first names.
    pub fn properties(&self) -> Vec<&str> {
        match self {
            Self::All(all) | Self::Any(all) => all.iter().flat_map(Self::properties).collect(),
            Self::Not(inner) => inner.properties(),
            Self::Is(path, _)
            | Self::IsNot(path, _)
            | Self::Before(path, ..)
            | Self::After(path, ..)
            | Self::OneOf(path, _)
            | Self::Starts(path, _)
            | Self::Ends(path, _)
            | Self::Has(path, _) => path.first().map(String::as_str).into_iter().collect(),
        }
    }

    /// Whether a row is so.
    pub fn holds(&self, row: &Row) -> bool {
        self.fits(&Value::Object(row.clone()))
    }

    fn fits(&self, value: &Value) -> bool {
        let text = |path: &[String]| at(value, path).as_str().unwrap_or_default().to_lowercase();
        match self {
            Self::All(all) => all.iter().all(|one| one.fits(value)),
            Self::Any(any) => any.iter().any(|one| one.fits(value)),
            Self::Not(inner) => !inner.fits(value),
            Self::Is(path, wanted) => same(at(value, path), wanted),
            Self::IsNot(path, wanted) => !same(at(value, path), wanted),
            Self::Before(path, bound, inclusive) => match compare(at(value, path), bound) {
                Some(order) => order.is_lt() || (*inclusive && order.is_eq()),
                None => false,
            },
            Self::After(path, bound, inclusive) => match compare(at(value, path), bound) {
                Some(order) => order.is_gt() || (*inclusive && order.is_eq()),
                None => false,
            },
            Self::OneOf(path, values) => values.iter().any(|wanted| same(at(value, path), wanted)),
            Self::Starts(path, start) => text(path).starts_with(&start.to_lowercase()),
            Self::Ends(path, end) => text(path).ends_with(&end.to_lowercase()),
            Self::Has(path, inner) => {
                let items = at(value, path).as_array();
                items.into_iter().flatten().any(|item| inner.fits(item))
            }
        }
    }
}

fn at<'a>(value: &'a Value, path: &[String]) -> &'a Value {
    path.iter().fold(value, |value, name| &value[name.as_str()])
}

/// Texts are compared without case.
fn same(found: &Value, wanted: &Value) -> bool {
    match (found.as_str(), wanted.as_str()) {
        (Some(found), Some(wanted)) => found.to_lowercase() == wanted.to_lowercase(),
        _ => found == wanted,
    }
}

fn compare(found: &Value, bound: &Value) -> Option<Ordering> {
    match (found.as_str(), bound.as_str()) {
        (Some(found), Some(bound)) => Some(found.cmp(bound)),
        _ => found.as_f64()?.partial_cmp(&bound.as_f64()?),
    }
}

/// Reads a filter.
pub(crate) fn read(text: &str) -> Result<Filter, Refusal> {
    let mut parser = Parser {
        words: words(text).ok_or_else(invalid)?,
        place: 0,
        variable: None,
    };
    let filter = parser.either()?;
    if parser.place == parser.words.len() {
        Ok(filter)
    } else {
        Err(invalid())
    }
}

fn invalid() -> Refusal {
    Refusal::new(400, "BadRequest", "Invalid filter clause")
}

/// One word, sign or text.
#[derive(Clone, Debug, PartialEq)]
enum Word {
    Name(String),
    Text(String),
    Sign(char),
}

fn words(text: &str) -> Option<Vec<Word>> {
    let mut found = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(next) = rest.next() {
        match next {
            ' ' => {}
            '(' | ')' | ',' => found.push(Word::Sign(next)),
            '\'' => {
                let mut inner = String::new();
                loop {
                    match rest.next()? {
                        '\'' if rest.peek() == Some(&'\'') => {
                            rest.next();
                            inner.push('\'');
                        }
                        '\'' => break,
                        other => inner.push(other),
                    }
                }
                found.push(Word::Text(inner));
            }
            first => {
                let mut name = String::from(first);
                while let Some(more) = rest.next_if(|more| !" (),'".contains(*more)) {
                    name.push(more);
                }
                found.push(Word::Name(name));
            }
        }
    }
    Some(found)
}

struct Parser {
    words: Vec<Word>,
    place: usize,
    /// The variable of the list that is being looked through.
    variable: Option<String>,
}

impl Parser {
    fn next(&mut self) -> Result<Word, Refusal> {
        let word = self.words.get(self.place).cloned().ok_or_else(invalid)?;
        self.place += 1;
        Ok(word)
    }

    fn takes(&mut self, word: &Word) -> bool {
        let is_it = self.words.get(self.place) == Some(word);
        self.place += usize::from(is_it);
        is_it
    }

    fn sign(&mut self, sign: char) -> Result<(), Refusal> {
        if self.takes(&Word::Sign(sign)) {
            Ok(())
        } else {
            Err(invalid())
        }
    }

    fn named(&mut self, name: &str) -> bool {
        self.takes(&Word::Name(name.to_owned()))
    }

    fn either(&mut self) -> Result<Filter, Refusal> {
        let mut any = vec![self.both()?];
        while self.named("or") {
            any.push(self.both()?);
        }
        Ok(if any.len() == 1 {
            any.remove(0)
        } else {
            Filter::Any(any)
        })
    }

    fn both(&mut self) -> Result<Filter, Refusal> {
        let mut all = vec![self.one()?];
        while self.named("and") {
            all.push(self.one()?);
        }
        Ok(if all.len() == 1 {
            all.remove(0)
        } else {
            Filter::All(all)
        })
    }

    fn one(&mut self) -> Result<Filter, Refusal> {
        if self.takes(&Word::Sign('(')) {
            let inner = self.either()?;
            self.sign(')')?;
            return Ok(inner);
        }
        let Word::Name(name) = self.next()? else {
            return Err(invalid());
        };
        match name.to_lowercase().as_str() {
            "not" => Ok(Filter::Not(Box::new(self.one()?))),
            function @ ("startswith" | "endswith") => {
                self.sign('(')?;
                let path = self.path()?;
                self.sign(',')?;
                let Word::Text(text) = self.next()? else {
                    return Err(invalid());
                };
                self.sign(')')?;
                Ok(if function == "startswith" {
                    Filter::Starts(path, text)
                } else {
                    Filter::Ends(path, text)
                })
            }
            _ => match name.strip_suffix("/any") {
                Some(list) => self.lambda(list),
                None => self.comparison(&name),
            },
        }
    }

    fn lambda(&mut self, list: &str) -> Result<Filter, Refusal> {
        let path = self.split(list);
        self.sign('(')?;
        let Word::Name(head) = self.next()? else {
            return Err(invalid());
        };
        // `x:x/member` is one word; the variable stands before the colon.
        let (variable, first) = head.split_once(':').ok_or_else(invalid)?;
        let outer = self.variable.replace(variable.to_owned());
        let inner = self.comparison(first)?;
        self.variable = outer;
        self.sign(')')?;
        Ok(Filter::Has(path, Box::new(inner)))
    }

    fn path(&mut self) -> Result<Vec<String>, Refusal> {
        match self.next()? {
            Word::Name(name) => Ok(self.split(&name)),
            _ => Err(invalid()),
        }
    }

    fn split(&self, name: &str) -> Vec<String> {
        let mut path: Vec<String> = name.split('/').map(str::to_owned).collect();
        if self.variable.as_ref() == path.first() {
            path.remove(0);
        }
        path
    }

    fn comparison(&mut self, name: &str) -> Result<Filter, Refusal> {
        let path = self.split(name);
        let Word::Name(operator) = self.next()? else {
            return Err(invalid());
        };
        match operator.as_str() {
            "eq" => Ok(Filter::Is(path, self.value()?)),
            "ne" => Ok(Filter::IsNot(path, self.value()?)),
            "le" | "lt" => Ok(Filter::Before(path, self.value()?, operator == "le")),
            "ge" | "gt" => Ok(Filter::After(path, self.value()?, operator == "ge")),
            "in" => {
                self.sign('(')?;
                let mut values = vec![self.value()?];
                while self.takes(&Word::Sign(',')) {
                    values.push(self.value()?);
                }
                self.sign(')')?;
                Ok(Filter::OneOf(path, values))
            }
            _ => Err(invalid()),
        }
    }

    fn value(&mut self) -> Result<Value, Refusal> {
        match self.next()? {
            Word::Text(text) => Ok(text.into()),
            Word::Name(name) => Ok(match name.as_str() {
                "true" => true.into(),
                "false" => false.into(),
                "null" => Value::Null,
                // Ids and times stand without quotes.
                other => other
                    .parse::<i64>()
                    .map_or_else(|_| other.to_owned().into(), Value::from),
            }),
            Word::Sign(_) => Err(invalid()),
        }
    }
}
