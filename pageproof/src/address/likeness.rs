//! What addresses of probably one page have in common.

use super::escape;
use super::parts::Parts;

/// Last parts of a path that name no page by themselves.
const GENERIC: [&str; 12] =
    ["amp", "article", "default", "index", "news", "page", "post", "print", "show", "story", "view", "watch"];

/// The endings of files that say how a page is made.
const ENDINGS: [&str; 7] = [".html", ".htm", ".php", ".aspx", ".amp", ".jsp", ".shtml"];

pub(super) fn of(parts: &Parts) -> Option<String> {
    if parts.is_front_page() {
        return None;
    }
    let named = parts.segments().rev().map(name).find(|name| !is_generic(name));
    let mut key = format!("{}/{}", parts.site(), named.as_deref().unwrap_or_default());
    if named.is_none_or(|name| !names_itself(&name)) {
        let mut pieces: Vec<&str> = parts.parameters().collect();
        pieces.sort_unstable();
        key.push('?');
        key.push_str(&pieces.join("&"));
        key.push_str(parts.fragment.as_deref().unwrap_or_default());
    }
    Some(key)
}

/// A part of a path as words: decoded, in lower case, without the ending of a file; of an article's name that ends in
/// eight hexadecimal digits or more, as on medium.com, the digits.
fn name(segment: &str) -> String {
    let mut name = escape::decode(segment).to_lowercase();
    while let Some(length) = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).map(str::len) {
        name.truncate(length);
    }
    let is_id = |end: &str| {
        end.len() >= 8 && end.bytes().all(|b| b.is_ascii_hexdigit()) && end.bytes().any(|b| b.is_ascii_digit())
    };
    match name.rsplit_once('-') {
        Some((_, end)) if is_id(end) => end.to_owned(),
        Some(_) | None => name,
    }
}

fn is_generic(name: &str) -> bool {
    name.is_empty() || GENERIC.contains(&name)
}

/// Says whether a name is that of one page: several words, or a number of six digits or more.
pub(super) fn names_itself(name: &str) -> bool {
    let digits = name.bytes().filter(u8::is_ascii_digit).count();
    name.split(['-', '_', ' ', '+']).filter(|word| !word.is_empty()).count() >= 3 || digits >= 6
}
