//! Percent-encoding: one way to write each address ([RFC 3986, 2 and 6.2.2](https://www.rfc-editor.org/rfc/rfc3986)).

use std::fmt::Write as _;

/// Decodes what needs no encoding, writes digits in upper case, and encodes what may not stand as it is, a `%` without
/// two digits included.
pub(super) fn normalize(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let encoded = (byte == b'%').then(|| digits(bytes, at)).flatten();
        at += if encoded.is_some() { 3 } else { 1 };
        match encoded {
            Some(meant) if !is_unreserved(meant) => encode(&mut out, meant),
            Some(meant) => out.push(char::from(meant)),
            None if is_unreserved(byte) || RESERVED.contains(&byte) => out.push(char::from(byte)),
            None => encode(&mut out, byte),
        }
    }
    out
}

/// Decodes everything; bytes that are no text become `�`.
pub(super) fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let encoded = (byte == b'%').then(|| digits(bytes, at)).flatten();
        at += if encoded.is_some() { 3 } else { 1 };
        out.push(encoded.unwrap_or(byte));
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The gen-delims and sub-delims, which stand for themselves and mean something else when encoded.
const RESERVED: &[u8] = b":/?#[]@!$&'()*+,;=";

const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

fn digits(bytes: &[u8], at: usize) -> Option<u8> {
    let digit = |at: usize| char::from(*bytes.get(at)?).to_digit(16);
    u8::try_from(digit(at + 1)? * 16 + digit(at + 2)?).ok()
}

fn encode(out: &mut String, byte: u8) {
    // Writing to a text cannot fail.
    let _ = write!(out, "%{byte:02X}");
}
