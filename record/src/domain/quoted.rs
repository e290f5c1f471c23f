//! What a chat message brings to the record: the link in it and the words it quotes. Who wrote it is no part of it.

use crate::domain::text::single_spaced;

/// What was found in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The first link.
    pub link: String,
    /// How many different links there are.
    pub links: usize,
    /// The words that are quoted, or what the message says beside the link; nothing where it says nothing.
    pub words: Option<String>,
}

/// Quotation marks that belong together.
const MARKS: [(char, char); 9] =
    [('“', '”'), ('"', '"'), ('«', '»'), ('„', '“'), ('„', '”'), ('»', '«'), ('「', '」'), ('『', '』'), ('‹', '›')];

/// Reads a message; `None` where it holds no link.
///
/// Quoted are lines behind `>` and everything behind `>>>`; without these the longest text in quotation marks; without
/// those all that is said, the links left out. Mentions go: they hold ids of people.
#[must_use]
pub fn quoted(content: &str) -> Option<Quoted> {
    let content = without_mentions(content);
    let mut links = links(&content);
    let link = links.first()?.to_string();
    let rest = links.iter().fold(content.clone(), |rest, link| rest.replace(link, " "));
    let words = behind_a_mark(&rest).or_else(|| in_marks(&rest)).unwrap_or_else(|| without_leftovers(&rest));
    let words = Some(words.trim().to_owned()).filter(|words| words.contains(char::is_alphanumeric));
    links.sort_unstable();
    links.dedup();
    Some(Quoted { link, links: links.len(), words })
}

/// Lists the links in a message as they stand there, in order.
fn links(content: &str) -> Vec<&str> {
    let begins = |at: usize| content.is_char_boundary(at).then(|| &content[at..]);
    let is_link = |rest: &str| {
        let scheme = rest.find("://").and_then(|end| rest.get(..end)).unwrap_or_default();
        scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < content.len() {
        match begins(at).filter(|rest| is_link(rest)) {
            Some(rest) => {
                let link = link(rest);
                found.push(link);
                at += link.len().max(1);
            }
            None => at += 1,
        }
    }
    found
}

/// Gives the link at the start of a text: up to white space or what chat puts around a link, without the punctuation of
/// the sentence it stands in.
fn link(rest: &str) -> &str {
    let end =
        rest.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '|' | '“' | '”' | '«' | '»'));
    let mut link = &rest[..end.unwrap_or(rest.len())];
    loop {
        let open = link.matches('(').count() < link.matches(')').count();
        let last = link.chars().next_back();
        let goes = last.is_some_and(|c| {
            matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | ']' | '…' | '。' | '、')
        });
        if goes || (open && last == Some(')')) {
            link = link.strip_suffix(|_| true).unwrap_or_default();
        } else if let Some(inner) = link.split_once(")[").map(|(before, _)| before) {
            link = inner;
        } else {
            return link;
        }
    }
}

/// Gives the lines that chat shows as a quotation.
fn behind_a_mark(content: &str) -> Option<String> {
    if let Some(at) = content.find(">>> ").filter(|at| *at == 0 || content[..*at].ends_with('\n')) {
        return Some(content[at + 4..].to_owned());
    }
    let lines: Vec<&str> = content.lines().filter_map(|line| line.strip_prefix("> ")).map(str::trim).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// Gives the longest text in quotation marks.
fn in_marks(content: &str) -> Option<String> {
    let mut longest: Option<&str> = None;
    for (open, close) in MARKS {
        let mut rest = content;
        while let Some(inner) = rest.find(open).map(|at| &rest[at + open.len_utf8()..]) {
            let Some(end) = inner.find(close) else { break };
            let words = inner[..end].trim();
            if words.chars().count() > longest.map_or(0, |one| one.chars().count()) {
                longest = Some(words);
            }
            rest = &inner[end + close.len_utf8()..];
        }
    }
    longest.map(str::to_owned)
}

/// Leaves out what remains of a link that was taken out: `<>`, `[label]()`.
fn without_leftovers(content: &str) -> String {
    let bare = content.replace("< >", " ").replace("( )", " ").replace("|| ||", " ");
    let lines = bare.lines().map(single_spaced);
    lines.collect::<Vec<_>>().join("\n")
}

/// Leaves out mentions of people, roles, channels and commands, and custom emoji: `<@123>`, `<#123>`, `<:name:123>`.
fn without_mentions(content: &str) -> String {
    let mut kept = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.find('<') {
        let (before, marked) = rest.split_at(at);
        kept.push_str(before);
        let end = marked.find('>').filter(|_| {
            let next = marked[1..].chars().next();
            matches!(next, Some('@' | '#' | ':' | '/')) || marked.starts_with("<a:") || marked.starts_with("<t:")
        });
        if end.is_none() {
            kept.push('<');
        }
        rest = &marked[end.map_or(1, |end| end + 1)..];
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &str) -> (String, Option<String>) {
        quoted(content).map(|found| (found.link, found.words)).unwrap()
    }

    fn says(link: &str, words: &str) -> (String, Option<String>) {
        (link.to_owned(), Some(words.to_owned()).filter(|words| !words.is_empty()))
    }

    #[test]
    fn a_message_without_a_link_brings_nothing() {
        for content in ["", "no link here", "www.example.org", "ftp://example.org/a", "mailto:a@example.org", "://"] {
            assert_eq!(quoted(content), None, "{content}");
        }
    }

    #[test]
    fn the_first_link_is_taken_without_what_stands_around_it() {
        for (content, link) in [
            ("https://example.org/a", "https://example.org/a"),
            ("see (https://example.org/a).", "https://example.org/a"),
            (
                "see https://en.wikipedia.org/wiki/Walkout_(labour), and",
                "https://en.wikipedia.org/wiki/Walkout_(labour)",
            ),
            ("<https://example.org/a?b=c>", "https://example.org/a?b=c"),
            ("[here](https://example.org/a) is more", "https://example.org/a"),
            ("||HTTPS://example.org/a||", "HTTPS://example.org/a"),
            ("**https://example.org/a**", "https://example.org/a"),
            ("“https://example.org/a”", "https://example.org/a"),
            ("é https://example.org/é!", "https://example.org/é"),
        ] {
            assert_eq!(quoted(content).unwrap().link, link, "{content}");
        }
        let several = quoted("https://b.example https://a.example https://b.example").unwrap();
        assert_eq!((several.link.as_str(), several.links), ("https://b.example", 2));
    }

    #[test]
    fn quoted_words_are_taken_before_the_rest() {
        let url = "https://example.org/a";
        assert_eq!(read(&format!("look\n> We are dismayed\n> by this\n{url}")), says(url, "We are dismayed\nby this"));
        assert_eq!(read(&format!("{url}\n>>> all\nof this")), says(url, "all\nof this"));
        assert_eq!(read(&format!("He said \"no\" and “we go on with it” {url}")), says(url, "we go on with it"));
        assert_eq!(read(&format!("「続けます」 {url}")), says(url, "続けます"));
        assert_eq!(read(&format!("Nadella says it goes on {url}")), says(url, "Nadella says it goes on"));
        assert_eq!(read(&format!("<{url}>")), says(url, ""));
        assert_eq!(read(&format!("5 > 3, says {url}")), says(url, "5 > 3, says"));
    }

    #[test]
    fn nobodys_id_is_taken() {
        let found = quoted("<@80351110224678912> <@!1> <@&2> <#3> <a:party:4> said so https://example.org/a").unwrap();
        assert_eq!(found.words.as_deref(), Some("said so"));
    }

    proptest::proptest! {
        #[test]
        fn no_message_stops_the_reader(content in "(\\PC|[<>\"“”()\\[\\]@#:/. \n]|https://){0,60}") {
            if let Some(found) = quoted(&content) {
                proptest::prop_assert!(found.links >= 1);
                proptest::prop_assert!(content.contains(&found.link) || content.contains('<'));
            }
        }
    }
}
