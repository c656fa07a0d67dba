//! Quick jobs. Each PUT makes one, a repeated PUT another: there is nothing that would tell them apart.

use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::says;
use super::seed;
use super::tenant::{Data, by, text};
use crate::exchange::{Answer, Received};

/// Names and values.
type Variables = Vec<(String, String)>;

/// A job on one device.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub id: u64,
    pub uid: String,
    pub name: String,
    pub device: String,
    pub component: String,
    pub component_name: String,
    pub variables: Variables,
    /// How often its results were asked for.
    pub reads: u32,
    pub is_done: bool,
}

impl Job {
    fn to_json(&self) -> Value {
        let status = if self.is_done { "completed" } else { "active" };
        json!({"id": self.id, "dateCreated": seed::NOW, "name": self.name, "uid": self.uid, "status": status})
    }

    fn component(&self) -> Value {
        let variables: Vec<Value> = self
            .variables
            .iter()
            .map(|(name, value)| json!({"name": name, "value": value}))
            .collect();
        json!({"uid": self.component, "name": self.component_name, "variables": variables})
    }
}

/// `PUT /v2/device/{uid}/quickjob`
pub(crate) fn create(request: &Received, data: &mut Data, device: &str, behaviour: &Behaviour) -> Answer {
    if data.device(device).is_none() {
        return says::error(404, says::NO_DEVICE, behaviour);
    }
    if request.media_type() != "application/json" {
        return says::error(415, says::NO_JSON, behaviour);
    }
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let Some((name, component, variables)) = wanted(&body) else {
        return says::error(400, says::INVALID, behaviour);
    };
    let Some(known) = by(&data.components, "uid", component) else {
        return says::error(400, says::INVALID, behaviour);
    };
    let number = data.jobs.len() as u64 + 1;
    let job = Job {
        // Beyond 2^53, where a JavaScript client gets ids wrong.
        id: 9_007_199_254_740_992 + number,
        uid: seed::uid(5, number),
        name: name.to_owned(),
        device: device.to_owned(),
        component: component.to_owned(),
        component_name: text(known, "/name").to_owned(),
        variables,
        reads: 0,
        is_done: false,
    };
    let answer = Answer::json(
        200,
        &json!({"job": job.to_json(), "jobComponents": [job.component()]}),
    );
    data.jobs.push(job);
    answer
}

/// Name, component and variables; `None` where the description asks for more or for something else.
fn wanted(body: &Value) -> Option<(&str, &str, Variables)> {
    let members = body.as_object()?;
    let component = members.get("jobComponent")?.as_object()?;
    let strange = members
        .keys()
        .any(|key| key != "jobName" && key != "jobComponent")
        || component
            .keys()
            .any(|key| key != "componentUid" && key != "variables");
    let name = members
        .get("jobName")?
        .as_str()
        .filter(|name| !name.trim().is_empty())?;
    let variables = match component.get("variables") {
        None | Some(Value::Null) => Vec::new(),
        Some(given) => given
            .as_array()?
            .iter()
            .map(|pair| {
                Some((
                    pair.get("name")?.as_str()?.to_owned(),
                    pair.get("value")?.as_str()?.to_owned(),
                ))
            })
            .collect::<Option<_>>()?,
    };
    (!strange).then_some((name, component.get("componentUid")?.as_str()?, variables))
}

fn find<'a>(data: &'a Data, job: &str, device: Option<&str>) -> Option<&'a Job> {
    data.jobs
        .iter()
        .find(|known| known.uid == job && device.is_none_or(|device| known.device == device))
}

/// `GET /v2/job/{uid}`
pub(crate) fn one(data: &Data, uid: &str, behaviour: &Behaviour) -> Answer {
    match find(data, uid, None) {
        Some(job) => Answer::json(200, &job.to_json()),
        None => says::error(404, says::NO_JOB, behaviour),
    }
}

/// `GET /v2/job/{uid}/components`
pub(crate) fn components(data: &Data, uid: &str, behaviour: &Behaviour) -> Result<Vec<Value>, Answer> {
    let job = find(data, uid, None).ok_or_else(|| says::error(404, says::NO_JOB, behaviour))?;
    Ok(vec![job.component()])
}

/// `GET /v2/job/{uid}/results/{device}`: unreported at first, then running, then done; a device that is offline never
/// reports.
pub(crate) fn results(data: &mut Data, uid: &str, device: &str, behaviour: &Behaviour) -> Answer {
    let is_online = data
        .device(device)
        .is_some_and(|device| device["online"] == json!(true));
    let found = data
        .jobs
        .iter_mut()
        .find(|job| job.uid == uid && job.device == device);
    let Some(job) = found else {
        return says::error(404, says::NO_JOB, behaviour);
    };
    job.reads += 1;
    job.is_done = is_online && job.reads > behaviour.job_reads;
    let status = match (is_online && job.reads > 1, job.is_done) {
        (_, true) => "Success",
        (true, false) => "Running",
        (false, false) if behaviour.unreported_status == 200 => "Pending",
        (false, false) => return says::error(behaviour.unreported_status, says::NO_JOB, behaviour),
    };
    let component = json!({
        "componentUid": job.component, "componentName": job.component_name, "componentStatus": "Success",
        "numberOfWarnings": 0, "hasStdOut": true, "hasStdErr": false,
    });
    let components = if job.is_done { vec![component] } else { Vec::new() };
    Answer::json(
        200,
        &json!({
            "jobUid": uid, "deviceUid": device, "ranOn": job.is_done.then_some(seed::NOW),
            "jobDeploymentStatus": status, "componentResults": components,
        }),
    )
}

/// `GET /v2/job/{uid}/results/{device}/stdout` and `stderr`
pub(crate) fn output(data: &Data, uid: &str, device: &str, is_error: bool, behaviour: &Behaviour) -> Answer {
    let Some(job) = find(data, uid, Some(device)).filter(|job| job.is_done) else {
        return says::error(404, says::NO_JOB, behaviour);
    };
    if is_error {
        return Answer::json(200, &json!([]));
    }
    let variables: Vec<String> = job
        .variables
        .iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let said = format!("{} ran\n{}\n", job.component_name, variables.join("\n"));
    let line = json!({"componentUid": job.component, "componentName": job.component_name, "stdData": said});
    Answer::json(200, &json!([line]))
}
