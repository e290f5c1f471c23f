//! Reads web pages: canonical addresses, what a page says of itself, its readable text, and what changed between two
//! readings.
//!
//! A page that is cited can change, and what is cited of it has to be kept. This crate is the part of that which needs
//! neither network nor clock: values in, values out.
//!
//! | module | question |
//! |---|---|
//! | [`address`] | Are these two addresses of one page? Is the host what it looks like? |
//! | [`read`] | What does the page say of itself, and what does it say? Is it the page at all? |
//! | [`excerpt`] | Which few words show the claim? |
//! | [`counter`] | How many have signed by now, where the page publishes that? |
//! | [`compare`] | What changed since, does the claim still stand, is an earlier text back? |
//!
//! ```
//! use pageproof::address::{Address, Tracking};
//! use pageproof::compare::{Class, compare};
//! use pageproof::read::{Retrieved, read};
//!
//! let address = Address::parse("https://example.org/blog/cloud?utm_source=mail", &Tracking::parse("utm_*")?)?;
//! assert_eq!(address.as_str(), "https://example.org/blog/cloud");
//!
//! let page = |body: &str| {
//!     let filler = "<p>The service keeps documents and mail for offices in every state of the country. ".repeat(3);
//!     let html = format!("<title>Cloud</title><article>{filler}<p>{body}</article>");
//!     let retrieved =
//!         Retrieved { asked: &address, reached: &address, content_type: Some("text/html"), body: html.as_bytes() };
//!     read(&retrieved).evidence().expect("a page with enough words").clone()
//! };
//! let (first, second) = (page("We are proud to serve the agency."), page(""));
//! let change = compare(&[&first], &second, &["proud to serve the agency"]).unwrap();
//! assert_eq!(change.class, Class::Removal);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Invariant: for any input every function returns, without a panic, in time and memory that grow with its length and no
//! faster; how much of a page is read and kept is bounded by [`read::MOST_BYTES`] and [`read::MOST_TEXT`].

pub mod address;
mod charset;
pub mod compare;
pub mod counter;
pub mod excerpt;
mod fold;
mod markup;
pub mod read;
mod tags;
