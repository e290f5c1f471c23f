//! The record as a file: what is published, with where each word comes from, so that it can be read, checked and taken
//! into another guild.
//!
//! A file holds what everybody may see and nothing else: no submission, no contributor, no channel, no signatory. Its
//! numbers are those of the guild it comes from; whoever takes it in gives new ones. `docs/EXPORT.md` describes it.
//! [`table`] writes the records as rows for a spreadsheet.

pub mod table;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::commitment::{Judged, Rating};
use super::date::PartialDate;
use super::ids::Number;
use super::organisation::{Belonging, OrganisationKind};
use super::petition::{Collection, DemandOutcome, PetitionDoc, Relation, Slug};
use super::record::{Body, Rank, RecordState};
use super::source::{CaptureDoc, LinkState, SourceDoc};
use super::text::LONGEST;

/// What every file begins with, so that it is told from others.
pub const FORMAT: &str = "undersigned-record";

/// The version of the form.
pub const VERSION: u32 = 1;

/// A guild's published record, or one petition of it with all it stands on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// Always [`FORMAT`].
    pub format: String,
    /// Always [`VERSION`].
    pub version: u32,
    /// When it was written.
    pub exported_at: Timestamp,
    /// The ledger's end at that moment.
    pub ledger: LedgerEnd,
    /// The organisations it names.
    pub organisations: Vec<Organisation>,
    /// The sources it stands on.
    pub sources: Vec<Source>,
    /// The petitions, each with its records.
    pub petitions: Vec<Petition>,
}

/// Where a ledger ended: an anchor without the guild's id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LedgerEnd {
    /// The hash of its first entry, which is like no other ledger's: it tells whose record this is.
    pub origin: String,
    /// The last entry's place in the chain.
    pub seq: i64,
    /// The last entry's hash.
    pub head: String,
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its number there.
    pub number: Number,
    /// The name it is shown by.
    pub name: String,
    /// What sort it is.
    pub kind: OrganisationKind,
    /// Other and older names that find it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The organisations it belongs to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<Parent>,
}

/// An organisation that another belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parent {
    /// Its number there.
    pub organisation: Number,
    /// When.
    pub belonging: Belonging,
}

/// A source with what was read there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its number there.
    pub number: Number,
    /// What is known of its link.
    pub link: LinkState,
    /// What is said of it, when it was read among it.
    pub doc: SourceDoc,
    /// Further readings of it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub captures: Vec<Capture>,
}

/// One reading of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capture {
    /// When.
    pub retrieved_at: PartialDate,
    /// What was kept of it.
    pub doc: CaptureDoc,
}

/// A published petition with its records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Petition {
    /// Its number there.
    pub number: Number,
    /// The short name it is asked for by.
    pub slug: Slug,
    /// Whether signatures are being collected.
    pub collection: Collection,
    /// The source it stands on.
    pub source: Number,
    /// To whom it is addressed, in order.
    pub addressees: Vec<Number>,
    /// What is said of it.
    pub doc: PetitionDoc,
    /// What it asks for, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub demands: Vec<Demand>,
    /// How it stands to other petitions of this file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<RelationTo>,
    /// What is on record about it, by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<Record>,
    /// Earlier versions of it, oldest first, where history was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Earlier>,
}

/// One thing a petition asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Demand {
    /// The demand in words.
    pub text: String,
    /// What became of it.
    pub outcome: DemandOutcome,
    /// What was judged of it, oldest first; the last is its outcome.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judgements: Vec<Judgement>,
}

/// What a moderator judged of a demand or a commitment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judgement {
    /// The outcome or the rating.
    pub judged: Judged,
    /// The source it stands on.
    pub source: Number,
    /// Why.
    pub reason: String,
    /// When it was judged.
    pub judged_at: Timestamp,
}

/// How a petition stands to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationTo {
    /// The relation.
    pub relation: Relation,
    /// The other petition's number there.
    pub other: Number,
}

/// A published record. One that was redacted is in no file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Its number there.
    pub number: Number,
    /// Where it stands.
    pub state: RecordState,
    /// What replaced it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub superseded_by: Option<Number>,
    /// The organisation it concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<Number>,
    /// The source it stands on.
    pub source: Number,
    /// How much it weighs among reports of one moment.
    pub rank: Rank,
    /// Why somebody should look at it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<String>,
    /// When it was published there.
    pub accepted_at: Timestamp,
    /// What it says: wording, reading and rule, date with its precision, and who said so.
    pub body: Body,
    /// What was judged of a commitment, oldest first; the last is its rating.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub judgements: Vec<Judgement>,
    /// Earlier versions of it, oldest first, where history was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Earlier>,
}

/// What something said before it was edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    /// Which version.
    pub revision: i64,
    /// When it was replaced.
    pub replaced_at: Timestamp,
    /// What it said.
    pub doc: serde_json::Value,
}

/// Why a file cannot be taken in.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// It is no JSON, or none of this form.
    #[error("it is not a record that `undersigned export` wrote: {0}")]
    Shape(#[from] serde_json::Error),
    /// It is of another form or version.
    #[error("its format is `{format}` version {version}; this program reads `{FORMAT}` version {VERSION}")]
    Version {
        /// The format it names.
        format: String,
        /// The version it names.
        version: u32,
    },
    /// Something in it points at what is not in it.
    #[error("#{from} points at {what} #{to}, which is not in the file")]
    Missing {
        /// Whose.
        from: Number,
        /// What is pointed at.
        what: &'static str,
        /// Its number there.
        to: Number,
    },
    /// A text in it is longer than any that is typed, or holds what no text should.
    #[error("{0}")]
    Text(String),
    /// Two things in it have one number.
    #[error("#{0} is in the file twice")]
    Twice(Number),
    /// A record in it breaks a rule of the record.
    #[error("#{number}: {problem}")]
    Rule {
        /// Which.
        number: Number,
        /// What is wrong.
        problem: String,
    },
}

/// What a file says of itself, whatever its version.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

/// Says whether text is one of these files, of whatever version.
#[must_use]
pub fn is_export(text: &str) -> bool {
    serde_json::from_str::<Head>(text).is_ok_and(|head| head.format == FORMAT)
}

impl Export {
    /// Names the record as the archive its petitions come from.
    #[must_use]
    pub fn archive(&self) -> String {
        format!("record {}", self.ledger.origin)
    }

    /// Reads a file. Fails with the first thing in it that cannot be taken in: nothing is repaired in silence.
    pub fn parse(text: &str) -> Result<Self, ExchangeError> {
        let Head { format, version } = serde_json::from_str(text)?;
        if format != FORMAT || version != VERSION {
            return Err(ExchangeError::Version { format, version });
        }
        let whole: serde_json::Value = serde_json::from_str(text)?;
        check_texts("", &whole)?;
        let export: Self = serde_json::from_value(whole)?;
        export.check()?;
        Ok(export)
    }

    /// Checks that what is pointed at is there, and that every record keeps the record's rules.
    pub fn check(&self) -> Result<(), ExchangeError> {
        let mut numbers = std::collections::HashMap::new();
        let mut know = |number: Number, what: &'static str| match numbers.insert(number, what) {
            None => Ok(()),
            Some(_) => Err(ExchangeError::Twice(number)),
        };
        self.organisations.iter().try_for_each(|one| know(one.number, "organisation"))?;
        self.sources.iter().try_for_each(|one| know(one.number, "source"))?;
        for petition in &self.petitions {
            know(petition.number, "petition")?;
            petition.records.iter().try_for_each(|record| know(record.number, "record"))?;
        }
        let needs = |from: Number, what: &'static str, to: Number| {
            let there = numbers.get(&to).is_some_and(|kind| *kind == what);
            if there { Ok(()) } else { Err(ExchangeError::Missing { from, what, to }) }
        };
        for one in &self.organisations {
            one.parents.iter().try_for_each(|parent| needs(one.number, "organisation", parent.organisation))?;
        }
        for petition in &self.petitions {
            let from = petition.number;
            for demand in &petition.demands {
                demand.judgements.iter().try_for_each(|judgement| needs(from, "source", judgement.source))?;
                demand.check(from)?;
            }
            needs(from, "source", petition.source)?;
            petition.addressees.iter().try_for_each(|to| needs(from, "organisation", *to))?;
            petition.relations.iter().try_for_each(|relation| needs(from, "petition", relation.other))?;
            for record in &petition.records {
                needs(record.number, "source", record.source)?;
                record.organisation.map_or(Ok(()), |to| needs(record.number, "organisation", to))?;
                for judgement in &record.judgements {
                    needs(record.number, "source", judgement.source)?;
                }
                record.superseded_by.map_or(Ok(()), |to| needs(record.number, "record", to))?;
                record.check(petition)?;
            }
        }
        Ok(())
    }
}

impl Demand {
    fn check(&self, petition: Number) -> Result<(), ExchangeError> {
        let last = self.judgements.last().map_or(Judged::Demand(DemandOutcome::Unanswered), |last| last.judged);
        let all = self.judgements.iter().all(|one| matches!(one.judged, Judged::Demand(_)));
        if all && last == Judged::Demand(self.outcome) {
            return Ok(());
        }
        let problem = format!("the outcome of the demand “{}” is not what was judged last", self.text);
        Err(ExchangeError::Rule { number: petition, problem })
    }
}

impl Record {
    fn check(&self, petition: &Petition) -> Result<(), ExchangeError> {
        let refuse = |problem: String| Err(ExchangeError::Rule { number: self.number, problem });
        if matches!(self.state, RecordState::Redacted | RecordState::Removed) {
            return refuse("it was redacted or removed, so its words should not be here".to_owned());
        }
        if (self.state == RecordState::Superseded) != self.superseded_by.is_some() {
            return refuse("`superseded` and `superseded_by` go together".to_owned());
        }
        if let Some(by) = self.superseded_by
            && !petition.records.iter().any(|other| other.number == by && by != self.number)
        {
            return refuse(format!("it is superseded by #{by}, which is no other record of its petition"));
        }
        let is_commitment = matches!(self.body, Body::Commitment(_));
        if self.judgements.iter().any(|one| !is_commitment || !matches!(one.judged, Judged::Commitment(_))) {
            return refuse("only commitments are rated, and with ratings alone".to_owned());
        }
        match &self.body {
            Body::Response(_) | Body::Request(_) | Body::Commitment(_) if self.organisation.is_none() => {
                refuse("it does not say which organisation it concerns".to_owned())
            }
            Body::Response(response) => {
                response.check(petition.doc.issued_on).or_else(|error| refuse(error.to_string()))
            }
            Body::Count(_) | Body::Fact(_) | Body::Statement(_) | Body::Request(_) | Body::Commitment(_) => Ok(()),
        }
    }

    /// Says what became of a commitment: what was judged last.
    #[must_use]
    pub fn rating(&self) -> Option<Rating> {
        if !matches!(self.body, Body::Commitment(_)) {
            return None;
        }
        let last = self.judgements.last().map(|judgement| judgement.judged);
        if let Some(Judged::Commitment(rating)) = last { Some(rating) } else { Some(Rating::NotYetRated) }
    }
}

/// Refuses a text that nobody could have typed into the bot: the store relies on there being none.
fn check_texts(place: &str, value: &serde_json::Value) -> Result<(), ExchangeError> {
    use serde_json::Value;
    match value {
        Value::String(text) => {
            let control = text.chars().find(|c| c.is_control() && *c != '\n');
            if let Some(control) = control {
                return Err(ExchangeError::Text(format!("`{place}` holds the control character {control:?}")));
            }
            let length = text.chars().count();
            if length > LONGEST {
                let problem = format!("`{place}` has {length} characters and {LONGEST} is the limit");
                return Err(ExchangeError::Text(problem));
            }
            Ok(())
        }
        Value::Array(items) => {
            items.iter().enumerate().try_for_each(|(at, item)| check_texts(&format!("{place}[{at}]"), item))
        }
        Value::Object(fields) => {
            fields.iter().try_for_each(|(name, field)| check_texts(&format!("{place}.{name}"), field))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}
