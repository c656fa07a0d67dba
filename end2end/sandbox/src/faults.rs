//! What can go wrong between a vendor and us, to be switched on by a test.
//!
//! A fault stands in for the vendor's rules for one request. Refuses to know any vendor; a vendor's own
//! error shapes are made by its folder, as a [`Fault::Status`].

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::exchange::Received;
use crate::rolling::lock;

/// One way to fail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Fault {
    /// Any status with any body: 401, 403, 500 in the vendor's words.
    Status {
        /// The HTTP status.
        status: u16,
        /// The body, as it is.
        #[serde(default)]
        body: String,
        /// The body's media type.
        #[serde(default = "json_type")]
        content_type: String,
        /// Further headers.
        #[serde(default)]
        headers: BTreeMap<String, String>,
    },
    /// A web page where JSON is expected.
    Html {
        /// The HTTP status; 200 is the nastiest.
        #[serde(default = "ok")]
        status: u16,
    },
    /// No body at all.
    Empty {
        /// The HTTP status.
        #[serde(default = "ok")]
        status: u16,
    },
    /// A valid JSON string, far too long.
    Huge {
        /// How long; 10 MB when not said.
        #[serde(default = "ten_megabytes")]
        bytes: usize,
    },
    /// The true answer, cut in half and the connection closed. What was asked has been done.
    Truncated,
    /// The connection is closed instead of an answer. What was asked has been done.
    LostAnswer,
    /// This answer instead of the true one. What was asked has been done: as if somebody else had done the same just before.
    Belied {
        /// The HTTP status.
        status: u16,
        /// The body, as it is.
        #[serde(default)]
        body: String,
    },
    /// No answer, ever. Nothing has been done.
    Hang,
    /// The connection is closed without a byte. Nothing has been done.
    Close,
    /// The connection is reset (RST), as a firewall or a crashed host does. Nothing has been done.
    Reset,
    /// The true answer after the vendor has changed its mind about a member. What was asked has been done.
    Drifted {
        /// The member, wherever it is; when not said, every outermost member has another name.
        #[serde(default)]
        member: Option<String>,
        /// What it holds now; null when not said.
        #[serde(default)]
        into: Value,
    },
    /// 429.
    Limited {
        /// The `Retry-After` header; none when not said.
        #[serde(default)]
        retry_after: Option<String>,
        /// The body, as it is.
        #[serde(default)]
        body: String,
    },
    /// The vendor sends us elsewhere.
    Redirect {
        /// The `Location`.
        to: String,
        /// The HTTP status.
        #[serde(default = "found")]
        status: u16,
    },
    /// An error whose body repeats every header and the whole body of the request, credentials included.
    EchoCredentials {
        /// The HTTP status.
        #[serde(default = "server_error")]
        status: u16,
    },
}

fn json_type() -> String {
    "application/json".to_owned()
}
const fn ok() -> u16 {
    200
}
const fn found() -> u16 {
    302
}
const fn server_error() -> u16 {
    500
}
const fn ten_megabytes() -> usize {
    10 * 1024 * 1024
}

impl Fault {
    /// A status with a JSON body.
    pub fn status(status: u16, body: &str) -> Self {
        Self::Status {
            status,
            body: body.to_owned(),
            content_type: json_type(),
            headers: BTreeMap::new(),
        }
    }

    /// A web page with status 200.
    pub fn html() -> Self {
        Self::Html { status: ok() }
    }

    /// Status 200 and no body.
    pub fn empty() -> Self {
        Self::Empty { status: ok() }
    }

    /// Ten megabytes.
    pub fn huge() -> Self {
        Self::Huge {
            bytes: ten_megabytes(),
        }
    }

    /// 429, with or without `Retry-After`.
    pub fn limited(retry_after: Option<&str>) -> Self {
        Self::Limited {
            retry_after: retry_after.map(str::to_owned),
            body: String::new(),
        }
    }

    /// 302 to this URL.
    pub fn redirect(to: &str) -> Self {
        Self::Redirect {
            to: to.to_owned(),
            status: found(),
        }
    }

    /// The true answer with another value in this member.
    pub fn drifted(member: &str, into: Value) -> Self {
        Self::Drifted {
            member: Some(member.to_owned()),
            into,
        }
    }

    /// The true answer with other names for its outermost members.
    pub fn renamed() -> Self {
        Self::Drifted {
            member: None,
            into: Value::Null,
        }
    }

    /// 500 with the request's headers and body in it.
    pub fn echo_credentials() -> Self {
        Self::EchoCredentials {
            status: server_error(),
        }
    }
}

/// A fault and the requests it meets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What goes wrong.
    pub fault: Fault,
    /// For how many matching requests; `None` is until cleared.
    #[serde(default)]
    pub times: Option<u32>,
    /// How many matching requests are let through first (to break the second page of a list).
    #[serde(default)]
    pub skip: u32,
    /// Only requests whose path holds this text, whatever its case.
    #[serde(default)]
    pub path: Option<String>,
    /// Only this method.
    #[serde(default)]
    pub method: Option<String>,
    /// Only this host of the double (`zone15`, `eu`).
    #[serde(default)]
    pub host: Option<String>,
}

impl Rule {
    /// Until cleared.
    pub fn always(fault: Fault) -> Self {
        Self {
            fault,
            times: None,
            skip: 0,
            path: None,
            method: None,
            host: None,
        }
    }

    /// For the next `times` requests.
    pub fn next(times: u32, fault: Fault) -> Self {
        Self {
            times: Some(times),
            ..Self::always(fault)
        }
    }

    /// Only where the path holds this text.
    #[must_use]
    pub fn on_path(self, path: &str) -> Self {
        Self {
            path: Some(path.to_owned()),
            ..self
        }
    }

    /// Only for this method.
    #[must_use]
    pub fn on_method(self, method: &str) -> Self {
        Self {
            method: Some(method.to_owned()),
            ..self
        }
    }

    /// Only on this host of the double.
    #[must_use]
    pub fn on_host(self, host: &str) -> Self {
        Self {
            host: Some(host.to_owned()),
            ..self
        }
    }

    /// Lets this many matching requests through first.
    #[must_use]
    pub fn after(self, skip: u32) -> Self {
        Self { skip, ..self }
    }

    fn meets(&self, request: &Received) -> bool {
        let path = request.path.to_lowercase();
        self.times != Some(0)
            && self
                .path
                .as_ref()
                .is_none_or(|part| path.contains(&part.to_lowercase()))
            && self
                .method
                .as_ref()
                .is_none_or(|method| method.eq_ignore_ascii_case(request.method.as_str()))
            && self.host.as_ref().is_none_or(|host| host == request.host)
    }
}

/// The faults of one double. Clones share the same list.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    rules: Arc<Mutex<Vec<Rule>>>,
}

impl Faults {
    /// Adds a rule behind those already there; the first that meets a request plays.
    pub fn add(&self, rule: Rule) {
        lock(&self.rules).push(rule);
    }

    /// Every following request fails like this.
    pub fn always(&self, fault: Fault) {
        self.add(Rule::always(fault));
    }

    /// The next `times` requests fail like this.
    pub fn next(&self, times: u32, fault: Fault) {
        self.add(Rule::next(times, fault));
    }

    /// Takes all faults away.
    pub fn clear(&self) {
        lock(&self.rules).clear();
    }

    /// The rules still in force.
    pub fn rules(&self) -> Vec<Rule> {
        lock(&self.rules)
            .iter()
            .filter(|rule| rule.times != Some(0))
            .cloned()
            .collect()
    }

    pub(crate) fn take(&self, request: &Received) -> Option<Fault> {
        let mut rules = lock(&self.rules);
        for rule in rules.iter_mut().filter(|rule| rule.meets(request)) {
            if rule.skip > 0 {
                rule.skip -= 1;
                continue;
            }
            rule.times = rule.times.map(|left| left - 1);
            return Some(rule.fault.clone());
        }
        None
    }
}
