//! The nonce by which Discord knows a message of ours that is sent twice within minutes.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// Makes the nonce of a message from what it is and the numbers that tell it from others of its kind, so that every
/// process makes the same for the same message. Discord takes 25 characters at most.
#[must_use]
pub fn nonce<const N: usize>(what: &str, numbers: [i64; N]) -> String {
    let hash = Sha256::new().chain_update(what);
    let hash = numbers.iter().fold(hash, |hash, number| hash.chain_update(number.to_be_bytes()));
    hash.finalize().iter().take(12).fold(String::new(), |mut nonce, byte| {
        // Writing to a string does not fail.
        let _ = write!(nonce, "{byte:02x}");
        nonce
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_the_messages_own_and_short_enough() {
        assert_eq!(nonce("digest", [1, 2]), nonce("digest", [1, 2]));
        assert_eq!(nonce("digest", [1, 2]).len(), 24);
        assert_ne!(nonce("digest", [1, 2]), nonce("digest", [2, 1]));
        assert_ne!(nonce("digest", [1, 2]), nonce("card", [1, 2]));
    }
}
