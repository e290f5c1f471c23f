//! Lines that change by themselves and say nothing: adverts, related links, counters, and how long ago the page was made.

/// A longer line than this, in words, says something.
const LONGEST: usize = 25;

/// Lines that are nothing else.
const LABELS: &[&str] = &[
    "ad",
    "advert",
    "advertisement",
    "advertising",
    "sponsored",
    "sponsored content",
    "paid content",
    "promoted",
    "anzeige",
    "werbung",
    "publicité",
    "publicidad",
    "pubblicità",
    "advertentie",
    "story continues below advertisement",
    "article continues below advertisement",
    "article continues after advertisement",
    "continue reading below",
    "scroll to continue",
    "share",
    "save",
    "print",
    "listen",
    "comment",
    "comments",
    "copy link",
    "related",
    "most read",
    "most popular",
    "trending",
];

/// What lines that lead elsewhere begin with.
const LEADS: &[&str] = &[
    "related:",
    "related story",
    "related stories",
    "related article",
    "related coverage",
    "read more",
    "read also",
    "read next",
    "see also:",
    "more from",
    "more on this",
    "more stories",
    "recommended",
    "you may also like",
    "you might also like",
    "most read",
    "most popular",
    "trending now",
    "sign up for",
    "sign up to",
    "subscribe to our",
    "follow us",
    "share this",
    "lesen sie auch",
    "mehr zum thema",
    "lire aussi",
    "à lire aussi",
    "lea también",
    "leggi anche",
    "lees ook",
    "©",
    "copyright ©",
];

/// What is counted of a page, which is never what the page is about.
const COUNTED: &[&str] = &[
    "view",
    "views",
    "read",
    "reads",
    "comment",
    "comments",
    "share",
    "shares",
    "like",
    "likes",
    "min",
    "minute",
    "minutes",
    "claps",
    "reactions",
    "retweets",
    "reposts",
];

/// What a line that says when the page was made begins with.
const MADE: &[&str] = &[
    "updated",
    "last updated",
    "last modified",
    "modified",
    "published",
    "posted",
    "first published",
    "today is",
    "aktualisiert",
    "stand",
    "mis à jour",
    "publié",
    "actualizado",
];

/// Words of dates and times.
const OF_TIME: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "at",
    "on",
    "am",
    "pm",
    "a.m",
    "p.m",
    "utc",
    "gmt",
    "est",
    "edt",
    "et",
    "pst",
    "pdt",
    "pt",
    "cet",
    "cest",
    "bst",
    "uhr",
    "today",
    "yesterday",
    "now",
    "just",
    "ago",
    "a",
    "an",
    "hour",
    "hours",
    "minute",
    "minutes",
    "min",
    "mins",
    "second",
    "seconds",
    "day",
    "days",
    "week",
    "weeks",
    "month",
    "months",
    "year",
    "years",
    "vor",
    "minuten",
    "stunden",
    "il",
    "y",
    "heures",
    "hace",
    "minutos",
    "horas",
];

/// Says whether a line, folded, is one of these.
pub(super) fn is_noise(line: &str) -> bool {
    if line.split(' ').nth(LONGEST).is_some() {
        return false;
    }
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric() && c != '©');
    LABELS.contains(&bare) || leads_elsewhere(bare) || is_counter(bare) || is_date_of_viewing(bare)
}

fn leads_elsewhere(line: &str) -> bool {
    LEADS.iter().any(|lead| line.strip_prefix(lead).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// "1,204 views", "5 min read", "12 comments".
fn is_counter(line: &str) -> bool {
    let words: Vec<&str> = line.split([' ', '-']).collect();
    let is_number = words.first().is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    is_number && (2..=3).contains(&words.len()) && words.iter().skip(1).all(|word| COUNTED.contains(word))
}

/// "Updated 5 minutes ago", "Last updated: June 18, 2018 at 1:04 p.m.", "3 hours ago": nothing but a time.
fn is_date_of_viewing(line: &str) -> bool {
    let made = MADE.iter().filter_map(|made| line.strip_prefix(made)).min_by_key(|rest| rest.len());
    let rest = made.or_else(|| line.ends_with(" ago").then_some(line));
    let is_of_time = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let is_number =
            !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | '/'));
        word.is_empty() || is_number || OF_TIME.contains(&word)
    };
    rest.is_some_and(|rest| rest.split([' ', '-', ',']).all(is_of_time))
}
