//! The cheapest call that proves the account: the name of its own tenant, one unit of Graph's limit.
//!
//! It goes with the token that is kept, so a secret that was withdrawn may look good for as long as that token lives, an hour
//! or so; a connection test signs in anew.

use super::{credentials::CERTIFICATE_ENDS, operations::tenant_name, sign_in::USED};
use crate::{
    connector::{CallError, Client, Finding},
    policy::Read,
};
use jiff::Timestamp;

/// How much of Graph's limit may be used before a person should look, in per cent.
const MUCH: u32 = 80;

/// How long before its end a certificate is worth a look, in days.
pub const SOON_DAYS: i64 = 30;

/// Proves the account.
pub async fn probe(client: Client<Read>) -> Result<Finding, CallError> {
    let name = tenant_name(&client).await?;
    let shelf = &client.session().desk().shelf;
    let used: Option<u32> = shelf.note(USED).and_then(|share| share.parse().ok());
    let ends: Option<Timestamp> = shelf.note(CERTIFICATE_ENDS).and_then(|at| at.parse().ok());
    let busy = used.filter(|used| *used >= MUCH).map(|used| {
        format!("{used} % of what Graph allows this application is used: other calls of it may be refused.")
    });
    let ending = ends.and_then(|ends| ending(ends, shelf.clock.now_ms()));
    let detail = match used {
        Some(used) => format!("{name}; {used} % of Graph's limit used"),
        None => name,
    };
    Ok(Finding {
        detail,
        attention: ending.or(busy),
        expires_at: ends.map(Timestamp::as_millisecond),
    })
}

/// What to say of a certificate that ends soon, or has ended.
pub fn ending(ends: Timestamp, now_ms: i64) -> Option<String> {
    let now = Timestamp::from_millisecond(now_ms).ok()?;
    let days = (ends.as_second() - now.as_second()).div_euclid(24 * 3600);
    let day = ends.strftime("%Y-%m-%d");
    match days {
        ..0 => Some(format!(
            "The certificate ended on {day}: upload a new one and save it here."
        )),
        0..SOON_DAYS => Some(format!(
            "The certificate ends on {day}: upload a new one beside it, and save that here."
        )),
        _ => None,
    }
}
