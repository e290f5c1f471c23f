//! Takes the bot's token and never shows it.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use zeroize::Zeroizing;

use super::catalogue;
use super::reader::{Reader, Reported};

/// Holds the bot's token; `Debug` does not show it and dropping wipes it.
#[derive(Clone)]
pub struct Token(Zeroizing<String>);

impl Token {
    pub(super) fn read(reader: &mut Reader) -> Result<Self, Reported> {
        if let Some(token) = reader.optional(&catalogue::DISCORD_TOKEN)? {
            return Ok(token);
        }
        let Some(path) = reader.text(&catalogue::DISCORD_TOKEN_FILE) else {
            return Err(reader.report(&catalogue::DISCORD_TOKEN, "is not set"));
        };
        let text = super::read_secret_file(Path::new(&path))
            .map_err(|error| reader.report(&catalogue::DISCORD_TOKEN_FILE, format_args!("cannot be read: {error}")))?;
        text.parse().map_err(|error: ParseTokenError| {
            reader.report(&catalogue::DISCORD_TOKEN_FILE, format_args!("holds a text that {error}"))
        })
    }

    /// Gives the token itself, for the client that sends it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl FromStr for Token {
    type Err = ParseTokenError;

    /// Takes what has a token's shape: three parts joined by dots, each of letters, digits, `-` and `_`.
    fn from_str(text: &str) -> Result<Self, ParseTokenError> {
        if text.starts_with("Bot ") {
            return Err(ParseTokenError::Prefixed);
        }
        let is_part = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        if text.split('.').count() == 3 && text.split('.').all(is_part) {
            Ok(Self(Zeroizing::new(text.to_owned())))
        } else {
            Err(ParseTokenError::Shape)
        }
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}

/// Says why a text is no bot token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseTokenError {
    /// It begins as the HTTP header does.
    #[error("begins with \"Bot \": give the token alone")]
    Prefixed,
    /// It is something else: most often the client secret or the public key of the same page.
    #[error(
        "is not of a bot token's form (three parts joined by dots): a client secret, a public key and an application id \
         stand on the same pages and are not it"
    )]
    Shape,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_shape_of_a_token_is_taken() {
        assert!("MTIzNDU2.Gabc-1.x_Y-z".parse::<Token>().is_ok());
        for wrong in ["", "abc", "a.b", "a.b.c.d", "a..c", "a.b.c d", "a.b.c\n", "\"a.b.c\""] {
            assert_eq!(wrong.parse::<Token>().unwrap_err(), ParseTokenError::Shape, "{wrong:?}");
        }
        assert_eq!("Bot a.b.c".parse::<Token>().unwrap_err(), ParseTokenError::Prefixed);
    }

    #[test]
    fn a_token_does_not_show_itself() {
        let token: Token = "aaa.bbb.ccc".parse().unwrap();
        assert_eq!(format!("{token:?}"), "Token(..)");
        assert_eq!(token.expose(), "aaa.bbb.ccc");
    }
}
