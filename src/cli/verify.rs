//! `undersigned verify`: whether the ledgers are intact, and which entry is not.

use std::fmt;
use std::num::NonZeroU64;
use std::str::FromStr;

/// Says which ledgers to verify, and against what.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct Verify {
    /// The Discord server whose ledger is verified; without it every one
    #[arg(long, value_name = "ID")]
    pub guild: Option<NonZeroU64>,
    /// A head published earlier, which the ledger must still pass through; without one a cut tail is not noticed
    #[arg(long, value_name = "SEQ:HASH", requires = "guild")]
    pub anchor: Option<Anchor>,
}

/// Holds a ledger's head as it was published: the entry's sequence number and its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// Gives the number of the entry.
    pub sequence: u64,
    /// Gives the SHA-256 hash of its header.
    pub hash: [u8; 32],
}

impl FromStr for Anchor {
    type Err = ParseAnchorError;

    fn from_str(text: &str) -> Result<Self, ParseAnchorError> {
        let (sequence, hash) = text.split_once(':').ok_or(ParseAnchorError)?;
        if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(ParseAnchorError);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(hash.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| ParseAnchorError)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| ParseAnchorError)?;
        }
        Ok(Self {
            sequence: sequence.parse().map_err(|_| ParseAnchorError)?,
            hash: bytes,
        })
    }
}

/// Says that a text is no anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseAnchorError;

impl fmt::Display for ParseAnchorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a sequence number, a colon and 64 hex digits")
    }
}

impl std::error::Error for ParseAnchorError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::parse_args;

    #[test]
    fn an_anchor_is_a_number_and_a_hash_of_one_guild() {
        let anchor = format!("17:{}", "0f".repeat(32));
        let verify: Verify = parse_args(["--guild", "42", "--anchor", &anchor]).unwrap();
        let expected = Anchor {
            sequence: 17,
            hash: [0x0f; 32],
        };
        assert_eq!(verify.anchor, Some(expected));
        assert!(parse_args::<Verify>(["--anchor", &anchor]).is_err());
    }

    #[test]
    fn what_is_no_anchor_is_refused() {
        let short = "17:0f0f".to_owned();
        for wrong in [
            short,
            "17".to_owned(),
            format!("x:{}", "0f".repeat(32)),
            format!("1:{}", "+f".repeat(32)),
        ] {
            assert_eq!(wrong.parse::<Anchor>(), Err(ParseAnchorError), "{wrong}");
        }
    }
}
