//! Whether a page is what was asked for, or something that stands in its place.

use unicode_segmentation::UnicodeSegmentation as _;

use super::meta::Said;
use super::{Block, BlockKind, Page, Retrieved};
use crate::address::Address;
use crate::markup::Tree;

/// How far a reading can be relied on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quality {
    /// From 0 to 100. Without any trouble 60 or more: 10 for each of title, date, author or publisher, and length. With a
    /// trouble 30 at most.
    pub score: u8,
    /// What is wrong, each once.
    pub troubles: Vec<Trouble>,
}

/// What stands in the place of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trouble {
    /// A question whether one is a person, or a refusal of programs.
    Captcha,
    /// A question for consent to cookies, and nothing else.
    ConsentWall,
    /// The beginning of an article and an offer to subscribe.
    PaywallStub,
    /// Words that there is no such page, or a redirect to a page for that, whatever the status said.
    NotFound,
    /// A redirect to a page for signing in.
    LoginWall,
    /// The site's front page, where another one was asked for.
    FrontPage,
    /// A page that scripts make, without what they make.
    NeedsScripts,
    /// Fewer words than anybody would cite.
    TooLittle,
    /// Neither HTML nor plain text.
    OtherContent,
}

/// Fewer words than these are no page.
const FEWEST: usize = 25;

/// A page with more words than these is the page, whatever else it says.
const STUB: usize = 250;

/// How many characters of a page are searched for what stands in its place.
const SEARCHED: usize = 20_000;

const CAPTCHA: &[&str] = &[
    "are you a robot",
    "not a robot",
    "you are human",
    "you're human",
    "are a human",
    "checking your browser",
    "checking if the site connection is secure",
    "unusual traffic",
    "unusual activity",
    "captcha",
    "just a moment...",
    "attention required",
    "access denied",
    "access to this page has been denied",
    "request blocked",
    "pardon our interruption",
    "security check",
    "enable javascript and cookies to continue",
    "ddos protection by",
    "bist du ein mensch",
    "kein roboter",
    "pas un robot",
    "no eres un robot",
    "automated access",
];
const CONSENT: &[&str] = &[
    "we value your privacy",
    "before you continue",
    "accept all",
    "accept cookies",
    "cookie settings",
    "manage cookies",
    "use cookies",
    "uses cookies",
    "reject all",
    "our partners",
    "your consent",
    "privacy choices",
    "alle akzeptieren",
    "cookies akzeptieren",
    "verwenden cookies",
    "tout accepter",
    "utilisons des cookies",
    "aceptar todo",
    "accetta tutti",
    "alles accepteren",
];
const PAYWALL: &[&str] = &[
    "subscribe to continue",
    "subscribe to read",
    "subscribe now to",
    "to continue reading",
    "to keep reading",
    "to read the full article",
    "to read the full story",
    "to read this article",
    "already a subscriber",
    "subscribers only",
    "for subscribers",
    "create a free account to",
    "register to read",
    "free articles",
    "unlock this article",
    "unlimited access",
    "become a member to read",
    "sign in to read",
    "jetzt weiterlesen",
    "weiterlesen mit",
    "réservé aux abonnés",
    "il vous reste",
    "solo para suscriptores",
    "contenuto riservato",
    "alleen voor abonnees",
];
const NOT_FOUND: &[&str] = &[
    "page not found",
    "404 not found",
    "error 404",
    "404 error",
    "not be found",
    "can't find that page",
    "cannot find the page",
    "couldn't find the page",
    "can't find the page",
    "page doesn't exist",
    "page does not exist",
    "no longer available",
    "no longer exists",
    "page isn't available",
    "page is not available",
    "has been removed",
    "seite nicht gefunden",
    "page introuvable",
    "página no encontrada",
    "pagina non trovata",
    "pagina niet gevonden",
    "ページが見つかりません",
];
const NEEDS_SCRIPTS: &[&str] = &[
    "enable javascript",
    "javascript is disabled",
    "javascript is required",
    "requires javascript",
    "need javascript",
    "turn on javascript",
    "activate javascript",
    "javascript aktivieren",
    "activer javascript",
    "without javascript",
];

/// The last parts of paths that lead to no page.
const NOWHERE: &[&str] = &["404", "404.html", "404.php", "not-found", "notfound", "page-not-found", "not_found"];

/// The last parts of paths that lead to a page for signing in.
const LOGIN: &[&str] = &["login", "login.php", "log-in", "signin", "sign-in", "sign_in", "authwall", "sso"];

/// The elements that programs for pages made of scripts are put into.
const EMPTY_ROOMS: &[&str] = &["root", "app", "__next", "__nuxt", "___gatsby", "react-root", "application"];

impl Quality {
    /// Says whether the page is what was asked for, so that what it says, and does not say, means something.
    #[must_use]
    pub const fn is_usable(&self) -> bool {
        self.troubles.is_empty()
    }

    pub(super) fn of_other_content() -> Self {
        Self { score: 0, troubles: vec![Trouble::OtherContent] }
    }
}

/// Scores what was read, once it is known.
pub(super) fn score(page: &mut Page) {
    let parts = [
        page.title.is_some(),
        page.published.is_some(),
        page.publisher.is_some() || !page.authors.is_empty(),
        count(&page.blocks, STUB) >= STUB,
    ];
    let reward = parts.iter().map(|has| if *has { 10 } else { 0 }).sum::<u8>();
    let troubles = u8::try_from(page.quality.troubles.len()).unwrap_or(u8::MAX);
    page.quality.score = if troubles == 0 { 60 + reward } else { 40_u8.saturating_sub(troubles.saturating_mul(10)) };
}

/// Judges a page by its words, its elements and where it was found.
pub(super) fn judge(retrieved: &Retrieved<'_>, tree: &Tree, said: &Said, blocks: &[Block]) -> Quality {
    let words = count(blocks, STUB);
    let titles = [said.title.as_deref(), said.heading.as_deref()].into_iter().flatten().chain(headings(blocks));
    let titles = titles.collect::<Vec<_>>().join("\n").to_lowercase();
    // Also what is no text for readers: the wall is a dialog, the offer a form.
    let mut shown = said.title.clone().unwrap_or_default() + "\n";
    shown.extend(pieces(tree).flat_map(|piece| [piece, " "]).take(SEARCHED));
    shown.extend(blocks.iter().flat_map(|block| [block.text.as_str(), "\n"]).take(SEARCHED));
    shown.truncate(shown.floor_char_boundary(SEARCHED));
    // What a form says of itself is no question.
    let shown = shown.to_lowercase().replace('\u{2019}', "'").replace("protected by recaptcha", "");
    let says = |phrases: &[&str]| phrases.iter().filter(|phrase| shown.contains(*phrase)).count();
    let entitled = |phrases: &[&str]| phrases.iter().any(|phrase| titles.contains(phrase));
    let is_short = words < STUB;
    let is_made_by_scripts = said.scripts > 0 && words < FEWEST && has_empty_room(tree);
    let asks_for_scripts = NEEDS_SCRIPTS
        .iter()
        .any(|phrase| shown.contains(phrase) || said.without_scripts.to_lowercase().contains(phrase));
    // So many may have signed as well.
    let is_number = titles.lines().any(|line| line.trim() == "404")
        || words < 80 && titles.lines().any(|line| line.split(|c: char| !c.is_ascii_digit()).any(|word| word == "404"));
    let leads_to = |names: &[&str]| ends_in(retrieved.reached, names) && !ends_in(retrieved.asked, names);
    let found = [
        (Trouble::Captcha, is_short && says(CAPTCHA) > 0 && (words < 120 || entitled(CAPTCHA))),
        (Trouble::ConsentWall, says(CONSENT) >= 2 && words < 120),
        (Trouble::PaywallStub, is_short && (says(PAYWALL) > 0 || said.article.is_free == Some(false))),
        (Trouble::LoginWall, leads_to(LOGIN)),
        (
            Trouble::NotFound,
            leads_to(NOWHERE) || is_short && (entitled(NOT_FOUND) || is_number || words < 80 && says(NOT_FOUND) > 0),
        ),
        (Trouble::FrontPage, retrieved.reached.is_front_page() && !retrieved.asked.is_front_page()),
        (Trouble::NeedsScripts, is_made_by_scripts || words < 2 * FEWEST && asks_for_scripts),
        (Trouble::TooLittle, words < FEWEST),
    ];
    let troubles = found.into_iter().filter(|(_, is_so)| *is_so).map(|(trouble, _)| trouble).collect();
    Quality { score: 0, troubles }
}

/// Says whether a path ends in one of these.
fn ends_in(address: &Address, names: &[&str]) -> bool {
    let last = address.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    names.iter().any(|name| name.eq_ignore_ascii_case(last))
}

fn headings(blocks: &[Block]) -> impl Iterator<Item = &str> {
    blocks.iter().filter(|block| block.kind == BlockKind::Heading).map(|block| block.text.as_str()).take(3)
}

/// How many words the text has, up to a number.
fn count(blocks: &[Block], most: usize) -> usize {
    blocks.iter().flat_map(|block| block.text.unicode_words()).take(most).count()
}

/// The pieces of text of a page but those of scripts, styles and the like.
fn pieces(tree: &Tree) -> impl Iterator<Item = &str> {
    let is_text = |parent: usize| {
        tree.nodes
            .get(parent)
            .and_then(|node| node.tag)
            .is_none_or(|tag| !tag.is(&["script", "style", "noscript", "template"]))
    };
    let pieces = tree.nodes.iter().filter(move |node| node.tag.is_none() && is_text(node.parent));
    pieces.map(|node| tree.text_of(node).trim()).filter(|text| !text.is_empty())
}

fn has_empty_room(tree: &Tree) -> bool {
    let is_room = |id: &str| EMPTY_ROOMS.contains(&id);
    let has_words = |text: &str| text.unicode_words().take(FEWEST).count() == FEWEST;
    tree.nodes
        .iter()
        .filter(|node| node.attribute("id").is_some_and(is_room))
        .take(8)
        .any(|node| !has_words(tree.text_of(node)))
}
