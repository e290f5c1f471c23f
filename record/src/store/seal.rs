//! Sealing: what waits, was rejected, or may have to be erased is stored encrypted.
//!
//! XChaCha20-Poly1305. A sealed value is bound to its [`Place`], so that a row copied to another guild, object or
//! column does not open there. The bytes are a version (1), the nonce (24 bytes), and the ciphertext with its tag.

use std::fmt;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use zeroize::Zeroizing;

use crate::{
    clock::{Entropy, draw},
    domain::ids::GuildId,
};

const VERSION: u8 = 1;
const NONCE_LENGTH: usize = 24;

/// An encrypted value, as the store keeps it.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed(Vec<u8>);

impl Sealed {
    /// Returns the bytes to store.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for Sealed {
    fn from(stored: Vec<u8>) -> Self {
        Self(stored)
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sealed({} bytes)", self.0.len())
    }
}

/// Where a sealed value belongs: it opens nowhere else.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    /// The guild.
    pub guild: GuildId,
    /// The object's number, or whatever identifies the row within the guild.
    pub id: i64,
    /// What the value is for, such as `submission` or `opening/reason`.
    pub purpose: &'a str,
}

impl Place<'_> {
    fn associated_data(&self) -> Vec<u8> {
        // The purpose comes last, so that nothing has to mark where it ends.
        [&self.guild.get().to_be_bytes()[..], &self.id.to_be_bytes(), self.purpose.as_bytes()].concat()
    }
}

/// Says why a value could not be sealed or opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// It is longer than the cipher takes.
    #[error("failed to seal a value: it is too long")]
    TooLong,
    /// It is shorter than any sealed value.
    #[error("failed to open a sealed value: it is cut short")]
    CutShort,
    /// A newer version of the program sealed it.
    #[error("failed to open a sealed value: its version is {0}, this program knows {VERSION}")]
    Version(u8),
    /// It does not open with this key in this place.
    #[error("failed to open a sealed value: it was altered, moved, or sealed with another key")]
    Altered,
}

/// Seals and opens values with one key.
#[derive(Clone)]
pub struct Sealer(XChaCha20Poly1305);

impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealer(redacted)")
    }
}

impl Sealer {
    /// Takes the key, which the cipher overwrites when it is dropped.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        Self(XChaCha20Poly1305::new(key.into()))
    }

    /// Seals `plain` for `place`.
    pub fn seal(&self, entropy: &dyn Entropy, place: Place<'_>, plain: &[u8]) -> Result<Sealed, SealError> {
        let nonce: [u8; NONCE_LENGTH] = draw(entropy);
        let payload = Payload { msg: plain, aad: &place.associated_data() };
        let ciphertext = self.0.encrypt(&XNonce::from(nonce), payload).map_err(|_| SealError::TooLong)?;
        Ok(Sealed([&[VERSION][..], &nonce, &ciphertext].concat()))
    }

    /// Opens what was sealed for `place`.
    pub fn open(&self, place: Place<'_>, sealed: &Sealed) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (&version, rest) = sealed.0.split_first().ok_or(SealError::CutShort)?;
        if version != VERSION {
            return Err(SealError::Version(version));
        }
        let (nonce, ciphertext) = rest.split_first_chunk::<NONCE_LENGTH>().ok_or(SealError::CutShort)?;
        let payload = Payload { msg: ciphertext, aad: &place.associated_data() };
        self.0.decrypt(&XNonce::from(*nonce), payload).map(Zeroizing::new).map_err(|_| SealError::Altered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::FakeEntropy;

    const PLACE: Place<'static> = Place { guild: GuildId::new(1), id: 142, purpose: "submission" };

    fn sealer(byte: u8) -> Sealer {
        Sealer::new(&[byte; 32])
    }

    #[test]
    fn what_is_sealed_opens_in_its_place_and_shows_nothing() {
        let sealed = sealer(1).seal(&FakeEntropy::new(1), PLACE, b"more than 300").unwrap();
        assert_eq!(sealer(1).open(PLACE, &sealed).unwrap().as_slice(), b"more than 300");
        assert!(!sealed.as_bytes().windows(4).any(|part| part == b"more"));
        assert_eq!(format!("{sealed:?}"), "Sealed(54 bytes)");
    }

    #[test]
    fn the_same_value_sealed_twice_differs() {
        let entropy = FakeEntropy::new(1);
        let [one, two] = [(); 2].map(|()| sealer(1).seal(&entropy, PLACE, b"same").unwrap());
        assert_ne!(one, two);
    }

    #[test]
    fn a_sealed_value_opens_nowhere_else_and_with_no_other_key() {
        let sealed = sealer(1).seal(&FakeEntropy::new(1), PLACE, b"value").unwrap();
        for place in
            [Place { guild: GuildId::new(2), ..PLACE }, Place { id: 143, ..PLACE }, Place { purpose: "draft", ..PLACE }]
        {
            assert_eq!(sealer(1).open(place, &sealed), Err(SealError::Altered));
        }
        assert_eq!(sealer(2).open(PLACE, &sealed), Err(SealError::Altered));
    }

    #[test]
    fn an_altered_sealed_value_says_how() {
        let sealed = sealer(1).seal(&FakeEntropy::new(1), PLACE, b"value").unwrap().0;
        let open = |bytes: &[u8]| sealer(1).open(PLACE, &Sealed(bytes.to_vec())).unwrap_err();
        for index in 1..sealed.len() {
            let mut altered = sealed.clone();
            altered[index] ^= 1;
            assert_eq!(open(&altered), SealError::Altered, "byte {index}");
        }
        assert_eq!(open(&[&[2], &sealed[1..]].concat()), SealError::Version(2));
        assert_eq!(open(&[]), SealError::CutShort);
        assert_eq!(open(&sealed[..24]), SealError::CutShort);
        assert_eq!(open(&sealed[..30]), SealError::Altered);
    }
}
