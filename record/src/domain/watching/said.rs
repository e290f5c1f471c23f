//! What a page says of itself, as a machine read it, and which of its sentences give a number of signers.

use pageproof::address::{Address, Declared};
use pageproof::read::{Page, When, split};
use serde::{Deserialize, Serialize};
use wording::{Count, read_count_in};

use crate::domain::date::PartialDate;
use crate::domain::source::{SourceUrl, tracking};

/// The longest name of a publisher or an author that is kept, in characters: what the forms take.
const NAME: usize = 100;
/// The most authors that are kept.
const AUTHORS: usize = 10;
/// The longest tag of a language: BCP 47 asks for no more.
const TAG: usize = 35;
/// The longest sentence that is offered, in characters: what a wording may have.
const SENTENCE: usize = 500;
/// The most sentences that are looked at. An article has a hundred.
const LOOKED_AT: usize = 2000;

/// What a page says of itself beside its title.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// Who publishes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PartialDate>,
    /// Its language, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Another address that it says is its own, on the same site.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<SourceUrl>,
}

impl Said {
    /// Takes what a page says that was asked for at an address. What is longer than a person could type is left out.
    #[must_use]
    pub fn of(page: &Page, asked: &Address) -> Self {
        let name = |name: &str| (name.chars().count() <= NAME).then(|| name.to_owned());
        let language = page.language.as_ref().map(|language| language.value.clone());
        Self {
            publisher: page.publisher.as_ref().and_then(|publisher| name(&publisher.value)),
            authors: page.authors.iter().filter_map(|author| name(&author.value)).take(AUTHORS).collect(),
            published: page.published.as_ref().and_then(|published| published.value.when).map(date),
            language: language.filter(|tag| tag.len() <= TAG),
            address: declared(page, asked),
        }
    }
}

/// Gives the address that a page says is its own, where that is another one and is believed.
fn declared(page: &Page, asked: &Address) -> Option<SourceUrl> {
    let said = [&page.canonical, &page.og_url].into_iter().flatten();
    let believed = said.filter_map(|said| match asked.accept(said, tracking()) {
        Declared::Accepted(address) => Some(address),
        Declared::Refused(_) => None,
    });
    let first = believed.into_iter().next()?;
    if first.key() == asked.key() { None } else { SourceUrl::parse(first.as_str()).ok() }
}

fn date(when: When) -> PartialDate {
    match when {
        When::Year(year) => PartialDate::Year(year),
        When::Month(year, month) => PartialDate::Month(year, month),
        When::Day(day) => PartialDate::Day(day),
        When::Instant(at) => PartialDate::Instant(at),
    }
}

/// Lists the sentences of a page's text that give a number of signers, in the page's order, each once, `most` at the most.
#[must_use]
pub fn counting_sentences(text: &str, most: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for sentence in text.lines().flat_map(split).take(LOOKED_AT) {
        if found.len() == most {
            break;
        }
        let is_known = found.iter().any(|one| one == sentence);
        if !is_known && sentence.chars().count() <= SENTENCE && read_count_in(sentence, None) != Count::None {
            found.push(sentence.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use pageproof::read::{Retrieved, read};

    use super::*;

    fn said(asked: &str, html: &str) -> Said {
        let asked = Address::parse(asked, tracking()).unwrap();
        let content_type = Some("text/html; charset=utf-8");
        Said::of(&read(&Retrieved { asked: &asked, reached: &asked, content_type, body: html.as_bytes() }), &asked)
    }

    #[test]
    fn a_page_says_its_own_address_on_its_own_site_alone() {
        let asked = "https://news.example.org/2018/06/letter-to-the-chief?view=amp";
        let says = |href: &str| said(asked, &format!("<html><head><link rel=canonical href='{href}'></head>x</html>"));
        let address = says("/2018/06/21/letter-to-the-chief").address;
        assert_eq!(address.unwrap().as_str(), "https://news.example.org/2018/06/21/letter-to-the-chief");
        for other in ["https://evil.example.com/2018/06/letter-to-the-chief", "https://news.example.org/", asked] {
            assert_eq!(says(other).address, None, "{other}");
        }
    }

    #[test]
    fn what_nobody_could_type_is_left_out() {
        let long = "x".repeat(NAME + 1);
        let html = format!("<meta property='og:site_name' content='{long}'><meta name=author content='A. Writer'>");
        let said = said("https://news.example.org/a", &html);
        assert_eq!((said.publisher, said.authors), (None, vec!["A. Writer".to_owned()]));
    }

    #[test]
    fn the_sentences_with_a_number_of_signers_are_found() {
        let text = "Workers protest\nMore than 300 employees signed the letter. It has 46 offices. Nobody answered.\n\
                    More than 300 employees signed the letter. The contract is worth $19.4 million.";
        assert_eq!(counting_sentences(text, 10), ["More than 300 employees signed the letter."]);
        assert_eq!(counting_sentences("40 people signed. 50 people signed.", 1), ["40 people signed."]);
    }
}
