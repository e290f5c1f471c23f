//! A client's connection, which can be cut in the middle of an answer.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
};

use axum::{extract::connect_info::Connected, serve::IncomingStream};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};
use tokio_rustls::server::TlsStream;

use super::server::Handshaken;

/// A connection as the server writes to it.
pub(super) struct Line {
    stream: TlsStream<TcpStream>,
    scissors: Scissors,
}

/// What cuts a connection.
#[derive(Clone, Debug, Default)]
pub(super) struct Scissors(Arc<Mutex<Reach>>);

/// How much more is said on a connection.
#[derive(Clone, Copy, Debug, Default)]
enum Reach {
    /// All.
    #[default]
    Whole,
    /// The next answer's head, and so many bytes of its body.
    Head(usize),
    /// Nothing.
    Nothing,
}

impl Scissors {
    /// Cuts the connection: nothing more is said on it.
    pub(super) fn cut(&self) {
        self.set(Reach::Nothing);
    }

    /// Cuts the connection after the head of the next answer and so many bytes of its body.
    pub(super) fn cut_after(&self, body: usize) {
        self.set(Reach::Head(body));
    }

    fn set(&self, reach: Reach) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = reach;
    }

    /// Says how many bytes of what is to be written are. The server writes a head in one piece, with what it has of the
    /// body behind it.
    fn reach(&self, bytes: &[u8]) -> Option<usize> {
        let reach = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match reach {
            Reach::Whole => Some(bytes.len()),
            Reach::Nothing => None,
            Reach::Head(body) => {
                let head = bytes.windows(4).position(|end| end == b"\r\n\r\n").map_or(0, |at| at + 4);
                Some((head + body).min(bytes.len()))
            }
        }
    }
}

impl Line {
    pub(super) fn new(stream: TlsStream<TcpStream>) -> Self {
        Self { stream, scissors: Scissors::default() }
    }
}

impl Connected<IncomingStream<'_, Handshaken>> for Scissors {
    fn connect_info(stream: IncomingStream<'_, Handshaken>) -> Self {
        stream.io().scissors.clone()
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let Some(reach) = self.scissors.reach(bytes) else {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        };
        let written = std::task::ready!(Pin::new(&mut self.stream).poll_write(cx, &bytes[..reach]))?;
        if reach < bytes.len() {
            self.scissors.cut();
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
