//! Says whether pages are fetched, and in whose name.

use std::fmt;
use std::str::FromStr;

use url::Url;

use super::catalogue;
use super::reader::{Reader, Reported};

/// Says how pages are fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetching {
    /// Gives a page that says who runs the bot.
    pub contact: Option<String>,
}

impl Fetching {
    /// Reads how pages are fetched; nothing where they are not.
    pub(super) fn read(reader: &mut Reader) -> Result<Option<Self>, Reported> {
        let switch = reader.value::<Switch>(&catalogue::SOURCES_FETCH);
        let contact = reader.optional::<Contact>(&catalogue::SOURCES_CONTACT);
        let (switch, contact) = (switch?, contact?);
        Ok(matches!(switch, Switch::On).then(|| Self { contact: contact.map(|Contact(url)| url) }))
    }
}

enum Switch {
    On,
    Off,
}

impl FromStr for Switch {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        match text {
            "on" => Ok(Self::On),
            "off" => Ok(Self::Off),
            _ => Err(Wrong("is neither on nor off")),
        }
    }
}

/// An address that may stand in a header.
struct Contact(String);

impl FromStr for Contact {
    type Err = Wrong;

    fn from_str(text: &str) -> Result<Self, Wrong> {
        let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
        url.map(|url| Self(url.into())).ok_or(Wrong("is no address that begins with https://"))
    }
}

struct Wrong(&'static str);

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
