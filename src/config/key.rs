//! Takes the key that seals and pseudonymises, or learns which file holds it.

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use super::catalogue;
use super::database::Database;
use super::reader::{Reader, Reported};

/// Names the key file beside a SQLite database.
const FILE_NAME: &str = "undersigned.key";

/// Counts the bytes of a key.
const LENGTH: usize = 32;

/// Random bytes show about 30 different values in 32; fewer than this is a placeholder that somebody pasted.
const LEAST_DIFFERENT_BYTES: usize = 16;

/// Holds the key; `Debug` does not show it and dropping wipes it.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; LENGTH]>);

impl Key {
    /// Reads a key from the file that holds it, as hex or base64.
    pub fn read_file(path: &Path) -> Result<Self, ReadKeyError> {
        let in_file = |source| ReadKeyError { path: path.to_owned(), source };
        let text = super::read_secret_file(path).map_err(|error| in_file(KeyFault::Read(error)))?;
        text.parse().map_err(|error| in_file(KeyFault::Parse(error)))
    }

    /// Gives the bytes, for the code that derives from them.
    #[must_use]
    pub fn expose(&self) -> &[u8; LENGTH] {
        &self.0
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&*other.0).into()
    }
}

impl Eq for Key {}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(..)")
    }
}

impl FromStr for Key {
    type Err = ParseKeyError;

    /// Reads 32 bytes in hex or in base64 of either alphabet, padded or not.
    fn from_str(text: &str) -> Result<Self, ParseKeyError> {
        let decoded = decode_hex(text).or_else(|| decode_base64(text)).ok_or(ParseKeyError::Encoding)?;
        let bytes: [u8; LENGTH] = decoded.as_slice().try_into().map_err(|_| ParseKeyError::Length(decoded.len()))?;
        let bytes = Zeroizing::new(bytes);
        let mut sorted = bytes.clone();
        sorted.sort_unstable();
        if sorted.chunk_by(u8::eq).count() < LEAST_DIFFERENT_BYTES {
            return Err(ParseKeyError::NotRandom);
        }
        Ok(Self(bytes))
    }
}

/// Says why a text is no key, without showing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseKeyError {
    /// It is neither hex nor base64.
    #[error("is neither hex nor base64")]
    Encoding,
    /// It has another number of bytes.
    #[error("has {0} bytes, and a key has 32")]
    Length(usize),
    /// It repeats itself as no random key does.
    #[error("is not random")]
    NotRandom,
}

/// Says why a key file gave no key.
#[derive(Debug, thiserror::Error)]
#[error("the key file {path} {source}")]
pub struct ReadKeyError {
    path: PathBuf,
    source: KeyFault,
}

impl ReadKeyError {
    /// Says whether there is no such file, rather than one that holds no key.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(&self.source, KeyFault::Read(error) if error.kind() == std::io::ErrorKind::NotFound)
    }
}

#[derive(Debug, thiserror::Error)]
enum KeyFault {
    #[error("cannot be read: {0}")]
    Read(std::io::Error),
    #[error("{0}")]
    Parse(ParseKeyError),
}

fn decode_hex(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    if text.len() != 2 * LENGTH || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let pairs = text.as_bytes().chunks_exact(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect::<Option<Vec<u8>>>()
        .map(Zeroizing::new)
}

fn decode_base64(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    [STANDARD, URL_SAFE]
        .iter()
        .find_map(|alphabet| GeneralPurpose::new(alphabet, config).decode(text).ok())
        .map(Zeroizing::new)
}

/// Says where the key comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeySource {
    /// Given by the environment.
    Environment(Key),
    /// Kept in a file, which the first start makes if the database is new as well.
    File(PathBuf),
}

impl KeySource {
    /// Reads the key or its file's name; with `PostgreSQL` only the environment will do, since several processes on
    /// several machines must hold the same key.
    pub(super) fn read(reader: &mut Reader, database: Option<&Database>) -> Result<Self, Reported> {
        let given = reader.optional(&catalogue::KEY);
        let file = reader.text(&catalogue::KEY_FILE).map(PathBuf::from);
        match (given?, file, database) {
            (_, Some(_), Some(Database::Postgres(_))) => Err(reader
                .report(&catalogue::KEY_FILE, "is for SQLite: with PostgreSQL the key comes from UNDERSIGNED_KEY")),
            (Some(key), _, _) => Ok(Self::Environment(key)),
            (None, None, Some(Database::Postgres(_))) => {
                Err(reader.report(&catalogue::KEY, "is not set, and PostgreSQL is used"))
            }
            (None, Some(file), _) => Ok(Self::File(file)),
            (None, None, Some(Database::Sqlite(path))) => Ok(Self::File(path.with_file_name(FILE_NAME))),
            // The database's own problem is told; what the key would have been depends on it.
            (None, None, None) => Ok(Self::File(PathBuf::new())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEX: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1eff";
    const BASE64: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHv8=";

    #[test]
    fn a_key_is_read_from_hex_and_from_base64_of_either_alphabet() {
        let key: Key = HEX.parse().unwrap();
        assert_eq!(HEX.to_uppercase().parse(), Ok(key.clone()));
        assert_eq!(BASE64.parse(), Ok(key.clone()));
        assert_eq!(BASE64.trim_end_matches('=').parse(), Ok(key.clone()));
        let other_alphabet = BASE64.replace('+', "-").replace('/', "_");
        assert_eq!(other_alphabet.parse(), Ok(key));
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let parse = |text: &str| text.parse::<Key>().unwrap_err();
        assert_eq!(parse("not a key!"), ParseKeyError::Encoding);
        assert_eq!(parse("AAECAw=="), ParseKeyError::Length(4));
        assert_eq!(parse(&"0".repeat(64)), ParseKeyError::NotRandom);
        assert_eq!(parse(&"deadbeef".repeat(8)), ParseKeyError::NotRandom);
    }

    #[test]
    fn a_key_does_not_show_itself() {
        let key: Key = HEX.parse().unwrap();
        assert_eq!(format!("{:?}", KeySource::Environment(key)), "Environment(Key(..))");
    }
}
