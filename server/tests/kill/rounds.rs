//! Rounds: a node starts, vendors post, the node dies; then the next.

use super::{chance::Chance, liar, node::Node, world::World};
use engine::pipeline::CrashPoint;
use serde_json::json;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

/// At which passing of a crash point a node ends.
const PASSINGS: [u64; 3] = [1, 2, 5];

/// Deliveries taken, after which a node that should have crashed is given up.
const MOST: u64 = 400;

/// Kills nodes at moments of chance; says how many.
pub async fn random(world: &World, rounds: u32, chance: &mut Chance) -> u32 {
    let mut killed = 0;
    for round in 0..rounds {
        if round % 10 == 9 {
            // While it starts: whatever it is about to do, it has not done.
            let mut node = Node::start(&world.place, None);
            tokio::time::sleep(chance.millis(400)).await;
            assert!(!node.is_gone(), "a node ended by itself");
            node.kill();
        } else {
            let mut node = Node::ready(&world.place);
            fresh_quota(world);
            let stop = Arc::new(AtomicBool::new(false));
            let (load, origin) = (world.load.clone(), world.origin());
            let (most, after) = (1 + chance.below(40), chance.millis(250));
            let before = load.acknowledged();
            let posting = tokio::spawn({
                let stop = stop.clone();
                // Some more, so that some are in the middle of being answered.
                async move { load.post(&origin, most + 8, &stop).await }
            });
            while world.load.acknowledged() < before + most {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tokio::time::sleep(after).await;
            assert!(!node.is_gone(), "a node ended by itself");
            node.kill();
            stop.store(true, Ordering::SeqCst);
            posting.await.unwrap();
        }
        killed += 1;
    }
    killed
}

/// Ends nodes at each crash point that the code names, at several passings; says how often.
pub async fn crash_points(world: &World, chance: &mut Chance) -> u32 {
    let mut crashed = 0;
    for point in CrashPoint::ALL {
        for passing in PASSINGS {
            fresh_quota(world);
            let at = format!("{}@{passing}", point.as_str());
            let mut node = Node::ready_or_gone(&world.place, &at);
            if point == CrashPoint::MidBulkReplay {
                // Dead letters there are: one delivery of eight is one.
                world.try_post("/api/v1/dead-letters/replay", json!({})).await;
            }
            let stop = Arc::new(AtomicBool::new(false));
            let (load, origin) = (world.load.clone(), world.origin());
            let posting = tokio::spawn({
                let stop = stop.clone();
                let most = if point == CrashPoint::MidBulkReplay {
                    2
                } else {
                    MOST
                };
                async move { load.post(&origin, most, &stop).await }
            });
            gone(&mut node, &at).await;
            stop.store(true, Ordering::SeqCst);
            posting.await.unwrap();
            crashed += 1;
            // The next starts now or a moment later.
            tokio::time::sleep(chance.millis(20)).await;
        }
    }
    crashed
}

/// A receiver that answers before the commit stands before a node that dies just before its commit.
pub async fn with_a_liar(world: &World) {
    for passing in PASSINGS {
        let at = format!("{}@{passing}", CrashPoint::BeforeCommit.as_str());
        let mut node = Node::ready_or_gone(&world.place, &at);
        let liar = liar::start(&world.origin()).await;
        let stop = Arc::new(AtomicBool::new(false));
        let load = world.load.clone();
        let posting = tokio::spawn({
            let stop = stop.clone();
            async move { load.post(&liar, MOST, &stop).await }
        });
        gone(&mut node, &at).await;
        stop.store(true, Ordering::SeqCst);
        posting.await.unwrap();
    }
}

/// Waits until a node has ended at its crash point.
async fn gone(node: &mut Node, at: &str) {
    for _ in 0..12_000 {
        if node.is_gone() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("the node did not end at {at}: {}", node.kill());
}

/// The double counts requests by the hour, as its vendor does; a long proof needs several hours' worth.
fn fresh_quota(world: &World) {
    world.vendor.set_usage(0);
}
