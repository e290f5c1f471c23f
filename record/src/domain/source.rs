//! Sources and captures: where every word and figure stands, and when somebody read it there.

use std::sync::LazyLock;

pub use pageproof::address::HostWarning;
use pageproof::address::{Address, AddressError, Tracking};
use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use super::erasing::ERASED;
use super::ids::Number;
use super::named::named;

named! {
    /// What sort of source it is.
    pub enum SourceType {
        /// The petition, letter or contract itself.
        PrimaryDocument = "primary_document",
        /// The company's own channel.
        CompanyChannel = "company_channel",
        /// A report by those who found it out.
        FirstHandReport = "first_hand_report",
        /// A report of other reports.
        Aggregation = "aggregation",
        /// A column or comment.
        Opinion = "opinion",
        /// A post on a social network.
        SocialPost = "social_post",
        /// A court's or an agency's paper.
        CourtOrAgency = "court_or_agency",
    }
}

named! {
    /// Who can read it.
    pub enum Access {
        /// Everyone.
        Open = "open",
        /// Whoever registers.
        Registration = "registration",
        /// A few pages a month.
        Metered = "metered",
        /// Whoever pays.
        Paywalled = "paywalled",
    }
}

named! {
    /// What is known of the link.
    pub enum LinkState {
        /// It answers.
        Live = "live",
        /// It failed lately.
        Suspect = "suspect",
        /// It has failed over a span of 14 days.
        Gone = "gone",
        /// Only archived copies are left.
        ArchivedOnly = "archived_only",
        /// Its text is another.
        Changed = "changed",
        /// It was changed and is back.
        Restored = "restored",
    }
}

/// An address in canonical form: of two that are equal both lead to one page.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SourceUrl(Address);

/// An address that cannot be a source.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceUrlError {
    /// It is no address.
    #[error("`{0}` is not an address that begins with https:// or http://")]
    NotAnAddress(String),
    /// It carries a name or password for its host.
    #[error("the address carries a user name or password; give it without")]
    Credentials,
    /// It is longer than any page's address should be.
    #[error("the address has {0} characters and 1000 is the limit")]
    TooLong(usize),
    /// It does not say that it is an archived copy, and of when.
    #[error("the address is of no archived copy that says when it was made")]
    NoCopy,
}

/// The longest address that is taken, in bytes.
const LONGEST: usize = 1000;

/// Gives the parameters that only tell a site where its reader came from.
#[must_use]
pub fn tracking() -> &'static Tracking {
    static LIST: LazyLock<Tracking> = LazyLock::new(|| {
        // The list is ours and is read in a test; without it more addresses would be told apart, and no page missed.
        let list = Tracking::parse(include_str!("../../../config/tracking-parameters.txt"));
        list.or_else(|_| Tracking::parse("")).unwrap_or_default()
    });
    &LIST
}

impl SourceUrl {
    /// Reads an address and brings it into canonical form, by the rules of `pageproof::address`.
    pub fn parse(text: &str) -> Result<Self, SourceUrlError> {
        let trimmed = text.trim().trim_start_matches('<').trim_end_matches('>');
        if trimmed.len() > LONGEST {
            return Err(SourceUrlError::TooLong(trimmed.len()));
        }
        let not = || SourceUrlError::NotAnAddress(trimmed.chars().take(100).collect());
        let address = Address::parse(trimmed, tracking()).map_err(|error| match error {
            AddressError::User => SourceUrlError::Credentials,
            AddressError::Unreadable | AddressError::TooLong | AddressError::Scheme | AddressError::NoHost => not(),
        })?;
        if !address.host().contains('.') {
            return Err(not());
        }
        match address.as_str().len() {
            length if length > LONGEST => Err(SourceUrlError::TooLong(length)),
            _ => Ok(Self(address)),
        }
    }

    /// Gives the address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Gives the address over https and over http, which are of one page.
    #[must_use]
    pub fn spellings(&self) -> [String; 2] {
        ["https:", "http:"].map(|scheme| format!("{scheme}{}", self.0.key()))
    }

    /// Gives the host in its ASCII form, without a leading `www.`: what stands for a publisher nobody has named yet.
    #[must_use]
    pub fn host(&self) -> &str {
        let host = self.0.host();
        host.strip_prefix("www.").unwrap_or(host)
    }

    /// Gives the part of the host that somebody registered.
    #[must_use]
    pub fn site(&self) -> &str {
        self.0.site()
    }

    /// Gives what hosts that can be taken for another have in common; nothing where the host is a number.
    #[must_use]
    pub fn look(&self) -> Option<String> {
        self.0.look()
    }

    /// Gives what addresses of probably one page have in common; nothing for a front page.
    #[must_use]
    pub fn likeness(&self) -> Option<String> {
        self.0.likeness()
    }

    /// Lists what a person should look at before trusting the host.
    #[must_use]
    pub fn warnings(&self) -> Vec<HostWarning> {
        self.0.warnings()
    }
}

impl TryFrom<String> for SourceUrl {
    type Error = SourceUrlError;

    fn try_from(text: String) -> Result<Self, SourceUrlError> {
        Self::parse(&text)
    }
}

impl From<SourceUrl> for String {
    fn from(url: SourceUrl) -> Self {
        url.0.as_str().to_owned()
    }
}

named! {
    /// Why another source may be the same page.
    pub enum NeighbourKind {
        /// The page says that the other's address is its own.
        Declared = "declared",
        /// The other's page says that this address is its own.
        Declares = "declares",
        /// Their addresses are alike.
        Near = "near",
    }
}

/// Another source that may be the same page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// Its number.
    pub number: Number,
    /// The address of it that is alike.
    pub url: SourceUrl,
    /// Why it may be the same.
    pub kind: NeighbourKind,
}

/// What a source may be confused with, among those that are on record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// Sources that may be the same page.
    pub neighbours: Vec<Neighbour>,
    /// Other sites that its own looks like.
    pub imitated: Vec<String>,
}

named! {
    /// What a machine can read of a source's page.
    pub enum MachineRead {
        /// Who publishes it.
        Publisher = "publisher",
        /// Its title.
        Title = "title",
        /// Who wrote it.
        Authors = "authors",
        /// When it was published.
        Published = "published",
        /// Its language.
        Language = "language",
    }
}

/// What is said of a source: the typed document of its row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceDoc {
    /// Its canonical address.
    pub url: SourceUrl,
    /// Further addresses of the same page, attached unread.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_urls: Vec<SourceUrl>,
    /// Who publishes it; until somebody says, the host's name stands for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PartialDate>,
    /// Its language, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// What sort of source it is.
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub source_type: Option<SourceType>,
    /// Who can read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<Access>,
    /// When a person read it there: the capture that invariant 1 asks for.
    pub retrieved_at: PartialDate,
    /// What of this a machine read on the page and no person has confirmed. What is published has nothing here: whoever
    /// approves it confirms it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub machine_read: Vec<MachineRead>,
}

impl SourceDoc {
    /// Makes a source of which only the address and the day it was read are known.
    #[must_use]
    pub fn bare(url: SourceUrl, retrieved_at: PartialDate) -> Self {
        Self {
            url,
            other_urls: Vec::new(),
            publisher: None,
            title: None,
            authors: Vec::new(),
            published: None,
            language: None,
            source_type: None,
            access: None,
            retrieved_at,
            machine_read: Vec::new(),
        }
    }

    /// Takes away something that a machine read.
    pub fn forget(&mut self, read: MachineRead) {
        self.machine_read.retain(|one| *one != read);
        match read {
            MachineRead::Publisher => self.publisher = None,
            MachineRead::Title => self.title = None,
            MachineRead::Authors => self.authors.clear(),
            MachineRead::Published => self.published = None,
            MachineRead::Language => self.language = None,
        }
    }

    /// Gives it as it is when a person has confirmed what a machine read.
    #[must_use]
    pub fn confirmed(&self) -> Self {
        Self { machine_read: Vec::new(), ..self.clone() }
    }

    /// Names the publisher, or the host where nobody has.
    #[must_use]
    pub fn publisher_or_host(&self) -> &str {
        self.publisher.as_deref().unwrap_or_else(|| self.url.host())
    }
}

/// How a capture was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaptureDoc {
    /// An excerpt of the page around the claim, in its own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excerpt: Option<String>,
    /// An archived copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archive_url: Option<SourceUrl>,
    /// When the archived copy was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<PartialDate>,
    /// Records whose words left the page after this, the last reading that has them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub last_with: Vec<Number>,
    /// When these words were first seen to be gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_by: Option<PartialDate>,
}

named! {
    /// What became of a source.
    pub enum ChangeClass {
        /// An error was put right, or a few words.
        Correction = "correction",
        /// It is another text.
        Substantive = "substantive",
        /// Words are gone.
        Removal = "removal",
        /// Words are back.
        Restoration = "restoration",
        /// Its page is gone.
        Gone = "gone",
        /// Its page answers again.
        Returned = "returned",
    }
}

named! {
    /// What happened to words.
    pub enum RunKind {
        /// They stand in both texts.
        Kept = "kept",
        /// They stand in the earlier text alone.
        Removed = "removed",
        /// They stand in the later text alone.
        Added = "added",
    }
}

/// Words that one thing happened to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiffRun {
    /// What happened to them.
    pub kind: RunKind,
    /// The words; `…` stands for words that did not change.
    pub words: String,
}

/// What is told of a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeDoc {
    /// When the reading before was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<PartialDate>,
    /// When the change was first seen.
    pub on: PartialDate,
    /// When the reading was made whose words are back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restored: Option<PartialDate>,
    /// Records whose words are gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<Number>,
    /// Records whose words are back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub back: Vec<Number>,
    /// What changed, next to the words that are cited.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub diff: Vec<DiffRun>,
    /// Whether more changed than that.
    #[serde(default)]
    pub is_cut: bool,
}

impl ChangeDoc {
    /// Says whether a change of this class is an edit that leaves the words alone which the source is cited for.
    #[must_use]
    pub fn is_a_mere_edit(&self, class: ChangeClass) -> bool {
        let is_edit = matches!(class, ChangeClass::Correction | ChangeClass::Substantive);
        is_edit && self.gone.is_empty() && self.back.is_empty()
    }

    /// Says whether words were taken out of the difference: telling it anew from the page's texts would bring them back.
    #[must_use]
    pub fn has_lost_words(&self) -> bool {
        let is_gone = self.diff.is_empty() && self.is_cut;
        is_gone || self.diff.iter().any(|run| run.words.contains(ERASED))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_page_has_one_address() {
        let plain = SourceUrl::parse("https://www.theverge.com/2018/6/21/17488328/x").unwrap();
        for text in [
            "HTTPS://www.TheVerge.com:443/2018/6/21/17488328/x#comments",
            "https://www.theverge.com/2018/6/21/17488328/x?utm_source=a&fbclid=b",
            "<https://www.theverge.com/2018/6/21/17488328/x>",
        ] {
            assert_eq!(SourceUrl::parse(text).unwrap(), plain);
        }
        assert_eq!(plain.host(), "theverge.com");
    }

    #[test]
    fn the_forms_of_one_page_are_one_source_and_other_pages_are_not() {
        let page = |text: &str| SourceUrl::parse(text).unwrap().spellings();
        let plain = page("https://www.theverge.com/2018/6/21/x");
        for text in ["http://www.theverge.com/2018/6/21/x", "https://www.theverge.com/2018/6/%32%31/x?utm_campaign=y#z"]
        {
            assert_eq!(page(text), plain, "{text}");
        }
        for text in [
            "https://www.theverge.com/2018/6/21/x/",
            "https://www.theverge.com/2018/6/21/X",
            "https://www.theverge.com/de/2018/6/21/x",
        ] {
            assert_ne!(page(text), plain, "{text}");
        }
        let amp =
            SourceUrl::parse("https://www-theverge-com.cdn.ampproject.org/c/s/www.theverge.com/2018/6/21/x").unwrap();
        assert_eq!(amp.spellings(), plain);
        assert!(Tracking::parse(include_str!("../../../config/tracking-parameters.txt")).is_ok());
    }

    #[test]
    fn a_host_that_looks_like_another_is_warned_of() {
        let fake = SourceUrl::parse("https://\u{440}aypal.com/x").unwrap();
        assert!(fake.host().starts_with("xn--") && !fake.warnings().is_empty(), "{fake:?}");
        assert_eq!(SourceUrl::parse("https://paypal.com/x").unwrap().warnings(), []);
    }

    #[test]
    fn a_query_that_selects_the_article_stays() {
        let url = SourceUrl::parse("https://news.example.org/item?id=17488328&utm_medium=x").unwrap();
        assert_eq!(url.as_str(), "https://news.example.org/item?id=17488328");
    }

    #[test]
    fn what_cannot_be_a_source_is_refused() {
        for text in
            ["theverge.com/x", "ftp://a.org/", "javascript:alert(1)", "https://", "http://localhost/", "mailto:a@b.org"]
        {
            assert!(matches!(SourceUrl::parse(text), Err(SourceUrlError::NotAnAddress(_))), "{text}");
        }
        assert_eq!(SourceUrl::parse("https://u:p@a.org/"), Err(SourceUrlError::Credentials));
        assert_eq!(
            SourceUrl::parse(&format!("https://a.org/{}", "x".repeat(1000))),
            Err(SourceUrlError::TooLong(1014))
        );
    }
}
