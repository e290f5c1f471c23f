//! What a page says of itself, and what it says: [`read`].
//!
//! | field | from, the first that says it |
//! |---|---|
//! | title | JSON-LD `headline`; `og:title`; `citation_title`, `dc.title`, `parsely-title`, `twitter:title`; the only or first `h1`; `title` |
//! | publisher | JSON-LD `publisher`; `og:site_name`; `citation_publisher`, `dc.publisher`, `application-name` |
//! | authors | JSON-LD `author`; `author`, `citation_author`, `dc.creator`, `parsely-author`, `article:author`; `rel=author`, `itemprop=author` |
//! | published | JSON-LD `datePublished`; `article:published_time`; `citation_publication_date`, `dc.date`, `parsely-pub-date` and others; `itemprop=datePublished`; the first `time` with a `datetime` |
//! | modified | JSON-LD `dateModified`; `article:modified_time`, `og:updated_time`; `dcterms.modified` and others; `itemprop=dateModified` |
//! | language | `lang` of the page; JSON-LD `inLanguage`; `og:locale`; `content-language` |
//!
//! By the vocabularies of [schema.org](https://schema.org/Article), [Open Graph](https://ogp.me),
//! [Dublin Core](https://www.dublincore.org/specifications/dublin-core/dcmi-terms/),
//! [Highwire as Google Scholar reads it](https://scholar.google.com/intl/en/scholar/inclusion.html) and
//! [Parse.ly](https://docs.parse.ly/metatags/). Each value says its [`Origin`]: nothing here is more than what a machine read.
//!
//! What is readable is found in `body`, whether it can be relied on in [`Quality`].
//!
//! Invariant: whatever the bytes, reading ends, in time that grows with their number, and holds no more than the bounds
//! [`MOST_BYTES`] and [`MOST_TEXT`] say; [`Page::is_cut`] tells where a page was larger.

mod body;
mod date;
mod json_ld;
mod meta;
mod quality;
mod sentences;

pub use date::{Dated, When};
pub use quality::{Quality, Trouble};
pub use sentences::{Sentence, sentences, split};

use crate::address::Address;
use crate::charset;
use crate::compare::Text;
use crate::markup::Tree;

/// How many bytes of a page are read.
pub const MOST_BYTES: usize = 5 * 1024 * 1024;

/// How many bytes of readable text are kept. A novel has half as many.
pub const MOST_TEXT: usize = 1024 * 1024;

/// What a server gave for an address.
#[derive(Clone, Copy, Debug)]
pub struct Retrieved<'a> {
    /// The address that was asked for.
    pub asked: &'a Address,
    /// The address that answered, after all redirects.
    pub reached: &'a Address,
    /// The `Content-Type` of the answer.
    pub content_type: Option<&'a str>,
    /// The bytes, unpacked.
    pub body: &'a [u8],
}

/// A page as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The title of what it tells, without the site's name where the page says it apart.
    pub title: Option<Found<String>>,
    /// Who publishes it.
    pub publisher: Option<Found<String>>,
    /// Who wrote it, in the page's order.
    pub authors: Vec<Found<String>>,
    /// When it was published.
    pub published: Option<Found<Dated>>,
    /// When it was last changed.
    pub modified: Option<Found<Dated>>,
    /// Its language, as a tag of BCP 47.
    pub language: Option<Found<String>>,
    /// Its `rel=canonical`, as written: see [`Address::accept`].
    pub canonical: Option<String>,
    /// Its `og:url`, as written: see [`Address::accept`].
    pub og_url: Option<String>,
    /// The readable text.
    pub blocks: Vec<Block>,
    /// Whether it is what was asked for.
    pub quality: Quality,
    /// The encoding it was read in, by its name in the [standard](https://encoding.spec.whatwg.org/).
    pub encoding: &'static str,
    /// Whether it was larger than what is read.
    pub is_cut: bool,
}

/// A value and where it stands in the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub origin: Origin,
}

/// Where a page says something of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A script of JSON-LD.
    JsonLd,
    /// A `meta` element with an Open Graph property.
    OpenGraph,
    /// Another `meta` element.
    Meta,
    /// An element with an `itemprop` or a `rel`.
    Microdata,
    /// The heading of the text.
    Heading,
    /// A `time` element.
    Time,
    /// The `title` element.
    Title,
    /// The `lang` of the page.
    Lang,
}

/// A piece of text that stands by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text, on one line, without white space around it.
    pub text: String,
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// A heading, of any level.
    Heading,
    /// A paragraph, or anything that is nothing else.
    Paragraph,
    /// An item of a list.
    Item,
    /// A quotation.
    Quote,
    /// A cell of a table.
    Cell,
    /// Text that is set as it is, code for instance.
    Preformatted,
    /// The words below a picture.
    Caption,
}

impl Page {
    /// Gives the readable text as lines, one a block.
    #[must_use]
    pub fn words(&self) -> String {
        let lines: Vec<&str> = self.blocks.iter().map(|block| block.text.as_str()).collect();
        lines.join("\n")
    }

    /// Gives the text to compare with other readings. Fails with what is wrong where the page is not what was asked for: such a
    /// capture is evidence of nothing, least of all that words are gone.
    pub fn evidence(&self) -> Result<Text, &[Trouble]> {
        if self.quality.is_usable() { Ok(Text::new(&self.words())) } else { Err(&self.quality.troubles) }
    }
}

/// Reads a page: HTML, or plain text. Of every other content nothing is read, and the quality says so.
#[must_use]
pub fn read(retrieved: &Retrieved<'_>) -> Page {
    let bytes = retrieved.body.get(..MOST_BYTES).unwrap_or(retrieved.body);
    let (text, encoding) = charset::decode(bytes, retrieved.content_type);
    let mut page = match form(retrieved.content_type, &text) {
        Form::Html => read_html(retrieved, &text),
        Form::Plain => read_plain(retrieved, &text),
        Form::Other => empty(Quality::of_other_content()),
    };
    page.encoding = encoding;
    page.is_cut |= bytes.len() < retrieved.body.len();
    page
}

fn read_html(retrieved: &Retrieved<'_>, text: &str) -> Page {
    let tree = Tree::parse(text);
    let said = meta::gather(&tree);
    let (blocks, is_cut) = body::read(&tree);
    let mut page = empty(quality::judge(retrieved, &tree, &said, &blocks));
    meta::fill(&mut page, &said);
    page.blocks = blocks;
    page.is_cut = is_cut || tree.is_cut;
    quality::score(&mut page);
    page
}

fn read_plain(retrieved: &Retrieved<'_>, text: &str) -> Page {
    let tree = Tree::default();
    let (blocks, is_cut) = body::read_plain(text);
    let mut page = empty(quality::judge(retrieved, &tree, &meta::gather(&tree), &blocks));
    page.blocks = blocks;
    page.is_cut = is_cut;
    quality::score(&mut page);
    page
}

const fn empty(quality: Quality) -> Page {
    Page {
        title: None,
        publisher: None,
        authors: Vec::new(),
        published: None,
        modified: None,
        language: None,
        canonical: None,
        og_url: None,
        blocks: Vec::new(),
        quality,
        encoding: "UTF-8",
        is_cut: false,
    }
}

enum Form {
    Html,
    Plain,
    Other,
}

/// What a page is made of: what the server says, else what it begins with.
fn form(content_type: Option<&str>, text: &str) -> Form {
    let essence = content_type.and_then(|all| all.split(';').next()).unwrap_or_default().trim().to_ascii_lowercase();
    match essence.as_str() {
        "text/html" | "application/xhtml+xml" => Form::Html,
        "text/plain" | "text/markdown" => Form::Plain,
        "" | "application/octet-stream" if text.trim_start_matches('\u{feff}').trim_start().starts_with('<') => {
            Form::Html
        }
        _ => Form::Other,
    }
}

/// Puts text on one line: every run of white space is one space, and characters that control or cannot be seen are left
/// out.
fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !line.is_empty() && !line.ends_with(' ') {
                line.push(' ');
            }
        } else if !c.is_control()
            && !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        {
            line.push(c);
        }
    }
    line.truncate(line.trim_end().len());
    line
}
