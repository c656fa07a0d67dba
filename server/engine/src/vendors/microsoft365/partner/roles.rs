//! The built-in directory roles that relationships may hold, and the sets that are recommended.

use contract::csp::{GLOBAL_ADMINISTRATOR, Role, RoleCatalogue, RoleRisk, RoleSet};

const DIRECTORY_READERS: &str = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b";
const GLOBAL_READER: &str = "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
const REPORTS_READER: &str = "4a5d8f65-41da-4de4-8968-e035b65339cf";
const USER_ADMINISTRATOR: &str = "fe930be7-5e62-47db-91af-98c3a49a38b1";
const GROUPS_ADMINISTRATOR: &str = "fdd7a751-b60b-444a-984c-02652fe8fa1c";
const LICENSE_ADMINISTRATOR: &str = "4d6ac14f-3453-41d0-bef9-a3e0c569773a";
const EXCHANGE_ADMINISTRATOR: &str = "29232cdf-9323-42fd-ade2-1d097af3e4de";
const CLOUD_APPLICATION_ADMINISTRATOR: &str = "158c047a-c907-4556-b7ef-446551a6b5f7";
const HELPDESK_ADMINISTRATOR: &str = "729827e3-9c14-49f7-bb1b-9608f156bbb8";

const READ: [&str; 3] = [DIRECTORY_READERS, GLOBAL_READER, REPORTS_READER];
const LIFECYCLE: [&str; 6] = [
    DIRECTORY_READERS,
    USER_ADMINISTRATOR,
    GROUPS_ADMINISTRATOR,
    LICENSE_ADMINISTRATOR,
    EXCHANGE_ADMINISTRATOR,
    CLOUD_APPLICATION_ADMINISTRATOR,
];

const EVERYTHING: &str = "With it the relationship is never extended by itself, and whoever gets hold of the service account has \
    the customer's whole tenant. Microsoft advises against it, and nothing here needs it.";
const NEARLY: &str = "It can give itself nearly everything. Choose it only where a customer's administrators' own passwords are \
    reset by you.";

const ROLES: &[(&str, &str, RoleRisk, &str)] = &[
    (
        "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
        "Application Administrator",
        RoleRisk::High,
        "Manages every application of the tenant. Cloud Application Administrator does what is needed here.",
    ),
    (
        "c4e39bd9-1100-46d3-8c65-fb160da0071f",
        "Authentication Administrator",
        RoleRisk::High,
        "Resets passwords and sign-in methods of people who are no administrators.",
    ),
    (
        "0526716b-113d-4c15-b2c8-68e3c22b9f80",
        "Authentication Policy Administrator",
        RoleRisk::High,
        "Says which sign-in methods may be used. Not needed here.",
    ),
    (
        "b0f54661-2d74-4c50-afa3-1ec803f12efe",
        "Billing Administrator",
        RoleRisk::Medium,
        "Buys and pays. Not needed here.",
    ),
    (
        "892c5842-a9a6-463a-8041-72aa08ca3cf6",
        "Cloud App Security Administrator",
        RoleRisk::Medium,
        "Manages Defender for Cloud Apps. Not needed here.",
    ),
    (
        CLOUD_APPLICATION_ADMINISTRATOR,
        "Cloud Application Administrator",
        RoleRisk::High,
        "Lets Ops AI's application into the customer's tenant; without it consent cannot be given through the partner.",
    ),
    (
        "7698a772-787b-4ac8-901f-60d6b08affd2",
        "Cloud Device Administrator",
        RoleRisk::Medium,
        "Enables, disables and deletes devices. Not needed here.",
    ),
    (
        "17315797-102d-40b4-93e0-432062caca18",
        "Compliance Administrator",
        RoleRisk::High,
        "Manages retention and data protection. Not needed here.",
    ),
    (
        "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9",
        "Conditional Access Administrator",
        RoleRisk::High,
        "Changes who may sign in from where. Not needed here.",
    ),
    (
        DIRECTORY_READERS,
        "Directory Readers",
        RoleRisk::Low,
        "Reads users, groups and what was granted: the least for anything to work.",
    ),
    (
        "9360feb5-f418-4baa-8175-e2a00bac4301",
        "Directory Writers",
        RoleRisk::Medium,
        "Changes simple attributes. User Administrator is clearer.",
    ),
    (
        "8329153b-31d0-4727-b945-745eb3bc5f31",
        "Domain Name Administrator",
        RoleRisk::High,
        "Adds and removes domains. Not needed here.",
    ),
    (
        EXCHANGE_ADMINISTRATOR,
        "Exchange Administrator",
        RoleRisk::High,
        "Manages mailboxes, shared ones among them.",
    ),
    (
        "be2f45a1-457d-42af-a067-6ec1fa63bc45",
        "External Identity Provider Administrator",
        RoleRisk::High,
        "Sets up sign-in by other providers. Not needed here.",
    ),
    (
        GLOBAL_ADMINISTRATOR,
        "Global Administrator",
        RoleRisk::Critical,
        "Everything.",
    ),
    (
        GLOBAL_READER,
        "Global Reader",
        RoleRisk::Low,
        "Reads everything and changes nothing.",
    ),
    (
        GROUPS_ADMINISTRATOR,
        "Groups Administrator",
        RoleRisk::Medium,
        "Manages groups and who is in them.",
    ),
    (
        HELPDESK_ADMINISTRATOR,
        "Helpdesk Administrator",
        RoleRisk::Medium,
        "Resets passwords of people who are no administrators.",
    ),
    (
        "3a2c62db-5318-420d-8d74-23affee5d9d5",
        "Intune Administrator",
        RoleRisk::High,
        "Manages devices in Intune. Not needed here.",
    ),
    (
        LICENSE_ADMINISTRATOR,
        "License Administrator",
        RoleRisk::Medium,
        "Assigns and removes licences.",
    ),
    (
        "7be44c8a-adaf-4e2a-84d6-ab2649e08a13",
        "Privileged Authentication Administrator",
        RoleRisk::Critical,
        "Resets anybody's password, Global Administrators' too.",
    ),
    (
        "e8611ab8-c189-46e8-94e1-60213ab1f814",
        "Privileged Role Administrator",
        RoleRisk::Critical,
        "Gives roles to anybody, itself too. Not needed here.",
    ),
    (
        REPORTS_READER,
        "Reports Reader",
        RoleRisk::Low,
        "Reads usage reports.",
    ),
    (
        "194ae4cb-b126-40b2-bd5b-6091b380977d",
        "Security Administrator",
        RoleRisk::High,
        "Manages security settings. Not needed here.",
    ),
    (
        "5d6b6bb7-de71-4623-b4af-96380a352509",
        "Security Reader",
        RoleRisk::Low,
        "Reads security settings and reports.",
    ),
    (
        "f023fd81-a637-4b56-95fd-791ac0226033",
        "Service Support Administrator",
        RoleRisk::Low,
        "Reads service health and opens tickets with Microsoft.",
    ),
    (
        "f28a1f50-f6e7-4571-818b-6a12f2af6b6c",
        "SharePoint Administrator",
        RoleRisk::High,
        "Manages SharePoint and OneDrive. Not needed here.",
    ),
    (
        "69091246-20e8-4a56-aa4d-066075b2a7a8",
        "Teams Administrator",
        RoleRisk::Medium,
        "Manages Teams. Not needed here.",
    ),
    (
        USER_ADMINISTRATOR,
        "User Administrator",
        RoleRisk::High,
        "Creates, changes, disables and deletes users who are no administrators.",
    ),
];

/// Roles and sets.
pub fn catalogue() -> RoleCatalogue {
    let roles = ROLES.iter().map(|(id, name, risk, explanation)| Role {
        id: (*id).into(),
        name: (*name).into(),
        explanation: (*explanation).into(),
        risk: *risk,
        warning: match (*id == GLOBAL_ADMINISTRATOR, *risk) {
            (true, _) => Some(EVERYTHING.into()),
            (false, RoleRisk::Critical) => Some(NEARLY.into()),
            _ => None,
        },
    });
    let set =
        |key: &'static str, name: &'static str, explanation: &'static str, roles: &[&'static str]| RoleSet {
            key: key.into(),
            name: name.into(),
            explanation: explanation.into(),
            roles: roles.iter().map(|id| (*id).into()).collect(),
            recommended: key == "lifecycle",
        };
    let with_passwords: Vec<&str> = LIFECYCLE.into_iter().chain([HELPDESK_ADMINISTRATOR]).collect();
    RoleCatalogue {
        roles: roles.collect(),
        sets: vec![
            set(
                "read_only",
                "Read only",
                "Sees users, licences and reports; changes nothing.",
                &READ,
            ),
            set(
                "lifecycle",
                "User lifecycle",
                "People come, change and leave: users, groups, licences, mailboxes. The least for Ops AI's operations.",
                &LIFECYCLE,
            ),
            set(
                "lifecycle_passwords",
                "User lifecycle with passwords",
                "The same, and passwords of people who are no administrators are reset.",
                &with_passwords,
            ),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_set_holds_a_critical_role_and_one_is_recommended() {
        let all = catalogue();
        for set in &all.sets {
            for role in &set.roles {
                let known = all.find(role);
                assert!(known.is_some_and(|role| role.risk < RoleRisk::Critical), "{role}");
            }
        }
        assert_eq!(all.sets.iter().filter(|set| set.recommended).count(), 1);
    }

    #[test]
    fn critical_roles_are_warned_against_and_no_role_stands_twice() {
        let all = catalogue();
        for role in &all.roles {
            assert_eq!(
                role.warning.is_some(),
                role.risk == RoleRisk::Critical,
                "{}",
                role.name
            );
        }
        let mut ids: Vec<_> = all.roles.iter().map(|role| role.id.as_ref()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 29);
    }
}
