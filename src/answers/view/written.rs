//! A view as it stands in a `custom_id`: its name and its parts with dots between them.
//!
//! A part is a number, one of the schema's words, a petition, or text of people. A petition is its number, or `=` and
//! the short name where nobody has resolved it yet, or nothing where it was left out. Text keeps its letters; dots, percent
//! signs and control characters are percent-encoded. A `custom_id` has 100 characters, of which the version and the act
//! take [`BEFORE`]: text that does not fit is cut and ends in `…`, and a text that ends so finds whatever begins with it.
//! So a button for a speaker with a very long name asks for whoever's name begins like that, and nothing is kept in the
//! database for it. What is cut once stays as it is: reading and writing again gives the same.

use std::fmt;

use jiff::Timestamp;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, percent_encode};

use super::{History, PetitionRef, View};
use crate::domain::Population;
use crate::domain::breakdown::Aspect;
use crate::domain::findable::Findable;
use crate::domain::ids::Number;
use crate::domain::ledger::Act;
use crate::domain::petition::Collection;
use crate::domain::review::{SubmissionKind, Waited};
use crate::service::ask::Format;
use crate::service::audit::AuditOf;

/// What stands before a view in a `custom_id`: `v1:show:` or `v1:pick:`.
pub(super) const BEFORE: usize = 8;

/// The characters Discord gives a `custom_id`.
const ROOM: usize = 100;

/// The most that each of the two texts of a list may take: half of what its longest state and page leave.
const TEXT: usize = (ROOM - BEFORE - "petitions..collecting..4294967295".len()) / 2;

/// The most a petition may take that nobody has resolved: what the longest counts leave. A longer short name is cut and
/// then found by nobody, with a list of what may have been meant; buttons hold numbers, for which there is always room.
const PETITION: usize = ROOM - BEFORE - "counts..students_or_academics.all.4294967295".len();

/// The most that words to be searched for may take, within what the longest kind and page leave.
const SEARCHED: usize = crate::service::ask::search::LONGEST;
const _: () = assert!(SEARCHED + BEFORE + "search.organisation.4294967295.".len() <= ROOM);

impl fmt::Display for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Petition { petition } => write!(f, "petition.{}", reference(petition)),
            Self::Chart { petition } => write!(f, "chart.{}", reference(petition)),
            Self::Petitions { organisation, state, tag, page } => {
                let state = state.map_or("", Collection::as_str);
                let (organisation, tag) = (text(organisation.as_ref(), TEXT), text(tag.as_ref(), TEXT));
                write!(f, "petitions.{organisation}.{state}.{tag}.{page}")
            }
            Self::Timeline { petition, page } => write!(f, "timeline.{}.{page}", reference(petition)),
            Self::History { petition, page } => write!(f, "history.{}.{page}", reference(petition)),
            Self::Counts { petition, population, history, page } => {
                let population = population.map_or("", Population::as_str);
                let history = if *history == History::Everything { "all" } else { "" };
                write!(f, "counts.{}.{population}.{history}.{page}", reference(petition))
            }
            Self::Responses { petition, organisation, page } => {
                write!(
                    f,
                    "responses.{}.{}.{page}",
                    reference(petition),
                    text(organisation.as_ref(), room_beside(petition))
                )
            }
            Self::Statements { petition, speaker, page } => {
                write!(f, "statements.{}.{}.{page}", reference(petition), text(speaker.as_ref(), room_beside(petition)))
            }
            Self::Facts { petition, property, page } => {
                write!(f, "facts.{}.{}.{page}", reference(petition), text(property.as_ref(), room_beside(petition)))
            }
            Self::Signatories { petition, by, page } => {
                write!(f, "signatories.{}.{page}.{}", reference(petition), by.map_or("", Aspect::as_str))
            }
            Self::Source { source, page } => {
                write!(f, "source.{}.{page}", written(source, ROOM - BEFORE - "source..4294967295".len()))
            }
            Self::Search { text, kind, page } => {
                let kind = kind.map_or("", Findable::as_str);
                write!(f, "search.{kind}.{page}.{}", written(text, SEARCHED))
            }
            Self::Export { petition, format } => write!(f, "export.{}.{}", reference(petition), format.as_str()),
            Self::Queue { kind, petition, age, page } => {
                let (kind, age) = (kind.map_or("", SubmissionKind::as_str), age.map_or("", Waited::as_str));
                write!(f, "queue.{kind}.{}.{page}.{age}", reference(petition))
            }
            Self::Submission { number } => write!(f, "submission.{}", number.get()),
            Self::Audit { of, page } => {
                let object = of.object.map(|number| number.get().to_string()).unwrap_or_default();
                let since = of.since.map(|at| at.as_millisecond().to_string()).unwrap_or_default();
                write!(f, "audit.{object}.{}.{since}.{page}", of.act.map_or("", Act::as_str))
            }
            Self::Who { asked, page } => write!(f, "who.{asked}.{page}"),
            Self::Submissions { page } => write!(f, "submissions.{page}"),
            Self::About => f.write_str("about"),
            Self::Earlier { number, page } => write!(f, "earlier.{}.{page}", number.get()),
            Self::Commitments { petition, page } => write!(f, "commitments.{}.{page}", reference(petition)),
            Self::Sources { petition, page } => write!(f, "sources.{}.{page}", reference(petition)),
            Self::Organisation { organisation } => {
                write!(f, "organisation.{}", written(organisation, ROOM - BEFORE - "organisation.".len()))
            }
        }
    }
}

impl View {
    /// Says by how many units words to be searched for are too long to be written whole; cut, they would ask for less.
    #[must_use]
    pub fn too_long_to_search(text: &str) -> Option<(usize, usize)> {
        let length = units(&text.chars().map(letter).collect::<String>());
        (length > SEARCHED).then_some((length, SEARCHED))
    }

    /// Reads what [`fmt::Display`] writes. Gives `None` for anything else.
    #[must_use]
    pub fn parse(id: &str) -> Option<Self> {
        let mut parts = Parts(id.split('.'));
        let view = Self::read(&mut parts)?;
        parts.0.next().is_none().then_some(view)
    }

    fn read(parts: &mut Parts<'_>) -> Option<Self> {
        Some(match parts.0.next()? {
            "petition" => Self::Petition { petition: parts.petition()? },
            "chart" => Self::Chart { petition: parts.petition()? },
            "petitions" => Self::Petitions {
                organisation: parts.text()?.into(),
                state: parts.word(Collection::parse)?.into(),
                tag: parts.text()?.into(),
                page: parts.page()?,
            },
            "timeline" => Self::Timeline { petition: parts.petition()?, page: parts.page()? },
            "history" => Self::History { petition: parts.petition()?, page: parts.page()? },
            "counts" => Self::Counts {
                petition: parts.petition()?,
                population: parts.word(Population::parse)?.into(),
                history: parts.history()?,
                page: parts.page()?,
            },
            "responses" => {
                Self::Responses { petition: parts.petition()?, organisation: parts.text()?.into(), page: parts.page()? }
            }
            "statements" => {
                Self::Statements { petition: parts.petition()?, speaker: parts.text()?.into(), page: parts.page()? }
            }
            "facts" => Self::Facts { petition: parts.petition()?, property: parts.text()?.into(), page: parts.page()? },
            "signatories" => {
                let (petition, page) = (parts.petition()?, parts.page()?);
                Self::Signatories { petition, by: parts.word_or_absent(Aspect::parse)?.into(), page }
            }
            "source" => Self::Source { source: Option::from(parts.text()?)?, page: parts.page_or_first()? },
            "search" => {
                let (kind, page) = (parts.word(Findable::parse)?.into(), parts.page()?);
                Self::Search { text: Option::from(parts.text()?)?, kind, page }
            }
            "export" => Self::Export { petition: parts.petition()?, format: Option::from(parts.word(Format::parse)?)? },
            "queue" => Self::Queue {
                kind: parts.word(SubmissionKind::parse)?.into(),
                petition: parts.petition()?,
                page: parts.page()?,
                age: parts.word_or_absent(Waited::parse)?.into(),
            },
            "commitments" => Self::Commitments { petition: parts.petition()?, page: parts.page()? },
            "sources" => Self::Sources { petition: parts.petition()?, page: parts.page()? },
            "organisation" => Self::Organisation { organisation: Option::from(parts.text()?)? },
            "submission" => Self::Submission { number: parts.number()? },
            "audit" => Self::Audit {
                of: AuditOf {
                    object: parts.word(|part| part.parse().ok())?.into(),
                    act: parts.word(|part| part.parse().ok())?.into(),
                    since: parts.word(|part| Timestamp::from_millisecond(part.parse().ok()?).ok())?.into(),
                },
                page: parts.page()?,
            },
            "who" => Self::Who { asked: parts.0.next()?.parse().ok()?, page: parts.page()? },
            "submissions" => Self::Submissions { page: parts.page()? },
            "about" => Self::About,
            "earlier" => Self::Earlier { number: parts.number()?, page: parts.page()? },
            _ => return None,
        })
    }
}

/// The parts of a written view that are still to be read. Each reader gives `None` for a part that was never written.
struct Parts<'a>(std::str::Split<'a, char>);

/// A part that may be left out.
enum Part<T> {
    Absent,
    Given(T),
}

impl<T> From<Part<T>> for Option<T> {
    fn from(part: Part<T>) -> Self {
        match part {
            Part::Absent => None,
            Part::Given(value) => Some(value),
        }
    }
}

impl Parts<'_> {
    fn petition(&mut self) -> Option<PetitionRef> {
        let part = self.0.next()?;
        match part.strip_prefix('=') {
            Some(typed) => Option::from(read_text(typed)?).map(PetitionRef::Typed),
            None if part.is_empty() => Some(PetitionRef::Unsaid),
            None => part.parse().ok().map(PetitionRef::Number),
        }
    }

    fn text(&mut self) -> Option<Part<String>> {
        read_text(self.0.next()?)
    }

    fn word<T>(&mut self, parse: impl Fn(&str) -> Option<T>) -> Option<Part<T>> {
        let part = self.0.next()?;
        if part.is_empty() { Some(Part::Absent) } else { parse(part).map(Part::Given) }
    }

    /// Reads a word that was not always written.
    fn word_or_absent<T>(&mut self, parse: impl Fn(&str) -> Option<T>) -> Option<Part<T>> {
        match self.0.next() {
            None | Some("") => Some(Part::Absent),
            Some(part) => parse(part).map(Part::Given),
        }
    }

    fn number(&mut self) -> Option<Number> {
        self.0.next()?.parse().ok()
    }

    fn history(&mut self) -> Option<History> {
        match self.0.next()? {
            "" => Some(History::Current),
            "all" => Some(History::Everything),
            _ => None,
        }
    }

    /// Reads a page that was not always written.
    fn page_or_first(&mut self) -> Option<u32> {
        self.0.next().map_or(Some(1), |part| part.parse().ok().filter(|page| *page > 0))
    }

    fn page(&mut self) -> Option<u32> {
        self.0.next()?.parse().ok().filter(|page| *page > 0)
    }
}

fn read_text(part: &str) -> Option<Part<String>> {
    let text = percent_decode_str(part).decode_utf8().ok()?.into_owned();
    Some(if text.is_empty() { Part::Absent } else { Part::Given(text) })
}

/// Gives the room a text has beside a petition: little where that is a short name, which counts for more.
fn room_beside(petition: &PetitionRef) -> usize {
    let fixed = BEFORE + "statements...4294967295".len() + units(&reference(petition));
    ROOM.saturating_sub(fixed)
}

fn reference(petition: &PetitionRef) -> String {
    match petition {
        PetitionRef::Unsaid => String::new(),
        PetitionRef::Number(number) => number.get().to_string(),
        PetitionRef::Typed(typed) => match typed.trim().parse::<Number>() {
            Ok(number) if typed.starts_with('#') => number.get().to_string(),
            _ => format!("={}", written(typed, PETITION - 1)),
        },
    }
}

fn text(text: Option<&String>, room: usize) -> String {
    text.map_or_else(String::new, |text| written(text, room))
}

/// Writes text into at most `room` of the units Discord may count in, cut at a letter where it must be.
fn written(text: &str, room: usize) -> String {
    let whole: String = text.chars().map(letter).collect();
    if units(&whole) <= room {
        return whole;
    }
    let mut cut = String::new();
    for written in text.chars().map(letter) {
        if units(&cut) + units(&written) + 1 > room {
            break;
        }
        cut.push_str(&written);
    }
    // An empty part means that nothing was asked for; a mark alone finds everything, which is the same.
    if cut.is_empty() { String::new() } else { format!("{}…", cut.trim_end_matches('…')) }
}

fn letter(letter: char) -> String {
    if matches!(letter, '.' | '%') || letter.is_control() {
        let mut bytes = [0; 4];
        percent_encode(letter.encode_utf8(&mut bytes).as_bytes(), NON_ALPHANUMERIC).to_string()
    } else {
        letter.to_string()
    }
}

/// Counts UTF-16 units, the most that any way of counting characters gives.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
