//! What Entra's refusals mean: for each `AADSTS` code the cause and one next step, in our words.
//!
//! The table is `aadsts.txt`. Entra says that its codes may change, so a code that is not in the table is no fault: what
//! was answered is kept word for word all the same. This module refuses to know who asked and what for.

use serde_json::Value;
use std::sync::LazyLock;

/// What helps against a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Put the application right: its secret, its certificate, its registration.
    App,
    /// Sign in again with the service account.
    SignIn,
    /// Consent to the application in that tenant.
    Consent,
    /// Put the GDAP groups right.
    Gdap,
    /// Change a policy of the tenant.
    Policy,
    /// Correct the tenant or the cloud.
    Tenant,
    /// Wait.
    Wait,
    /// Do without that service in this tenant.
    Service,
    /// The tenant is gone.
    Gone,
    /// It is our own fault.
    Ours,
}

impl Remedy {
    const ALL: [Self; 10] = [
        Self::App,
        Self::SignIn,
        Self::Consent,
        Self::Gdap,
        Self::Policy,
        Self::Tenant,
        Self::Wait,
        Self::Service,
        Self::Gone,
        Self::Ours,
    ];

    /// Its word in the table.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::SignIn => "sign_in",
            Self::Consent => "consent",
            Self::Gdap => "gdap",
            Self::Policy => "policy",
            Self::Tenant => "tenant",
            Self::Wait => "wait",
            Self::Service => "service",
            Self::Gone => "gone",
            Self::Ours => "ours",
        }
    }

    /// The closed word of the advice.
    pub const fn advice(self) -> &'static str {
        match self {
            Self::App => "check_application",
            Self::SignIn => "sign_in_again",
            Self::Consent => "give_consent",
            Self::Gdap => "check_gdap_groups",
            Self::Policy => "change_policy",
            Self::Tenant => "check_tenant",
            Self::Wait => "wait",
            Self::Service => "leave_service_out",
            Self::Gone => "check_tenant_exists",
            Self::Ours => "contact_support",
        }
    }
}

/// One refusal, explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The number behind `AADSTS`.
    pub code: u32,
    /// What helps.
    pub remedy: Remedy,
    /// What happened, in one sentence.
    pub cause: &'static str,
    /// The one next step.
    pub step: &'static str,
}

impl Refusal {
    /// Code, cause and step in one line.
    pub fn sentence(&self) -> String {
        format!("AADSTS{}: {} {}", self.code, self.cause, self.step)
    }
}

static TABLE: LazyLock<Vec<Refusal>> = LazyLock::new(|| lines().filter_map(read).collect());

fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("aadsts.txt")
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn read(line: &'static str) -> Option<Refusal> {
    let mut parts = line.split('|').map(str::trim);
    let code = parts.next()?.parse().ok()?;
    let word = parts.next()?;
    let remedy = Remedy::ALL.into_iter().find(|remedy| remedy.as_str() == word)?;
    let refusal = Refusal {
        code,
        remedy,
        cause: parts.next()?,
        step: parts.next()?,
    };
    parts.next().is_none().then_some(refusal)
}

/// Every refusal that is known, by its code.
pub fn table() -> &'static [Refusal] {
    &TABLE
}

/// A code's refusal.
pub fn find(code: u32) -> Option<&'static Refusal> {
    table().iter().find(|refusal| refusal.code == code)
}

/// The first refusal of an answer that is known: by `error_codes`, else by the text.
pub fn explain(body: &[u8]) -> Option<&'static Refusal> {
    codes(body).into_iter().find_map(find)
}

/// The codes that an answer names.
pub fn codes(body: &[u8]) -> Vec<u32> {
    let answer: Option<Value> = serde_json::from_slice(body).ok();
    let listed = answer
        .as_ref()
        .and_then(|answer| answer.get("error_codes")?.as_array());
    let listed: Vec<u32> = listed
        .into_iter()
        .flatten()
        .filter_map(|code| code.as_u64().and_then(|code| u32::try_from(code).ok()))
        .collect();
    if !listed.is_empty() {
        return listed;
    }
    let text = String::from_utf8_lossy(body);
    let numbers = text.split("AADSTS").skip(1).filter_map(|after| {
        let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
        after[..end].parse().ok()
    });
    numbers.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;
    use std::collections::BTreeSet;

    #[test]
    fn every_line_of_the_table_is_read_and_no_code_stands_twice() {
        for line in lines() {
            assert!(read(line).is_some(), "{line}");
        }
        let codes: BTreeSet<u32> = table().iter().map(|refusal| refusal.code).collect();
        assert_eq!(codes.len(), table().len());
        assert!(table().is_sorted_by_key(|refusal| refusal.code));
        assert!(table().len() >= 60, "{}", table().len());
    }

    #[test]
    fn every_refusal_has_one_cause_and_one_step_as_sentences() {
        for refusal in table() {
            for text in [refusal.cause, refusal.step] {
                let is_sentence = text.starts_with(char::is_uppercase) && text.ends_with('.');
                assert!(is_sentence && text.len() > 10, "{}", refusal.sentence());
            }
        }
        let used: Vec<_> = Remedy::ALL
            .into_iter()
            .filter(|remedy| !table().iter().any(|refusal| refusal.remedy == *remedy))
            .collect();
        assert!(used.is_empty(), "no line says {used:?}");
    }

    #[test]
    fn the_codes_an_administrator_meets_are_told_apart() {
        for (code, remedy) in [
            (65001, Remedy::Consent),
            (90099, Remedy::Consent),
            (700_016, Remedy::Consent),
            (50020, Remedy::Gdap),
            (50177, Remedy::Gdap),
            (700_082, Remedy::SignIn),
            (50173, Remedy::SignIn),
            (70043, Remedy::SignIn),
            (50076, Remedy::SignIn),
            (53003, Remedy::Policy),
            (530_034, Remedy::Policy),
            (500_213, Remedy::Policy),
            (7_000_215, Remedy::App),
            (7_000_222, Remedy::App),
            (700_027, Remedy::App),
            (90002, Remedy::Tenant),
            (90038, Remedy::Tenant),
            (500_011, Remedy::Service),
            (5_000_224, Remedy::Gone),
            (90033, Remedy::Wait),
        ] {
            assert_eq!(find(code).unwrap().remedy, remedy, "{code}");
        }
        assert!(find(1).is_none());
    }

    #[test]
    fn a_code_is_found_in_the_list_and_else_in_the_text() {
        let listed =
            json!({"error": "invalid_grant", "error_description": "AADSTS1: x", "error_codes": [9, 65001]});
        assert_eq!(explain(listed.to_string().as_bytes()).unwrap().code, 65001);
        let told =
            json!({"error": "invalid_client", "error_description": "AADSTS7000222: The keys are expired."});
        assert_eq!(explain(told.to_string().as_bytes()).unwrap().code, 7_000_222);
        assert_eq!(codes(b"<html>AADSTS90033: x AADSTS: AADSTS50196"), [90033, 50196]);
        assert!(explain(b"").is_none() && explain(b"{\"error_codes\":\"65001\"}").is_none());
    }

    #[test]
    fn a_sentence_has_code_cause_and_step() {
        assert_eq!(
            find(7_000_222).unwrap().sentence(),
            "AADSTS7000222: The client secret has expired. Make a new one, or better a certificate, and save it here."
        );
    }
}
