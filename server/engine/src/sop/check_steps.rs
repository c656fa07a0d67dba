//! What is wrong with single steps: the operation, its account, its input, the names its templates use.

use super::{
    blanks::blanks,
    check::Surroundings,
    graph::Graph,
    schema,
    template::{is_template, names, parse},
};
use crate::connector::PLAIN_HEADERS;
use contract::{
    field::FieldError,
    sop::{SopCheck, Step, StepKind},
};
use serde_json::Value;

/// The methods of an http step.
pub const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// Checks each step, given that their keys and edges were checked before.
pub fn check_steps(steps: &[Step], around: &Surroundings<'_>, found: &mut SopCheck) {
    let graph = Graph::of(steps);
    for (n, step) in steps.iter().enumerate() {
        let mut one = One {
            n,
            step,
            around,
            found,
        };
        one.blanks();
        match step.kind {
            StepKind::Operation => one.operation(),
            StepKind::Branch => one.branch(),
            StepKind::Approval => one.only(&["message"], &[]),
            StepKind::Http => one.http(),
            StepKind::Chat => one.chat(),
        }
        one.templates(steps, &graph);
    }
}

struct One<'a, 'b> {
    n: usize,
    step: &'a Step,
    around: &'a Surroundings<'b>,
    found: &'a mut SopCheck,
}

impl One<'_, '_> {
    fn at(&self, member: &str) -> String {
        format!("steps[{}].{member}", self.n)
    }

    fn error(&mut self, member: &str, code: &'static str, words: impl Into<String>) {
        let at = self.at(member);
        self.found.errors.push(FieldError::new(at, code, words));
    }

    fn warning(&mut self, member: &str, code: &'static str, words: impl Into<String>) {
        let at = self.at(member);
        self.found.warnings.push(FieldError::new(at, code, words));
    }

    /// What the template left to whoever clones it.
    fn blanks(&mut self) {
        for (at, what) in blanks(&self.step.input, &self.at("input")) {
            let words = format!("Fill in {what}.");
            self.found.errors.push(FieldError::new(at, "fill_in", words));
        }
    }

    /// True where the place is told to be wrong already.
    fn is_told(&self, at: &str) -> bool {
        self.found.errors.iter().any(|error| error.field == at)
    }

    fn operation(&mut self) {
        let Some(vendor) = self.step.vendor.as_deref().filter(|vendor| !vendor.is_empty()) else {
            return self.error("vendor", "required", "Choose a vendor.");
        };
        if self.around.registry.connector(vendor).is_none() {
            return self.error(
                "vendor",
                "not_accepted",
                format!("There is no vendor `{vendor}` in this version."),
            );
        }
        self.account(vendor);
        let Some(operation) = self.step.operation.as_deref().filter(|name| !name.is_empty()) else {
            return self.error("operation", "required", "Choose an operation.");
        };
        let Some((_, entry)) = self.around.registry.operation(vendor, operation) else {
            let words = format!("{vendor} has no operation `{operation}` in this version.");
            return self.error("operation", "not_accepted", words);
        };
        let empty = Value::Object(serde_json::Map::new());
        let input = if self.step.input.is_null() {
            &empty
        } else {
            &self.step.input
        };
        let at = self.at("input");
        let mut errors = schema::check(input, &entry.info.input_schema, &at);
        let has_blank = !blanks(input, &at).is_empty();
        errors.retain(|error| !self.is_told(&error.field));
        if errors.is_empty() && !has_blank && !has_template(input) {
            // Nothing is left open, so the operation's own type can judge.
            if let Err(crate::connector::OperationError::Input(error)) = entry.check(input) {
                errors.push(FieldError {
                    field: format!("{at}.{}", error.field),
                    ..error
                });
            }
        }
        self.found.errors.extend(errors);
    }

    fn account(&mut self, vendor: &str) {
        let accounts = self.around.accounts;
        match self.step.integration.as_deref().filter(|id| !id.is_empty()) {
            Some(id) => match accounts.iter().find(|account| account.id.as_str() == id) {
                None => self.error(
                    "integration",
                    "not_accepted",
                    "There is no such integration; it may have been deleted.",
                ),
                Some(account) if account.vendor.as_str() != vendor => {
                    let words = format!(
                        "{} is an account of {}, not of {vendor}.",
                        account.name, account.vendor
                    );
                    self.error("integration", "wrong_vendor", words);
                }
                Some(_) => {}
            },
            None => {
                let has_default = accounts
                    .iter()
                    .any(|account| account.vendor.as_str() == vendor && account.is_default);
                if !has_default {
                    let words =
                        format!("{vendor} has no default integration yet; without one this step fails.");
                    self.warning("integration", "no_default_integration", words);
                }
            }
        }
    }

    fn branch(&mut self) {
        match self.step.input.get("when") {
            Some(Value::String(text)) if is_template(text) => {}
            Some(Value::Bool(_)) => {}
            Some(_) => self.error(
                "input.when",
                "wrong_type",
                "Write a condition: `{{ event.severity == 'high' }}`.",
            ),
            None => self.error("input.when", "required", "Write the condition to branch on."),
        }
        self.only(&["when"], &[]);
    }

    fn http(&mut self) {
        self.only(&["method", "url", "headers", "body"], &["method", "url"]);
        if let Some(method) = self.step.input.get("method")
            && !method
                .as_str()
                .is_some_and(|method| METHODS.contains(&method) || is_template(method))
        {
            let words = format!("Write one of {}.", METHODS.join(", "));
            self.error("input.method", "not_a_choice", words);
        }
        if let Some(headers) = self
            .step
            .input
            .get("headers")
            .filter(|headers| !headers.is_null())
        {
            let texts = headers
                .as_object()
                .is_some_and(|headers| headers.values().all(Value::is_string));
            if !texts {
                self.error("input.headers", "wrong_type", "Write an object of texts.");
            }
            for name in headers.as_object().into_iter().flatten().map(|(name, _)| name) {
                if !PLAIN_HEADERS.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                    let words = format!(
                        "Only these may be set, since a SOP holds no secret: {}.",
                        PLAIN_HEADERS.join(", ")
                    );
                    self.error(&format!("input.headers.{name}"), "not_accepted", words);
                }
            }
        }
        let Some(Value::String(url)) = self.step.input.get("url") else {
            return;
        };
        match host_of(url) {
            Err(words) => self.error("input.url", "not_a_url", words),
            Ok(host)
                if self
                    .around
                    .http_hosts
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(&host)) => {}
            Ok(host) => {
                let words = format!(
                    "`{host}` is not a host that steps may call. The server's administrator lists them in \
                     OPSAI_HTTP_ALLOWED_HOSTS."
                );
                self.error("input.url", "not_accepted", words);
            }
        }
    }

    fn chat(&mut self) {
        self.only(&["channel", "text"], &["channel", "text"]);
        let Some(Value::String(id)) = self.step.input.get("channel") else {
            return;
        };
        let place = "input.channel";
        if id.trim().is_empty() || self.is_told(&self.at(place)) {
            return;
        }
        match self.around.channels.iter().find(|known| known.id.as_str() == id) {
            None if is_template(id) => {
                let words = "Choose the channel itself; a template cannot name it.";
                self.error(place, "not_accepted", words);
            }
            None => {
                let words = "There is no such channel; it may have been deleted.";
                self.error(place, "not_accepted", words);
            }
            Some(known) if !known.kind.is_chat() => {
                let words = format!(
                    "{} is a channel of the kind {}; a step posts to Microsoft Teams or Slack.",
                    known.name,
                    known.kind.label()
                );
                self.error(place, "wrong_kind", words);
            }
            Some(known) if !known.enabled => {
                let words = format!(
                    "{} is switched off; as long as it is, this step fails.",
                    known.name
                );
                self.warning(place, "switched_off", words);
            }
            Some(_) => {}
        }
    }

    /// Members of the input: these and no others; some must be there, as text.
    fn only(&mut self, known: &[&str], needed: &[&str]) {
        let members = match &self.step.input {
            Value::Null => None,
            Value::Object(members) => Some(members.clone()),
            _ => return self.error("input", "wrong_type", "Write an object."),
        };
        for name in members.iter().flatten().map(|(name, _)| name) {
            if !known.contains(&name.as_str()) {
                let words = format!("`{name}` is not known here; known are {}.", known.join(", "));
                self.error(&format!("input.{name}"), "unknown_field", words);
            }
        }
        for name in needed {
            match members.as_ref().and_then(|members| members.get(*name)) {
                Some(Value::String(text)) if !text.trim().is_empty() => {}
                Some(Value::String(_)) | None => {
                    self.error(
                        &format!("input.{name}"),
                        "required",
                        format!("`{name}` is needed."),
                    );
                }
                Some(_) => self.error(&format!("input.{name}"), "wrong_type", "Write a text."),
            }
        }
    }

    /// Templates that cannot be read, and names that can never be there.
    fn templates(&mut self, steps: &[Step], graph: &Graph) {
        for fault in parse(&self.step.input) {
            let place = join("input", &fault.at);
            let at = self.at(&place);
            if self.is_told(&at) {
                continue;
            }
            self.error(
                &place,
                "template",
                format!("{} In `{}`.", fault.why, fault.expression),
            );
        }
        for (at, name) in names(&self.step.input) {
            let mut parts = name.split('.');
            let words = match (parts.next().unwrap_or_default(), parts.next()) {
                ("event" | "customer", _) | ("steps", None) => continue,
                ("steps", Some(id)) => match steps.iter().position(|step| step.id == id) {
                    None => format!("`{name}`: there is no step `{id}`."),
                    Some(place) if !graph.runs_before(place, self.n) => {
                        format!("`{name}`: the step `{id}` does not run before this one.")
                    }
                    Some(_) => continue,
                },
                (root, _) => {
                    format!("`{root}` is not known; templates see `event`, `customer` and `steps`.")
                }
            };
            self.error(&join("input", &at), "template", words);
        }
    }
}

fn join(base: &str, at: &str) -> String {
    if at.is_empty() || at.starts_with('[') {
        format!("{base}{at}")
    } else {
        format!("{base}.{at}")
    }
}

fn has_template(value: &Value) -> bool {
    match value {
        Value::String(text) => is_template(text),
        Value::Array(items) => items.iter().any(has_template),
        Value::Object(members) => members.values().any(has_template),
        _ => false,
    }
}

/// The host of a step's address. The host must be written out: a template may stand behind it only.
pub fn host_of(url: &str) -> Result<String, String> {
    let plain = "Write an https address with its host, e.g. `https://hooks.example.com/…`.";
    let rest = url.strip_prefix("https://").ok_or(plain)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let authority = &rest[..end];
    if is_template(authority) {
        return Err("The host must be written out; templates may stand behind it.".to_owned());
    }
    let parsed = url::Url::parse(&format!("https://{authority}/")).map_err(|_| plain)?;
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err("An address with a user or password in it is not taken.".to_owned());
    }
    if parsed.port().is_some() {
        return Err("Only the usual port of https is taken.".to_owned());
    }
    match parsed.host() {
        Some(url::Host::Domain(name)) => Ok(name.to_ascii_lowercase()),
        Some(_) => Err("Write the host's name, not its address.".to_owned()),
        None => Err(plain.to_owned()),
    }
}
