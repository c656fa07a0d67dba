//! A GDAP relationship: its state machine, its assignments, requests and operations.
//!
//! What needs nobody (approved → activating → active, and the ways out) happens after a number of requests; the end comes by
//! the clock.

use serde::Serialize;
use serde_json::{Value, json};

use super::{World, instant};
use crate::microsoft365::behaviour::{AssignmentFate, Behaviour};

const DAY: i64 = 86_400;

/// Where a relationship stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Status {
    Created,
    ApprovalPending,
    Approved,
    Activating,
    Active,
    Expiring,
    Expired,
    TerminationRequested,
    Terminating,
    Terminated,
}

impl Status {
    /// What follows by itself.
    fn next(self) -> Option<Self> {
        match self {
            Self::Approved => Some(Self::Activating),
            Self::Activating => Some(Self::Active),
            Self::TerminationRequested => Some(Self::Terminating),
            Self::Terminating => Some(Self::Terminated),
            _ => None,
        }
    }
}

/// A relationship.
#[derive(Clone, Debug)]
pub(crate) struct Relationship {
    pub id: String,
    pub name: String,
    pub duration: String,
    /// The customer's tenant, once it is known.
    pub customer: Option<String>,
    pub roles: Vec<String>,
    pub status: Status,
    pub auto_extend: String,
    pub created: i64,
    pub modified: i64,
    pub activated: Option<i64>,
    pub end: Option<i64>,
    pub version: u64,
    pub seen_from: u64,
    /// The turn of the last move.
    pub since: u64,
    pub assignments: Vec<Assignment>,
    pub requests: Vec<Value>,
    pub operations: Vec<Operation>,
}

/// A group of the partner with roles at the customer.
#[derive(Clone, Debug)]
pub(crate) struct Assignment {
    pub id: String,
    pub group: String,
    pub roles: Vec<String>,
    pub status: &'static str,
    pub created: i64,
    pub modified: i64,
    pub version: u64,
    pub seen_from: u64,
    pub since: u64,
}

/// Something that goes on.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub id: String,
    pub kind: &'static str,
    pub status: &'static str,
    pub created: i64,
    pub since: u64,
}

/// An etag. Opaque; nobody is to read anything in it.
pub(crate) fn etag(version: u64) -> String {
    format!("W/\"Jy0x{version:06x}==\"")
}

impl Relationship {
    /// Whether its assignments give access.
    pub fn gives_access(&self) -> bool {
        matches!(self.status, Status::Active | Status::Expiring)
    }

    /// Goes to another status now.
    pub fn go(&mut self, to: Status, turn: u64, now: i64) {
        (self.status, self.since, self.modified) = (to, turn, now);
        self.version += 1;
        if to == Status::Active {
            self.activated = Some(now);
            self.end = days(&self.duration).map(|days| now + days * DAY);
        }
    }

    /// What happens by itself up to this turn.
    pub fn settle(&mut self, turn: u64, now: i64, behaviour: &Behaviour) {
        let wait = behaviour.settle_after;
        while let Some(next) = self.status.next().filter(|_| turn > self.since + wait) {
            self.go(next, self.since + wait, now);
        }
        self.end_by_the_clock(turn, now, behaviour);
        for assignment in &mut self.assignments {
            assignment.settle(turn, now, behaviour);
        }
        for operation in &mut self.operations {
            while operation.status != "succeeded" && turn > operation.since + wait {
                operation.since += wait;
                operation.status = if operation.status == "notStarted" {
                    "running"
                } else {
                    "succeeded"
                };
            }
        }
    }

    fn end_by_the_clock(&mut self, turn: u64, now: i64, behaviour: &Behaviour) {
        let Some(end) = self.end.filter(|_| self.gives_access()) else {
            return;
        };
        if now < end - behaviour.expiring_days * DAY {
            return;
        }
        if let Some(more) = days(&self.auto_extend).filter(|more| *more > 0) {
            self.end = Some(end + more * DAY);
            self.version += 1;
        } else if now >= end {
            self.go(Status::Expired, turn, now);
        } else if self.status == Status::Active {
            self.go(Status::Expiring, turn, now);
        }
    }

    /// As Graph shows it.
    pub fn to_json(&self, world: &World) -> Value {
        let customer = self.customer.as_ref().map(|id| {
            let name = world.tenant(id).map(|tenant| tenant.name.clone());
            json!({"tenantId": id, "displayName": name})
        });
        json!({
            "@odata.etag": etag(self.version), "id": self.id, "displayName": self.name, "duration": self.duration,
            "customer": customer, "accessDetails": {"unifiedRoles": unified(&self.roles)}, "status": self.status,
            "autoExtendDuration": self.auto_extend, "createdDateTime": instant(self.created),
            "lastModifiedDateTime": instant(self.modified), "activatedDateTime": self.activated.map(instant),
            "endDateTime": self.end.map(instant),
        })
    }
}

impl Assignment {
    /// Whether members of its group have its roles.
    pub fn is_active(&self) -> bool {
        self.status == "active"
    }

    /// Goes to another status now.
    pub fn go(&mut self, to: &'static str, turn: u64, now: i64) {
        (self.status, self.since, self.modified) = (to, turn, now);
        self.version += 1;
    }

    fn settle(&mut self, turn: u64, now: i64, behaviour: &Behaviour) {
        if turn <= self.since + behaviour.settle_after {
            return;
        }
        let next = match (self.status, behaviour.assignments) {
            ("pending", AssignmentFate::Active) => "active",
            ("pending", AssignmentFate::Error) => "error",
            ("deleting", _) => "deleted",
            _ => return,
        };
        self.go(next, turn, now);
    }

    /// As Graph shows it.
    pub fn to_json(&self) -> Value {
        json!({
            "@odata.etag": etag(self.version), "id": self.id, "status": self.status,
            "createdDateTime": instant(self.created), "lastModifiedDateTime": instant(self.modified),
            "accessContainer": {"accessContainerId": self.group, "accessContainerType": "securityGroup"},
            "accessDetails": {"unifiedRoles": unified(&self.roles)},
        })
    }
}

impl Operation {
    /// As Graph shows it.
    pub fn to_json(&self) -> Value {
        json!({
            "id": self.id, "operationType": self.kind, "data": "{}", "status": self.status,
            "createdDateTime": instant(self.created), "lastModifiedDateTime": instant(self.created),
        })
    }
}

fn unified(roles: &[String]) -> Vec<Value> {
    let shown = |id: &String| json!({"roleDefinitionId": id});
    roles.iter().map(shown).collect()
}

/// How many days an ISO 8601 duration of whole days, months or years is; `PT0S` is none at all.
pub(crate) fn days(duration: &str) -> Option<i64> {
    if duration == "PT0S" {
        return Some(0);
    }
    let mut rest = duration.strip_prefix('P').filter(|rest| !rest.is_empty())?;
    let mut days = 0;
    for (unit, length) in [('Y', 365), ('M', 30), ('W', 7), ('D', 1)] {
        if let Some((number, after)) = rest.split_once(unit) {
            days += number.parse::<i64>().ok().filter(|number| *number >= 0)? * length;
            rest = after;
        }
    }
    rest.is_empty().then_some(days)
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn durations_of_days_months_and_years_are_understood_and_others_are_not() {
        for (text, expected) in [
            ("P1D", Some(1)),
            ("P730D", Some(730)),
            ("P2Y", Some(730)),
            ("P1Y6M", Some(545)),
            ("PT0S", Some(0)),
            ("P0D", Some(0)),
            ("P", None),
            ("730", None),
            ("PT24H", None),
            ("P-1D", None),
            ("P1D2Y", None),
        ] {
            assert_eq!(days(text), expected, "{text}");
        }
    }
}
