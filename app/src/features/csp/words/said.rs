//! Sentences: where a tenant stands, what a sign-in is for, durations and ends, names of roles.

use contract::csp::{CspPath, CspSetup, SetupStatus, SignInPurpose, StepState};

/// What a path is called.
pub fn path(path: CspPath) -> &'static str {
    match path {
        CspPath::Automated => "Automated",
        CspPath::Manual => "Verified manual",
    }
}

/// What a sign-in is for: its title, and what to do at Microsoft's page.
pub fn purpose(purpose: SignInPurpose) -> (&'static str, &'static str) {
    match purpose {
        SignInPurpose::Bootstrap => (
            "Consent to the set-up application",
            "Sign in as a Global Administrator of your own tenant. Microsoft lists what the set-up application may do; it is \
             removed again as soon as your own application stands. Decline, and nothing is created.",
        ),
        SignInPurpose::ServiceAccount => (
            "Sign in as the service account",
            "Use an account of your own tenant that belongs to no single person, with a second factor; in its name Ops AI \
             works at your customers. Use a private window where you are signed in to Microsoft as yourself.",
        ),
        SignInPurpose::Removal => (
            "Consent once more, to remove everything",
            "Sign in as a Global Administrator of your own tenant. With this consent the set-up application comes back for as \
             long as the removal takes, and goes last.",
        ),
    }
}

/// Where a tenant stands, in a sentence.
pub fn standing(setup: &CspSetup) -> String {
    let steps = &setup.steps;
    let done = |state: StepState| matches!(state, StepState::Done | StepState::Skipped);
    let at = steps.iter().find(|step| !done(step.state));
    let over = steps.iter().filter(|step| done(step.state)).count();
    match (setup.status, at) {
        (SetupStatus::Connected, _) => "Every step is done: the tenant is connected.".to_owned(),
        (SetupStatus::Disconnecting, _) => "What was made is being removed.".to_owned(),
        (SetupStatus::Disconnected, _) => "All that was made is gone.".to_owned(),
        (status, Some(step)) => {
            let what = match status {
                SetupStatus::Failed => "It stopped at",
                SetupStatus::Running => "At work on",
                _ => "It waits for you at",
            };
            format!(
                "{over} of {} steps are done. {what} “{}”.",
                steps.len(),
                plain_title(&step.title)
            )
        }
        (_, None) => format!("{over} of {} steps are done.", steps.len()),
    }
}

/// A title without the number that a checklist puts before it: the list numbers its steps itself.
pub fn plain_title(title: &str) -> &str {
    let rest = title.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(". ") {
        Some(rest) if rest.len() + 2 < title.len() => rest,
        _ => title,
    }
}

/// Whether a person's sign-in is what a step is about: running it again alone does not help.
pub fn needs_sign_in(step: &str) -> bool {
    matches!(step, "sign_in" | "service_account")
}

/// How a role is called; its id where it is not known.
pub fn role_name<'a>(names: &'a [(String, String)], id: &'a str) -> &'a str {
    names
        .iter()
        .find(|(known, _)| known == id)
        .map_or(id, |(_, name)| name.as_str())
}

/// `P730D` as days.
pub fn duration(word: &str) -> String {
    let days = word.strip_prefix('P').and_then(|rest| rest.strip_suffix('D'));
    match days.and_then(|days| days.parse::<u32>().ok()) {
        Some(1) => "1 day".to_owned(),
        Some(days) => format!("{days} days"),
        None => word.to_owned(),
    }
}

/// Whole days until an end.
pub fn days_left(days: i64) -> String {
    match days {
        ..=-2 => format!("over for {} days", -days),
        -1 => "over for a day".to_owned(),
        0 => "ends today".to_owned(),
        1 => "1 day left".to_owned(),
        days => format!("{days} days left"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_loses_the_number_of_its_list_and_nothing_else() {
        assert_eq!(plain_title("3. Security groups"), "Security groups");
        assert_eq!(plain_title("365 days"), "365 days");
        assert_eq!(plain_title("Permissions"), "Permissions");
    }

    #[test]
    fn durations_and_ends_are_told_in_days() {
        assert_eq!(duration("P730D"), "730 days");
        assert_eq!(duration("P1D"), "1 day");
        assert_eq!(duration("PT0S"), "PT0S");
        assert_eq!(days_left(0), "ends today");
        assert_eq!(days_left(12), "12 days left");
        assert_eq!(days_left(-3), "over for 3 days");
    }

    #[test]
    fn a_role_that_is_not_known_is_named_by_its_id() {
        let names = [("r1".to_owned(), "Directory Readers".to_owned())];
        assert_eq!(role_name(&names, "r1"), "Directory Readers");
        assert_eq!(role_name(&names, "r2"), "r2");
    }
}
