//! The fields of a page, gathered in one pass over its elements.

use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::json_ld::{self, Article};
use super::{Dated, Found, Origin, Page, one_line};
use crate::markup::{Node, Tree};

/// How long a field may be, in characters.
const LONGEST_FIELD: usize = 500;

/// How many authors are kept.
const MOST_AUTHORS: usize = 32;

/// How many `meta` elements are looked at.
const MOST_METAS: usize = 1000;

const TITLE: &[&str] =
    &["citation_title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "twitter:title"];
const PUBLISHER: &[&str] =
    &["citation_publisher", "dc.publisher", "dcterms.publisher", "publisher", "application-name"];
const AUTHOR: &[&str] = &[
    "author",
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "article:author",
    "byl",
];
const PUBLISHED: &[&str] = &[
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "dc.date.created",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "date",
];
const MODIFIED: &[&str] = &["dcterms.modified", "dc.date.modified", "last-modified", "lastmod", "revised"];

/// What a page says of itself, before one of several is chosen.
#[derive(Default)]
pub(super) struct Said {
    /// Names in lower case, and contents.
    metas: Vec<(String, String)>,
    pub(super) article: Article,
    pub(super) title: Option<String>,
    pub(super) heading: Option<String>,
    lang: Option<String>,
    canonical: Option<String>,
    time: Option<String>,
    /// Names of `itemprop` and of `rel`, and what stands there.
    props: Vec<(&'static str, String)>,
    pub(super) scripts: usize,
    /// What is shown to who has no scripts.
    pub(super) without_scripts: String,
}

impl Said {
    /// The contents of the first of these names that has any, by the order of the names.
    fn metas<'a>(&'a self, names: &'a [&str]) -> impl Iterator<Item = &'a str> {
        names
            .iter()
            .flat_map(|name| self.metas.iter().filter(move |(known, _)| known == name))
            .map(|(_, content)| content.as_str())
    }

    fn props<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.props.iter().filter(move |(known, _)| *known == name).map(|(_, text)| text.as_str())
    }
}

/// Gathers what a page says of itself.
pub(super) fn gather(tree: &Tree) -> Said {
    let mut said = Said::default();
    let mut scripts = Vec::new();
    for node in &tree.nodes {
        let Some(tag) = node.tag else { continue };
        match tag.name() {
            "html" => said.lang = said.lang.take().or_else(|| owned(node.attribute("lang"))),
            "meta" => meta(&mut said, node),
            "link" => link(&mut said, node),
            "title" => said.title = said.title.take().or_else(|| owned(Some(tree.start_of(node)))),
            "h1" => said.heading = said.heading.take().or_else(|| owned(Some(tree.start_of(node)))),
            "time" => said.time = said.time.take().or_else(|| owned(node.attribute("datetime"))),
            "script" if node.attribute("type").is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json")) => {
                scripts.push(tree.text_of(node));
            }
            "script" => said.scripts += 1,
            "noscript" => said.without_scripts.push_str(tree.start_of(node)),
            _ => {}
        }
        prop(&mut said, tree, node);
    }
    said.article = json_ld::read(scripts.into_iter());
    said
}

fn meta(said: &mut Said, node: &Node) {
    let name = node.attribute("property").or_else(|| node.attribute("name")).or_else(|| node.attribute("http-equiv"));
    let name = name.or_else(|| node.attribute("itemprop"));
    if let (Some(name), Some(content)) = (name, owned(node.attribute("content")))
        && said.metas.len() < MOST_METAS
    {
        said.metas.push((name.to_ascii_lowercase(), content));
    }
}

fn link(said: &mut Said, node: &Node) {
    let is_canonical = node
        .attribute("rel")
        .is_some_and(|rel| rel.split_whitespace().any(|one| one.eq_ignore_ascii_case("canonical")));
    if is_canonical {
        said.canonical = said.canonical.take().or_else(|| owned(node.attribute("href")));
    }
}

fn prop(said: &mut Said, tree: &Tree, node: &Node) {
    let names =
        [node.attribute("itemprop"), node.attribute("rel")].into_iter().flatten().flat_map(str::split_whitespace);
    for name in names {
        let Some(known) = ["author", "datePublished", "dateModified"].into_iter().find(|known| *known == name) else {
            continue;
        };
        let given =
            node.attribute("content").or_else(|| node.attribute("datetime")).unwrap_or_else(|| tree.start_of(node));
        if let Some(text) = owned(Some(given)).filter(|_| said.props.len() < MOST_METAS) {
            said.props.push((known, text));
        }
    }
}

/// Fills the fields of a page from what it says of itself.
pub(super) fn fill(page: &mut Page, said: &Said) {
    let article = &said.article;
    let json = |value: &Option<String>| value.as_deref().map(|value| (value.to_owned(), Origin::JsonLd));
    let graph = |names: &'static [&str]| first(said.metas(names), Origin::OpenGraph);
    let other = |names: &'static [&str]| first(said.metas(names), Origin::Meta);
    let prop = |name: &'static str| first(said.props(name), Origin::Microdata);

    let heading = said.heading.clone().map(|text| (text, Origin::Heading));
    let title = json(&article.headline).or_else(|| graph(&["og:title"])).or_else(|| other(TITLE)).or(heading);
    page.title = title.or_else(|| said.title.clone().map(|text| (text, Origin::Title))).and_then(field);
    page.publisher =
        json(&article.publisher).or_else(|| graph(&["og:site_name"])).or_else(|| other(PUBLISHER)).and_then(field);
    page.authors = authors(said);
    let time = || said.time.clone().map(|text| (text, Origin::Time));
    let published = json(&article.published).or_else(|| graph(&["article:published_time", "og:published_time"]));
    page.published =
        published.or_else(|| other(PUBLISHED)).or_else(|| prop("datePublished")).or_else(time).and_then(dated);
    let modified = json(&article.modified).or_else(|| graph(&["article:modified_time", "og:updated_time"]));
    page.modified = modified.or_else(|| other(MODIFIED)).or_else(|| prop("dateModified")).and_then(dated);
    let lang = said.lang.clone().map(|tag| (tag, Origin::Lang)).or_else(|| json(&article.language));
    let lang =
        lang.or_else(|| graph(&["og:locale"])).or_else(|| other(&["content-language", "language", "dc.language"]));
    page.language = lang.and_then(|(tag, origin)| Some(Found { value: language_tag(&tag)?, origin }));
    page.canonical.clone_from(&said.canonical);
    page.og_url = said.metas(&["og:url"]).next().map(str::to_owned);
}

fn first<'a>(mut all: impl Iterator<Item = &'a str>, origin: Origin) -> Option<(String, Origin)> {
    all.next().map(|text| (text.to_owned(), origin))
}

fn authors(said: &Said) -> Vec<Found<String>> {
    let of = |names: Vec<String>, origin| names.into_iter().map(|name| (name, origin)).collect::<Vec<_>>();
    let in_metas: Vec<String> = AUTHOR
        .iter()
        .map(|name| said.metas(std::slice::from_ref(name)).map(str::to_owned).collect())
        .find(|all: &Vec<String>| all.iter().any(|name| is_name(name)))
        .unwrap_or_default();
    let found = [
        of(said.article.authors.clone(), Origin::JsonLd),
        of(in_metas, Origin::Meta),
        of(said.props("author").map(str::to_owned).collect(), Origin::Microdata),
    ];
    let first =
        found.into_iter().map(|all| all.into_iter().filter(|(name, _)| is_name(name))).map(Iterator::collect::<Vec<_>>);
    let mut authors: Vec<Found<String>> = Vec::new();
    for author in first.into_iter().find(|all| !all.is_empty()).unwrap_or_default().into_iter().filter_map(field) {
        if authors.len() < MOST_AUTHORS && !authors.iter().any(|known| known.value == author.value) {
            authors.push(author);
        }
    }
    authors
}

/// Whether this names somebody, and is no address of a profile.
fn is_name(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains("://")
}

fn field((text, origin): (String, Origin)) -> Option<Found<String>> {
    let value: String = one_line(&plain(&text)).chars().take(LONGEST_FIELD).collect();
    (!value.is_empty()).then_some(Found { value, origin })
}

fn dated((text, origin): (String, Origin)) -> Option<Found<Dated>> {
    let text = field((text, origin))?;
    Some(Found { value: Dated::read(&text.value), origin })
}

/// The text of what may be markup: systems write `&#8217;` and `<em>` into fields that are plain by their rules.
fn plain(text: &str) -> String {
    if !text.contains(['&', '<']) {
        return text.to_owned();
    }
    let mut plain = String::new();
    for Ok(token) in Tokenizer::new_with_emitter(text, DefaultEmitter::default()) {
        if let Token::String(text) = token {
            plain.push_str(&String::from_utf8_lossy(&text));
        }
    }
    plain
}

/// A tag of BCP 47 in its usual case: `en-GB` for `EN_gb`.
fn language_tag(text: &str) -> Option<String> {
    let tag = text.split([',', ' ', '.']).next()?.replace('_', "-");
    let is_tag = (2..=35).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let part = |(at, part): (usize, &str)| match (at, part.len()) {
        (1.., 2) => part.to_ascii_uppercase(),
        (1.., 4) => {
            part.get(..1).unwrap_or_default().to_ascii_uppercase()
                + &part.get(1..).unwrap_or_default().to_ascii_lowercase()
        }
        _ => part.to_ascii_lowercase(),
    };
    let is_language = tag
        .split('-')
        .next()
        .is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    (is_tag && is_language).then(|| tag.split('-').enumerate().map(part).collect::<Vec<_>>().join("-"))
}

fn owned(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
