//! The models that are served. Their names are taken in any case; a `where` may use the fields listed and no other.

/// A model.
#[derive(Debug)]
pub(crate) struct Model {
    /// As the fact sheet writes it.
    pub name: &'static str,
    /// The fields that a `where` or `order` may name.
    pub fields: &'static [&'static str],
}

pub(crate) const AGENT_DETAILS: Model = Model {
    name: "AgentDetails",
    fields: &[
        "id",
        "deviceId",
        "hostname",
        "status",
        "active",
        "authorized",
        "isolated",
        "syncStatus",
        "heartbeat",
        "version",
        "os",
        "hasEdrLicense",
        "hasAvLicense",
        "dattoAvEnabled",
        "scanStatus",
        "organizationId",
        "organizationName",
        "locationId",
        "locationName",
        "markedForUninstall",
        "markedForUpdate",
    ],
};

const ALERT_FIELDS: &[&str] = &[
    "id",
    "agentId",
    "deviceId",
    "hostname",
    "name",
    "type",
    "severity",
    "sourceName",
    "sourceType",
    "archived",
    "eventTime",
    "createdOn",
    "scanId",
    "mitreId",
    "mitreTactic",
    "organizationId",
    "sha256",
];

pub(crate) const ALERTS: Model = Model {
    name: "Alerts",
    fields: ALERT_FIELDS,
};
pub(crate) const ALERT_DETAILS: Model = Model {
    name: "AlertDetails",
    fields: ALERT_FIELDS,
};
pub(crate) const ALERTS_ARCHIVE: Model = Model {
    name: "AlertsArchive",
    fields: ALERT_FIELDS,
};
pub(crate) const TARGETS: Model = Model {
    name: "Targets",
    fields: &["id", "name", "organizationId"],
};
pub(crate) const EXTENSIONS: Model = Model {
    name: "Extensions",
    fields: &["id", "name", "type"],
};
pub(crate) const USER_TASKS: Model = Model {
    name: "usertasks",
    fields: &["id", "name", "type", "status", "createdOn", "endedOn", "archived"],
};
pub(crate) const USER_TASK_ITEMS: Model = Model {
    name: "userTaskItems",
    fields: &["id", "userTaskId"],
};
pub(crate) const SCAN_EXTENSION_DETAILS: Model = Model {
    name: "ScanExtensionDetails",
    fields: &["id", "scanId", "name"],
};

pub(crate) const ALL: [&Model; 9] = [
    &AGENT_DETAILS,
    &ALERTS,
    &ALERT_DETAILS,
    &ALERTS_ARCHIVE,
    &TARGETS,
    &EXTENSIONS,
    &USER_TASKS,
    &USER_TASK_ITEMS,
    &SCAN_EXTENSION_DETAILS,
];

/// The model of this name.
pub(crate) fn model(name: &str) -> Option<&'static Model> {
    ALL.into_iter()
        .find(|model| model.name.eq_ignore_ascii_case(name))
}
