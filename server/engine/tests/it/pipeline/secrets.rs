//! Several secrets with an end, and which of them matched.

use super::{Gate, detection};
use crate::{databases::each, house::tech};
use contract::webhook::{IssuedWebhook, Rotation};
use std::time::Duration;

async fn rotate(gate: &Gate, hours: Option<u32>) -> IssuedWebhook {
    let rotation = Rotation { overlap_hours: hours };
    gate.house
        .services
        .webhooks
        .rotate(&tech(), &gate.webhook.id, rotation)
        .await
        .unwrap()
}

fn with(gate: &Gate, secret: &str, number: u32) -> contract::delivery::Delivery {
    let mut delivery = gate.delivery(&detection(number));
    delivery.headers[1].1 = secret.as_bytes().to_vec();
    delivery
}

#[tokio::test]
async fn after_a_rotation_both_secrets_are_accepted_until_the_old_one_is_over() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let issued = rotate(&gate, None).await;
        assert_eq!(issued.url, gate.webhook.url);
        assert_ne!(issued.secret, gate.webhook.secret);
        let old = super::taken(
            gate.pipeline()
                .receive(with(&gate, &gate.webhook.secret, 1))
                .await,
        );
        let new = super::taken(gate.pipeline().receive(with(&gate, &issued.secret, 2)).await);
        let hint = |secret: &str| Some(secret[secret.len() - 4..].to_owned());
        assert_eq!(gate.event(&old).await.matched_secret, hint(&gate.webhook.secret));
        assert_eq!(gate.event(&new).await.matched_secret, hint(&issued.secret));
        gate.house.hand.forward(Duration::from_hours(24));
        let refused = gate.refused(with(&gate, &gate.webhook.secret, 3)).await;
        assert_eq!(refused.code, "signature_mismatch");
        let rejected = gate.of_status("rejected").await.remove(0);
        let said = format!("{:?}", gate.event(&rejected.id).await.analysis.unwrap().evidence);
        assert!(said.contains("retired"), "{said}");
        super::taken(gate.pipeline().receive(with(&gate, &issued.secret, 4)).await);
    })
    .await;
}

#[tokio::test]
async fn an_old_secret_can_be_ended_at_once_and_the_last_one_cannot() {
    each(|store| async move {
        let gate = Gate::on(store).await;
        let issued = rotate(&gate, Some(48)).await;
        let webhooks = &gate.house.services.webhooks;
        let shown = webhooks.get(&tech(), &gate.webhook.id).await.unwrap();
        assert_eq!(shown.secrets.len(), 2);
        let (newest, oldest) = (&shown.secrets[0], &shown.secrets[1]);
        assert!(newest.retires_at.is_none() && oldest.retires_at.is_some());
        webhooks
            .retire(&tech(), &gate.webhook.id, &oldest.id)
            .await
            .unwrap();
        assert_eq!(
            gate.refused(with(&gate, &gate.webhook.secret, 1)).await.status,
            401
        );
        let refused = webhooks
            .retire(&tech(), &gate.webhook.id, &newest.id)
            .await
            .unwrap_err();
        assert_eq!((refused.status, refused.code.as_ref()), (409, "last_secret"));
        super::taken(gate.pipeline().receive(with(&gate, &issued.secret, 2)).await);
        let again = webhooks.get(&tech(), &gate.webhook.id).await.unwrap();
        assert_eq!(again.secrets.len(), 1);
        assert!(again.secrets[0].last_matched_at.is_some());
    })
    .await;
}

#[tokio::test]
async fn the_keys_of_webhook_secrets_are_rotated_with_all_others() {
    use engine::{
        ports::StoredValues,
        vault::{Rotation, verify},
    };
    each(|store| async move {
        let gate = Gate::on(store.clone()).await;
        let rows = StoredValues(store.clone());
        let vault = &gate.house.machine.act.vault;
        let before = verify(vault, &rows).await.unwrap();
        assert_eq!((before.checked, before.failures.len()), (2, 0));
        let rotation = Rotation {
            batch: 1,
            settle: Duration::ZERO,
        };
        let report = rotation.run(vault, &rows, &|_| {}).await.unwrap();
        assert!(report.is_finished(), "{report:?}");
        let after = verify(vault, &rows).await.unwrap();
        assert_eq!(after.by_key.into_iter().collect::<Vec<_>>(), [(report.key, 2)]);
        gate.post(&detection(1)).await;
    })
    .await;
}
