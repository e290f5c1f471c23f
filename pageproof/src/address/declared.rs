//! What a page says its own address is, and whether it is believed.

use url::Url;

use super::likeness::names_itself;
use super::parts::{Parts, Scheme, is_language};
use super::{Address, Tracking, tracking};

/// What became of an address that a page declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Declared {
    /// It is the page's address.
    Accepted(Address),
    /// It is not believed, and the address that was asked for stands.
    Refused(Refusal),
}

/// Why an address that a page declares is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is no address of a page.
    Unreadable,
    /// It lies on another site: anybody could claim to be anybody.
    OtherSite,
    /// It is the front page, as templates say by mistake and pages for "not found" do.
    FrontPage,
    /// It gives up or changes a parameter that selects the page.
    OtherSelection,
    /// It is in another language.
    OtherLanguage,
}

pub(super) fn accept(asked: &Address, declared: &str, tracking: &Tracking) -> Declared {
    judge(asked, declared.trim(), tracking).map_or_else(Declared::Refused, Declared::Accepted)
}

fn judge(asked: &Address, declared: &str, tracking: &Tracking) -> Result<Address, Refusal> {
    if declared.is_empty() || declared.len() > super::LONGEST {
        return Err(Refusal::Unreadable);
    }
    let base = Url::parse(asked.as_str()).map_err(|_| Refusal::Unreadable)?;
    let resolved = base.join(declared).map_err(|_| Refusal::Unreadable)?;
    let found = Address::parse(resolved.as_str(), tracking).map_err(|_| Refusal::Unreadable)?;
    let found = over_tls_as(asked, found)?;
    if found.site() != asked.site() || found.parts.port != asked.parts.port {
        return Err(Refusal::OtherSite);
    }
    if found.is_front_page() && !asked.is_front_page() {
        return Err(Refusal::FrontPage);
    }
    let (language, asked_language) = (language(&found), language(asked));
    if asked_language.is_some() && language != asked_language {
        return Err(Refusal::OtherLanguage);
    }
    if tracking::always_selecting(&found.parts) != tracking::always_selecting(&asked.parts) {
        return Err(Refusal::OtherSelection);
    }
    if gives_up_unknown(asked, &found) {
        return Err(Refusal::OtherSelection);
    }
    if tracking::selecting(&found.parts) != tracking::selecting(&asked.parts) && !names_the_page(&found, asked) {
        return Err(Refusal::OtherSelection);
    }
    Ok(found)
}

/// Keeps to `https` where the page was asked for by it: many templates still write `http`.
fn over_tls_as(asked: &Address, found: Address) -> Result<Address, Refusal> {
    if asked.parts.scheme == Scheme::Http || found.parts.port.is_some() {
        return Ok(found);
    }
    let parts = Parts { scheme: Scheme::Https, ..found.parts };
    Address::from_parts(parts).map_err(|_| Refusal::Unreadable)
}

/// Says whether a parameter is given up under the same path, which names no article: a script may select by any name.
fn gives_up_unknown(asked: &Address, found: &Address) -> bool {
    let last = asked.parts.segments().next_back().unwrap_or_default();
    let is_given_up = |piece: &str| found.parts.parameters().all(|kept| kept != piece);
    found.path() == asked.path() && !names_itself(last) && asked.parts.parameters().any(is_given_up)
}

/// Says whether another path takes the place of the parameters that selected the page: it names an article in words, or
/// has in it what a parameter said.
fn names_the_page(found: &Address, asked: &Address) -> bool {
    let path = found.path().trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let values = tracking::selecting(&asked.parts);
    let has_a_value = || values.iter().any(|(_, value)| value.len() >= 4 && path.contains(value.as_str()));
    path != asked.path().trim_end_matches('/') && (names_itself(last) || has_a_value())
}

/// The language that the host or the path begins with.
fn language(address: &Address) -> Option<String> {
    let below = address.host().strip_suffix(address.site()).unwrap_or_default();
    let first_label = below.split('.').next().filter(|label| is_language(label));
    first_label.or_else(|| address.parts.segments().next().filter(|part| is_language(part))).map(str::to_lowercase)
}
