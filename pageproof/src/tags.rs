//! The elements that are told apart, and what stands in what.

/// The name of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag(u8);

/// Every name that a rule of this crate speaks of; all others are one.
const NAMES: [&str; 88] = [
    "",
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "li",
    "link",
    "main",
    "map",
    "menu",
    "meta",
    "nav",
    "noscript",
    "object",
    "ol",
    "option",
    "p",
    "param",
    "pre",
    "q",
    "s",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "u",
    "ul",
];

impl Tag {
    /// The tag of a name in lower case.
    pub(crate) fn of(name: &[u8]) -> Self {
        let at = NAMES.binary_search_by(|known| known.as_bytes().cmp(name)).unwrap_or_default();
        Self(u8::try_from(at).unwrap_or_default())
    }

    pub(crate) fn name(self) -> &'static str {
        NAMES.get(usize::from(self.0)).copied().unwrap_or_default()
    }

    /// Says whether an element is shown within a line.
    pub(crate) fn is_inline(self) -> bool {
        INLINE.contains(&self)
    }

    pub(crate) fn is(self, names: &[&str]) -> bool {
        names.contains(&self.name())
    }

    const fn known(name: &str) -> Self {
        let mut at = 0;
        while at < NAMES.len() {
            if same(NAMES[at].as_bytes(), name.as_bytes()) {
                #[expect(clippy::cast_possible_truncation, reason = "there are fewer than 256 names")]
                return Self(at as u8);
            }
            at += 1;
        }
        Self(0)
    }
}

const fn same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

macro_rules! tags {
    ($($name:literal)*) => { &[$(const { Tag::known($name) }),*] };
}

/// Elements without an end tag.
pub(crate) const VOID: &[Tag] = tags!["base" "br" "col" "embed" "hr" "img" "input" "link" "meta" "param" "source"];

/// Elements within a line, whose end tags close no block.
pub(crate) const INLINE: &[Tag] =
    tags!["a" "abbr" "b" "cite" "code" "em" "font" "i" "q" "s" "small" "span" "strong" "sub" "sup" "time" "u"];

/// Elements that begin a line of their own, and those around them.
pub(crate) const BLOCKS: &[Tag] = tags![
    "address" "article" "aside" "blockquote" "body" "caption" "center" "dd" "details" "dialog" "div" "dl" "dt" "fieldset"
    "figcaption" "figure" "footer" "form" "h1" "h2" "h3" "h4" "h5" "h6" "header" "hr" "html" "li" "main" "menu" "nav" "ol"
    "p" "pre" "section" "summary" "table" "tbody" "td" "tfoot" "th" "thead" "tr" "ul"
];

/// What no paragraph reaches beyond.
const ROOMS: &[Tag] = tags!["button" "caption" "html" "object" "table" "td" "template" "th"];
const LISTS: &[Tag] = tags!["ol" "ul" "menu" "table" "td" "th"];
const TABLE: &[Tag] = tags!["table"];
const PARAGRAPH: &[Tag] = tags!["p"];

/// Lists the elements that the start of another one closes, each with what they are not looked for beyond.
pub(crate) fn closed_by(tag: Tag) -> impl Iterator<Item = (&'static [Tag], &'static [Tag])> {
    let paragraph = BLOCKS.contains(&tag).then_some((PARAGRAPH, ROOMS));
    let own: Option<(&[Tag], &[Tag])> = match tag.name() {
        "a" => Some((tags!["a"], BLOCKS)),
        "li" => Some((tags!["li"], LISTS)),
        "dd" | "dt" => Some((tags!["dd" "dt"], tags!["dl" "table"])),
        "option" => Some((tags!["option"], tags!["select"])),
        "td" | "th" => Some((tags!["td" "th"], tags!["tr" "table"])),
        "tr" => Some((tags!["tr"], TABLE)),
        "tbody" | "tfoot" | "thead" => Some((tags!["tbody" "tfoot" "thead"], TABLE)),
        "body" => Some((tags!["head"], tags!["body"])),
        _ => None,
    };
    paragraph.into_iter().chain(own)
}

/// What the end tag of an element is not looked for beyond.
pub(crate) fn scope_of(tag: Tag) -> &'static [Tag] {
    match tag.name() {
        "p" => ROOMS,
        "li" => LISTS,
        "table" | "html" | "body" => &[],
        "tbody" | "tfoot" | "thead" | "tr" => TABLE,
        _ => tags!["td" "th"],
    }
}
