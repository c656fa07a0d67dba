//! Twenty copies of five hundred deliveries, sixty-four at a time, on two nodes that share the database: every event is
//! there once, and its effect is made once.

use super::{Gate, detection, taken};
use crate::databases::each;
use contract::ids::EventId;
use engine::store::FRESH;
use futures::StreamExt as _;
use std::collections::BTreeMap;

const IDS: u32 = 500;
const COPIES: u32 = 20;

#[tokio::test]
async fn effects_are_as_many_as_identities() {
    each(|store| async move {
        let one = Gate::on(store.clone()).await;
        // A second node on the same database and keys; it has its own caches, queues and workers.
        let other = one.house.second_node(one.sops.clone());
        let stop = tokio_util::sync::CancellationToken::new();
        other.start(&stop);
        let deliveries = (0..IDS * COPIES).map(|n| {
            let number = n % IDS;
            let node = if n % 3 == 0 { &other } else { one.pipeline() };
            let delivery = one.delivery(&detection(number));
            async move { (number, taken(node.receive(delivery).await)) }
        });
        let answers: Vec<(u32, EventId)> = futures::stream::iter(deliveries)
            .buffer_unordered(64)
            .collect()
            .await;
        let mut by_number: BTreeMap<u32, EventId> = BTreeMap::new();
        for (number, id) in answers {
            assert_eq!(
                by_number.entry(number).or_insert_with(|| id.clone()),
                &id,
                "{number}"
            );
        }
        assert_eq!(by_number.len(), IDS as usize);
        let work = |node: engine::pipeline::Pipeline| async move {
            let mut worked = 0;
            loop {
                match node.turn(FRESH, 16).await.unwrap() {
                    0 => return worked,
                    more => worked += more,
                }
            }
        };
        let (first, second) = tokio::join!(work(one.pipeline().clone()), work(other.clone()));
        assert_eq!(first + second, IDS as usize);
        let effects = one.sops.effects();
        assert!(effects.iter().all(|count| *count == 1));
        assert_eq!(effects.len(), 2 * IDS as usize);
        let copies: u32 = futures::future::join_all(by_number.values().map(|id| one.event(id)))
            .await
            .iter()
            .map(|event| event.summary.duplicates)
            .sum();
        assert_eq!(copies, IDS * (COPIES - 1));
        stop.cancel();
    })
    .await;
}
