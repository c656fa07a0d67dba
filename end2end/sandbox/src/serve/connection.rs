//! HTTP/1.1 on one connection, by hand where a web framework would be too polite to misbehave.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use http_body_util::{BodyExt, Limited};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};

use super::{Host, Outcome, Rules};
use crate::exchange::{Answer, Received};

/// A double reads no more than this; no connector has reason to send it.
const LARGEST_REQUEST: usize = 32 * 1024 * 1024;

/// Serves requests until the other side, or a fault, closes.
pub(crate) async fn serve<R: Rules>(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    host: Arc<Host<R>>,
    reset: Arc<AtomicBool>,
) {
    let service = service_fn(move |request| exchange(request, Arc::clone(&host), Arc::clone(&reset)));
    // An error here is a broken connection: a client that left, or a fault that was asked for.
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

async fn exchange<R: Rules>(
    request: Request<Incoming>,
    host: Arc<Host<R>>,
    reset: Arc<AtomicBool>,
) -> io::Result<Response<Payload>> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, LARGEST_REQUEST)
        .collect()
        .await
        .map_err(io::Error::other)?
        .to_bytes();
    let received = Received {
        host: host.name,
        method: head.method,
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(str::to_owned),
        headers: head.headers,
        body,
    };
    match host.handle(received).await {
        Outcome::Whole(answer) => response(answer, None),
        Outcome::Cut(mut answer) => {
            let announced = answer.body.len().max(1024);
            answer.body.truncate(answer.body.len() / 2);
            response(answer, Some(announced))
        }
        // An error makes hyper drop the connection without a byte.
        Outcome::Nothing => Err(io::ErrorKind::ConnectionAborted.into()),
        Outcome::Reset => {
            reset.store(true, Ordering::SeqCst);
            Err(io::ErrorKind::ConnectionReset.into())
        }
    }
}

fn response(answer: Answer, announced: Option<usize>) -> io::Result<Response<Payload>> {
    let mut builder = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        builder = builder.header(name, value);
    }
    if let Some(length) = announced {
        builder = builder.header("content-length", length);
    }
    let payload = Payload {
        bytes: Some(answer.body),
        broken: announced.is_some(),
        flushed: false,
    };
    builder.body(payload).map_err(io::Error::other)
}

/// A body that can be shorter than what was announced.
#[derive(Debug)]
struct Payload {
    bytes: Option<Bytes>,
    broken: bool,
    flushed: bool,
}

impl Body for Payload {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if let Some(bytes) = self.bytes.take().filter(|bytes| !bytes.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        if self.broken && !self.flushed {
            // One pause lets hyper put what it has on the wire; ending at once would send nothing.
            self.flushed = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        !self.broken && self.bytes.as_ref().is_none_or(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        if self.broken {
            return SizeHint::default();
        }
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}
