//! Archived copies of pages: when one was made, by its address.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::domain::date::PartialDate;
use crate::domain::source::SourceUrl;

/// Reads when an archive made a copy out of the copy's address: 14 digits that stand for themselves in its path, as the
/// Wayback Machine and those like it write them, with what says how it is shown behind (`id_`), or as archive.today does
/// (`2018.06.18-130102`).
#[must_use]
pub fn made_at(url: &SourceUrl) -> Option<PartialDate> {
    let (_, rest) = url.as_str().split_once("://")?;
    rest.split('/').skip(1).find_map(|piece| {
        let piece =
            piece.strip_suffix('_').map_or(piece, |piece| piece.trim_end_matches(|c: char| c.is_ascii_lowercase()));
        let digits: String = piece.chars().filter(|c| !matches!(c, '.' | '-')).collect();
        let is_date = digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let at = is_date.then(|| DateTime::strptime("%Y%m%d%H%M%S", &digits).ok()).flatten()?;
        Some(PartialDate::Instant(at.to_zoned(TimeZone::UTC).ok()?.timestamp()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copys_address_says_when_it_was_made() {
        for copy in [
            "https://web.archive.org/web/20180618130102/https://blog.example.org/x",
            "https://web.archive.org/web/20180618130102id_/https://blog.example.org/x",
            "https://archive.ph/2018.06.18-130102/https://blog.example.org/x",
            "http://archive.example.net/all/20180618130102/blog.example.org/x",
        ] {
            let url = SourceUrl::parse(copy).unwrap();
            let PartialDate::Instant(at) = made_at(&url).unwrap() else { panic!("{copy}") };
            assert_eq!(at.to_string(), "2018-06-18T13:01:02Z", "{copy}");
        }
        for other in [
            "https://blog.example.org/x?at=20180618130102",
            "https://blog.example.org/2018061813/x",
            "https://web.archive.org/web/20181318130102/https://blog.example.org/x",
            "https://archive.ph/abcde",
        ] {
            assert_eq!(made_at(&SourceUrl::parse(other).unwrap()), None, "{other}");
        }
    }
}
