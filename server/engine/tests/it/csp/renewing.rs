//! A refresh token that Entra renews: the newest is kept, by whoever used it, and one that nobody uses is used in time.

use super::Bed;
use crate::house::{START, admin};
use contract::{
    csp::{CspSetup, OnboardRequest},
    operation::OperationCall,
};
use sandbox::microsoft365::tenant_id;
use serde_json::json;
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// Days pass, here and at Microsoft, whose renewed tokens are good for an hour more.
fn pass(bed: &Bed, days: u32) {
    bed.house.hand.forward(DAY * days);
    let now = bed.house.machine.act.clock.now_ms() / 1_000;
    bed.double.turn(|knobs| {
        knobs.now = Some(now);
        knobs.old_refresh_seconds = Some(3_600);
    });
}

async fn days(bed: &Bed, setup: &CspSetup) -> Option<i64> {
    let told = bed.services.csp.account(&admin(), &setup.id).await.unwrap();
    told.refresh_token_days
}

/// The integration uses the service account, in a customer's tenant.
async fn used(bed: &Bed, setup: &CspSetup) {
    let call = OperationCall {
        integration: setup.integration.clone(),
        input: json!({ "tenant": tenant_id(1) }),
        ..OperationCall::default()
    };
    let done = bed
        .services
        .operations
        .call(&admin(), "microsoft365", "organization.get", call)
        .await;
    assert!(done.is_ok(), "{done:?}");
}

#[tokio::test]
async fn what_entra_renews_is_kept_sealed_and_the_age_begins_anew() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    pass(&bed, 8);
    assert_eq!(days(&bed, &setup).await, Some(8));
    bed.machine.csp.renew_stale().await.unwrap();
    assert_eq!(days(&bed, &setup).await, Some(0));
    let kept = bed
        .house
        .machine
        .store
        .csp_secret(&setup.id, "refresh_token")
        .await;
    let (sealed, at) = kept.unwrap().unwrap();
    assert!(sealed.starts_with('k') && !sealed.contains("sandbox-refresh"));
    assert_eq!(at, START + 8 * 86_400_000);
}

#[tokio::test]
async fn a_token_is_used_long_before_ninety_days_and_outlives_them() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    // Shorter than the application's secret lives.
    for _ in 0..20 {
        pass(&bed, 8);
        bed.machine.csp.renew_stale().await.unwrap();
        assert_eq!(days(&bed, &setup).await, Some(0));
    }
}

#[tokio::test]
async fn without_use_it_ends_after_ninety_days() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    pass(&bed, 91);
    bed.machine.csp.renew_stale().await.unwrap();
    assert_eq!(
        days(&bed, &setup).await,
        Some(91),
        "what Entra refuses is not renewed"
    );
}

#[tokio::test]
async fn the_setup_and_its_integration_follow_each_other_though_the_old_token_is_refused() {
    let mut bed = Bed::new().await;
    let setup = bed.connected().await;
    let onboarded = OnboardRequest {
        tenants: vec![tenant_id(1)],
        link: true,
    };
    let job = bed.services.csp.onboard(&admin(), &setup.id, onboarded).await;
    job.unwrap();
    assert!(bed.machine.csp.onboard_turn().await.unwrap());
    for round in 1..=3 {
        pass(&bed, 5);
        bed.restart();
        used(&bed, &setup).await;
        assert_eq!(
            days(&bed, &setup).await,
            Some(0),
            "round {round}: the integration renewed it"
        );
        pass(&bed, 5);
        assert_eq!(days(&bed, &setup).await, Some(5));
        let read = bed.services.csp.customers(&admin(), &setup.id).await;
        assert!(read.is_ok(), "round {round}: {read:?}");
        assert_eq!(
            days(&bed, &setup).await,
            Some(0),
            "round {round}: the setup renewed it"
        );
    }
}

#[tokio::test]
async fn two_nodes_that_renew_at_once_leave_one_good_token() {
    let bed = Bed::new().await;
    let setup = bed.connected().await;
    pass(&bed, 8);
    let (one, other) = (
        bed.machine.csp.clone(),
        super::machine(&bed.house, &bed.double).csp,
    );
    let (a, b) = tokio::join!(one.renew_stale(), other.renew_stale());
    a.unwrap();
    b.unwrap();
    assert_eq!(days(&bed, &setup).await, Some(0));
    pass(&bed, 8);
    bed.machine.csp.renew_stale().await.unwrap();
    assert_eq!(days(&bed, &setup).await, Some(0), "what stands there is good");
}
