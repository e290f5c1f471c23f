//! What was wrong with a field, and what it can hold.

use crate::answers::forms::option_name;
use crate::answers::prose::grouped;
use crate::answers::reply::{Span, Text};
use crate::answers::say::{any_of, literal, plain, say, typed};
use crate::answers::sourcing::not_read;
use crate::answers::words::names;
use crate::domain::digest::typed::Every;
use crate::domain::petition::{Collection, Relation, Visibility};
use crate::domain::record::Capacity;
use crate::domain::response::{Refers, RequestResult, ResponseKind};
use crate::domain::review::RejectReason;
use crate::domain::signatory::{Basis, Part, Wish};
use crate::domain::source::{Access, SourceType, SourceUrlError};
use crate::domain::text::TextError;
use crate::domain::{Measure, Population};
use crate::service::Field;
use crate::service::log::Uncounted;
use crate::service::refusal::BadCounter;

pub(super) fn option(field: Field) -> Span {
    literal(option_name(field))
}

pub(super) fn bad_text(field: Field, error: &TextError) -> Text {
    match error {
        TextError::Empty => say("{} is empty. Write something there.", [option(field)]),
        TextError::TooLong { length, limit } => say(
            "{} takes at most {} characters; it had {}.",
            [option(field), plain(grouped(*limit)), plain(grouped(*length))],
        ),
    }
}

pub(super) fn bad_url(error: &SourceUrlError) -> Text {
    match error {
        SourceUrlError::NotAnAddress(given) => {
            say("`url` should be an address that begins with `https://` or `http://`; it was “{}”.", [typed(given)])
        }
        SourceUrlError::Credentials => {
            say("`url` carries a user name or a password. Give the address without them.", [])
        }
        SourceUrlError::NoCopy => say(
            "`archive_url` should be the address of an archived copy with its date in it, such as \
             {}. Where the address does not say when the copy was made, give the date as `read_on`.",
            [literal("https://web.archive.org/web/20180618130102/https://example.org/page")],
        ),
        SourceUrlError::TooLong(length) => say(
            "`url` takes at most 1,000 characters; it had {}. Most pages have a shorter address.",
            [plain(grouped(*length))],
        ),
    }
}

pub(super) fn bad_choice(field: Field, value: &str) -> Text {
    if field == Field::Zone {
        return say(
            "`zone` should be a time zone such as `Europe/Berlin`, `America/New_York` or `UTC`; it was “{}”.",
            [typed(value)],
        );
    }
    if field == Field::Thresholds {
        return say(
            "`thresholds` should be numbers from 10 up with a comma and a blank between, such as `100, 500, 1,000`, or \
             `series`, `off` or `default`; it was “{}”.",
            [typed(value)],
        );
    }
    let choices = choices(field);
    if choices.is_empty() {
        return say("{} cannot be “{}”. Choose from the list that opens as you type.", [option(field), typed(value)]);
    }
    say("{} cannot be “{}”. It is", [option(field), typed(value)])
        .then(Text(any_of(choices.into_iter().map(literal))))
        .join(say(".", []))
}

/// Lists what a field that is typed into a form can hold; nothing where it holds what is on record.
fn choices(field: Field) -> Vec<&'static str> {
    fn names<T: Copy>(all: &[T], name: fn(T) -> &'static str) -> Vec<&'static str> {
        all.iter().copied().map(name).collect()
    }
    match field {
        Field::Kind | Field::Also => names(ResponseKind::ALL, ResponseKind::as_str),
        Field::Visibility => names(Visibility::ALL, Visibility::as_str),
        Field::Population => names(Population::ALL, Population::as_str),
        Field::Measure => names(Measure::ALL, Measure::as_str),
        Field::Capacity => names(Capacity::ALL, Capacity::as_str),
        Field::Refers => names(Refers::ALL, Refers::as_str),
        Field::Result => names(RequestResult::ALL, RequestResult::as_str),
        Field::Type => names(SourceType::ALL, SourceType::as_str),
        Field::Access => names(Access::ALL, Access::as_str),
        Field::Reason => names(RejectReason::ALL, RejectReason::as_str),
        Field::Basis => names(Basis::ALL, Basis::as_str),
        Field::Part => names(Part::ALL, Part::as_str),
        Field::Shown => names(Wish::ALL, Wish::as_str),
        Field::State => names(Collection::ALL, Collection::as_str),
        Field::Relation => names(Relation::ALL, Relation::as_str),
        Field::Every => names(Every::ALL, Every::as_str),
        Field::Petition
        | Field::Title
        | Field::Url
        | Field::Organisation
        | Field::IssuedOn
        | Field::DeliveredOn
        | Field::Scope
        | Field::Sponsor
        | Field::Summary
        | Field::Demands
        | Field::Wording
        | Field::AsOf
        | Field::Of
        | Field::Originator
        | Field::Note
        | Field::SaidOn
        | Field::Speaker
        | Field::Channel
        | Field::Quote
        | Field::Paraphrase
        | Field::DirectedTo
        | Field::AskedOn
        | Field::Deadline
        | Field::Asker
        | Field::Subject
        | Field::Property
        | Field::Publisher
        | Field::Published
        | Field::ReadOn
        | Field::Submission
        | Field::Source
        | Field::Zone
        | Field::Moderators
        | Field::Contributors
        | Field::ReviewChannel
        | Field::Affiliation
        | Field::Signatory
        | Field::On
        | Field::Tag
        | Field::Text
        | Field::Due
        | Field::Name
        | Field::Aliases
        | Field::Parent
        | Field::Since
        | Field::Until
        | Field::Tags
        | Field::Other
        | Field::Addressee
        | Field::RemoveAddressee
        | Field::RemoveTags
        | Field::RemoveRelation
        | Field::Question
        | Field::Answer
        | Field::Act
        | Field::Digest
        | Field::At
        | Field::Weeks
        | Field::Petitions
        | Field::Role
        | Field::Thresholds => Vec::new(),
    }
}

/// Says what is wrong with a counter that was typed.
pub(super) fn bad_counter(wrong: &BadCounter) -> Text {
    match wrong {
        BadCounter::NotItsPage(recipe) => say(
            "The recipe “{}” is for other pages than this one. Give a rule, such as `json:/count`.",
            [typed(recipe)],
        ),
        BadCounter::Rule { given, why } => say(
            "No number can be read by “{}”: {}. Give a recipe, or `json:/pointer`, `css:.selector`, `items:ul li`, \
             `lines:- ` or `pattern:{number} people signed`.",
            [typed(given), plain(why.as_str())],
        ),
        BadCounter::Wording => {
            say("A live counter’s words are the number that it reads. Leave `wording` out, or `counter`.", [])
        }
        BadCounter::AsOf => say("A live counter reads what is so now. Give `now` as `as_of`.", []),
        BadCounter::Url => say(
            "A live counter’s number was read at the address that was typed first. For another, cancel or reject this \
             and log the count anew.",
            [],
        ),
    }
}

/// Says why a page gave no number to begin a live counter with.
pub(super) fn uncounted(why: Uncounted) -> Text {
    match why {
        Uncounted::Unread(unread) => {
            not_read(unread).then(say("A live counter begins with what the page says now.", []))
        }
        Uncounted::Missed(missed) => {
            say("The page was read, and {}. Look at the rule.", [plain(names::missed(missed))])
        }
    }
}
