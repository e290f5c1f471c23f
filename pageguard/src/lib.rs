//! Fetches pages from addresses that strangers gave, within bounds.
//!
//! A [`Guard`] fetches; an [`Address`] is what it may fetch; a [`Policy`] says what that is and [`Limits`] how much of it.
//!
//! ```no_run
//! # async fn fetched() -> Result<(), Box<dyn std::error::Error>> {
//! use pageguard::{Answer, Guard, Limits, Policy, Request};
//!
//! let guard = Guard::new("example/1.0 (+https://example.com/robot)", Policy::strict(), Limits::default())?;
//! let address = guard.read("https://www.rust-lang.org/")?;
//! if guard.robots(&address).await.allows(&address) {
//!     match guard.fetch(&Request::new(&address)).await? {
//!         Answer::Fetched(page) => println!("{} with {} bytes", page.status, page.body.len()),
//!         Answer::NotModified { .. } | Answer::Elsewhere(_) => println!("as it was"),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Invariant: no connection goes anywhere but to a socket that [`classify`] and the policy passed. It holds because
//!
//! * the address is read once, by the parser of the client that connects; decimal, octal and hexadecimal forms, other
//!   scripts' digits and dots, escapes and names in Unicode are what that parser says they are;
//! * a literal is checked as it was read, and a name is looked up by the guard alone, once in each hop: one answer that is
//!   not public refuses them all, and the client is handed what passed in place of a name server ([`Lookup`] may lie);
//! * each hop connects anew, and redirects are followed here, each from the first check on;
//! * no proxy is taken from the environment, and nothing is sent that was not asked for: no cookie, no `Referer`.
//!
//! # What bounds what
//!
//! | what | bound | then |
//! |---|---|---|
//! | name servers, connection with TLS | [`Limits::connect`], each | [`FetchError::TimedOut`] |
//! | from the connection's begin to the end of the headers | [`Limits::first_byte`] | [`FetchError::TimedOut`] |
//! | all hops, bodies included | [`Limits::whole`] | [`FetchError::TimedOut`] |
//! | the body, unpacked and as it comes | [`Limits::body`] | cut, and [`Fetched::truncated`] |
//! | headers of an answer | [`Limits::headers`], 100 of them | [`FetchError::TooLarge`] |
//! | redirects | [`Limits::redirects`] | [`FetchError::TooManyRedirects`] |
//! | connections | [`Limits::at_once`], one to a host, [`Limits::gap`] between | waits, or [`FetchError::Busy`] |
//!
//! Headers are counted when they are whole. Until then hyper holds them, in 400 KiB at most, and 1xx answers before them,
//! which it throws away one by one, are bounded by time alone. A body is kept in no more than twice [`Limits::body`], and
//! the unpacker of brotli has a window of up to twice that beside it.
//!
//! A host that keeps silent costs the others its first try alone, and of that no more than [`Limits::patience`]: a fetch
//! that takes longer goes on among the slow ones, which have a quarter of the connections. A host that timed out begins
//! among others like it the next time, which have an eighth. What is known of hosts is kept in memory. Of requests that can come later ([`Request::or_later`]) only two wait
//! for each of these connections, and the others are told so at once.

mod address;
mod answer;
mod class;
mod error;
mod guard;
mod hop;
mod lanes;
mod limits;
mod lookup;
mod policy;
mod refusal;
mod robots;
mod turns;
mod unpack;

pub use address::Address;
pub use answer::{Answer, Elsewhere, Fetched, Headers, Hop, Request, Validators};
pub use class::{Class, classify};
pub use error::{FetchError, Misbehaviour, Stage, Unreachable};
pub use guard::{BuildError, Guard};
pub use limits::Limits;
pub use lookup::{Found, Lookup, SystemLookup};
pub use policy::Policy;
pub use refusal::Refusal;
pub use robots::Robots;
