//! What each kind of record lets a caller filter, sort and include, as the reference lists it.

/// A kind of record.
#[derive(Debug)]
pub(crate) struct Kind {
    /// As in paths.
    pub path: &'static str,
    /// As in `type`.
    pub name: &'static str,
    pub filters: &'static [&'static str],
    pub sorts: &'static [&'static str],
    pub includes: &'static [&'static str],
    /// Whether `/organizations/{id}/relationships/{kind}` exists.
    pub is_of_organization: bool,
}

pub(crate) const ORGANIZATIONS: Kind = Kind {
    path: "organizations",
    name: "organizations",
    filters: &[
        "id",
        "name",
        "organization_type_id",
        "organization_status_id",
        "created_at",
        "updated_at",
        "my_glue_account_id",
        "psa_id",
        "psa_integration_type",
        "group_id",
        "primary",
    ],
    sorts: &[
        "name",
        "id",
        "updated_at",
        "organization_status_name",
        "organization_type_name",
        "created_at",
        "short_name",
        "my_glue_account_id",
    ],
    includes: &["adapters_resources", "attachments", "rmm_companies"],
    is_of_organization: false,
};

pub(crate) const CONFIGURATIONS: Kind = Kind {
    path: "configurations",
    name: "configurations",
    filters: &[
        "id",
        "name",
        "organization_id",
        "configuration_type_id",
        "configuration_status_id",
        "contact_id",
        "serial_number",
        "mac_address",
        "asset_tag",
        "psa_id",
        "psa_integration_type",
        "rmm_id",
        "rmm_integration_type",
        "archived",
    ],
    sorts: &["name", "id", "created_at", "updated_at"],
    includes: &[
        "adapters_resources",
        "configuration_interfaces",
        "rmm_records",
        "passwords",
        "attachments",
        "tickets",
        "dnet_fa_remote_assets",
        "user_resource_accesses",
        "group_resource_accesses",
    ],
    is_of_organization: true,
};

pub(crate) const PASSWORDS: Kind = Kind {
    path: "passwords",
    name: "passwords",
    filters: &[
        "id",
        "name",
        "organization_id",
        "password_category_id",
        "url",
        "cached_resource_name",
        "archived",
    ],
    sorts: &["name", "username", "url", "id", "created_at", "updated_at"],
    includes: &[
        "network_glue_networks",
        "attachments",
        "rotatable_password",
        "updater",
        "shared_links",
        "active_shared_links",
        "user_resource_accesses",
        "group_resource_accesses",
    ],
    is_of_organization: true,
};

pub(crate) const REGIONS: Kind = names("regions", "regions", &["id", "name", "iso", "country_id"]);
pub(crate) const CONFIGURATION_STATUSES: Kind = names(
    "configuration_statuses",
    "configuration-statuses",
    &["id", "name"],
);
pub(crate) const CONFIGURATION_TYPES: Kind =
    names("configuration_types", "configuration-types", &["id", "name"]);
pub(crate) const PASSWORD_CATEGORIES: Kind =
    names("password_categories", "password-categories", &["id", "name"]);
pub(crate) const ORGANIZATION_TYPES: Kind =
    names("organization_types", "organization-types", &["id", "name"]);

const fn names(path: &'static str, name: &'static str, filters: &'static [&'static str]) -> Kind {
    let sorts = &["name", "id", "created_at", "updated_at"];
    Kind {
        path,
        name,
        filters,
        sorts,
        includes: &[],
        is_of_organization: false,
    }
}

/// The kind of this path.
pub(crate) fn kind(path: &str) -> Option<&'static Kind> {
    let all = [
        &ORGANIZATIONS,
        &CONFIGURATIONS,
        &PASSWORDS,
        &REGIONS,
        &CONFIGURATION_STATUSES,
        &CONFIGURATION_TYPES,
        &PASSWORD_CATEGORIES,
        &ORGANIZATION_TYPES,
    ];
    all.into_iter().find(|kind| kind.path == path)
}

/// Values of `filter[psa_integration_type]`.
pub(crate) const PSA_TYPES: &[&str] = &[
    "manage",
    "autotask",
    "tigerpaw",
    "kaseya-bms",
    "pulseway-psa",
    "vorex",
];
/// Values of `filter[rmm_integration_type]`; Datto RMM is `aem`.
pub(crate) const RMM_TYPES: &[&str] = &[
    "addigy",
    "aem",
    "atera",
    "auvik",
    "managed-workplace",
    "continuum",
    "jamf-pro",
    "kaseya-vsa",
    "automate",
    "log-me-in",
    "msp-rmm",
    "meraki",
    "msp-n-central",
    "ninja-rmm",
    "panorama9",
    "pulseway-rmm",
    "syncro",
    "watchman-monitoring",
    "office365",
    "vsa-x",
];
