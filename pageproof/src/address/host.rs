//! What a person should look at before trusting a host.

use unicode_security::{MixedScript as _, skeleton};

use super::parts::Parts;

/// Something about a host that a person should look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HostWarning {
    /// It is a number and no name.
    Number,
    /// It has letters beyond ASCII, which its ASCII form (`xn--…`) does not show.
    International {
        /// The host in those letters.
        shown: String,
    },
    /// A part of it mixes letters of scripts that are not written together, by the
    /// [rules for it](https://www.unicode.org/reports/tr39/#Mixed_Script_Detection) of UTS 39.
    MixedScripts {
        /// That part.
        label: String,
    },
    /// A part of it looks like one in ASCII letters.
    LooksLike {
        /// That part.
        label: String,
        /// What it looks like.
        ascii: String,
    },
    /// A part of it says that it stands for other letters and stands for none.
    Unreadable {
        /// That part.
        label: String,
    },
}

pub(super) fn warnings(parts: &Parts) -> Vec<HostWarning> {
    if !parts.is_name {
        return vec![HostWarning::Number];
    }
    let (shown, _) = idna::domain_to_unicode(&parts.host);
    let mut warnings = Vec::new();
    if !shown.is_ascii() {
        warnings.push(HostWarning::International { shown: shown.clone() });
    }
    for label in shown.split('.') {
        if label.starts_with("xn--") || label.contains('\u{fffd}') {
            warnings.push(HostWarning::Unreadable { label: label.to_owned() });
        } else if !label.is_ascii() {
            warnings.extend(warnings_of(label));
        }
    }
    warnings
}

fn warnings_of(label: &str) -> impl Iterator<Item = HostWarning> {
    let mixed = (!label.is_single_script()).then(|| HostWarning::MixedScripts { label: label.to_owned() });
    let ascii = shape(label);
    let like = ascii.is_ascii().then(|| HostWarning::LooksLike { label: label.to_owned(), ascii });
    mixed.into_iter().chain(like)
}

/// What a text looks like: its skeleton without the marks on its letters, in lower case. The letters that the skeleton
/// takes apart (`m` into `rn`) are put together again.
fn shape(text: &str) -> String {
    let is_mark = |c: &char| matches!(*c, '\u{300}'..='\u{36f}');
    let bare: String = skeleton(text).filter(|c| !is_mark(c)).flat_map(char::to_lowercase).collect();
    bare.replace("rn", "m")
}

/// What the registered part of a host looks like; none where it is a number.
pub(super) fn look(parts: &Parts) -> Option<String> {
    parts.is_name.then(|| shape(&idna::domain_to_unicode(parts.site()).0))
}

pub(super) fn imitates(parts: &Parts, known: &Parts) -> bool {
    parts.is_name && parts.site() != known.site() && look(parts) == look(known)
}
