//! Takes a slash command typed as one line apart: `/count log petition:x wording:"over 100: yes"`.
//!
//! A value reaches to the next `name:` of an option, or to its closing quote. A word with a colon that is no option is
//! a slip of the pen, unless it is quoted or an address.
//!
//! It knows neither the bot nor Discord: both the stand-in's people and the operator type such lines.

/// Options as they were typed, in order: names and values.
pub type Typed = Vec<(String, String)>;

/// Says what is wrong with the options of a line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Slip {
    /// A word that is no option of the command.
    #[error("the command has no option `{0}`")]
    Unknown(String),
    /// An option that was given already.
    #[error("the option `{0}` is given twice")]
    Twice(String),
}

/// Takes the next word off a text.
#[must_use]
pub fn word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim_start()))
}

/// Takes options apart. `known` are the names the command takes.
pub fn options(text: &str, known: &[&str]) -> Result<Typed, Slip> {
    let mut typed: Typed = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let unknown = |name: &str| Slip::Unknown(name.to_owned());
        let name = head(rest).ok_or_else(|| unknown(word(rest).0))?;
        if !known.contains(&name) {
            return Err(unknown(name));
        }
        if typed.iter().any(|(given, _)| given == name) {
            return Err(Slip::Twice(name.to_owned()));
        }
        let after = &rest[name.len() + 1..];
        let (value, left) = if let Some(quoted) = after.trim_start().strip_prefix('"') {
            quotation(quoted)
        } else {
            plain(after, known).map_err(unknown)?
        };
        typed.push((name.to_owned(), value));
        rest = left.trim_start();
    }
    Ok(typed)
}

/// Reads `name:` at the start of a text; an address's scheme is none.
fn head(text: &str) -> Option<&str> {
    let (name, rest) = text.split_once(':')?;
    let fine = !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c == '"');
    (fine && !rest.starts_with("//")).then_some(name)
}

/// Reads up to the closing quote; `\"` stands for a quote.
fn quotation(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, &text[at + 1..]),
            '\\' if chars.peek().is_some_and(|(_, next)| *next == '"') => {
                value.push('"');
                chars.next();
            }
            _ => value.push(c),
        }
    }
    (value, "")
}

/// Reads up to the next option. Fails with a word that looks like an option and is none.
fn plain<'a>(text: &'a str, known: &[&str]) -> Result<(String, &'a str), &'a str> {
    let mut end = text.len();
    for (at, _) in text.match_indices(char::is_whitespace) {
        let next = text[at..].trim_start();
        let Some(name) = head(next) else { continue };
        if known.contains(&name) {
            end = at;
            break;
        }
        if name.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c == '-') {
            return Err(name);
        }
    }
    Ok((text[..end].trim().to_owned(), &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Typed {
        options(text, &["petition", "url", "wording", "private"]).expect("the text is well formed")
    }

    fn pairs(typed: &Typed) -> Vec<(&str, &str)> {
        typed.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    #[test]
    fn a_value_reaches_to_the_next_option() {
        let typed =
            read("petition:microsoft ice 2018 url:https://a.example/b?c=d:e wording: over 100 people private:true");
        let expected = [
            ("petition", "microsoft ice 2018"),
            ("url", "https://a.example/b?c=d:e"),
            ("wording", "over 100 people"),
            ("private", "true"),
        ];
        assert_eq!(pairs(&typed), expected);
    }

    #[test]
    fn quotes_hold_anything() {
        let typed = read(r#"wording:"they said: \"no\" url:x" petition:y"#);
        assert_eq!(pairs(&typed), [("wording", r#"they said: "no" url:x"#), ("petition", "y")]);
    }

    #[test]
    fn an_address_in_a_value_is_no_option() {
        assert_eq!(pairs(&read("wording:see https://a.example")), [("wording", "see https://a.example")]);
    }

    #[test]
    fn a_misspelt_option_is_refused() {
        for text in ["petitoin:x", "petition:x privat:true", "stray petition:x"] {
            let refused = options(text, &["petition", "private"]);
            assert!(matches!(refused, Err(Slip::Unknown(_))), "{text}");
        }
        assert_eq!(options("a:1 a:2", &["a"]), Err(Slip::Twice("a".to_owned())));
    }
}
