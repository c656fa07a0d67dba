//! Before Graph subscribes anybody, it asks both addresses whether they want it: a POST with `validationToken`, to be answered
//! with the token and nothing else.
//!
//! Graph reaches the whole internet; this double reaches the origins that its knob `reaches` names, and sends what is meant
//! for them to where it says.

use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use url::Url;

use super::behaviour::Behaviour;
use super::graph::Refusal;
use crate::exchange::Received;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// The largest answer that is looked at, in bytes.
const LARGEST: u64 = 64 * 1024;

const REACHABLE: &str = "Validation: Testing client application reachability for subscription Request-Id: ";

/// Asks the addresses of a new subscription; why it is refused.
pub(crate) async fn ask(behaviour: &Behaviour, request: &Received) -> Result<(), Refusal> {
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    for (number, name) in ["notificationUrl", "lifecycleNotificationUrl"]
        .into_iter()
        .enumerate()
    {
        let Some(address) = body[name].as_str() else {
            continue;
        };
        let token = format!("{REACHABLE}aaaaaaaa-0000-4000-8000-00000000000{number} + 100%");
        validate(behaviour, address, &token).await?;
    }
    Ok(())
}

async fn validate(behaviour: &Behaviour, address: &str, token: &str) -> Result<(), Refusal> {
    let refused = |why: &str| {
        Refusal::new(
            400,
            "ValidationError",
            format!("Subscription validation request failed. {why}"),
        )
    };
    let mut url = Url::parse(address).map_err(|_| refused("The notification URL is invalid."))?;
    let origin = url.origin().ascii_serialization();
    let target = behaviour.reaches.get(&origin);
    let target = target.ok_or_else(|| refused("The notification endpoint cannot be reached."))?;
    let target = Url::parse(target).map_err(|_| refused("The notification URL is invalid."))?;
    url.query_pairs_mut().append_pair("validationToken", token);
    let sent = tokio::time::timeout(PATIENCE, post(&url, &target)).await;
    let answer = sent
        .map_err(|_| refused("Subscription validation request timed out."))?
        .map_err(|why| refused(&format!("The notification endpoint cannot be reached: {why}.")))?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let head = head.to_ascii_lowercase();
    if !head.starts_with("http/1.1 200 ") || !head.contains("content-type: text/plain") {
        return Err(refused(
            "Notification endpoint must respond with 200 OK to validation request.",
        ));
    }
    if body != token {
        return Err(refused(
            "Response must exactly match validationToken query parameter.",
        ));
    }
    Ok(())
}

async fn post(url: &Url, target: &Url) -> std::io::Result<String> {
    let host = target.host_str().unwrap_or("127.0.0.1");
    let port = target.port_or_known_default().unwrap_or(80);
    let mut stream = TcpStream::connect((host, port)).await?;
    let head = format!(
        "POST {}?{} HTTP/1.1\r\nhost: {host}:{port}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 0\r\n\
         connection: close\r\n\r\n",
        url.path(),
        url.query().unwrap_or_default(),
    );
    stream.write_all(head.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(LARGEST).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}
