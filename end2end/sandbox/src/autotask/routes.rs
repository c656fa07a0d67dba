//! From a path to what is asked for, and the order of the checks on the way there.

use hyper::Method;
use serde_json::json;

use super::access::{self, Entry, Locks};
use super::behaviour::Behaviour;
use super::credentials::{self, Account, Rights, Zone};
use super::running::Size;
use super::schema::{self, Entity};
use super::tenants::Tenant;
use super::{reads, says, writes};
use crate::exchange::{Answer, Received};
use crate::serve::{Knobs, Rules};

/// Requests per hour and tenant.
const THRESHOLD: u64 = 10_000;
/// IIS refuses longer query strings.
const LONGEST_QUERY: usize = 2_048;

/// The double's rules and data.
#[derive(Debug)]
pub(crate) struct Autotask {
    tenants: [Tenant; 2],
    locks: Locks,
    knobs: Knobs<Behaviour>,
}

/// What stands behind an entity's name in the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Root,
    Query,
    Next,
    Previous,
    Count,
    Info,
    Fields,
    UserDefined,
    One(i64),
    /// Notes of a ticket.
    Notes(i64),
    /// One note of a ticket.
    Note(i64, i64),
}

#[derive(Clone, Copy, Debug)]
enum Route {
    Zone,
    Versions,
    Threshold,
    Of(&'static Entity, Part),
}

impl Autotask {
    pub fn new(size: Size, behaviour: Behaviour) -> Self {
        let tenants = Zone::ALL.map(|zone| Tenant::new(zone, size));
        Self {
            tenants,
            locks: Locks::default(),
            knobs: Knobs::new(behaviour),
        }
    }

    pub fn main(&self) -> &Tenant {
        let [main, _] = &self.tenants;
        main
    }

    pub fn forget_usage(&self) {
        self.tenants.iter().for_each(|tenant| tenant.usage.clear());
    }

    pub fn peak_threads(&self, entity: &str) -> u32 {
        self.tenants
            .iter()
            .map(|tenant| tenant.peak_threads(entity))
            .max()
            .unwrap_or_default()
    }

    pub fn is_locked(&self, user_name: &str) -> bool {
        let wrong = credentials::account(user_name).map(|account| self.locks.wrong_secrets(account));
        wrong.is_some_and(|wrong| wrong >= self.knobs.get().lock_after)
    }

    pub fn unlock(&self, user_name: &str) {
        if let Some(account) = credentials::account(user_name) {
            self.locks.forgive(account);
        }
    }

    /// Checks headers, quota and threads, waits while held, then reads or writes.
    async fn entity(&self, request: &Received, route: Route, behaviour: &Behaviour) -> Answer {
        let zone = Zone::ALL.into_iter().find(|zone| zone.host() == request.host);
        let account = match access::enter(request, zone, &self.locks, behaviour) {
            Entry::Welcome(account) => account,
            Entry::Blind => return reads::nothing(request),
            Entry::Refused(answer) => return answer,
        };
        let [main, other] = &self.tenants;
        let tenant = if account.zone == Zone::Main { main } else { other };
        let used = behaviour.already_used + tenant.usage.count();
        if used > THRESHOLD {
            return over_threshold(behaviour);
        }
        let thread = match route {
            Route::Of(entity, _) => entity.plural,
            _ => "ThresholdInformation",
        };
        let Some(_slot) = tenant.slot(account.credentials.integration_code, thread) else {
            return says::errors(behaviour.thread_limit_status, &[says::THREADS]);
        };
        self.knobs.until(|behaviour| !behaviour.hold).await;
        let Route::Of(entity, part) = route else {
            return threshold(used);
        };
        act(&Call {
            request,
            behaviour,
            tenant,
            account,
            entity,
            part,
        })
    }
}

/// All that an answer about an entity depends on.
pub(crate) struct Call<'a> {
    pub request: &'a Received,
    pub behaviour: &'a Behaviour,
    pub tenant: &'a Tenant,
    pub account: &'static Account,
    pub entity: &'static Entity,
    pub part: Part,
}

impl Call<'_> {
    /// Whether the account sees nothing of this entity.
    pub fn is_hidden(&self) -> bool {
        let private = matches!(self.entity.plural, "Tickets" | "TicketNotes" | "TimeEntries");
        self.account.rights == Rights::NoTickets && private
    }
}

fn act(call: &Call<'_>) -> Answer {
    let (request, entity) = (call.request, call.entity);
    match (&request.method, call.part) {
        (&Method::POST | &Method::PATCH | &Method::PUT, _) if request.media_type() != "application/json" => {
            says::wrong_media_type(request)
        }
        (&Method::GET | &Method::POST, Part::Query | Part::Next | Part::Previous | Part::Count) => {
            reads::query(call)
        }
        (&Method::GET, Part::Info) => Answer::json(200, &schema::describe::info(entity)),
        (&Method::GET, Part::Fields) => Answer::json(200, &schema::describe::fields(entity)),
        (&Method::GET, Part::UserDefined) if entity.user_defined.is_empty() => says::no_route(),
        (&Method::GET, Part::UserDefined) => Answer::json(200, &schema::describe::user_defined(entity)),
        (&Method::GET, Part::One(id)) => reads::one(call, id),
        (&Method::GET, Part::Note(ticket, id)) => reads::note(call, ticket, id),
        (&Method::GET, Part::Notes(ticket)) => reads::notes(call, ticket),
        // Notes are created below their ticket only.
        (&Method::POST, Part::Root) if entity.plural == "TicketNotes" => says::no_route(),
        (&Method::POST | &Method::PATCH | &Method::PUT, Part::Root) if entity.allows(&request.method) => {
            writes::write(call, None)
        }
        (&Method::POST | &Method::PATCH | &Method::PUT, Part::Notes(ticket)) => {
            writes::write(call, Some(ticket))
        }
        (&Method::DELETE, Part::One(id)) if entity.allows(&request.method) => writes::delete(call, id),
        _ => says::wrong_method(request),
    }
}

impl Rules for Autotask {
    type Behaviour = Behaviour;

    fn knobs(&self) -> &Knobs<Behaviour> {
        &self.knobs
    }

    fn reset(&self) {
        self.tenants.iter().for_each(Tenant::reset);
        self.locks.clear();
    }

    async fn answer(&self, request: &Received) -> Answer {
        if request
            .query
            .as_ref()
            .is_some_and(|query| query.len() > LONGEST_QUERY)
        {
            return says::no_route();
        }
        let behaviour = self.knobs.get();
        match route(request) {
            None => says::no_route(),
            Some(Route::Zone | Route::Versions | Route::Threshold) if request.method != Method::GET => {
                says::wrong_method(request)
            }
            Some(Route::Zone) => zone_information(request, &behaviour),
            Some(Route::Versions) => Answer::json(200, &json!({"apiVersions": ["V1.0", "V2.0"]})),
            Some(route) => self.entity(request, route, &behaviour).await,
        }
    }
}

fn route(request: &Received) -> Option<Route> {
    let lower: Vec<String> = request
        .segments()
        .iter()
        .map(|segment| segment.to_lowercase())
        .collect();
    let parts: Vec<&str> = lower.iter().map(String::as_str).collect();
    let number = |text: &str| text.parse::<i64>().ok();
    match parts.as_slice() {
        ["atservicesrest", "versioninformation"] => Some(Route::Versions),
        ["atservicesrest", "v1.0", "zoneinformation"] => Some(Route::Zone),
        ["atservicesrest", "v1.0", "thresholdinformation"] => Some(Route::Threshold),
        ["atservicesrest", "v1.0", "tickets", ticket, "notes", rest @ ..] => {
            let ticket = number(ticket)?;
            let part = match rest {
                [] => Part::Notes(ticket),
                [note] => Part::Note(ticket, number(note)?),
                _ => return None,
            };
            Some(Route::Of(&schema::TICKET_NOTES, part))
        }
        ["atservicesrest", "v1.0", entity, rest @ ..] => {
            let part = match rest {
                [] => Part::Root,
                ["query"] => Part::Query,
                ["query", "next"] => Part::Next,
                ["query", "previous"] => Part::Previous,
                ["query", "count"] => Part::Count,
                ["entityinformation"] => Part::Info,
                ["entityinformation", "fields"] => Part::Fields,
                ["entityinformation", "userdefinedfields"] => Part::UserDefined,
                [id] => Part::One(number(id)?),
                _ => return None,
            };
            Some(Route::Of(schema::entity(entity)?, part))
        }
        _ => None,
    }
}

fn zone_information(request: &Received, behaviour: &Behaviour) -> Answer {
    let user = request.pair("user").unwrap_or_default();
    let Some(account) = credentials::account(&user) else {
        return says::refused(&[says::UNKNOWN_ZONE]);
    };
    let (name, web_url, instance) = account.zone.details();
    let url = format!("{}/ATServicesRest/", account.zone.origin());
    let url = behaviour.zone_url.clone().unwrap_or(url);
    Answer::json(
        200,
        &json!({"zoneName": name, "url": url, "webUrl": web_url, "ci": instance}),
    )
}

fn threshold(used: u64) -> Answer {
    Answer::json(
        200,
        &json!({
            "externalRequestThreshold": THRESHOLD, "requestThresholdTimeframe": 60,
            "currentTimeframeRequestCount": used,
        }),
    )
}

fn over_threshold(behaviour: &Behaviour) -> Answer {
    let status = behaviour.over_threshold_status;
    let text = behaviour.over_threshold_text.as_ref();
    let answer = text.map_or_else(|| Answer::empty(status), |text| says::errors(status, &[text]));
    behaviour
        .over_threshold_retry_after
        .iter()
        .fold(answer, |answer, after| answer.with("retry-after", after))
}
