//! Templates: strings of a step's input become values over `event`, `customer` and `steps.<id>.output`.
//!
//! A string that is one whole expression keeps the type of its value. What is absent is an error that names it, never an
//! empty text; `null` written into a text is one too. What a template may use is bounded, in work and in size. It sees no
//! secret, because none is handed in.

use contract::{customer::Customer, event::Normalised};
use minijinja::{Environment, ErrorKind, UndefinedBehavior, Value as Shown};
use serde_json::{Map, Value, json};
use std::{
    collections::BTreeSet,
    io::{self, Write},
};

/// How much work one template may be, in the engine's own measure.
const FUEL: u64 = 50_000;

/// The longest text that one template gives, in bytes.
const MAX_TEXT: usize = 64 * 1024;

/// The largest value that one expression gives, as JSON, in bytes.
const MAX_VALUE: usize = 256 * 1024;

/// The longest template, in bytes.
const MAX_SOURCE: usize = 16 * 1024;

/// What a template sees.
#[derive(Clone)]
pub struct Context {
    root: Value,
}

impl Context {
    /// The event, whom it is for, and nothing of any step.
    pub fn new(event: &Normalised, customer: Option<&Customer>) -> Self {
        let mut root = Map::new();
        let mut event = super::fields::shown(event);
        for part in ["ticket", "device", "customer"] {
            // Empty, so that a default can be written for what would stand in it.
            if event.get(part).is_none() {
                event[part] = json!({});
            }
        }
        root.insert("event".into(), event);
        root.insert(
            "customer".into(),
            customer.map_or_else(|| json!({}), shown_customer),
        );
        root.insert("steps".into(), json!({}));
        Self {
            root: Value::Object(root),
        }
    }

    /// Adds what a step gave; a step that was only drafted is known and gave nothing.
    pub fn add_step(&mut self, id: &str, outcome: &str, output: Option<&Value>) {
        let mut told = Map::new();
        told.insert("outcome".into(), outcome.into());
        if let Some(output) = output {
            told.insert("output".into(), output.clone());
        }
        self.root["steps"][id] = Value::Object(told);
    }

    /// Takes the steps of a preview as they were sent.
    #[must_use]
    pub fn with_steps(mut self, steps: &Value) -> Self {
        if steps.is_object() {
            self.root["steps"] = steps.clone();
        }
        self
    }

    fn holds(&self, name: &str) -> bool {
        let mut at = &self.root;
        name.split('.').all(|part| match at.get(part) {
            Some(next) => {
                at = next;
                true
            }
            None => false,
        })
    }
}

/// A customer with the identifier of its record at each vendor: `customer.records.VENDOR`.
fn shown_customer(customer: &Customer) -> Value {
    let mut records = Map::new();
    for link in &customer.links {
        let place = records.entry(link.vendor.as_str());
        place.or_insert_with(|| link.external_id.clone().into());
    }
    json!({ "id": customer.id, "name": customer.name, "records": records })
}

/// A template that gave no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its place in the input, e.g. `body.lines[0].text`; empty for the whole.
    pub at: String,
    /// The template as it is written.
    pub expression: String,
    /// What is wrong.
    pub why: String,
    /// The names it uses, e.g. `steps.find.output.id`.
    pub names: BTreeSet<String>,
}

/// Every template of an input becomes its value; `Err` tells each one that does not.
pub fn resolve(input: &Value, context: &Context) -> Result<Value, Vec<Fault>> {
    let shown = Shown::from(minijinja::value::Serde(&context.root));
    let mut faults = Vec::new();
    let value = walk(input, "", &mut |at, text| {
        let made = evaluate(text, &shown, context);
        made.map_err(|why| {
            faults.push(Fault {
                at: at.to_owned(),
                expression: text.to_owned(),
                why,
                names: names_of(text),
            });
        })
        .unwrap_or(Value::Null)
    });
    if faults.is_empty() { Ok(value) } else { Err(faults) }
}

/// What is wrong with the templates of an input as they are written: only what can be known without an event.
pub fn parse(input: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    walk(input, "", &mut |at, text| {
        if let Err(why) = parsed(text) {
            faults.push(Fault {
                at: at.to_owned(),
                expression: text.to_owned(),
                why,
                names: BTreeSet::new(),
            });
        }
        Value::Null
    });
    faults
}

/// The names that the templates of an input use, with the place of each.
pub fn names(input: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    walk(input, "", &mut |at, text| {
        found.extend(names_of(text).into_iter().map(|name| (at.to_owned(), name)));
        Value::Null
    });
    found
}

/// Whether a branch's condition holds, and in words why.
pub fn truth(condition: &Value, context: &Context) -> Result<(bool, String), Vec<Fault>> {
    let value = resolve(condition, context)?;
    let yes = match &value {
        Value::Bool(yes) => *yes,
        Value::Null => false,
        Value::Number(number) => number.as_f64().is_some_and(|number| number != 0.0),
        Value::String(text) => !matches!(text.trim().to_lowercase().as_str(), "" | "false" | "no" | "0"),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
    };
    let written = condition
        .as_str()
        .map_or_else(|| condition.to_string(), str::to_owned);
    let mut gave = value.to_string();
    if gave.len() > 200 {
        gave = format!("{}…", gave.chars().take(200).collect::<String>());
    }
    Ok((yes, format!("`{written}` is {gave}")))
}

/// True when a string holds a template.
pub fn is_template(text: &str) -> bool {
    text.contains("{{") || text.contains("{%") || text.contains("{#")
}

/// The expression of a string that is nothing but one.
pub fn whole_expression(text: &str) -> Option<&str> {
    let inner = text.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    let inner = inner.strip_prefix('-').unwrap_or(inner);
    let inner = inner.strip_suffix('-').unwrap_or(inner);
    Environment::new().compile_expression(inner).ok()?;
    Some(inner)
}

fn walk(value: &Value, at: &str, each: &mut impl FnMut(&str, &str) -> Value) -> Value {
    match value {
        Value::String(text) if is_template(text) => each(at, text),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(n, item)| walk(item, &format!("{at}[{n}]"), each))
            .collect(),
        Value::Object(members) => Value::Object(
            members
                .iter()
                .map(|(name, member)| {
                    let place = if at.is_empty() {
                        name.clone()
                    } else {
                        format!("{at}.{name}")
                    };
                    (name.clone(), walk(member, &place, each))
                })
                .collect(),
        ),
        plain => plain.clone(),
    }
}

fn environment<'a>() -> Environment<'a> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.set_formatter(|out, state, value| {
        if value.is_none() {
            let words = "a value is null; give it a text with `| default('…', true)`";
            return Err(minijinja::Error::new(ErrorKind::InvalidOperation, words));
        }
        minijinja::escape_formatter(out, state, value)
    });
    environment
}

fn parsed(text: &str) -> Result<(), String> {
    if text.len() > MAX_SOURCE {
        return Err(format!("A template may have at most {MAX_SOURCE} bytes."));
    }
    if whole_expression(text).is_some() {
        return Ok(());
    }
    let environment = environment();
    let made = environment.template_from_str(text);
    made.map(|_| ()).map_err(|error| words(&error, text, None))
}

fn names_of(text: &str) -> BTreeSet<String> {
    let environment = environment();
    if let Some(expression) = whole_expression(text) {
        let made = environment.compile_expression(expression);
        return made.map_or_else(
            |_| BTreeSet::new(),
            |made| made.undeclared_variables(true).into_iter().collect(),
        );
    }
    let made = environment.template_from_str(text);
    made.map_or_else(
        |_| BTreeSet::new(),
        |made| made.undeclared_variables(true).into_iter().collect(),
    )
}

fn evaluate(text: &str, shown: &Shown, context: &Context) -> Result<Value, String> {
    parsed(text)?;
    let environment = environment();
    let failed = |error: &minijinja::Error| words(error, text, Some(context));
    if let Some(expression) = whole_expression(text) {
        let made = environment
            .compile_expression(expression)
            .map_err(|error| failed(&error))?;
        let value = made.eval(shown.clone()).map_err(|error| failed(&error))?;
        if value.is_undefined() {
            return Err(absent(text, context).unwrap_or_else(|| format!("`{text}` is not there.")));
        }
        let value = serde_json::to_value(&value).map_err(|why| format!("`{text}` gives no JSON: {why}."))?;
        let size = value.to_string().len();
        return if size > MAX_VALUE {
            Err(format!(
                "`{text}` gives {size} bytes; at most {MAX_VALUE} are taken."
            ))
        } else {
            Ok(value)
        };
    }
    let made = environment
        .template_from_str(text)
        .map_err(|error| failed(&error))?;
    let mut out = Bounded(Vec::new());
    match made.render_captured_to(shown.clone(), &mut out) {
        Ok(_) => Ok(Value::String(String::from_utf8_lossy(&out.0).into_owned())),
        Err(_) if out.0.len() >= MAX_TEXT => Err(format!("It gives more than {MAX_TEXT} bytes.")),
        Err(error) => Err(failed(&error)),
    }
}

/// A text that stops growing at its bound.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_TEXT {
            self.0.resize(MAX_TEXT, b' ');
            return Err(io::Error::other("too long"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn words(error: &minijinja::Error, text: &str, context: Option<&Context>) -> String {
    if error.kind() == ErrorKind::OutOfFuel {
        return "It is too much work; write it simpler.".to_owned();
    }
    if error.kind() == ErrorKind::UndefinedError
        && let Some(words) = context.and_then(|context| absent(text, context))
    {
        return words;
    }
    let what = match error.kind() {
        ErrorKind::SyntaxError => "It cannot be read",
        ErrorKind::UnknownFilter => "It uses a filter that does not exist",
        ErrorKind::UnknownFunction | ErrorKind::UnknownMethod => "It uses a function that does not exist",
        ErrorKind::UnknownTest => "It uses a test that does not exist",
        ErrorKind::UndefinedError => "It names something that is not there",
        _ => "It cannot be worked out",
    };
    error
        .detail()
        .map_or_else(|| format!("{what}."), |detail| format!("{what}: {detail}."))
}

/// The first name of a template that is not there.
fn absent(text: &str, context: &Context) -> Option<String> {
    let missing = names_of(text).into_iter().find(|name| !context.holds(name))?;
    Some(format!("`{missing}` is not there."))
}

#[cfg(test)]
#[path = "template_tests.rs"]
mod tests;
