//! The words for the record's own terms: numbers, dates, populations, kinds.

use jiff::Timestamp;
use jiff::civil::Date;

use super::reply::{InstantStyle, Span, Text};
use super::say::{plain, say, stored, strong};
use crate::domain::date::PartialDate;
use crate::domain::findable::Findable;
use crate::domain::organisation::{Belonging, OrganisationKind};
use crate::domain::petition::{PetitionKind, Visibility};
use crate::domain::record::{Capacity, RecordKind};
use crate::domain::response::ResponseKind;
use crate::domain::review::{RejectReason, SubmissionKind};
use crate::domain::source::{Access, SourceType};
use crate::domain::{Language, Measure, Population, Qualifier, Reading, Unit};

/// Writes a number with its thousands apart: "300,000".
pub(super) fn grouped(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or(u64::MAX).to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place != 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Says a number with its noun: "1 petition", "3 petitions".
pub(super) fn counted(number: impl TryInto<u64>, one: &str, many: &str) -> String {
    match number.try_into().unwrap_or(u64::MAX) {
        1 => format!("1 {one}"),
        number => format!("{} {many}", grouped(number)),
    }
}

/// Says a date as finely as it is known; a moment is shown in each reader's own zone.
pub(super) fn date(date: PartialDate) -> Span {
    match date {
        PartialDate::Year(year) => plain(year.to_string()),
        PartialDate::Month(year, month) => plain(format!("{} {year}", month_name(month))),
        PartialDate::Day(day) => plain(day_words(day)),
        PartialDate::Instant(at) => Span::Instant(at, InstantStyle::Full),
    }
}

/// Says a date where only letters fit: a moment in UTC.
pub(super) fn date_words(when: PartialDate) -> String {
    match when {
        PartialDate::Instant(at) => {
            let at = at.to_zoned(jiff::tz::TimeZone::UTC);
            format!("{}, {:02}:{:02} UTC", day_words(at.date()), at.hour(), at.minute())
        }
        PartialDate::Year(year) => year.to_string(),
        PartialDate::Month(year, month) => format!("{} {year}", month_name(month)),
        PartialDate::Day(day) => day_words(day),
    }
}

fn day_words(day: Date) -> String {
    format!("{} {} {}", day.day(), month_name(day.month()), day.year())
}

/// Names the months, short.
pub(super) const fn months() -> [&'static str; 12] {
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}

fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|place| months().get(place).copied()).unwrap_or_default()
}

/// Says a span of time between two moments: "3 minutes".
pub(super) fn lapse(seconds: i64) -> String {
    let seconds = u64::try_from(seconds).unwrap_or_default();
    match seconds {
        0..60 => counted(seconds, "second", "seconds"),
        60..3_600 => counted(seconds / 60, "minute", "minutes"),
        3_600..172_800 => counted(seconds / 3_600, "hour", "hours"),
        _ => counted(seconds / 86_400, "day", "days"),
    }
}

/// Says what a reading allows: "at least 301, no upper end".
pub(super) fn bounds(reading: &Reading) -> String {
    // An exact reading of the bound writes it with the mark of its unit.
    let amount = |n: u64| {
        let exact = Reading::new(Qualifier::Exact, Some(n), Some(n), Some(n), reading.unit().clone(), reading.rule());
        exact.map_or_else(|_| grouped(n), |exact| exact.words())
    };
    match (reading.lower(), reading.upper()) {
        (Some(lower), Some(upper)) if lower == upper => format!("exactly {}", amount(lower)),
        (Some(lower), Some(upper)) => format!("{} to {}", amount(lower), amount(upper)),
        (Some(lower), None) => format!("at least {}, no upper end", amount(lower)),
        (None, Some(upper)) => format!("at most {}, no lower end", amount(upper)),
        (None, None) => {
            reading.point().map_or_else(String::new, |point| format!("near {}, with no ends given", amount(point)))
        }
    }
}

/// Says a reading in its canonical words, strong, with the noun of the things it counts.
pub(super) fn figure(reading: &Reading) -> Text {
    let number = Text(vec![strong(capitalised(&reading.words()))]);
    match reading.unit() {
        Unit::Things(noun) => number.then(Text(vec![stored(noun)])),
        Unit::People | Unit::Money(_) | Unit::Percent | Unit::Number => number,
    }
}

/// Says how long ago a day or a moment was, in whole days, months or years; nothing where the date is coarser, or the
/// day is not over.
pub(super) fn how_long_since(when: PartialDate, now: Timestamp) -> Option<String> {
    let days = match when {
        PartialDate::Day(_) | PartialDate::Instant(_) => (now.as_second() - when.start().as_second()) / 86_400,
        PartialDate::Year(_) | PartialDate::Month(..) => return None,
    };
    match u64::try_from(days).ok()? {
        0 => None,
        days @ 1..60 => Some(counted(days, "day", "days")),
        // Calendar months and years differ in length, so both are said as what has surely passed.
        days @ 60..730 => Some(format!("more than {}", counted(days / 31, "month", "months"))),
        days => Some(format!("more than {}", counted(days / 366, "year", "years"))),
    }
}

/// Names a sort of organisation.
pub(super) fn organisation_kind(kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::Employer => "employer",
        OrganisationKind::UnionOrAdvocacy => "union or advocacy group",
        OrganisationKind::Agency => "agency",
        OrganisationKind::Publisher => "publisher",
    }
}

/// Says since when and until when something belonged to something; nothing where nobody said.
pub(super) fn belonging(belonging: Belonging) -> Text {
    match (belonging.since, belonging.until) {
        (None, None) => Text::default(),
        (Some(since), None) => say(" since {}", [date(since)]),
        (None, Some(until)) => say(" until {}", [date(until)]),
        (Some(since), Some(until)) => say(" from {} until {}", [date(since), date(until)]),
    }
}

/// Writes the first letter large.
pub(super) fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Names what is counted.
pub(super) fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Signatures => "signatures",
        Measure::NamedSignatories => "named signatories",
        Measure::Organisations => "organisations",
        Measure::Supporters => "supporters",
        Measure::WalkoutPledges => "pledges to walk out",
        Measure::Participants => "participants",
    }
}

/// Names a language whose words are read.
pub(super) const fn language(language: Language) -> &'static str {
    match language {
        Language::English => "English",
        Language::German => "German",
        Language::French => "French",
        Language::Spanish => "Spanish",
        Language::Portuguese => "Portuguese",
        Language::Italian => "Italian",
        Language::Dutch => "Dutch",
        Language::Japanese => "Japanese",
        Language::Chinese => "Chinese",
    }
}

/// Names who is counted, with the organisation where one is meant.
pub(super) fn population(population: Population, organisation: Option<&str>) -> Text {
    let name = match population {
        Population::Employees => "employees",
        Population::FormerEmployees => "former employees",
        Population::Contractors => "contractors",
        Population::StudentsOrAcademics => return say("students or academics", []),
        Population::Public => return say("members of the public", []),
        Population::Mixed => return say("several groups together", []),
        Population::Unknown => return say("who signed is not said", []),
    };
    match organisation {
        Some(organisation) => say("{} of {}", [plain(name), stored(organisation)]),
        None => Text::own(name),
    }
}

/// Names in which capacity somebody speaks.
pub(super) fn capacity(capacity: Capacity) -> &'static str {
    match capacity {
        Capacity::Official => "the organisation itself",
        Capacity::Executive => "an executive",
        Capacity::EmployeePersonal => "an employee, for themselves",
        Capacity::UnionOrAdvocacy => "a union or advocacy group",
        Capacity::Anonymous => "not named",
    }
}

/// Names a kind of response.
pub(super) fn response_kind(kind: ResponseKind) -> &'static str {
    match kind {
        ResponseKind::DeclinedToComment => "declined to comment",
        ResponseKind::Acknowledged => "acknowledged",
        ResponseKind::Tangential => "tangential",
        ResponseKind::Defended => "defended",
        ResponseKind::Rejected => "rejected",
        ResponseKind::PartiallyConceded => "partially conceded",
        ResponseKind::Committed => "committed",
        ResponseKind::Acted => "acted",
        ResponseKind::Reversed => "reversed",
        ResponseKind::RetaliatedAlleged => "retaliated (alleged)",
        ResponseKind::RetaliatedFound => "retaliated (found)",
    }
}

/// Names a form of petition.
pub(super) fn petition_kind(kind: PetitionKind) -> &'static str {
    match kind {
        PetitionKind::OpenLetter => "open letter",
        PetitionKind::Petition => "petition",
        PetitionKind::Pledge => "pledge",
        PetitionKind::InternalEmail => "internal e-mail",
        PetitionKind::WalkoutCall => "walkout call",
    }
}

/// Names how a petition came to be known.
pub(super) fn visibility(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Internal => "internal",
        Visibility::Leaked => "leaked",
        Visibility::Public => "public",
    }
}

/// Names a sort of source.
pub(super) fn source_type(kind: SourceType) -> &'static str {
    match kind {
        SourceType::PrimaryDocument => "primary document",
        SourceType::CompanyChannel => "company channel",
        SourceType::FirstHandReport => "first-hand report",
        SourceType::Aggregation => "aggregation",
        SourceType::Opinion => "opinion",
        SourceType::SocialPost => "social post",
        SourceType::CourtOrAgency => "court or agency",
    }
}

/// Names who can read a source.
pub(super) fn access(access: Access) -> &'static str {
    match access {
        Access::Open => "open",
        Access::Registration => "after registration",
        Access::Metered => "metered",
        Access::Paywalled => "behind a paywall",
    }
}

/// Names what is submitted.
pub(super) fn submission_kind(kind: SubmissionKind) -> &'static str {
    match kind {
        SubmissionKind::Petition => "petition",
        SubmissionKind::Source => "source",
        SubmissionKind::Count => "count",
        SubmissionKind::Fact => "fact",
        SubmissionKind::Statement => "statement",
        SubmissionKind::Response => "response",
        SubmissionKind::Request => "request for comment",
        SubmissionKind::Signatory => "signatory",
        SubmissionKind::Commitment => "commitment",
        SubmissionKind::Organisation => "organisation",
        SubmissionKind::PetitionEdit => "change to a petition",
    }
}

/// Names what a search finds.
pub(super) fn findable(kind: Findable) -> &'static str {
    match kind {
        Findable::Petition => "petition",
        Findable::Organisation => "organisation",
        Findable::Source => "source",
        Findable::Count => "count",
        Findable::Fact => "fact",
        Findable::Statement => "statement",
        Findable::Response => "response",
        Findable::Request => "request for comment",
        Findable::Commitment => "commitment",
    }
}

/// Names a kind of record.
pub(super) fn record_kind(kind: RecordKind) -> &'static str {
    findable(kind.into())
}

/// Names why a submission is rejected.
pub(super) fn reject_reason(reason: RejectReason) -> &'static str {
    match reason {
        RejectReason::NoSource => "no source is given",
        RejectReason::SourceDoesNotSayIt => "the source does not say it",
        RejectReason::Duplicate => "it is on record already",
        RejectReason::NotAboutThisPetition => "it is not about this petition",
        RejectReason::PersonalData => "it gives away personal data",
        RejectReason::Abusive => "it is abusive",
        RejectReason::Unreadable => "it cannot be understood",
        RejectReason::Other => "another reason",
    }
}
