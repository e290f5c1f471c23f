//! One request to one host, and its answer.

use std::net::SocketAddr;

use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Response, StatusCode};
use tokio::time::timeout;

use crate::address::Address;
use crate::answer::Validators;
use crate::error::{self, FetchError, Misbehaviour, Stage};
use crate::limits::Limits;
use crate::lookup::Checked;
use crate::unpack::{Coding, Stop, Unpacker};

/// What one hop came to.
pub(crate) enum Reply {
    /// It is elsewhere.
    Moved { status: u16, location: Vec<u8> },
    /// It is as it was.
    NotModified,
    /// It is here.
    Page { status: u16, headers: HeaderMap, body: Vec<u8>, truncated: bool },
}

/// The client: it connects to what was checked, and to nothing else.
pub(crate) struct Client {
    inner: reqwest::Client,
    checked: Checked,
    limits: Limits,
}

impl Client {
    /// Builds the client. Fails where TLS cannot be set up or the user agent is no header.
    pub(crate) fn build(agent: &str, limits: &Limits) -> reqwest::Result<Self> {
        let checked = Checked::default();
        let inner = reqwest::Client::builder()
            .user_agent(agent)
            .default_headers(headers())
            .dns_resolver(std::sync::Arc::new(checked.clone()))
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .http1_only()
            // Each hop connects anew, to what was checked for it.
            .pool_max_idle_per_host(0)
            .connect_timeout(limits.connect)
            .build()?;
        Ok(Self { inner, checked, limits: *limits })
    }

    /// Asks for a page. The sockets are those of the address's name, checked; of a literal they are what it says.
    pub(crate) async fn get(
        &self,
        address: &Address,
        sockets: Vec<SocketAddr>,
        (validators, as_of): (Option<&Validators>, Option<&str>),
        room: usize,
    ) -> Result<Reply, FetchError> {
        let _held = self.checked.hold(address.host(), sockets);
        let mut asked = self.inner.get(address.as_url().clone());
        let mut asks = false;
        let (etag, since) = validators.map_or((None, None), |v| (v.etag.as_deref(), v.last_modified.as_deref()));
        for (name, value) in [(header::IF_NONE_MATCH, etag), (header::IF_MODIFIED_SINCE, since)] {
            // A value that is no header was none when it came.
            if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
                asked = asked.header(name, value);
                asks = true;
            }
        }
        if let Some(date) = as_of.and_then(|date| HeaderValue::from_str(date).ok()) {
            asked = asked.header(HeaderName::from_static("accept-datetime"), date);
        }
        let answered = timeout(self.limits.first_byte, asked.send()).await;
        let response = answered.map_err(|_| FetchError::TimedOut(Stage::FirstByte))?.map_err(|e| error::read(&e))?;
        self.check_headers(response.headers())?;
        match response.status() {
            StatusCode::NOT_MODIFIED if asks => Ok(Reply::NotModified),
            StatusCode::NOT_MODIFIED => Err(FetchError::Misbehaved(Misbehaviour::NotModified)),
            // Nobody asked for another protocol.
            status if status.is_informational() => Err(FetchError::Misbehaved(Misbehaviour::NotHttp)),
            status => match (status.as_u16(), response.headers().get(header::LOCATION)) {
                (status @ (301 | 302 | 303 | 307 | 308), Some(location)) => {
                    Ok(Reply::Moved { status, location: location.as_bytes().to_vec() })
                }
                _ => read_page(response, room).await,
            },
        }
    }

    fn check_headers(&self, headers: &HeaderMap) -> Result<(), FetchError> {
        let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        if bytes > self.limits.headers { Err(FetchError::TooLarge) } else { Ok(()) }
    }
}

fn headers() -> HeaderMap {
    HeaderMap::from_iter([
        (
            header::ACCEPT,
            HeaderValue::from_static("text/html, application/xhtml+xml, application/json;q=0.9, */*;q=0.8"),
        ),
        (header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, deflate, br")),
    ])
}

async fn read_page(mut response: Response, room: usize) -> Result<Reply, FetchError> {
    const BROKEN: FetchError = FetchError::Misbehaved(Misbehaviour::Encoding);
    let status = response.status().as_u16();
    let headers = std::mem::take(response.headers_mut());
    let packed_with = headers.get_all(header::CONTENT_ENCODING).into_iter().map(HeaderValue::as_bytes);
    let mut unpacker = Unpacker::new(Coding::read(packed_with).ok_or(BROKEN)?, room);
    let page = |body, truncated| Ok(Reply::Page { status, headers, body, truncated });
    while let Some(chunk) = response.chunk().await.map_err(|e| error::read(&e))? {
        match unpacker.take(&chunk) {
            Ok(()) => {}
            Err(Stop::Full) => return page(unpacker.cut(), true),
            Err(Stop::Broken) => return Err(BROKEN),
        }
    }
    match unpacker.finish() {
        (body, Ok(())) => page(body, false),
        (body, Err(Stop::Full)) => page(body, true),
        (_, Err(Stop::Broken)) => Err(BROKEN),
    }
}
