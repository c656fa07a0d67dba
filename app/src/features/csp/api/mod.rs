//! The server functions of this feature: take the port and the person, call, return. They are public endpoints; the port
//! authorises. Nothing that they answer holds a secret.

mod customers;
mod manage;
mod relationships;
mod setup;

pub use customers::{
    CheckCustomer, Customers, ONBOARDING, Onboard, SteerOnboarding, read_customers, read_onboarding,
    read_permissions,
};
pub use manage::{Leaving, Remove, Rotate, read_account, read_leaving};
pub use relationships::{
    Assign, CreateRelationship, EndRelationship, Extend, LockRelationship, Relationships, read_relationship,
    read_relationships,
};
pub use setup::{
    BeginSetup, CheckStep, FillValues, ForgetSetup, Opened, ResumeSetup, SkipStep, Start, read_codes,
    read_setup, read_start, start_sign_in,
};

#[cfg(feature = "ssr")]
use contract::csp::{CspSetup, RelationshipDraft, RoleCatalogue};

/// How a tenant is called: by its name once that was read.
#[cfg(feature = "ssr")]
fn called(setup: &CspSetup) -> String {
    setup
        .tenant_name
        .clone()
        .unwrap_or_else(|| setup.tenant_id.clone())
}

/// Text that says something; none for blanks.
#[cfg(feature = "ssr")]
fn some(text: String) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// The roles that were chosen (those of a set, those of the template, or those that were ticked), and whether Global
/// Administrator is meant: that is said by one more tick.
#[cfg(feature = "ssr")]
fn chosen(
    catalogue: &RoleCatalogue,
    template: Option<&RelationshipDraft>,
    set: &str,
    ticked: Vec<String>,
) -> (Vec<String>, bool) {
    let (sure, ticked): (Vec<_>, Vec<_>) = ticked.into_iter().partition(|one| one == super::roles::SURE);
    let of_set = catalogue.sets.iter().find(|one| one.key == set);
    let roles = match (of_set, template) {
        (Some(set), _) => set.roles.iter().map(ToString::to_string).collect(),
        (None, Some(template)) if set == super::roles::TEMPLATE => template.roles.clone(),
        _ => ticked,
    };
    (roles, !sure.is_empty())
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::features::csp::roles::{SURE, TEMPLATE};
    use contract::csp::RoleSet;

    #[test]
    fn a_set_the_template_or_the_ticks_say_which_roles_and_one_tick_says_that_everything_is_meant() {
        let catalogue = RoleCatalogue {
            roles: Vec::new(),
            sets: vec![RoleSet {
                key: "read_only".into(),
                name: "Read only".into(),
                explanation: "Sees.".into(),
                roles: vec!["reader".into()],
                recommended: true,
            }],
        };
        let template = RelationshipDraft {
            roles: vec!["kept".to_owned()],
            ..RelationshipDraft::default()
        };
        let ticked = || vec!["ticked".to_owned(), SURE.to_owned()];
        let of = |set: &str| chosen(&catalogue, Some(&template), set, ticked());
        assert_eq!(of("read_only"), (vec!["reader".to_owned()], true));
        assert_eq!(of(TEMPLATE), (vec!["kept".to_owned()], true));
        assert_eq!(of("ticked"), (vec!["ticked".to_owned()], true));
        let none = chosen(&catalogue, None, TEMPLATE, vec!["ticked".to_owned()]);
        assert_eq!(none, (vec!["ticked".to_owned()], false));
    }
}
