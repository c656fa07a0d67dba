//! `/api/v1/keys`

use crate::support::{Hub, get, samples};

#[tokio::test]
async fn the_ring_shows_fingerprints_and_states() {
    let ring = get("/api/v1/keys").token("admin").send(&Hub::new()).await.ok();
    assert_eq!(ring, serde_json::to_value(samples::ring()).unwrap());
}
