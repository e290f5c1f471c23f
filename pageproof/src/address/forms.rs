//! Other forms of a page's address, where the form itself says which page it is of.
//!
//! | form | is of |
//! |---|---|
//! | `https://www-example-org.cdn.ampproject.org/c/s/www.example.org/x` | `https://www.example.org/x`: the path of [an AMP cache](https://amp.dev/documentation/guides-and-tutorials/learn/amp-caches-and-cors/amp-cache-urls/) names the page; `/v/` as well, without `s` it is `http` |
//! | `https://www.google.com/amp/s/www.example.org/x`, on every domain of Google's | the same |
//! | a path whose article's name, of three words or more, is followed by `/amp` or `.amp` | the path without it |
//! | the parameters `amp`, `amp=1` and `outputType=amp` | the address without them |
//! | `en.m.wikipedia.org`, and the other projects of Wikimedia | `en.wikipedia.org` |
//! | the hosts in `MIRRORS`, whose paths are known to be the same | the host beside them |
//! | `youtu.be/ID`, `youtube.com/embed/ID`, `/shorts/ID`, `/live/ID`, `/v/ID` | `https://www.youtube.com/watch?v=ID` |
//! | a post's address on twitter.com or x.com, with `/photo/1` or without | `https://x.com/name/status/ID`, the name in lower case |
//! | `dx.doi.org` | `doi.org` |
//!
//! Every other `amp.`, `m.` or `mobile.` host stays: what lies behind it is known from the page's `rel=canonical` alone.
//! So does medium.com, where an article's address ends in the same digits in all its forms: the likeness finds those.
//! Shorteners that name the page by a number of their own (`t.co`, `bit.ly`) are known by following them.

use super::parts::{Parts, Scheme, parameter_name};

/// Hosts that show the same pages under the same paths as another one.
const MIRRORS: [(&str, &str); 10] = [
    ("amp.dw.com", "www.dw.com"),
    ("amp.theguardian.com", "www.theguardian.com"),
    ("dx.doi.org", "doi.org"),
    ("m.facebook.com", "www.facebook.com"),
    ("m.twitter.com", "twitter.com"),
    ("m.youtube.com", "www.youtube.com"),
    ("mobile.nytimes.com", "www.nytimes.com"),
    ("mobile.twitter.com", "twitter.com"),
    ("mobile.x.com", "x.com"),
    ("youtube.com", "www.youtube.com"),
];

/// The projects of Wikimedia, whose mobile hosts have an `m` in the middle.
const WIKIS: [&str; 6] =
    ["wikipedia.org", "wikinews.org", "wikiquote.org", "wikisource.org", "wikibooks.org", "wiktionary.org"];

/// Replaces forms of forms, until none is left. Each step but the last few shortens the address by 10 bytes or more.
pub(super) fn resolve(parts: &mut Parts) {
    for _ in 0..super::LONGEST / 8 {
        let cached = amp_cache(parts).or_else(|| google_amp(parts));
        if let Some(inner) = cached {
            *parts = inner;
        } else if !(mirror(parts) | amp_path(parts) | video(parts) | post(parts)) {
            break;
        }
    }
    if parts.parameters().any(is_amp) {
        parts.keep_parameters(|piece| !is_amp(piece));
    }
}

fn is_amp(piece: &str) -> bool {
    let value = piece.split_once('=').map(|(_, value)| value);
    match parameter_name(piece).as_str() {
        "amp" => matches!(value, None | Some("" | "1" | "true")),
        "outputtype" => value == Some("amp"),
        _ => false,
    }
}

fn amp_cache(parts: &Parts) -> Option<Parts> {
    parts.host.strip_suffix(".cdn.ampproject.org")?;
    let rest = parts.path.strip_prefix("/c/").or_else(|| parts.path.strip_prefix("/v/"))?;
    inner(parts, rest)
}

fn google_amp(parts: &Parts) -> Option<Parts> {
    parts.is_name.then_some(())?;
    let is_google = parts.site().strip_prefix("google.").is_some_and(|suffix| psl::domain_str(suffix).is_none());
    let is_its_front = parts.host == parts.site() || parts.host.strip_prefix("www.") == Some(parts.site());
    inner(parts, (is_google && is_its_front).then_some(&parts.path)?.strip_prefix("/amp/")?)
}

/// The page that the rest of a path names; it keeps the query and what selects in the fragment.
fn inner(parts: &Parts, rest: &str) -> Option<Parts> {
    let (scheme, rest) = rest.strip_prefix("s/").map_or((Scheme::Http, rest), |rest| (Scheme::Https, rest));
    let (host, _) = rest.split_once('/').unwrap_or((rest, ""));
    let mut found = Parts::parse(&format!("{}://{rest}", scheme.as_str())).ok()?;
    let names_a_page =
        found.is_name && found.host == host.to_ascii_lowercase() && psl::domain_str(&found.host).is_some();
    names_a_page.then_some(())?;
    found.query.clone_from(&parts.query);
    found.fragment.clone_from(&parts.fragment);
    Some(found)
}

fn mirror(parts: &mut Parts) -> bool {
    let known = MIRRORS.iter().find(|(host, _)| *host == parts.host).map(|(_, of)| (*of).to_owned());
    let Some(host) = known.or_else(|| mobile_wiki(&parts.host)) else { return false };
    parts.host = host;
    true
}

fn mobile_wiki(host: &str) -> Option<String> {
    let (language, project) = host.split_once(".m.")?;
    WIKIS.contains(&project).then(|| format!("{language}.{project}"))
}

/// Takes `/amp`, `.amp` or `.amp.html` from behind the name of an article.
fn amp_path(parts: &mut Parts) -> bool {
    let path = parts.path.as_str();
    let without = if let Some(before) = path.strip_suffix("/amp/") {
        Some(format!("{before}/"))
    } else if let Some(before) = path.strip_suffix(".amp.html") {
        Some(format!("{before}.html"))
    } else {
        path.strip_suffix("/amp").or_else(|| path.strip_suffix(".amp")).map(str::to_owned)
    };
    let Some(without) = without.filter(|without| names_an_article(without)) else { return false };
    parts.path = without;
    true
}

fn names_an_article(path: &str) -> bool {
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    last.split(['-', '_']).filter(|word| !word.is_empty()).count() >= 3
}

fn video(parts: &mut Parts) -> bool {
    let segments: Vec<&str> = parts.segments().collect();
    let id = match (parts.host.as_str(), segments.as_slice()) {
        ("youtu.be", [id])
        | ("www.youtube.com" | "www.youtube-nocookie.com", ["embed" | "shorts" | "live" | "v", id]) => *id,
        _ => return false,
    };
    let is_id = id.len() == 11 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    // A query that names another video, or an address on an odd port, is no such form.
    if !is_id || parts.port.is_some() || parts.parameters().any(|piece| parameter_name(piece) == "v") {
        return false;
    }
    let query = std::iter::once(format!("v={id}")).chain(parts.parameters().map(str::to_owned)).collect::<Vec<_>>();
    parts.scheme = Scheme::Https;
    "www.youtube.com".clone_into(&mut parts.host);
    "/watch".clone_into(&mut parts.path);
    parts.query = Some(query.join("&"));
    true
}

fn post(parts: &mut Parts) -> bool {
    if !matches!(parts.host.as_str(), "twitter.com" | "www.twitter.com" | "x.com" | "www.x.com") || parts.port.is_some()
    {
        return false;
    }
    let segments: Vec<&str> = parts.segments().collect();
    let (name, id) = match segments.as_slice() {
        ["i", "web", "status", id] => ("i", *id),
        [name, "status" | "statuses", id] | [name, "status" | "statuses", id, "photo" | "video", _] => (*name, *id),
        _ => return false,
    };
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let path = format!("/{}/status/{id}", name.to_ascii_lowercase());
    let is_new = path != parts.path || parts.host != "x.com" || parts.scheme != Scheme::Https;
    parts.scheme = Scheme::Https;
    "x.com".clone_into(&mut parts.host);
    parts.path = path;
    is_new
}
