//! The rows of the instance. A task that runs moves on each time it is asked for, and at its end does what it was for.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::behaviour::Behaviour;
use super::filter::Row;
use super::models::{
    AGENT_DETAILS, ALERT_DETAILS, ALERTS, ALERTS_ARCHIVE, EXTENSIONS, Model, SCAN_EXTENSION_DETAILS, TARGETS,
    USER_TASK_ITEMS, USER_TASKS,
};
use super::seed;

/// The first number of what the double makes itself, beyond all that is seeded.
const FIRST_MADE: u32 = 500_000;

/// What a task does when it has ended well.
#[derive(Clone, Debug)]
struct Pending {
    reads_left: u32,
    /// The agent it runs on, and the state of isolation that it leads to, where it leads to one.
    agent: String,
    isolates: Option<bool>,
    extension: String,
    scan: String,
}

/// All rows.
#[derive(Debug)]
pub(crate) struct Tables {
    models: BTreeMap<&'static str, BTreeMap<String, Row>>,
    pending: BTreeMap<String, Pending>,
    made: u32,
}

impl Tables {
    /// The first day.
    pub fn new() -> Self {
        let mut tables = BTreeMap::new();
        let mut fill = |model: &Model, rows: &mut dyn Iterator<Item = Row>| {
            let table = rows.map(|row| (id(&row), row)).collect();
            tables.insert(model.name, table);
        };
        fill(&AGENT_DETAILS, &mut seed::agents());
        fill(&ALERTS, &mut seed::alerts());
        fill(&ALERT_DETAILS, &mut seed::alert_details());
        fill(&ALERTS_ARCHIVE, &mut seed::archived_alerts());
        fill(&TARGETS, &mut seed::groups());
        fill(&EXTENSIONS, &mut seed::extensions());
        fill(&USER_TASKS, &mut seed::tasks());
        fill(&USER_TASK_ITEMS, &mut seed::task_items());
        fill(&SCAN_EXTENSION_DETAILS, &mut seed::extension_output());
        Self {
            models: tables,
            pending: BTreeMap::new(),
            made: 0,
        }
    }

    /// All rows of a model, by id.
    pub fn rows(&self, model: &Model) -> impl Iterator<Item = &Row> {
        self.models.get(model.name).into_iter().flat_map(BTreeMap::values)
    }

    /// One row.
    pub fn get(&self, model: &Model, id: &str) -> Option<&Row> {
        self.models.get(model.name)?.get(id)
    }

    /// Takes a row away, as an administrator does.
    pub fn remove(&mut self, model: &Model, id: &str) {
        if let Some(table) = self.models.get_mut(model.name) {
            table.remove(id);
        }
    }

    /// Puts a row in its place.
    pub fn put(&mut self, model: &Model, row: Row) {
        self.models.entry(model.name).or_default().insert(id(&row), row);
    }

    /// Begins a task on an agent and answers its id.
    pub fn begin(&mut self, agent: &Row, extension: &Row, behaviour: &Behaviour) -> String {
        let number = FIRST_MADE + self.made;
        self.made += 1;
        let (task, scan) = (seed::task_id(number), seed::guid(0xf1, number));
        let text = |row: &Row, key: &str| {
            row.get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        let isolates = match text(extension, "name").as_str() {
            "Host Isolation" => Some(true),
            "Host Isolation Restore" => Some(false),
            _ => None,
        };
        let pending = Pending {
            reads_left: behaviour.task_reads,
            agent: id(agent),
            isolates,
            extension: text(extension, "name"),
            scan: scan.clone(),
        };
        self.pending.insert(task.clone(), pending);
        let began = json!({
            "id": task, "name": format!("Scan {}", text(agent, "hostname")), "type": "Scan", "status": "Active",
            "progress": 0, "message": "Running extensions", "createdOn": seed::time_of_tick(i64::from(self.made)),
            "endedOn": null, "archived": false, "data": {"scanId": scan, "options": {}},
        });
        self.put(&USER_TASKS, object(began));
        let item = json!({"id": seed::guid(0xf2, number), "userTaskId": task, "status": "Active"});
        self.put(&USER_TASK_ITEMS, object(item));
        task
    }

    /// The task was asked for: it moves on, and perhaps ends.
    pub fn advance(&mut self, task: &str, behaviour: &Behaviour) {
        let Some(pending) = self.pending.get_mut(task) else {
            return;
        };
        pending.reads_left = pending.reads_left.saturating_sub(1);
        if pending.reads_left > 0 {
            self.change(&USER_TASKS, task, &json!({"progress": 40}));
            return;
        }
        let pending = pending.clone();
        self.pending.remove(task);
        let ended = json!({"status": behaviour.task_ends, "progress": 100, "message": "Ended",
            "endedOn": seed::time_of_tick(i64::from(self.made) + 60)});
        self.change(&USER_TASKS, task, &ended);
        if behaviour.task_ends != "Completed" {
            return;
        }
        if let (Some(isolated), true) = (pending.isolates, behaviour.extension_sets_flag) {
            self.change(&AGENT_DETAILS, &pending.agent, &json!({"isolated": isolated}));
        }
        let output = json!({"id": seed::guid(0xf3, FIRST_MADE + self.made), "scanId": pending.scan,
            "name": pending.extension, "output": "done"});
        self.put(&SCAN_EXTENSION_DETAILS, object(output));
    }

    /// Lays members over a row.
    pub fn change(&mut self, model: &Model, id: &str, with: &Value) {
        let row = self
            .models
            .get_mut(model.name)
            .and_then(|table| table.get_mut(id));
        if let (Some(row), Some(with)) = (row, with.as_object()) {
            row.extend(with.iter().map(|(key, value)| (key.clone(), value.clone())));
        }
    }
}

fn id(row: &Row) -> String {
    row.get("id")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// The members of a JSON object.
pub(crate) fn object(value: Value) -> Row {
    if let Value::Object(row) = value {
        row
    } else {
        Row::new()
    }
}
