//! Sources and captures: where every word and figure stands, and when somebody read it there.

use serde::{Deserialize, Serialize};
use url::Url;

use super::date::PartialDate;
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

/// An address in canonical form: http or https, lower-case host, no fragment, no default port, no known tracking parameter.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SourceUrl(Url);

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

/// Query parameters that only tell a site where its reader came from.
const TRACKING: [&str; 10] =
    ["fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "smid", "ref_src", "cmpid"];

impl SourceUrl {
    /// Reads an address and brings it into canonical form.
    pub fn parse(text: &str) -> Result<Self, SourceUrlError> {
        let trimmed = text.trim().trim_start_matches('<').trim_end_matches('>');
        let not = || SourceUrlError::NotAnAddress(trimmed.chars().take(100).collect());
        if trimmed.len() > 1000 {
            return Err(SourceUrlError::TooLong(trimmed.len()));
        }
        let mut url = Url::parse(trimmed).map_err(|_| not())?;
        if !matches!(url.scheme(), "http" | "https") || !url.host_str().is_some_and(|host| host.contains('.')) {
            return Err(not());
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(SourceUrlError::Credentials);
        }
        url.set_fragment(None);
        let is_tracking = |name: &str| name.starts_with("utm_") || TRACKING.contains(&name);
        if url.query_pairs().any(|(name, _)| is_tracking(&name)) {
            let kept: Vec<(String, String)> = url
                .query_pairs()
                .filter(|(name, _)| !is_tracking(name))
                .map(|(n, v)| (n.into_owned(), v.into_owned()))
                .collect();
            url.set_query(None);
            if !kept.is_empty() {
                url.query_pairs_mut().extend_pairs(kept);
            }
        }
        if url.query() == Some("") {
            url.set_query(None);
        }
        if url.as_str().len() > 1000 {
            return Err(SourceUrlError::TooLong(url.as_str().len()));
        }
        Ok(Self(url))
    }

    /// Gives the address as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// Gives the host in its ASCII form, without a leading `www.`: what stands for a publisher nobody has named yet.
    #[must_use]
    pub fn host(&self) -> &str {
        let host = self.0.host_str().unwrap_or_default();
        host.strip_prefix("www.").unwrap_or(host)
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
        url.0.into()
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
        }
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
