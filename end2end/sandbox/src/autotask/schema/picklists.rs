//! The main tenant's picklists. Values are a tenant's own; only ticket status 1 and 5 are common to most.

/// One choice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pick {
    pub value: i64,
    pub label: &'static str,
    /// Value of the parent field under which it is offered; 0 for always.
    pub parent: i64,
    pub is_default: bool,
    pub is_active: bool,
    pub is_system: bool,
}

const fn own(value: i64, label: &'static str) -> Pick {
    Pick {
        value,
        label,
        parent: 0,
        is_default: false,
        is_active: true,
        is_system: false,
    }
}
const fn system(value: i64, label: &'static str) -> Pick {
    Pick {
        is_system: true,
        ..own(value, label)
    }
}
const fn first(pick: Pick) -> Pick {
    Pick {
        is_default: true,
        ..pick
    }
}
const fn gone(pick: Pick) -> Pick {
    Pick {
        is_active: false,
        ..pick
    }
}
const fn under(parent: i64, pick: Pick) -> Pick {
    Pick { parent, ..pick }
}

/// Role ids that exist; there is no Roles entity in the double.
pub(crate) const ROLES: [i64; 3] = [29_683_436, 29_683_437, 29_683_440];

pub(crate) const TICKET_STATUS: &[Pick] = &[
    first(system(1, "New")),
    own(8, "In Progress"),
    own(7, "Waiting Customer"),
    own(9, "Waiting Materials"),
    system(5, "Complete"),
    gone(own(29, "Waiting Vendor (old)")),
];
pub(crate) const PRIORITY: &[Pick] = &[
    own(4, "Critical"),
    own(1, "High"),
    first(own(2, "Medium")),
    own(3, "Low"),
];
pub(crate) const QUEUE: &[Pick] = &[
    own(5, "Client Portal"),
    own(8, "Monitoring Alert"),
    own(29_682_833, "Level I Support"),
    own(29_683_378, "Level II Support"),
];
pub(crate) const TICKET_TYPE: &[Pick] = &[
    first(system(1, "Service Request")),
    system(2, "Incident"),
    system(3, "Problem"),
    system(4, "Change Request"),
    system(5, "Alert"),
];
pub(crate) const TICKET_CATEGORY: &[Pick] = &[
    own(2, "RMM Alert"),
    first(system(3, "Standard")),
    own(4, "Onboarding"),
];
/// The category whose tickets demand a title on every note.
pub(crate) const CATEGORY_WITH_NOTE_TITLES: i64 = 4;
pub(crate) const ISSUE_TYPE: &[Pick] = &[own(10, "Hardware"), own(11, "Network"), own(12, "Software")];
pub(crate) const SUB_ISSUE_TYPE: &[Pick] = &[
    under(10, own(136, "Workstation")),
    under(10, own(137, "Printer")),
    under(11, own(142, "Wi-Fi")),
    under(11, own(143, "VPN")),
    under(12, own(150, "E-mail")),
];
pub(crate) const SOURCE: &[Pick] = &[
    system(2, "Phone"),
    system(4, "E-mail"),
    own(8, "Monitoring Alert"),
    own(11, "Web Portal"),
];
pub(crate) const NOTE_TYPE: &[Pick] = &[
    first(own(1, "Task Summary")),
    own(2, "Task Detail"),
    own(3, "Task Notes"),
    system(13, "Workflow Rule Note"),
];
pub(crate) const PUBLISH: &[Pick] = &[
    first(system(1, "All Autotask Users")),
    system(2, "Internal Project Team"),
];
pub(crate) const COMPANY_TYPE: &[Pick] = &[
    system(1, "Customer"),
    system(2, "Lead"),
    system(3, "Prospect"),
    system(4, "Dead"),
    system(7, "Vendor"),
];
pub(crate) const CLASSIFICATION: &[Pick] = &[own(200, "Gold"), own(201, "Silver"), own(202, "Bronze")];
pub(crate) const LICENSE_TYPE: &[Pick] = &[
    system(1, "Professional"),
    system(3, "Time and Attendance"),
    system(7, "API User"),
];
pub(crate) const TIME_ENTRY_TYPE: &[Pick] = &[system(2, "Task Ticket"), system(5, "Regular Time")];
