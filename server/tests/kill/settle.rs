//! The last node lives until everything has ended; then what is left is read, by the ways that everybody has.

use super::{
    audit::{Evidence, Seen, judge},
    load::number_of,
    node::Node,
    world::World,
};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

/// How long everything may take to end: several leases, and the backlog of a long proof.
const PATIENCE: Duration = Duration::from_mins(30);

const OPEN: &str = "received,processing,retrying,awaiting_approval";

/// Lets everything end; tells what is there, and how long it took.
pub async fn settled(world: &World) -> (Evidence, Duration) {
    let mut node = Node::ready(&world.place);
    let began = Instant::now();
    world.load.post_the_rest(&world.origin()).await;
    while !over(world).await {
        assert!(
            began.elapsed() < PATIENCE,
            "something never ends: {}",
            world.get(&format!("/api/v1/events?status={OPEN}")).await
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let took = began.elapsed();
    let evidence = Evidence {
        acknowledged: world.load.ledger.read(),
        events: events(world).await,
        calls: world.effects.done(),
        notes: notes(world),
    };
    for wrong in judge(&evidence).wrong_end.iter().take(3) {
        let id = wrong.split(':').next().unwrap_or_default();
        let event = world.get(&format!("/api/v1/events/{id}")).await;
        eprintln!("{wrong}: {}", event["analysis"]);
    }
    node.kill();
    (evidence, took)
}

async fn over(world: &World) -> bool {
    world.vendor.set_usage(0);
    let open = world.get(&format!("/api/v1/events?status={OPEN}&limit=1")).await;
    let jobs = world.get("/api/v1/jobs").await;
    let running = |job: &serde_json::Value| !matches!(job["status"].as_str(), Some("done" | "cancelled"));
    open["items"].as_array().unwrap().is_empty()
        && open["next_cursor"].is_null()
        && !jobs["items"].as_array().unwrap().iter().any(running)
}

async fn events(world: &World) -> Vec<Seen> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = world.get(&format!("/api/v1/events?limit=200{cursor}")).await;
        for item in page["items"].as_array().unwrap() {
            let text = |name: &str| item[name].as_str().map(str::to_owned);
            all.push(Seen {
                id: text("id").unwrap(),
                delivery: number_of(item["preview"].as_str().unwrap()),
                status: text("status").unwrap(),
                code: text("code"),
                replay_of: text("replay_of"),
            });
        }
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return all,
        }
    }
}

/// How many notes on tickets link to each event.
fn notes(world: &World) -> BTreeMap<String, usize> {
    let mut notes = BTreeMap::new();
    for row in world.vendor.rows("TicketNotes") {
        let text = row["description"].as_str().unwrap_or_default();
        if let Some((_, after)) = text.split_once("/app/webhooks/events/") {
            let id = after.lines().next().unwrap_or_default().to_owned();
            *notes.entry(id).or_default() += 1;
        }
    }
    notes
}
