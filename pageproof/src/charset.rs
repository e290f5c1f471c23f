//! The encoding of a page, and its bytes as text.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a page is searched for the name of its encoding; the HTML standard looks at 1,024 bytes, and pages with
/// long comments before it are read all the same by every browser.
const PRESCAN: usize = 4096;

/// How much of a page its encoding is guessed from.
const GUESSED_FROM: usize = 128 * 1024;

/// Decodes a page, and says by which encoding.
///
/// In this order: the byte order mark; UTF-8 where the bytes are valid UTF-8 with letters beyond ASCII, which by chance
/// no other encoding's text is, whatever the server says of it; the server's `charset`; the page's own; a guess from the
/// letters. Bytes that mean nothing become `�`.
pub(crate) fn decode(bytes: &[u8], content_type: Option<&str>) -> (String, &'static str) {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, bytes.get(mark..).unwrap_or_default()),
        None => (choose(bytes, content_type), bytes),
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), encoding.name())
}

fn choose(bytes: &[u8], content_type: Option<&str>) -> &'static Encoding {
    let named = content_type.and_then(charset).or_else(|| in_page(bytes));
    // Its bytes are all ASCII, so that they pass for UTF-8.
    if named == Some(ISO_2022_JP) {
        return ISO_2022_JP;
    }
    if !bytes.is_ascii() && is_utf8(bytes) {
        return UTF_8;
    }
    named.unwrap_or_else(|| guess(bytes))
}

/// Whether this is UTF-8, the last letter cut off or not.
fn is_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or_else(|fault| fault.error_len().is_none(), |_| true)
}

/// The encoding that a `Content-Type` names.
fn charset(content_type: &str) -> Option<&'static Encoding> {
    let after = content_type.split(';').skip(1).filter_map(|piece| piece.split_once('='));
    let mut label = after.filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset")).map(|(_, label)| label);
    label.find_map(|label| Encoding::for_label(label.trim().trim_matches(['"', '\'']).as_bytes()))
}

/// The encoding that the page names in a `meta` element. One whose name can be read byte by byte is not UTF-16.
fn in_page(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(bytes.get(..PRESCAN.min(bytes.len()))?).to_ascii_lowercase();
    let elements = start.split("<meta").skip(1).map(|rest| rest.split('>').next().unwrap_or_default());
    let mut labels = elements.filter_map(|element| element.split_once("charset=")).map(|(_, label)| {
        let label = label.trim_start_matches(['"', '\'', ' ']);
        label.split(['"', '\'', ' ', ';', '/']).next().unwrap_or_default()
    });
    let named = labels.find_map(|label| Encoding::for_label(label.as_bytes()))?;
    Some(if named == UTF_16BE || named == UTF_16LE { UTF_8 } else { named })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes.get(..GUESSED_FROM).unwrap_or(bytes), true);
    detector.guess(None, Utf8Detection::Allow)
}
