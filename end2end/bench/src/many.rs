//! Very many integrations, written into the tables at once: connecting them one by one would take longer than measuring.

use crate::{house::House, tired::token};
use contract::ids::IntegrationId;
use engine::{
    store::fresh_ulid,
    vault::{Binding, Secret},
};

const VENDOR: &str = "datto_edr";

/// Rows of one statement.
const TOGETHER: usize = 500;

/// Makes so many accounts of Datto EDR at one instance; the secret of each is its number.
pub async fn integrations(house: &House, many: usize) -> anyhow::Result<Vec<IntegrationId>> {
    let now = house.machine.act.clock.now_ms();
    let mut ids = Vec::with_capacity(many);
    for begin in (0..many).step_by(TOGETHER) {
        let (mut rows, mut values) = (Vec::new(), Vec::new());
        for n in begin..many.min(begin + TOGETHER) {
            let id = IntegrationId::from_ulid(&fresh_ulid(now));
            let binding = Binding {
                integration: id.as_str(),
                vendor: VENDOR,
                field: "api_token",
            };
            let secret = Secret::new(token(n));
            let sealed = house.machine.act.vault.seal(binding, &secret).await?;
            rows.push(format!(
                "('{id}', '{VENDOR}', 'Customer {n:05}', '{{\"instance\":\"bench\"}}', 'bench:{n}', {now}, {now}, {now})"
            ));
            values.push(format!(
                "('{id}', 'api_token', '{}', {now}, 'bench')",
                sealed.as_str()
            ));
            ids.push(id);
        }
        let columns = "id, vendor, name, settings, identity, created_at, updated_at, next_probe_at";
        let insert = format!("INSERT INTO integrations ({columns}) VALUES {}", rows.join(", "));
        house.database.run(&insert).await?;
        let columns = "integration_id, field, sealed, set_at, set_by";
        let insert = format!(
            "INSERT INTO sealed_values ({columns}) VALUES {}",
            values.join(", ")
        );
        house.database.run(&insert).await?;
    }
    Ok(ids)
}
