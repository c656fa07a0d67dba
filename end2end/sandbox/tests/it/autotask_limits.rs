//! The hourly threshold and the three threads.

use reqwest::Method;

use crate::{autotask, everything, good, send};

#[tokio::test]
async fn the_threshold_counts_itself_and_refuses_beyond_ten_thousand() {
    let running = autotask().await;
    running.set_usage(411);
    let said = good(&running).get("ThresholdInformation").await.json();
    assert_eq!(said["currentTimeframeRequestCount"], 412);
    assert_eq!(
        (
            &said["externalRequestThreshold"],
            &said["requestThresholdTimeframe"]
        ),
        (&10_000.into(), &60.into())
    );
    good(&running).get("Tickets/350000").await;
    let said = good(&running).get("ThresholdInformation").await.json();
    assert_eq!(said["currentTimeframeRequestCount"], 414);
    running.set_usage(10_000);
    assert_eq!(good(&running).get("Tickets/350000").await.status, 429);
    running.turn(|behaviour| {
        behaviour.over_threshold_status = 500;
        behaviour.over_threshold_text = Some("Threshold exceeded".to_owned());
    });
    assert_eq!(
        good(&running).get("Tickets/350000").await.error(),
        "Threshold exceeded"
    );
}

#[tokio::test]
async fn a_fourth_thread_on_one_entity_is_refused_while_others_are_free() {
    let running = autotask().await;
    running.hold();
    let held: Vec<_> = (0..3)
        .map(|_| {
            tokio::spawn(send(
                good(&running)
                    .request(Method::POST, "Tickets/query")
                    .json(&everything()),
            ))
        })
        .collect();
    running.journal.reached(3).await;
    let other = tokio::spawn(send(good(&running).request(Method::GET, "Companies/0")));
    running.journal.reached(4).await;
    // Three are inside or about to be; the fourth is refused as soon as they all are.
    while running.peak_threads("Tickets") < 3 {
        tokio::task::yield_now().await;
    }
    let said = good(&running).get("Tickets/350000").await;
    assert_eq!(said.status, 500);
    assert_eq!(
        said.error(),
        "The Autotask API thread threshold of 3 threads has been exceeded"
    );
    running.release();
    for request in held {
        assert_eq!(request.await.unwrap().status, 200);
    }
    assert_eq!(other.await.unwrap().status, 200);
    assert_eq!(running.peak_threads("tickets"), 3);
    assert_eq!(
        good(&running).get("Tickets/350000").await.status,
        200,
        "threads are free again"
    );
}
