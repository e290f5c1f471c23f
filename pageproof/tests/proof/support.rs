//! What the tests share.

use pageproof::address::{Address, Tracking};
use pageproof::read::{Page, Retrieved, read};

/// The list that comes with the bot.
pub(crate) fn tracking() -> Tracking {
    Tracking::parse(include_str!("../../../config/tracking-parameters.txt")).unwrap()
}

pub(crate) fn address(text: &str) -> Address {
    Address::parse(text, &tracking()).unwrap()
}

/// A blog post that one sentence is proud in.
pub(crate) const BLOG_POST: &str = include_str!("blog-post.html");

pub(crate) const AT: &str = "https://www.example.org/blog/2018/01/24/a-cloud-for-public-offices/";

/// Reads a page that was asked for and answered at one address.
pub(crate) fn page(html: &str) -> Page {
    page_of(html.as_bytes(), Some("text/html; charset=utf-8"), AT, AT)
}

pub(crate) fn page_of(body: &[u8], content_type: Option<&str>, asked: &str, reached: &str) -> Page {
    read(&Retrieved { asked: &address(asked), reached: &address(reached), content_type, body })
}
