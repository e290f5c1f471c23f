//! A page of a demo's own, which fetches nothing.

use jiff::Timestamp;
use pageproof::address::Address;
use pageproof::read::Retrieved;

use super::answer::{failed, reading};
use crate::domain::source::tracking;
use crate::domain::watching::{Ask, Asking, Fetch, Found, Look, Looking, Trouble, copies};

/// One page that is kept on this machine, read as any other; every other address is refused. With it a demo shows what
/// watching a page is, and fetches nothing.
#[derive(Debug)]
pub struct KeptPage {
    url: String,
    html: String,
}

impl KeptPage {
    /// Keeps a page under an address.
    #[must_use]
    pub fn new(url: &str, html: &str) -> Self {
        Self { url: url.to_owned(), html: html.to_owned() }
    }

    fn look_at(&self, ask: &Ask) -> Found {
        let address = Address::parse(&ask.url, tracking()).ok().filter(|_| ask.url == self.url);
        let Some(address) = address else { return failed(Trouble::Refused, None, None) };
        let (asked, reached) = (&address, &address);
        let page =
            Retrieved { asked, reached, content_type: Some("text/html; charset=utf-8"), body: self.html.as_bytes() };
        match reading(&page, 200) {
            Ok(reading) => Found::Read(Box::new(reading)),
            Err(trouble) => failed(trouble, Some(200), None),
        }
    }
}

impl Fetch for KeptPage {
    fn look<'a>(&'a self, ask: &'a Ask) -> Looking<'a> {
        Box::pin(async { Look::of(self.look_at(ask)) })
    }

    fn find_copy<'a>(&'a self, _: &'a Ask, _: Timestamp) -> Asking<'a> {
        Box::pin(async { copies::Answer::of(Ok(None)) })
    }
}
