//! The forms of a draft, and taking what they hold.
//!
//! The words' form holds what a command has no room for, the change form the four things that go wrong most in each
//! kind, the source's form what it is. The moderators' edit form is the change form and the address.

use super::draft::{Draft, Filled};
use super::form::{Form, FormField, FormPurpose};
use super::read::{choice, maybe_choice};
use super::typed::{
    NewCommitment, NewCount, NewFact, NewPetition, NewRequest, NewResponse, NewSignatory, NewSource, NewStatement,
    Typed,
};
use crate::domain::Population;
use crate::domain::petition::Collection;
use crate::domain::proposal::Proposal;
use crate::domain::response::{RequestResult, ResponseKind};
use crate::domain::signatory::{Basis, Part};
use crate::domain::source::{SourceDoc, SourceType, SourceUrl};
use crate::service::Field;
use crate::service::refusal::{BadCounter, Refusal};

/// Makes the form for the words of a draft. A draft that needs none has no fields in it.
pub(super) fn words(draft: &Draft) -> Form {
    let long = |field| field_of(field, draft.word(field).unwrap_or_default(), false, true);
    let fields = match &draft.typed {
        Typed::Petition(_) => vec![long(Field::Summary), long(Field::Demands)],
        Typed::Statement(typed) if draft.message.is_some() => of_a_message(draft, typed),
        Typed::Statement(typed) if is_filled(typed.paraphrase.as_deref()) => vec![long(Field::Quote)],
        Typed::Statement(_) | Typed::Response(_) => vec![long(Field::Quote), long(Field::Paraphrase)],
        Typed::Count(_)
        | Typed::Request(_)
        | Typed::Fact(_)
        | Typed::Source(_)
        | Typed::Capture(_)
        | Typed::Signatory(_)
        | Typed::Commitment(_)
        | Typed::Organisation(_)
        | Typed::PetitionEdit(_) => Vec::new(),
    };
    Form { purpose: FormPurpose::Words, fields }
}

/// Asks for what a message does not say of the words in it: who said them, in which capacity, and when.
fn of_a_message(draft: &Draft, typed: &NewStatement) -> Vec<FormField> {
    let taken = draft.message.as_ref().and_then(|message| message.quote.as_deref());
    let quote = draft.word(Field::Quote).or(taken).unwrap_or_default();
    vec![
        field_of(Field::Speaker, &typed.speaker, true, false),
        field_of(Field::Capacity, draft.word(Field::Capacity).unwrap_or_default(), true, false),
        field_of(Field::SaidOn, &typed.said_on, true, false),
        field_of(Field::Quote, quote, false, true),
        field_of(Field::Paraphrase, draft.word(Field::Paraphrase).unwrap_or_default(), false, true),
    ]
}

/// Makes the form that puts a draft right.
pub(super) fn change(draft: &Draft) -> Form {
    Form { purpose: FormPurpose::Change, fields: changeable(draft) }
}

/// Makes the moderators' form: what can be changed, and the address.
pub(crate) fn edit(draft: &Draft) -> Form {
    let mut fields = changeable(draft);
    // Nothing is said of a source.
    if matches!(draft.typed, Typed::Capture(_) | Typed::Organisation(_) | Typed::PetitionEdit(_)) {
        return Form { purpose: FormPurpose::Edit, fields };
    }
    let required = !matches!(draft.typed, Typed::Request(_));
    fields.push(field_of(Field::Url, draft.typed.url().unwrap_or_default(), required, false));
    Form { purpose: FormPurpose::Edit, fields }
}

/// Makes the form that says what the source is. A draft that has no source is asked for its address first.
pub(super) fn describe(draft: &Draft) -> Form {
    let source = draft.proposals.first().and_then(Proposal::source);
    let held = |pick: fn(&SourceDoc) -> Option<String>| source.and_then(pick).unwrap_or_default();
    let line = |field, value: String| field_of(field, &value, false, false);
    let kind = match source {
        Some(_) => line(Field::Type, held(|doc| doc.source_type.map(|kind| kind.as_str().to_owned()))),
        None => field_of(Field::Url, "", true, false),
    };
    let fields = vec![
        line(Field::Publisher, held(|doc| doc.publisher.clone())),
        line(Field::Title, held(|doc| doc.title.clone())),
        line(Field::Published, held(|doc| doc.published.map(|date| date.to_string()))),
        kind,
        line(Field::ReadOn, held(|doc| Some(doc.retrieved_at.to_string()))),
    ];
    Form { purpose: FormPurpose::Describe, fields }
}

fn changeable(draft: &Draft) -> Vec<FormField> {
    let must = |field, value: &str| field_of(field, value, true, false);
    let may = |field, value: Option<&str>| field_of(field, value.unwrap_or_default(), false, false);
    let long = |field| field_of(field, draft.word(field).unwrap_or_default(), false, true);
    match &draft.typed {
        Typed::Capture(typed) => {
            vec![must(Field::Url, &typed.archive_url), may(Field::ReadOn, typed.read_on.as_deref())]
        }
        Typed::Petition(typed) => vec![
            must(Field::Title, &typed.title),
            must(Field::IssuedOn, &typed.issued_on),
            long(Field::Summary),
            long(Field::Demands),
        ],
        Typed::Count(typed) => vec![
            must(Field::Wording, typed.wording.as_deref().unwrap_or_default()),
            must(Field::AsOf, &typed.as_of),
            may(Field::Population, typed.population.map(Population::as_str)),
            may(Field::Of, typed.of.as_deref()),
        ],
        Typed::Response(typed) => vec![
            must(Field::SaidOn, &typed.said_on),
            must(Field::Kind, &kinds_of(draft, typed).join(", ")),
            long(Field::Quote),
            long(Field::Paraphrase),
        ],
        Typed::Request(typed) => vec![
            must(Field::AskedOn, &typed.asked_on),
            must(Field::Deadline, &typed.deadline),
            must(Field::Asker, &typed.asker),
            may(Field::Result, typed.result.map(RequestResult::as_str)),
        ],
        Typed::Statement(typed) => {
            let paraphrase = draft.word(Field::Paraphrase).or(typed.paraphrase.as_deref()).unwrap_or_default();
            vec![
                must(Field::Speaker, &typed.speaker),
                must(Field::SaidOn, &typed.said_on),
                long(Field::Quote),
                field_of(Field::Paraphrase, paraphrase, false, true),
            ]
        }
        Typed::Fact(typed) => vec![
            must(Field::Subject, &typed.subject),
            must(Field::Property, &typed.property),
            must(Field::Wording, &typed.wording),
            may(Field::AsOf, typed.as_of.as_deref()),
        ],
        Typed::Signatory(typed) => vec![
            must(Field::Name, &typed.name),
            may(Field::Affiliation, typed.affiliation.as_deref()),
            must(Field::Basis, typed.basis.map_or("", Basis::as_str)),
            may(Field::Part, typed.part.map(Part::as_str)),
        ],
        Typed::Source(typed) => vec![
            may(Field::Publisher, typed.publisher.as_deref()),
            may(Field::Title, typed.title.as_deref()),
            may(Field::Published, typed.published.as_deref()),
            may(Field::Type, typed.source_type.map(SourceType::as_str)),
        ],
        Typed::Commitment(typed) => vec![
            field_of(Field::Text, &typed.text, true, true),
            may(Field::Due, typed.due.as_deref()),
            may(Field::SaidOn, typed.said_on.as_deref()),
            may(Field::Organisation, typed.organisation.as_deref()),
        ],
        Typed::Organisation(typed) => vec![
            must(Field::Name, &typed.name),
            may(Field::Aliases, typed.aliases.as_deref()),
            may(Field::Parent, typed.parent.as_deref()),
            may(Field::Since, typed.since.as_deref()),
            may(Field::Until, typed.until.as_deref()),
        ],
        Typed::PetitionEdit(typed) => vec![
            may(Field::Title, typed.title.as_deref()),
            may(Field::State, typed.state.map(Collection::as_str)),
            may(Field::IssuedOn, typed.issued_on.as_deref()),
            may(Field::Scope, typed.scope.as_deref()),
            may(Field::Tags, typed.tags.as_deref()),
        ],
    }
}

fn kinds_of(draft: &Draft, typed: &NewResponse) -> Vec<&'static str> {
    let typed = || std::iter::once(typed.kind).chain(typed.also).collect();
    draft.kinds.clone().unwrap_or_else(typed).into_iter().map(ResponseKind::as_str).collect()
}

fn field_of(field: Field, value: &str, required: bool, long: bool) -> FormField {
    FormField { field, value: value.to_owned(), required, long }
}

fn is_filled(text: Option<&str>) -> bool {
    text.is_some_and(|text| !text.trim().is_empty())
}

impl Draft {
    /// Takes what the words' form holds.
    pub(super) fn take_words(&mut self, fields: &[(Field, String)]) {
        let of_message = self.message.is_some();
        let words = self.words.get_or_insert_default();
        for (field, text) in fields {
            match (&mut self.typed, field) {
                (Typed::Statement(typed), Field::Speaker) if of_message => text.clone_into(&mut typed.speaker),
                (Typed::Statement(typed), Field::SaidOn) if of_message => text.clone_into(&mut typed.said_on),
                // What it says is read with everything else, so that a slip costs nobody their words.
                (Typed::Statement(_), Field::Capacity) if of_message => drop(words.insert(*field, text.clone())),
                _ if is_word(*field) => drop(words.insert(*field, text.clone())),
                _ => {}
            }
        }
    }

    /// Takes what the source's form holds.
    pub(super) fn take_description(&mut self, fields: &[(Field, String)]) {
        for (field, text) in fields {
            if *field == Field::Url {
                self.typed.set_url(text);
            } else {
                self.described.insert(*field, text.clone());
            }
        }
    }

    /// Takes what the change form or the edit form holds; fields that are not in it stay.
    /// All of them are taken that can be: gives the first refusal.
    pub(crate) fn take_changes(&mut self, fields: &[(Field, String)]) -> Result<(), Refusal> {
        let taken: Vec<_> = fields.iter().map(|(field, text)| self.take_change(*field, text)).collect();
        taken.into_iter().collect()
    }

    fn take_change(&mut self, field: Field, text: &str) -> Result<(), Refusal> {
        if field == Field::Url {
            let known = [self.typed.url().unwrap_or_default(), text].map(SourceUrl::parse);
            if self.counting.is_some() && known[0] != known[1] {
                return Err(Refusal::BadCounter(BadCounter::Url));
            }
            self.typed.set_url(text);
            return Ok(());
        }
        if matches!(field, Field::Kind) && matches!(self.typed, Typed::Response(_)) {
            let kinds = text.split([',', ';']).filter(|word| !word.trim().is_empty());
            self.kinds = Some(kinds.map(|word| choice(field, word, ResponseKind::parse)).collect::<Result<_, _>>()?);
            return Ok(());
        }
        if is_word(field) && self.typed.asks_for_words() {
            self.words.get_or_insert_with(Filled::new).insert(field, text.to_owned());
            if let (Field::Paraphrase, Typed::Statement(typed)) = (field, &mut self.typed) {
                typed.paraphrase = None;
            }
            return Ok(());
        }
        if field == Field::Wording {
            // Another wording is another question.
            self.chosen = None;
        }
        self.typed.set(field, text)
    }
}

/// Says whether a field stands in the words' form.
fn is_word(field: Field) -> bool {
    matches!(field, Field::Summary | Field::Demands | Field::Quote | Field::Paraphrase)
}

impl Typed {
    fn asks_for_words(&self) -> bool {
        match self {
            Self::Petition(_) | Self::Response(_) | Self::Statement(_) => true,
            Self::Count(_)
            | Self::Request(_)
            | Self::Fact(_)
            | Self::Source(_)
            | Self::Capture(_)
            | Self::Signatory(_)
            | Self::Commitment(_)
            | Self::Organisation(_)
            | Self::PetitionEdit(_) => false,
        }
    }

    /// Gives the address that was typed, where one was.
    pub(super) fn url(&self) -> Option<&str> {
        match self {
            Self::Petition(NewPetition { url, .. })
            | Self::Count(NewCount { url, .. })
            | Self::Response(NewResponse { url, .. })
            | Self::Statement(NewStatement { url, .. })
            | Self::Fact(NewFact { url, .. })
            | Self::Source(NewSource { url, .. })
            | Self::Signatory(NewSignatory { url, .. })
            | Self::Commitment(NewCommitment { url, .. }) => Some(url),
            Self::Request(NewRequest { url, .. }) => url.as_deref(),
            Self::Capture(_) | Self::Organisation(_) | Self::PetitionEdit(_) => None,
        }
    }

    fn set_url(&mut self, text: &str) {
        let text = text.trim().to_owned();
        match self {
            Self::Petition(NewPetition { url, .. })
            | Self::Count(NewCount { url, .. })
            | Self::Response(NewResponse { url, .. })
            | Self::Statement(NewStatement { url, .. })
            | Self::Fact(NewFact { url, .. })
            | Self::Source(NewSource { url, .. })
            | Self::Signatory(NewSignatory { url, .. })
            | Self::Commitment(NewCommitment { url, .. }) => *url = text,
            Self::Request(NewRequest { url, .. }) => *url = filled(&text),
            Self::Capture(typed) => typed.archive_url = text,
            Self::Organisation(_) | Self::PetitionEdit(_) => {}
        }
    }

    /// Sets an option of the command; what the kind's change form does not hold is passed over.
    fn set(&mut self, field: Field, text: &str) -> Result<(), Refusal> {
        match (self, field) {
            (Self::Petition(typed), Field::Title) => text.clone_into(&mut typed.title),
            (Self::Petition(typed), Field::IssuedOn) => text.clone_into(&mut typed.issued_on),
            (Self::Count(typed), Field::Wording) => typed.wording = filled(text),
            (Self::Count(typed), Field::AsOf) => text.clone_into(&mut typed.as_of),
            (Self::Count(typed), Field::Population) => {
                typed.population = maybe_choice(field, text, Population::parse)?;
            }
            (Self::Count(typed), Field::Of) => typed.of = filled(text),
            (Self::Response(typed), Field::SaidOn) => text.clone_into(&mut typed.said_on),
            (Self::Request(typed), Field::AskedOn) => text.clone_into(&mut typed.asked_on),
            (Self::Request(typed), Field::Deadline) => text.clone_into(&mut typed.deadline),
            (Self::Request(typed), Field::Asker) => text.clone_into(&mut typed.asker),
            (Self::Request(typed), Field::Result) => typed.result = maybe_choice(field, text, RequestResult::parse)?,
            (Self::Statement(typed), Field::Speaker) => text.clone_into(&mut typed.speaker),
            (Self::Statement(typed), Field::SaidOn) => text.clone_into(&mut typed.said_on),
            (Self::Fact(typed), Field::Subject) => text.clone_into(&mut typed.subject),
            (Self::Fact(typed), Field::Property) => text.clone_into(&mut typed.property),
            (Self::Fact(typed), Field::Wording) => text.clone_into(&mut typed.wording),
            (Self::Fact(typed), Field::AsOf) => typed.as_of = filled(text),
            (Self::Capture(typed), Field::ReadOn) => typed.read_on = filled(text),
            (Self::Source(typed), Field::Publisher) => typed.publisher = filled(text),
            (Self::Source(typed), Field::Title) => typed.title = filled(text),
            (Self::Source(typed), Field::Published) => typed.published = filled(text),
            (Self::Source(typed), Field::Type) => typed.source_type = maybe_choice(field, text, SourceType::parse)?,
            (Self::Signatory(typed), Field::Name) => text.clone_into(&mut typed.name),
            (Self::Signatory(typed), Field::Affiliation) => typed.affiliation = filled(text),
            (Self::Signatory(typed), Field::Basis) => typed.basis = maybe_choice(field, text, Basis::parse)?,
            (Self::Signatory(typed), Field::Part) => typed.part = maybe_choice(field, text, Part::parse)?,
            (Self::Commitment(typed), Field::Text) => text.clone_into(&mut typed.text),
            (Self::Commitment(typed), Field::Due) => typed.due = filled(text),
            (Self::Commitment(typed), Field::SaidOn) => typed.said_on = filled(text),
            (Self::Commitment(typed), Field::Organisation) => typed.organisation = filled(text),
            (Self::Organisation(typed), Field::Name) => text.clone_into(&mut typed.name),
            (Self::Organisation(typed), Field::Aliases) => typed.aliases = filled(text),
            (Self::Organisation(typed), Field::Parent) => typed.parent = filled(text),
            (Self::Organisation(typed), Field::Since) => typed.since = filled(text),
            (Self::Organisation(typed), Field::Until) => typed.until = filled(text),
            (Self::PetitionEdit(typed), Field::Title) => typed.title = filled(text),
            (Self::PetitionEdit(typed), Field::State) => typed.state = maybe_choice(field, text, Collection::parse)?,
            (Self::PetitionEdit(typed), Field::IssuedOn) => typed.issued_on = filled(text),
            (Self::PetitionEdit(typed), Field::Scope) => typed.scope = filled(text),
            (Self::PetitionEdit(typed), Field::Tags) => typed.tags = filled(text),
            _ => {}
        }
        Ok(())
    }
}

/// Gives text that says something.
fn filled(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
