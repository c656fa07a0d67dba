//! The codes that an administrator meets, in words: Entra's (`aadsts.txt`), Graph's and Partner Center's (`codes.txt`).
//!
//! Each has one cause and one next step. What was answered is kept word for word beside it, by whoever shows it; a code that
//! stands in no table is no fault, and its kind alone speaks.

use super::super::aadsts::{self, Remedy};
use crate::connector::{CallError, CallErrorKind, Explained, Retry};
use contract::{csp::ExplainedCode, test_report::Advice};
use serde_json::Value;
use std::sync::LazyLock;

/// One line of the table.
struct Line {
    by: &'static str,
    code: &'static str,
    /// What stands in the text, where the code alone does not tell.
    text: Option<&'static str>,
    retry: bool,
    cause: &'static str,
    step: &'static str,
}

static TABLE: LazyLock<Vec<Line>> = LazyLock::new(|| lines().filter_map(read).collect());

fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("codes.txt")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn read(line: &'static str) -> Option<Line> {
    let mut parts = line.split('|').map(str::trim);
    let (by, code, retry) = (parts.next()?, parts.next()?, parts.next()?);
    let (code, text) = match code.split_once('/') {
        Some((code, text)) => (code, Some(text)),
        None => (code, None),
    };
    let line = Line {
        by,
        code,
        text,
        retry: match retry {
            "yes" => true,
            "no" => false,
            _ => return None,
        },
        cause: parts.next()?,
        step: parts.next()?,
    };
    parts.next().is_none().then_some(line)
}

/// Who answered, with which code, and in which words.
fn said(body: &[u8]) -> Option<(&'static str, String)> {
    let answer: Value = serde_json::from_slice(body).ok()?;
    if let Some(code) = answer.pointer("/error/code").and_then(Value::as_str) {
        return Some(("Graph", code.to_owned()));
    }
    let code = answer.get("code").or_else(|| answer.get("statusCode"))?;
    let code = match code {
        Value::Number(number) => number.to_string(),
        Value::String(text) => text.clone(),
        _ => return None,
    };
    Some(("Partner Center", code))
}

fn line(body: &[u8]) -> Option<(&'static Line, String)> {
    let (by, code) = said(body)?;
    let text = String::from_utf8_lossy(body).to_ascii_lowercase();
    let of_code = || {
        TABLE
            .iter()
            .filter(|line| line.by == by && line.code.eq_ignore_ascii_case(&code))
    };
    let told = of_code().find(|line| {
        let words = line.text.map(str::to_ascii_lowercase);
        words.is_some_and(|words| text.contains(&words))
    });
    let found = told.or_else(|| of_code().find(|line| line.text.is_none()))?;
    Some((found, code))
}

/// What to do about an answer of Partner Center.
pub fn advise(body: &[u8]) -> Option<Advice> {
    let (line, code) = line(body)?;
    Some(Advice::new(
        "partner_center",
        format!("{} {code}: {} {}", line.by, line.cause, line.step),
    ))
}

/// A failure in words.
pub fn explain(error: &CallError) -> Explained {
    let body = error.said.as_ref().map_or("", |said| said.body.as_str());
    if let Some(found) = of_entra(body) {
        return found;
    }
    if let Some((line, code)) = line(body.as_bytes()) {
        return Explained {
            code,
            cause: line.cause.to_owned(),
            next_action: line.step.to_owned(),
            retry: line.retry,
        };
    }
    let code = said(body.as_bytes()).map(|(_, code)| code);
    Explained {
        code: code.unwrap_or_else(|| error.kind.code().to_owned()),
        cause: error.sentence(),
        next_action: step_of(&error.kind).to_owned(),
        retry: error.kind.retry() != Retry::Never,
    }
}

/// A refusal that a browser brought back.
pub fn explain_words(error: &str, description: &str) -> Explained {
    of_entra(description).unwrap_or_else(|| Explained {
        code: error.to_owned(),
        cause: match error {
            "access_denied" | "consent_required" => {
                "The consent was declined, or it was not given.".to_owned()
            }
            "temporarily_unavailable" | "server_error" => {
                "Microsoft could not sign anybody in just now.".to_owned()
            }
            _ => "Microsoft refused the sign-in.".to_owned(),
        },
        next_action: "Begin the sign-in again; what Microsoft said stands below.".to_owned(),
        retry: false,
    })
}

fn of_entra(words: &str) -> Option<Explained> {
    if !words.contains("AADSTS") && !words.contains("error_codes") {
        return None;
    }
    let codes = aadsts::codes(words.as_bytes());
    match aadsts::explain(words.as_bytes()) {
        Some(refusal) => Some(Explained {
            code: format!("AADSTS{}", refusal.code),
            cause: refusal.cause.to_owned(),
            next_action: refusal.step.to_owned(),
            retry: refusal.remedy == Remedy::Wait,
        }),
        None => codes.first().map(|code| Explained {
            code: format!("AADSTS{code}"),
            cause: "Entra refused the sign-in for a reason that is not in our table.".to_owned(),
            next_action: "Read Microsoft's words below, or look the code up at https://login.microsoftonline.com/error."
                .to_owned(),
            retry: false,
        }),
    }
}

fn step_of(kind: &CallErrorKind) -> &'static str {
    match kind {
        CallErrorKind::Credentials => "Sign in again.",
        CallErrorKind::Permission => "Give the permission or the role that is missing.",
        CallErrorKind::Limited { .. } | CallErrorKind::VendorDown | CallErrorKind::Timeout => {
            "Wait a minute and try again; nothing is made twice."
        }
        CallErrorKind::Network(_) => "Check whether this server may reach Microsoft, then try again.",
        CallErrorKind::Conflict => "Look at it again, then decide again.",
        CallErrorKind::NotFound => "Read the list again; somebody may have deleted it.",
        CallErrorKind::KeyUnavailable => {
            "Bring the key source back; the Keys page says why it is out of reach."
        }
        CallErrorKind::Contract { .. } => {
            "Copy the answer and tell us: Microsoft answered in a form that we do not know."
        }
        CallErrorKind::Input { .. } => "Put it right, then try again.",
        CallErrorKind::Rejected | CallErrorKind::Egress { .. } | CallErrorKind::NotApproved => {
            "Read Microsoft's words below."
        }
    }
}

/// Every code.
pub fn all() -> Vec<ExplainedCode> {
    let entra = aadsts::table().iter().map(|refusal| ExplainedCode {
        code: format!("AADSTS{}", refusal.code).into(),
        by: "Entra".into(),
        cause: refusal.cause.into(),
        next_action: refusal.step.into(),
    });
    let others = TABLE.iter().map(|line| ExplainedCode {
        code: match line.text {
            None => line.code.into(),
            Some(text) => format!("{} ({text})", line.code).into(),
        },
        by: line.by.into(),
        cause: line.cause.into(),
        next_action: line.step.into(),
    });
    entra.chain(others).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::connector::VendorSaid;
    use contract::ids::VendorId;
    use serde_json::json;
    use std::collections::BTreeSet;

    fn refused(status: u16, kind: CallErrorKind, body: &Value) -> CallError {
        CallError {
            said: Some(VendorSaid {
                status,
                request_id: None,
                content_type: None,
                body: body.to_string(),
                truncated: false,
            }),
            ..CallError::new(VendorId::new("x"), "csp", kind)
        }
    }

    #[test]
    fn every_line_is_read_and_says_one_cause_and_one_step() {
        for line in lines() {
            let line = read(line).unwrap();
            for text in [line.cause, line.step] {
                assert!(
                    text.starts_with(char::is_uppercase) && text.ends_with('.'),
                    "{text}"
                );
            }
        }
        let codes = all();
        let known: BTreeSet<_> = codes
            .iter()
            .map(|one| (one.by.clone(), one.code.clone()))
            .collect();
        assert_eq!(known.len(), codes.len());
        for by in ["Entra", "Graph", "Partner Center"] {
            assert!(codes.iter().any(|one| one.by == by), "{by}");
        }
        assert!(codes.len() >= 100, "{}", codes.len());
    }

    #[test]
    fn a_code_is_explained_by_whoever_said_it() {
        let of = |status, kind, body: &Value| {
            let found = explain(&refused(status, kind, body));
            (found.code, found.retry)
        };
        let graph = json!({"error": {"code": "Authorization_RequestDenied", "message": "x"}});
        assert_eq!(
            of(403, CallErrorKind::Permission, &graph),
            ("Authorization_RequestDenied".to_owned(), false)
        );
        let factor = json!({"code": 900_421, "description": "Unauthorized - MFA required"});
        assert_eq!(
            of(401, CallErrorKind::Credentials, &factor),
            ("900421".to_owned(), false)
        );
        let entra = json!({"error": "invalid_grant", "error_codes": [65001]});
        assert_eq!(
            of(400, CallErrorKind::Permission, &entra),
            ("AADSTS65001".to_owned(), false)
        );
        let slow = json!({"statusCode": 429, "message": "Rate limit is exceeded."});
        let limited = CallErrorKind::Limited { retry_after: None };
        assert_eq!(of(429, limited, &slow), ("429".to_owned(), true));
    }

    #[test]
    fn the_words_tell_apart_what_one_code_means() {
        let body = |text: &str| json!({"error": {"code": "badRequest", "message": text}});
        let of = |text| explain(&refused(400, CallErrorKind::Rejected, &body(text)));
        assert!(of("The access container does not exist.").retry);
        assert!(of("The relationship is not active.").cause.contains("not active"));
        assert!(!of("Something else.").retry);
    }

    #[test]
    fn a_code_of_no_table_is_named_and_its_kind_speaks() {
        let found = explain(&refused(
            500,
            CallErrorKind::VendorDown,
            &json!({"error": {"code": "brandNew"}}),
        ));
        assert_eq!((found.code.as_str(), found.retry), ("brandNew", true));
        let entra = explain_words("access_denied", "AADSTS999999: something new");
        assert_eq!(entra.code, "AADSTS999999");
        assert_eq!(explain_words("access_denied", "").code, "access_denied");
        assert_eq!(
            explain_words("access_denied", "AADSTS65004: declined").code,
            "AADSTS65004"
        );
    }
}
