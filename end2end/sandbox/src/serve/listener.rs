//! A port of a double: open, refusing on demand, closed when dropped.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

use super::breakable::Breakable;
use super::{Host, Rules, connection};

/// The ports of one double. Dropping it stops the double.
#[derive(Debug)]
pub struct Hosts(pub(crate) Vec<(&'static str, Listener)>);

impl Hosts {
    /// Closes every port and connection: from now on connections are refused.
    pub async fn refuse(&self) {
        for (_, listener) in &self.0 {
            listener.refuse().await;
        }
    }

    /// Opens every port again, at the same addresses.
    pub async fn accept(&self) -> io::Result<()> {
        for (_, listener) in &self.0 {
            listener.accept().await?;
        }
        Ok(())
    }

    /// Closes one host (`zone15`, `eu`); an unknown name closes nothing.
    pub async fn refuse_host(&self, name: &str) {
        for (_, listener) in self.0.iter().filter(|(host, _)| *host == name) {
            listener.refuse().await;
        }
    }
}

/// One port.
#[derive(Debug)]
pub(crate) struct Listener {
    pub address: SocketAddr,
    wanted: watch::Sender<bool>,
    is_open: watch::Receiver<bool>,
    task: JoinHandle<()>,
}

impl Listener {
    /// Opens the port; port 0 lets the system choose one.
    pub async fn open<R: Rules>(
        address: SocketAddr,
        host: Arc<Host<R>>,
        tls: Option<TlsAcceptor>,
    ) -> io::Result<Self> {
        let socket = TcpListener::bind(address).await?;
        let address = socket.local_addr()?;
        let (wanted, wants) = watch::channel(true);
        let (opened, is_open) = watch::channel(true);
        let task = tokio::spawn(run(Port { address, host, tls }, socket, wants, opened));
        Ok(Self {
            address,
            wanted,
            is_open,
            task,
        })
    }

    async fn refuse(&self) {
        self.wanted.send_replace(false);
        // Fails only when the task has ended, and then nothing listens either.
        let _ = self.is_open.clone().wait_for(|open| !open).await;
    }

    async fn accept(&self) -> io::Result<()> {
        self.wanted.send_replace(true);
        self.is_open
            .clone()
            .wait_for(|open| *open)
            .await
            .map(drop)
            .map_err(io::Error::other)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Port<R> {
    address: SocketAddr,
    host: Arc<Host<R>>,
    tls: Option<TlsAcceptor>,
}

/// Serves while wanted, and lives on without a socket while not. Ends when the port cannot be had again.
async fn run<R: Rules>(
    port: Port<R>,
    first: TcpListener,
    mut wanted: watch::Receiver<bool>,
    opened: watch::Sender<bool>,
) {
    let mut socket = Some(first);
    loop {
        if let Some(socket) = socket.take() {
            serve(&port, socket, &mut wanted).await;
        }
        opened.send_replace(false);
        if wanted.wait_for(|open| *open).await.is_err() {
            return;
        }
        let Ok(again) = TcpListener::bind(port.address).await else {
            return;
        };
        socket = Some(again);
        opened.send_replace(true);
    }
}

async fn serve<R: Rules>(port: &Port<R>, socket: TcpListener, wanted: &mut watch::Receiver<bool>) {
    // Dropping the set, here or by an abort from above, cuts every open connection.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = wanted.wait_for(|open| !open) => break,
            Some(_) = connections.join_next() => {}
            accepted = socket.accept() => if let Ok((stream, _)) = accepted {
                let (host, tls) = (Arc::clone(&port.host), port.tls.clone());
                let (stream, reset) = Breakable::new(stream);
                connections.spawn(async move {
                    match tls {
                        None => connection::serve(stream, host, reset).await,
                        Some(tls) => if let Ok(stream) = tls.accept(stream).await {
                            connection::serve(stream, host, reset).await;
                        },
                    }
                });
            }
        }
    }
    drop(socket);
    connections.shutdown().await;
}
