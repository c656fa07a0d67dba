//! The order in which Datto RMM looks at a request: token, quota, path, method, right, parameters.

use hyper::Method;
use serde_json::json;

use super::behaviour::Behaviour;
use super::credentials::{Account, Platform, User};
use super::lists::{self, Kind, LARGEST};
use super::quota::Act;
use super::routes::{self, Route};
use super::tenant::Tenant;
use super::tokens::{self, Tokens};
use super::{alerts, jobs, reads, says};
use crate::exchange::{Answer, Received};
use crate::serve::{Knobs, Rules};

/// The double's rules and data.
#[derive(Debug)]
pub(crate) struct DattoRmm {
    pub tokens: Tokens,
    tenants: [Tenant; 2],
    knobs: Knobs<Behaviour>,
}

impl DattoRmm {
    pub fn new(devices: u64, behaviour: Behaviour) -> Self {
        Self {
            tokens: Tokens::default(),
            tenants: [Account::Large, Account::Small].map(|account| Tenant::new(account, devices)),
            knobs: Knobs::new(behaviour),
        }
    }

    /// The large account.
    pub fn main(&self) -> &Tenant {
        let [main, _] = &self.tenants;
        main
    }

    pub fn forget_usage(&self) {
        self.tenants.iter().for_each(|tenant| tenant.quota.clear());
    }

    fn tenant(&self, user: &User) -> &Tenant {
        let [large, small] = &self.tenants;
        match user.account {
            Account::Large => large,
            Account::Small => small,
        }
    }

    async fn api(&self, request: &Received, behaviour: &Behaviour) -> Answer {
        let Some(user) = self.tokens.user(request, behaviour) else {
            return says::raw(401, &behaviour.invalid_token_body);
        };
        let tenant = self.tenant(user);
        let found = routes::find(&request.segments());
        let is_rate = matches!(&found, Some((Route::RequestRate, _)));
        match tenant
            .quota
            .enter(!is_rate || behaviour.rate_call_counts, behaviour)
        {
            Err(answer) => return answer,
            Ok(delay) if !delay.is_zero() => tokio::time::sleep(delay).await,
            Ok(_) => {}
        }
        match found {
            None => says::error(404, says::NO_PATH, behaviour),
            Some((_, method)) if method != request.method => says::error(405, says::NO_METHOD, behaviour),
            Some((route, _)) if !may(user, &route) => says::error(403, says::NO_ACCESS, behaviour),
            Some((route, _)) => answer(request, route, tenant, user, behaviour),
        }
    }
}

fn may(user: &User, route: &Route) -> bool {
    match route {
        Route::QuickJob(_) => user.may_act,
        Route::Resolve(_) => user.may_act && user.sees_alerts,
        Route::Alerts { .. } | Route::Alert(_) => user.sees_alerts,
        _ => true,
    }
}

fn answer(request: &Received, route: Route, tenant: &Tenant, user: &User, behaviour: &Behaviour) -> Answer {
    let origin = tenant.platform.origin();
    let act = match route {
        Route::QuickJob(_) => Some(Act::CreateJob),
        Route::Resolve(_) => Some(Act::ResolveAlert),
        _ => None,
    };
    if let Some(Err(answer)) = act.map(|act| tenant.quota.write(act, behaviour)) {
        return answer;
    }
    let mut data = tenant.data();
    let list = |kind, rows: &[_]| lists::answer(request, kind, rows, &origin, behaviour);
    match route {
        Route::RequestRate => Answer::json(200, &tenant.quota.told(reads::account_uid(&data), behaviour)),
        Route::Pagination => Answer::json(200, &json!({"max": LARGEST})),
        Route::Account => Answer::json(200, &data.account),
        Route::Components => list(Kind::plain("components"), &data.components),
        Route::Sites => reads::sites(request, &data, &origin, behaviour),
        Route::Site(uid) => reads::site(&data, &uid, behaviour),
        Route::Devices => reads::devices(request, &data, None, &origin, behaviour),
        Route::SiteDevices(uid) => reads::devices(request, &data, Some(&uid), &origin, behaviour),
        Route::Device(uid) => reads::device(&data, "uid", &uid, behaviour),
        Route::DeviceById(id) => reads::device(&data, "id", &id, behaviour),
        Route::DeviceByMac(mac) => reads::by_mac(&data, &mac),
        Route::Audit { class, device } => reads::audit(&data, class, &device, behaviour),
        Route::Software(uid) => match reads::software(&data, &uid, behaviour) {
            Ok(rows) => list(Kind::plain("software"), &rows),
            Err(answer) => answer,
        },
        Route::Alerts { of, open } => alerts::list(request, &data, &of, open, &origin, behaviour),
        Route::Alert(uid) => alerts::one(&data, &uid, behaviour),
        Route::Resolve(uid) => alerts::resolve(&mut data, &uid, user, behaviour),
        Route::QuickJob(uid) => jobs::create(request, &mut data, &uid, behaviour),
        Route::Job(uid) => jobs::one(&data, &uid, behaviour),
        Route::JobComponents(uid) => match jobs::components(&data, &uid, behaviour) {
            Ok(rows) => list(Kind::plain("jobComponents"), &rows),
            Err(answer) => answer,
        },
        Route::JobResults(job, device) => jobs::results(&mut data, &job, &device, behaviour),
        Route::JobOutput {
            job,
            device,
            is_error,
        } => jobs::output(&data, &job, &device, is_error, behaviour),
    }
}

impl Rules for DattoRmm {
    type Behaviour = Behaviour;

    fn knobs(&self) -> &Knobs<Behaviour> {
        &self.knobs
    }

    fn reset(&self) {
        self.tokens.expire();
        self.tenants.iter().for_each(Tenant::reset);
    }

    async fn answer(&self, request: &Received) -> Answer {
        let behaviour = self.knobs.get();
        if !Platform::ALL
            .iter()
            .any(|platform| platform.host() == request.host)
        {
            return says::error(404, says::NO_PATH, &behaviour);
        }
        match (&request.method, request.path.as_str()) {
            (_, tokens::PATH) => self.tokens.grant(request, &behaviour),
            (&Method::GET, "/api/v2/system/status") => Answer::json(
                200,
                &json!({"version": "14.9.0", "status": "OK", "started": "2026-11-01T00:00:00Z"}),
            ),
            _ => self.api(request, &behaviour).await,
        }
    }
}
