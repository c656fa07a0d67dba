//! A sender that costs next to nothing: one connection, one delivery after the other, of each answer only the status. A client
//! that does more would measure itself, for it shares the processors with what is measured.

use anyhow::{Context as _, ensure};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// One connection.
pub struct Post {
    stream: TcpStream,
    host: String,
    read: Vec<u8>,
}

impl Post {
    /// Connects to `http://host:port`.
    pub async fn to(origin: &str) -> anyhow::Result<Self> {
        let host = origin.trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(&host).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            host,
            read: Vec::new(),
        })
    }

    /// Posts a body with a secret and reads the whole answer; says its status.
    pub async fn send(&mut self, path: &str, secret: &str, body: &str) -> anyhow::Result<u16> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\nx-opsai-secret: {secret}\r\n\
             content-length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.read.clear();
        loop {
            let more = self.stream.read_buf(&mut self.read).await?;
            ensure!(more > 0, "the connection was closed");
            let Some(head) = self.read.windows(4).position(|four| four == b"\r\n\r\n") else {
                continue;
            };
            let text = String::from_utf8_lossy(&self.read[..head]).to_ascii_lowercase();
            let length: usize = text
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"))
                .context("the answer has no length")?
                .trim()
                .parse()?;
            if self.read.len() >= head + 4 + length {
                let status = text
                    .split_whitespace()
                    .nth(1)
                    .context("the answer has no status")?;
                return Ok(status.parse()?);
            }
        }
    }
}
