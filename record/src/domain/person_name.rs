//! Whether two names are one person's: the same name however it is written, or a near spelling of it.
//!
//! A name is compared by its keys, so that it can be compared where only keyed hashes of them are held. *The same* are
//! names that differ in case, marks on Latin, Greek and Cyrillic letters, punctuation, hyphens, titles, or in the order
//! that a comma says. *Near* are names that share the first letter of the first name and the last name, so that initials
//! and middle names do not matter, also with the two the other way round. Scripts are never compared with each other,
//! and names in scripts without capital letters have no initials.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::text::is_unspaced;

/// Titles that stand before a name.
const BEFORE: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "rev",
    "reverend",
    "herr",
    "frau",
    "mme",
    "mlle",
    "ing",
];
/// Degrees and what tells generations apart, behind a name.
const BEHIND: &[&str] = &["jr", "sr", "ii", "iii", "iv", "phd", "dphil", "md", "msc", "bsc", "mba", "esq"];

/// What a name is compared by. Has no `Debug`: it is as good as the name.
#[derive(Clone, PartialEq, Eq)]
pub struct NameKeys {
    same: String,
    near: String,
    turned: Option<String>,
}

impl NameKeys {
    /// Takes the keys of a name; `None` where there is no letter in it.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let plain = plain(name);
        let words = in_order(&plain);
        let first = *words.first()?;
        if !plain.chars().any(char::is_alphabetic) {
            return None;
        }
        if words.iter().all(|word| word.chars().all(is_unspaced)) {
            let turned = if let [first, second] = words[..] { Some(format!("{second}{first}")) } else { None };
            let same = words.concat();
            return Some(Self { near: same.clone(), same, turned });
        }
        let same = words.join(" ");
        let last = *words.last()?;
        if words.len() == 1 {
            return Some(Self { near: format!("|{}", shrunk(first)), same, turned: None });
        }
        let near = |given: &str, family: &str| format!("{}|{}", initial(given), shrunk(family));
        Some(Self { near: near(first, last), turned: Some(near(last, first)), same })
    }

    /// Says whether a text has keys: there is a letter in it.
    #[must_use]
    pub fn are_in(name: &str) -> bool {
        name.bytes().any(|byte| byte.is_ascii_alphabetic()) || Self::of(name).is_some()
    }

    /// Gives what the same names share.
    #[must_use]
    pub fn same(&self) -> &str {
        &self.same
    }

    /// Gives what near spellings share.
    #[must_use]
    pub fn near(&self) -> &str {
        &self.near
    }

    /// Gives what near spellings share where the names stand the other way round.
    #[must_use]
    pub fn turned(&self) -> Option<&str> {
        self.turned.as_deref()
    }

    /// Says whether a text holds a word of the name, so that it could tell who is meant.
    #[must_use]
    pub fn is_named_in(&self, text: &str) -> bool {
        let text = plain(text);
        let words: Vec<&str> = text.split([' ', ',']).collect();
        let stands = |word: &str| {
            let tells = word.chars().count() > 2 || word.chars().all(is_unspaced);
            tells && (words.contains(&word) || (word.chars().all(is_unspaced) && text.contains(word)))
        };
        self.same.split(' ').any(stands)
    }

    /// Says whether the other name is a near spelling of this one, or the same.
    #[must_use]
    pub fn is_near(&self, other: &Self) -> bool {
        self.same == other.same || self.near == other.near || self.turned.as_ref() == Some(&other.near)
    }
}

/// Writes a name in small letters without marks, its words set apart by single spaces; commas stay.
fn plain(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    if name.is_ascii() {
        // Nothing to take apart: most names of long lists.
        name.chars().for_each(|letter| push_plain(&mut plain, letter.to_ascii_lowercase()));
    } else {
        unmarked(name).nfc().for_each(|letter| push_plain(&mut plain, letter));
    }
    plain
}

/// Takes the marks off letters that have capitals, and writes them small.
fn unmarked(name: &str) -> String {
    let mut bare = String::with_capacity(name.len());
    let mut marks_go = false;
    for letter in name.nfkd() {
        if is_combining_mark(letter) {
            // In scripts without capital letters a mark is as much of a letter as any other.
            if !marks_go {
                bare.push(letter);
            }
            continue;
        }
        marks_go = letter.is_lowercase() || letter.is_uppercase();
        bare.extend(letter.to_lowercase());
    }
    bare
}

fn push_plain(plain: &mut String, letter: char) {
    match letter {
        'ß' => plain.push_str("ss"),
        'æ' => plain.push_str("ae"),
        'œ' => plain.push_str("oe"),
        'ø' => plain.push('o'),
        'ł' => plain.push('l'),
        'đ' | 'ð' => plain.push('d'),
        'ı' => plain.push('i'),
        'þ' => plain.push_str("th"),
        ',' => plain.push(','),
        // Neither apostrophes nor what is not seen make another name.
        '\''
        | '’'
        | '‘'
        | 'ʼ'
        | 'ʻ'
        | '`'
        | '´'
        | '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => {}
        letter if letter.is_alphanumeric() || is_combining_mark(letter) => plain.push(letter),
        _ => plain.push(' '),
    }
}

/// Gives the words of a plain name, given names first, without titles and degrees.
fn in_order(plain: &str) -> Vec<&str> {
    let mut parts: Vec<Vec<&str>> =
        plain.split(',').map(|part| part.split(' ').filter(|w| !w.is_empty()).collect()).collect();
    let mut first = true;
    let degrees = |part: &[&str]| part == ["ph", "d"] || part.iter().all(is_behind);
    parts.retain(|part| !part.is_empty() && (std::mem::take(&mut first) || !degrees(part)));
    let mut words = match parts.as_slice() {
        [family, given] => [given.as_slice(), family].concat(),
        _ => parts.concat(),
    };
    while words.len() > 1 && BEFORE.contains(&words[0]) {
        words.remove(0);
    }
    while words.len() > 2 && words.ends_with(&["ph", "d"]) {
        words.truncate(words.len() - 2);
    }
    while words.len() > 1 && words.last().is_some_and(is_behind) {
        words.pop();
    }
    // "Smith J" is "J Smith".
    let initials = words.iter().rev().take_while(|word| is_initial(word)).count();
    if initials < words.len() && !is_initial(words[0]) {
        words.rotate_right(initials);
    }
    words
}

fn is_behind(word: &&str) -> bool {
    BEHIND.contains(word)
}

fn is_initial(word: &str) -> bool {
    let mut letters = word.chars();
    matches!((letters.next(), letters.next()), (Some(letter), None) if letter.is_lowercase())
}

/// Gives the first letter of a name in a script that has capital letters, and the whole name otherwise.
fn initial(word: &str) -> &str {
    match word.chars().next() {
        Some(letter) if letter.is_lowercase() => &word[..letter.len_utf8()],
        _ => word,
    }
}

/// Forgets how a vowel with a mark was written without it: "Mueller" is "Müller".
fn shrunk(word: &str) -> String {
    if !word.contains('e') && !word.contains("aa") {
        return word.to_owned();
    }
    word.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("aa", "a")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(name: &str) -> NameKeys {
        NameKeys::of(name).unwrap_or_else(|| panic!("{name} is a name"))
    }

    /// Each line are spellings of the same name.
    const SAME: &[&[&str]] = &[
        &[
            "José García",
            "Jose Garcia",
            "JOSÉ GARCÍA",
            "  José   García ",
            "Jose\u{301} Garci\u{301}a",
            "Jos\u{200b}é García",
        ],
        &[
            "John Smith",
            "Smith, John",
            "Smith,John",
            "Dr. John Smith",
            "John Smith, PhD",
            "John Smith, Ph.D.",
            "Prof. Dr. John Smith Jr.",
        ],
        &["Smith, John, PhD", "Mr John Smith III", "Smith Jr., John", "JOHN SMITH"],
        &["J. R. R. Tolkien", "J.R.R. Tolkien", "J R R Tolkien", "Tolkien, J.R.R.", "Tolkien J. R. R."],
        &["Anne-Marie Duff", "Anne Marie Duff", "Anne‐Marie Duff"],
        &["Sinéad O’Brien", "Sinead O'Brien", "Sinead OBrien"],
        &["Søren Kierkegaard", "Soren Kierkegaard"],
        &["Łukasz Ðorđe", "Lukasz Dorde"],
        &["Андрей Иванов", "АНДРЕЙ ИВАНОВ", "Иванов, Андрей"],
        &["Γιώργος Παπαδόπουλος", "Γιωργος Παπαδοπουλος"],
        &["山田太郎", "山田 太郎", "山田　太郎"],
        &["김철수", "김 철수"],
    ];

    /// Each line are near spellings of each other, and not the same.
    const NEAR: &[(&str, &str)] = &[
        ("John Smith", "J. Smith"),
        ("John Smith", "John A. Smith"),
        ("John Adam Smith", "J. Smith"),
        ("John Adam Smith", "John B. Smith"),
        ("John Smith", "Smith John"),
        ("Jon Smith", "John Smith"),
        ("JRR Tolkien", "J. R. R. Tolkien"),
        ("Anne-Marie Duff", "Annemarie Duff"),
        ("Anne-Marie Duff", "A.-M. Duff"),
        ("Jürgen Müller", "Juergen Mueller"),
        ("Åse Sørensen", "Aase Soerensen"),
        ("Иван Петрович Сидоров", "И. П. Сидоров"),
        ("山田 太郎", "太郎 山田"),
        ("محمد علي", "علي محمد"),
    ];

    /// Names of different people, as far as their letters say.
    const APART: &[(&str, &str)] = &[
        ("John Smith", "Jane Doe"),
        ("John Smith", "Mary Smith"),
        ("Ivan Ivanov", "Иван Иванов"),
        // The second begins with a Cyrillic letter.
        ("Anna Koch", "Аnna Koch"),
        ("李 明", "李 华"),
        ("राम शर्मा", "रीमा शर्मा"),
        ("かだ", "がだ"),
        ("Jack Ma", "Jack Li"),
        ("Sukarno", "Suharto"),
    ];

    #[test]
    fn the_same_name_is_known_however_it_is_written() {
        for spellings in SAME {
            for spelling in *spellings {
                assert_eq!(keys(spelling).same(), keys(spellings[0]).same(), "{spelling} and {}", spellings[0]);
                assert!(keys(spelling).is_near(&keys(spellings[0])), "{spelling} and {}", spellings[0]);
            }
        }
    }

    #[test]
    fn near_spellings_are_found_from_either_side() {
        for (one, other) in NEAR {
            assert!(keys(one).is_near(&keys(other)), "{one} and {other}");
            assert!(keys(other).is_near(&keys(one)), "{other} and {one}");
            assert_ne!(keys(one).same(), keys(other).same(), "{one} and {other}");
        }
    }

    #[test]
    fn names_that_differ_and_scripts_stay_apart() {
        for (one, other) in APART {
            assert!(!keys(one).is_near(&keys(other)), "{one} and {other}");
            assert!(!keys(other).is_near(&keys(one)), "{other} and {one}");
        }
    }

    #[test]
    fn what_has_no_letter_is_no_name() {
        for text in ["", "  ", "12", "…", ",", "12, 34"] {
            assert!(NameKeys::of(text).is_none() && !NameKeys::are_in(text), "{text:?}");
        }
        for text in ["X", "Dr.", "Prince", "Ng", ", PhD", "李", "Ж"] {
            assert!(NameKeys::of(text).is_some() && NameKeys::are_in(text), "{text:?}");
        }
    }
}
