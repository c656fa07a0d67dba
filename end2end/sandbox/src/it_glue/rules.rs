//! The order in which IT Glue looks at a request: key, quota, path, right, parameters.

use hyper::Method;
use serde::{Deserialize, Serialize};
use tokio::time::Duration;

use super::keys::{self, Passwords, Region};
use super::kinds::{self, Kind, ORGANIZATIONS, PASSWORDS};
use super::params::Params;
use super::seed::Account;
use super::{list, says, show, writes};
use crate::exchange::{Answer, Received};
use crate::rolling::Rolling;
use crate::serve::{Knobs, Rules};

/// Requests per five minutes and account.
const LIMIT: u64 = 3_000;

/// The knobs, also at `PATCH /_sandbox/knobs`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// Requests of the last five minutes that were made before the double was started.
    pub already_used: u64,
    /// The body of the 429, which nobody has described; empty when not said.
    pub limited_body: String,
}

/// The double's rules and data.
#[derive(Debug)]
pub(crate) struct ItGlue {
    accounts: [(Region, Account, Rolling); 3],
    knobs: Knobs<Behaviour>,
}

impl ItGlue {
    pub fn new(behaviour: Behaviour) -> Self {
        let accounts = Region::ALL.map(|region| {
            (
                region,
                Account::new(region),
                Rolling::over(Duration::from_mins(5)),
            )
        });
        Self {
            accounts,
            knobs: Knobs::new(behaviour),
        }
    }

    pub fn forget_usage(&self) {
        self.accounts.iter().for_each(|(_, _, usage)| usage.clear());
    }
}

impl Rules for ItGlue {
    type Behaviour = Behaviour;

    fn knobs(&self) -> &Knobs<Behaviour> {
        &self.knobs
    }

    fn reset(&self) {
        self.forget_usage();
    }

    async fn answer(&self, request: &Received) -> Answer {
        let Some((region, account, usage)) = self
            .accounts
            .iter()
            .find(|(region, _, _)| region.host() == request.host)
        else {
            return says::not_found();
        };
        let key = request.header("x-api-key").unwrap_or_default();
        let Some(right) = keys::right(*region, key) else {
            return says::forbidden();
        };
        let behaviour = self.knobs.get();
        if behaviour.already_used + usage.count() > LIMIT {
            return Answer {
                body: behaviour.limited_body.into(),
                ..Answer::empty(429)
            };
        }
        let segments = request.segments();
        let parts: Vec<&str> = segments.iter().map(String::as_str).collect();
        match target(&parts) {
            None => says::not_found(),
            Some(target) if target.kind.path == PASSWORDS.path && right == Passwords::Refused => {
                says::unauthorized()
            }
            Some(target) if request.is_write() => writes::answer(request, target.kind, target.id),
            Some(target) if request.method == Method::GET => read(request, account, &target, right),
            Some(_) => Answer::empty(204),
        }
    }
}

/// What a path points at.
#[derive(Debug)]
struct Target {
    kind: &'static Kind,
    id: Option<i64>,
    organization: Option<i64>,
}

fn target(parts: &[&str]) -> Option<Target> {
    let (kind, id, organization) = match parts {
        [kind] => (kinds::kind(kind)?, None, None),
        [kind, id] => (kinds::kind(kind)?, Some(*id), None),
        ["organizations", organization, "relationships", kind, rest @ ..] => {
            let kind = kinds::kind(kind).filter(|kind| kind.is_of_organization)?;
            match rest {
                [] => (kind, None, Some(*organization)),
                [id] => (kind, Some(*id), Some(*organization)),
                _ => return None,
            }
        }
        _ => return None,
    };
    let number = |text: Option<&str>| text.map(str::parse).transpose().ok();
    Some(Target {
        kind,
        id: number(id)?,
        organization: number(organization)?,
    })
}

fn read(request: &Received, account: &Account, target: &Target, right: Passwords) -> Answer {
    let params = match Params::read(request, target.kind) {
        Ok(params) => params,
        Err(answer) => return answer,
    };
    let is_of = |record: &super::seed::Record| {
        target
            .organization
            .is_none_or(|id| record.text("organization_id") == Some(id.to_string()))
    };
    let all = account.records(target.kind);
    let is_unknown = |id| {
        !account
            .records(&ORGANIZATIONS)
            .iter()
            .any(|record| record.id == id)
    };
    if target.organization.is_some_and(is_unknown) {
        return says::not_found();
    }
    if let Some(id) = target.id {
        let record = all.iter().find(|record| record.id == id && is_of(record));
        return show::answer(target.kind, record, &params, right);
    }
    if params.size == 1_000 && !params.includes.is_empty() {
        return says::gateway_timeout();
    }
    let of_organization: Vec<_> = all.iter().filter(|record| is_of(record)).cloned().collect();
    list::answer(target.kind, &of_organization, &params)
}
