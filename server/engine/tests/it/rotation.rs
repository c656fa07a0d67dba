//! Rotation over the real rows: no call is lost while it runs, and the new key alone opens everything.

use crate::databases::each;
use crate::house::{House, tech};
use contract::operation::OperationCall;
use engine::{
    ports::StoredValues,
    vault::{Rotation, verify},
};
use serde_json::json;

#[tokio::test]
async fn calls_go_on_while_the_key_is_rotated_and_the_new_key_opens_every_row() {
    each(|store| async move {
        let house = House::on(store.clone()).await;
        house.connected().await;
        let vault = &house.machine.act.vault;
        let before = vault.status().keys[0].id.clone();
        let rows = StoredValues(store.clone());
        let calls = async {
            for _ in 0..20 {
                let call = OperationCall {
                    input: json!({ "limit": 1 }),
                    ..OperationCall::default()
                };
                house
                    .services
                    .operations
                    .call(&tech(), "autotask", "tickets.list", call)
                    .await
                    .unwrap();
            }
        };
        // The waits between the passes are for other nodes; here there is none.
        let rotation = Rotation {
            batch: 1,
            settle: std::time::Duration::ZERO,
        };
        let rotation = async { rotation.run(vault, &rows, &|_| {}).await.unwrap() };
        let ((), report) = tokio::join!(calls, rotation);
        assert!(report.is_finished(), "{report:?}");
        assert_ne!(report.key, before);
        let counts = store.sealed_per_key().await.unwrap();
        assert_eq!(counts.into_iter().collect::<Vec<_>>(), [(report.key.clone(), 2)]);
        let proof = verify(vault, &rows).await.unwrap();
        assert_eq!((proof.checked, proof.failures.len()), (2, 0));
    })
    .await;
}
