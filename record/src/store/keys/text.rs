//! A master key as text: 64 hexadecimal digits, or base64.

use std::str::FromStr;

use zeroize::Zeroizing;

use super::{LENGTH, MasterKey, hex};

/// Says that a text is not a master key, without showing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key is 32 random bytes, written as 64 hexadecimal digits or in base64 (`openssl rand -hex 32` makes one)")]
pub struct NotAKey;

impl MasterKey {
    /// Writes the key as the key file holds it.
    #[must_use]
    pub(super) fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(hex(&*self.0))
    }
}

impl FromStr for MasterKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let text = text.trim();
        let (bits, digits) = if text.len() == 2 * LENGTH { (4, text) } else { (6, text.trim_end_matches('=')) };
        // 43 digits of base64 carry 258 bits: the last two must be nought, and more or fewer digits are not a key.
        if bits == 6 && digits.len() != 43 {
            return Err(NotAKey);
        }
        decode(digits, bits).map(Self).ok_or(NotAKey)
    }
}

/// Reads 32 bytes from digits of `bits` bits each.
fn decode(digits: &str, bits: u32) -> Option<Zeroizing<[u8; LENGTH]>> {
    let mut bytes = Zeroizing::new([0; LENGTH]);
    let mut places = bytes.iter_mut();
    let (mut held, mut count) = (0u32, 0);
    for digit in digits.bytes() {
        held = held << bits | value(digit, bits)?;
        count += bits;
        if count >= 8 {
            count -= 8;
            *places.next()? = u8::try_from(held >> count).ok()?;
            held &= (1 << count) - 1;
        }
    }
    (held == 0 && places.next().is_none()).then_some(bytes)
}

fn value(digit: u8, bits: u32) -> Option<u32> {
    if bits == 4 {
        return char::from(digit).to_digit(16);
    }
    let value = match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(value.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_from_hexadecimal_and_from_base64() {
        let bytes: [u8; LENGTH] = std::array::from_fn(|index| u8::try_from(index * 8 + 7).unwrap());
        for text in [
            "070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7ff",
            "070F171F272F373F474F575F676F777F878F979FA7AFB7BFC7CFD7DFE7EFF7FF\n",
            "Bw8XHycvNz9HT1dfZ293f4ePl5+nr7e/x8/X3+fv9/8=",
            "Bw8XHycvNz9HT1dfZ293f4ePl5-nr7e_x8_X3-fv9_8",
        ] {
            assert_eq!(text.parse::<MasterKey>().map(|key| *key.0), Ok(bytes), "{text}");
        }
        assert_eq!(MasterKey::new(bytes).to_text().parse::<MasterKey>().map(|key| *key.0), Ok(bytes));
    }

    #[test]
    fn what_is_not_32_bytes_is_refused_and_not_repeated() {
        for text in
            ["", "secret", "00", &"0".repeat(63), &"g".repeat(64), &"A".repeat(42), &"A".repeat(44), &"/".repeat(43)]
        {
            assert_eq!(text.parse::<MasterKey>().map(|_| ()), Err(NotAKey), "{text}");
        }
        assert!(!NotAKey.to_string().contains("secret"));
    }
}
