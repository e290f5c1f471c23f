//! Names of what only answers speak of: collections, outcomes, relations, links, capacities of speakers.

use crate::answers::prose::{measure as name_of_measure, population as name_of_population};
use crate::answers::reply::Text;
use crate::answers::say::{plain, say, stored};
use crate::domain::commitment::{Judged, Rating};
use crate::domain::petition::{Collection, DemandOutcome, Relation};
use crate::domain::published::Side;
use crate::domain::record::{Capacity, RecordState};
use crate::domain::signatory::Verification;
use crate::domain::source::LinkState;
use crate::domain::watching::counter::Missed;
use crate::domain::{Measure, Population};

/// Says who is counted, as it follows a number: "employees of Microsoft", "signatures, mixed".
pub(in crate::answers) fn counted_who(measure: Measure, population: Population, of: Option<&str>) -> Text {
    let counted = name_of_measure(measure);
    match (measure, population, of) {
        (Measure::Organisations, _, None) => Text::own(counted),
        (Measure::Organisations, _, Some(of)) => say("{} ({})", [plain(counted), stored(of)]),
        (_, Population::Mixed, None) => say("{}, mixed", [plain(counted)]),
        (_, Population::Mixed, Some(of)) => say("{}, mixed ({})", [plain(counted), stored(of)]),
        (Measure::Signatures, Population::Unknown, None) => say("signatures (it is not said whose)", []),
        (Measure::Signatures, Population::Unknown, Some(of)) => {
            say("signatures at {} (it is not said whose)", [stored(of)])
        }
        (_, Population::Unknown, None) => Text::own(counted),
        (_, Population::Unknown, Some(of)) => say("{} at {}", [plain(counted), stored(of)]),
        (Measure::Signatures, _, _) => name_of_population(population, of),
        (Measure::WalkoutPledges, _, _) => say("{} by", [plain(counted)]).then(name_of_population(population, of)),
        (Measure::NamedSignatories | Measure::Supporters | Measure::Participants, _, _) => {
            say("{} among", [plain(counted)]).then(name_of_population(population, of))
        }
    }
}

/// Names a population alone: "employees".
pub(in crate::answers) fn population(population: Population) -> &'static str {
    match population {
        Population::Employees => "employees",
        Population::FormerEmployees => "former employees",
        Population::Contractors => "contractors",
        Population::StudentsOrAcademics => "students or academics",
        Population::Public => "members of the public",
        Population::Mixed => "a mixed public",
        Population::Unknown => "people of whom it is not said who they are",
    }
}

/// Says why a page that answered gave no running number.
pub(in crate::answers) fn missed(missed: Missed) -> &'static str {
    match missed {
        Missed::NotJson => "its answer is no JSON",
        Missed::Nothing => "what the rule names is not on it",
        Missed::Several => "the rule finds several numbers on it",
        Missed::NoNumber => "what the rule names is no whole number",
        Missed::TooLarge => "its number has more than 12 digits",
    }
}

/// Says where the collection of signatures stands.
pub(in crate::answers) fn collection(collection: Collection) -> &'static str {
    match collection {
        Collection::Unknown => "not known whether it still collects",
        Collection::Collecting => "collecting signatures",
        Collection::Closed => "closed to new signatures",
        Collection::Delivered => "delivered",
        Collection::Concluded => "concluded",
        Collection::Withdrawn => "withdrawn by its organisers",
    }
}

/// Says what became of a demand.
pub(in crate::answers) fn outcome(outcome: DemandOutcome) -> &'static str {
    match outcome {
        DemandOutcome::Unanswered => "unanswered",
        DemandOutcome::Refused => "refused",
        DemandOutcome::PartlyMet => "partly met",
        DemandOutcome::Met => "met",
    }
}

/// Says what became of a commitment.
pub(in crate::answers) fn rating(rating: Rating) -> &'static str {
    match rating {
        Rating::NotYetRated => "not yet rated",
        Rating::InTheWorks => "in the works",
        Rating::Stalled => "stalled",
        Rating::Kept => "kept",
        Rating::Compromise => "compromise",
        Rating::Broken => "broken",
    }
}

/// Says what was judged.
pub(in crate::answers) fn judged(judged: Judged) -> &'static str {
    match judged {
        Judged::Demand(became) => outcome(became),
        Judged::Commitment(became) => rating(became),
    }
}

/// Names how one petition stands to another, as it comes before the other's title: "follow-up of".
pub(in crate::answers) fn relation(relation: Relation) -> &'static str {
    match relation {
        Relation::FollowUpOf => "follow-up of",
        Relation::DuplicateOf => "duplicate of",
        Relation::CounterLetterTo => "counter-letter to",
        Relation::SolidarityWith => "in solidarity with",
        Relation::PartOf => "part of",
    }
}

/// Says what another petition is to this one, as it follows its title: "its follow-up".
pub(in crate::answers) fn kin(relation: Relation, side: Side) -> &'static str {
    match (relation, side) {
        (Relation::FollowUpOf, Side::From) => "a follow-up",
        (Relation::FollowUpOf, Side::Towards) => "the earlier petition",
        (Relation::DuplicateOf, _) => "the same petition, logged twice",
        (Relation::CounterLetterTo, Side::From) => "a counter-letter",
        (Relation::CounterLetterTo, Side::Towards) => "the letter it answers",
        (Relation::SolidarityWith, Side::From) => "in solidarity",
        (Relation::SolidarityWith, Side::Towards) => "the petition it supports",
        (Relation::PartOf, Side::From) => "a part of it",
        (Relation::PartOf, Side::Towards) => "the campaign it is part of",
    }
}

/// Names a capacity as it follows a speaker's name; nothing where the speaker is the organisation itself.
pub(in crate::answers) fn speaking_as(capacity: Capacity) -> Option<&'static str> {
    match capacity {
        Capacity::Official => None,
        Capacity::Executive => Some("executive"),
        Capacity::EmployeePersonal => Some("employee, in a personal capacity"),
        Capacity::UnionOrAdvocacy => Some("union or advocacy group"),
        Capacity::Anonymous => Some("not named"),
    }
}

/// Says whether somebody was checked.
pub(in crate::answers) fn verification(verification: Verification) -> &'static str {
    match verification {
        Verification::Unverified => "not verified",
        Verification::Verified => "verified",
    }
}

/// Says what became of a record that no longer stands.
pub(in crate::answers) fn replaced(state: RecordState) -> &'static str {
    match state {
        RecordState::Accepted => "stands",
        RecordState::Superseded => "corrected",
        RecordState::Deprecated => "no longer relied on",
        RecordState::Retracted => "taken back by who said it",
        RecordState::Redacted => "redacted",
        RecordState::Removed => "removed",
    }
}

/// Says what is wrong with a link, where something is.
pub(in crate::answers) fn link(state: LinkState) -> Option<&'static str> {
    match state {
        LinkState::Live | LinkState::Restored => None,
        LinkState::Suspect => Some("failing lately"),
        LinkState::Gone => Some("page gone"),
        LinkState::ArchivedOnly => Some("archived copies only"),
        LinkState::Changed => Some("changed since"),
    }
}
