//! The list of events over very many: whatever it is narrowed to, a page in at most 50 milliseconds of the server's time.

use crate::{database::Database, door::Gate, house::admin, load, report::Report};
use contract::{event::EventFilter, ids::EventId};
use engine::store::{FRESH, Moment, fresh_ulid};
use serde_json::{Value, json};
use std::time::Instant;

const BUDGET: f64 = 50.0;

/// How often each list is asked for.
const TIMES: usize = 20;

const PAGE: u32 = 50;

/// How much time all events cover.
const DAYS_MS: i64 = 30 * 24 * 3_600_000;

/// What becomes of them: most succeed, some are ignored, some are dead letters, few were rejected or wait for a retry.
const STORY: &str = "status = CASE WHEN size % 100 < 88 THEN 'succeeded' WHEN size % 100 < 94 THEN 'ignored'
    WHEN size % 100 < 98 THEN 'dead_lettered' WHEN size % 100 < 99 THEN 'rejected' ELSE 'retrying' END,
  kind = CASE WHEN size % 9 = 0 THEN 'alert.opened' ELSE 'detection.raised' END,
  vendor = CASE WHEN size % 5 = 0 THEN 'autotask' ELSE 'datto_edr' END,
  subject = 'Detection ' || size || ' on LAPTOP-' || (size % 997),
  customer_id = 'cus_' || (size % 500),
  stage = CASE WHEN size % 100 BETWEEN 94 AND 97 THEN 'execute' WHEN size % 100 = 98 THEN 'verify' END,
  code = CASE WHEN size % 100 BETWEEN 94 AND 97 THEN 'vendor_rejected' WHEN size % 100 = 98 THEN 'signature_mismatch' END,
  fingerprint = CASE WHEN size % 100 BETWEEN 94 AND 97 THEN 'execute.vendor_rejected.' || (size % 7) END,
  finished_at = received_at + 40, next_attempt_at = NULL";

/// Measures on each database.
pub async fn measure(report: &mut Report, many: usize) -> anyhow::Result<()> {
    for database in Database::each().await? {
        let gate = Gate::on(database).await?;
        fill(&gate, many).await?;
        let mut all = Vec::new();
        let mut worst = (String::new(), 0.0);
        for (name, filter) in filters(&gate)? {
            let mut times = Vec::with_capacity(TIMES);
            for _ in 0..TIMES {
                let begun = Instant::now();
                let services = gate.house.machine.services();
                services.events.list(&admin(), filter.clone(), None, PAGE).await?;
                times.push(begun.elapsed());
            }
            all.extend_from_slice(&times);
            let took = times.iter().sum();
            let p95 = load::summary(times, took).p95_ms;
            println!("  {name}: p95 {p95:.2} ms");
            if p95 > worst.1 {
                worst = (name, p95);
            }
        }
        let took = all.iter().sum();
        let name = gate.house.database.name;
        let seen = load::summary(all, took);
        report.at_most(
            &format!("{name}: a page of {many} events, p95"),
            seen.p95_ms,
            BUDGET,
            "ms",
            1.0,
        );
        let what = format!("{name}: the slowest filter ({}), p95", worst.0);
        report.at_most(&what, worst.1, BUDGET, "ms", 1.0);
        gate.end().await?;
    }
    Ok(())
}

/// Of so many events on, most are made by the database itself, as copies of the others.
const LARGE: usize = 1_000_000;

/// How many events each of them becomes there, itself included.
const ALIKE: usize = 5;

/// What a copy has of its own: an identifier within the same millisecond, and an identity. `{n}` is its number.
const COPY: &str = "INSERT INTO events (id, lineage, delivery_id, webhook_id, vendor, integration_id, status, lane,
    received_at, attempts, body_sha256, size, preview, kind, subject, customer_id, stage, code, fingerprint, finished_at)
  SELECT substr(id, 1, 14) || '{n}z' || substr(id, 17), id, 'copy-{n}-' || delivery_id, webhook_id, vendor, integration_id,
    status, lane, received_at, attempts, body_sha256, size, preview, kind, subject, customer_id, stage, code, fingerprint,
    finished_at
  FROM events WHERE id >= '{first}' AND delivery_id NOT LIKE 'copy-%'
  ON CONFLICT DO NOTHING";

/// Events of the last days, at even distances, the newest last.
async fn fill(gate: &Gate, many: usize) -> anyhow::Result<()> {
    let store = &gate.house.machine.store;
    let begun = gate.house.machine.act.clock.now_ms() - DAYS_MS;
    let alike = if many < LARGE { 1 } else { ALIKE };
    let made = many / alike;
    let at = |n: usize| {
        let share = i64::try_from(n).unwrap_or(0) * DAYS_MS / i64::try_from(made).unwrap_or(1);
        begun + share
    };
    for begin in (0..made).step_by(10_000) {
        let end = made.min(begin + 10_000);
        for from in (begin..end).step_by(500) {
            let rows: Vec<_> = (from..end.min(from + 500))
                .map(|n| gate.row(FRESH, at(n)))
                .collect();
            store.insert_events(Moment::Database, &rows).await?;
        }
        let first = engine::store::first_id_of(at(begin));
        let story = format!("UPDATE events SET {STORY} WHERE id >= '{first}'");
        gate.house.database.run(&story).await?;
        for n in 1..alike {
            let copy = COPY.replace("{n}", &n.to_string()).replace("{first}", &first);
            gate.house.database.run(&copy).await?;
        }
    }
    gate.house.database.settle("events").await
}

fn filters(gate: &Gate) -> anyhow::Result<Vec<(String, EventFilter)>> {
    let now = gate.house.machine.act.clock.now_ms();
    let day = |ago: i64| engine::clock::rfc3339(now - ago * DAYS_MS / 30);
    let strange = EventId::from_ulid(&fresh_ulid(now));
    let table = [
        ("nothing", json!({})),
        ("vendor", json!({ "vendor": "autotask" })),
        ("webhook", json!({ "webhook": gate.webhook.id })),
        ("code", json!({ "code": "vendor_rejected" })),
        ("stage", json!({ "stage": "verify" })),
        ("kind", json!({ "kind": "alert.opened" })),
        ("customer", json!({ "customer": "cus_77" })),
        ("group", json!({ "fingerprint": "execute.vendor_rejected.3" })),
        ("one day", json!({ "from": day(12), "to": day(11) })),
        ("text that many hold", json!({ "q": "laptop-7" })),
        ("text that none holds", json!({ "q": "no such words" })),
        ("an identifier", json!({ "q": strange })),
        (
            "text within a kind",
            json!({ "kind": "alert.opened", "q": "nowhere" }),
        ),
        (
            "kind, status and days",
            json!({ "kind": "alert.opened", "status": "dead_lettered", "from": day(20), "to": day(10) }),
        ),
        (
            "customer and code",
            json!({ "customer": "cus_77", "code": "signature_mismatch" }),
        ),
        ("status succeeded", json!({ "status": "succeeded" })),
        ("status ignored", json!({ "status": "ignored" })),
        ("status dead_lettered", json!({ "status": "dead_lettered" })),
        ("status processing", json!({ "status": "processing" })),
        (
            "several statuses",
            json!({ "status": "dead_lettered,rejected,retrying" }),
        ),
    ];
    let read = |(name, filter): (&str, Value)| Ok((name.to_owned(), serde_json::from_value(filter)?));
    table.into_iter().map(read).collect()
}
