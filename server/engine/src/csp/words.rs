//! What each step is called, and what it means in plain words: what is created, who sees it, how to undo it.

use contract::csp::CspPath;

/// A step's words.
pub struct Words {
    /// Its word.
    pub key: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it means.
    pub explanation: &'static str,
}

const fn words(key: &'static str, title: &'static str, explanation: &'static str) -> Words {
    Words {
        key,
        title,
        explanation,
    }
}

const AUTOMATED: &[Words] = &[
    words(
        "sign_in",
        "Consent to the set-up application",
        "A Global Administrator of your tenant signs in and consents to a short-lived application. It stands under Enterprise \
         applications until the step \"Remove the set-up application\". Nothing is created if you decline.",
    ),
    words(
        "tenant",
        "Read your tenant",
        "Reads your tenant's name, to be sure that it is the one you mean. Nothing is created.",
    ),
    words(
        "groups",
        "Security groups for the roles",
        "One security group for each role that your relationships will use, so that each role can be given and taken on its \
         own. Your administrators see them under Groups. Disconnecting deletes them.",
    ),
    words(
        "application",
        "Your own application",
        "Registers an application that belongs to your tenant alone, with the permissions that Ops AI uses and no others. It \
         stands under App registrations. Disconnecting deletes it.",
    ),
    words(
        "principal",
        "The application in your tenant",
        "Lets your application into your own tenant, and makes it an owner of itself so that it can change its own secret. It \
         stands under Enterprise applications, and goes with the application.",
    ),
    words(
        "consent",
        "Permissions",
        "Grants your application, in your tenant, each permission it asks for, and reads them back. They are listed on the page \
         Permissions, and go with the application.",
    ),
    words(
        "secret",
        "The application's secret",
        "Makes a secret of 180 days that goes straight into the vault; nobody sees it. It is used once to prove that it works. \
         It can be changed on the page Manage, and goes with the application.",
    ),
    words(
        "template",
        "Template for relationships",
        "Keeps which roles new relationships ask for and which group gets each. It is kept here and not in your tenant.",
    ),
    words(
        "cleanup",
        "Remove the set-up application",
        "Deletes the set-up application from your tenant for good, and looks whether it is gone.",
    ),
    words(
        "service_account",
        "Sign in as the service account",
        "An account of your tenant, with multifactor authentication, in whose name Ops AI works at your customers. It becomes a \
         member of the groups above. Without it customers cannot be reached through delegated administration.",
    ),
    words(
        "integration",
        "The integration",
        "Tests the account and keeps it as an integration like any other. Disconnecting deletes it.",
    ),
];

const MANUAL: &[Words] = &[
    words(
        "application",
        "1. Register the application",
        "Register an application for accounts in any organizational directory, with the redirect address that is shown, and give \
         its application ID and a client secret here. Looked at: whether it signs in, and what its registration says.",
    ),
    words(
        "consent",
        "2. Permissions",
        "Grant it the permissions that are listed, with admin consent. Looked at: every grant in your tenant, one by one.",
    ),
    words(
        "groups",
        "3. Security groups",
        "Make one security group for each role, with the mark that is shown as its mail nickname. Looked at: each group.",
    ),
    words(
        "service_account",
        "4. Service account",
        "Sign in here as the service account, with multifactor authentication, and put it into the groups. Looked at: who \
         signed in, how, and whether each group has it as a member.",
    ),
    words(
        "partner",
        "5. Partner access",
        "Put the service account into the group Admin agents in Partner Center. Looked at: whether relationships and Partner \
         Center's customers can be read.",
    ),
    words(
        "integration",
        "6. The integration",
        "Nothing to do: the account is tested and kept as an integration like any other.",
    ),
];

/// The steps of a path.
pub fn steps(path: CspPath) -> &'static [Words] {
    match path {
        CspPath::Automated => AUTOMATED,
        CspPath::Manual => MANUAL,
    }
}

/// The words of a step.
pub fn of(path: CspPath, key: &str) -> Option<&'static Words> {
    steps(path).iter().find(|words| words.key == key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manual_path_has_six_steps_and_each_says_what_is_looked_at() {
        assert_eq!(MANUAL.len(), 6);
        let last = MANUAL.len() - 1;
        assert!(
            MANUAL[..last]
                .iter()
                .all(|words| words.explanation.contains("Looked at:"))
        );
    }

    #[test]
    fn every_step_has_words_of_its_own() {
        for path in [CspPath::Automated, CspPath::Manual] {
            let mut keys: Vec<_> = steps(path).iter().map(|words| words.key).collect();
            keys.sort_unstable();
            keys.dedup();
            assert_eq!(keys.len(), steps(path).len());
        }
    }
}
