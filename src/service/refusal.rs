//! Why a use case did nothing: refusals, which are answered in words, and faults, which are ours.

use jiff::Timestamp;

use crate::domain::acting::{Removal, WaitState};
use crate::domain::ids::{ChannelId, Number};
use crate::domain::ledger::{Act as LedgerAct, ObjectKind};
use crate::domain::petition::PetitionState;
use crate::domain::record::RecordState;
use crate::domain::response::ResponseError;
use crate::domain::review::Standing;
use crate::domain::signatory::SignatoryStanding;
use crate::domain::source::SourceUrlError;
use crate::domain::text::TextError;
use crate::service::Field;
use crate::service::log::Uncounted;
use crate::service::review::Decision;
use crate::service::rights::Act;
use crate::store::StoreError;

/// Where an object stands that an act was to be done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// A record.
    Record(RecordState),
    /// A petition.
    Petition(PetitionState),
    /// A signatory.
    Signatory(SignatoryStanding),
    /// One with another organisation.
    MergedOrganisation,
}

/// What is wrong with a counter that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadCounter {
    /// The page is not of the recipe's kind.
    NotItsPage(String),
    /// It is no rule.
    Rule {
        /// What was typed.
        given: String,
        /// What is wrong with it.
        why: String,
    },
    /// Words were typed beside it, or put in the place of what the page says.
    Wording,
    /// Another moment was typed than now.
    AsOf,
    /// Another address was put in the place of the one that its number was read at.
    Url,
}

/// Why a use case did nothing, for the caller to read. Nothing was changed.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// A date that could not be read.
    #[error("{field:?} is not a date: {value}")]
    BadDate {
        /// Which field.
        field: Field,
        /// What it held.
        value: String,
    },
    /// Text that was empty or too long.
    #[error("{field:?}: {error}")]
    BadText {
        /// Which field.
        field: Field,
        /// What was wrong.
        error: TextError,
    },
    /// A file that Discord would not take.
    #[error("the file has {bytes} bytes and {limit} is the limit")]
    FileTooLarge {
        /// How large it is.
        bytes: usize,
        /// How large it may be.
        limit: usize,
    },
    /// An address that cannot be a source.
    #[error("{0}")]
    BadUrl(SourceUrlError),
    /// A value that is not one of a field's choices, or no number where one is needed.
    #[error("{field:?} cannot be {value}")]
    BadChoice {
        /// Which field.
        field: Field,
        /// What it held.
        value: String,
    },
    /// A date that cannot be, such as a deadline before the asking or a day to come.
    #[error("{field:?} {value} does not come after {after}")]
    WrongOrder {
        /// Which field.
        field: Field,
        /// What it held.
        value: String,
        /// What it should follow, in words of the record (a date).
        after: String,
    },
    /// A due date that is not the one on record.
    #[error("commitment {number} is due {due}")]
    DueStands {
        /// The commitment.
        number: Number,
        /// When it is due.
        due: String,
    },
    /// A date that has not come yet.
    #[error("{field:?} {value} has not come yet")]
    InTheFuture {
        /// Which field.
        field: Field,
        /// What it held.
        value: String,
    },
    /// No such petition here; another guild's answers the same.
    #[error("there is no petition {given}")]
    NoSuchPetition {
        /// What was given.
        given: String,
        /// Slugs that are close.
        close: Vec<String>,
    },
    /// The petition was removed: when and why, where readers ask.
    #[error("petition {0} was removed")]
    PetitionRemoved(String, Option<Removal>),
    /// The record was removed.
    #[error("{0} was removed")]
    RecordRemoved(Number, Removal),
    /// The guild has no petition yet.
    #[error("no petition is on record")]
    NoPetitions,
    /// No such organisation here.
    #[error("there is no organisation {given}")]
    NoSuchOrganisation {
        /// What was given.
        given: String,
        /// Names that are close.
        close: Vec<String>,
    },
    /// The petition has several addressees (or none), so the organisation must be named.
    #[error("the petition has {0} addressees")]
    WhichOrganisation(usize),
    /// No such digest here.
    #[error("there is no digest {0}")]
    NoSuchDigest(String),
    /// The guild has as many digests as it may have.
    #[error("there are {0} digests already")]
    TooManyDigests(usize),
    /// A guild has as many cards as it can.
    #[error("there are {0} cards")]
    TooManyCards(usize),
    /// No card of the petition stands in the channel.
    #[error("no card in {0:?}")]
    NoSuchCard(ChannelId),
    /// The digest is paused, so that it sends nothing.
    #[error("digest {0} is paused")]
    DigestPaused(Number),
    /// Who chooses a channel cannot write in it themselves.
    #[error("the caller cannot write in the channel")]
    CannotWriteThere(ChannelId),
    /// The bot lacks permissions in the channel.
    #[error("the bot lacks {1:?} in the channel")]
    BotCannotWriteThere(ChannelId, Vec<&'static str>),
    /// A digest is about one of petitions, an organisation and a tag.
    #[error("several filters are given")]
    SeveralFilters,
    /// The role cannot be mentioned by the bot.
    #[error("the role is not mentionable")]
    RoleNotMentionable,
    /// No such source here.
    #[error("there is no source {0}")]
    NoSuchSource(String),
    /// No such submission here.
    #[error("there is no submission {0}")]
    NoSuchSubmission(String),
    /// The act needs more than the caller's standing.
    #[error("{act:?} needs {needed:?}")]
    NotAllowed {
        /// What they wanted to do.
        act: Act,
        /// The least standing that may.
        needed: Standing,
    },
    /// The caller is blocked from filing.
    #[error("blocked")]
    Blocked,
    /// Nobody approves or edits their own.
    #[error("own submission")]
    OwnSubmission,
    /// Too many filings.
    #[error("too many filings")]
    TooFast {
        /// When the next one is taken.
        again_at: Timestamp,
    },
    /// The draft was filed, cancelled, is a day old, or never was the caller's.
    #[error("no such draft")]
    DraftGone,
    /// Somebody decided first.
    #[error("already decided")]
    AlreadyDecided(Decision),
    /// Nothing is published without a source (invariant 1).
    #[error("{0} has no source")]
    NeedsSource(Number),
    /// The petition it is about waits itself.
    #[error("petition {0} is not approved yet")]
    PetitionWaits(Number),
    /// Neither a quotation nor a paraphrase.
    #[error("no words")]
    NoWords,
    /// Words from before the petition that do not speak of it are a statement (invariant 5).
    #[error("said before the petition")]
    BeforeThePetition {
        /// When it was said.
        said_on: String,
        /// When the petition was issued.
        issued_on: String,
    },
    /// A response is the organisation's own speech (invariant 6).
    #[error("not the organisation's words")]
    NotTheOrganisation,
    /// A response has one to three different kinds.
    #[error("{0} kinds")]
    Kinds(usize),
    /// The words can be read in several ways, and the caller has not said which is meant.
    #[error("ambiguous wording")]
    ChooseReading,
    /// A role above the caller's own highest.
    #[error("role too high")]
    RoleTooHigh,
    /// The role that everybody has.
    #[error("everyone has that role")]
    EveryoneRole(Field),
    /// More demands than a petition holds.
    #[error("{given} demands where {limit} are taken")]
    TooManyDemands {
        /// How many were given.
        given: usize,
        /// How many a petition holds.
        limit: usize,
    },
    /// The page of a list that is not there.
    #[error("no such page")]
    NoSuchPage,
    /// A name without a letter.
    #[error("not a name")]
    NotAName(String),
    /// Nothing says why a name may be on record (invariant 18).
    #[error("no basis")]
    NeedsBasis,
    /// The name is on the list, and nobody has said that these are two people.
    #[error("{number} has the same name as {on_record}")]
    SameName {
        /// The submission.
        number: Number,
        /// The signatory on record.
        on_record: Number,
    },
    /// Somebody of this name was erased, and the name is not logged again (invariant 10).
    #[error("{0} has a name that is not logged again")]
    NameBarred(Number),
    /// A note that would keep the name (invariant 10).
    #[error("the note holds the name")]
    NameInNote,
    /// No such signatory here.
    #[error("there is no such signatory")]
    NoSuchSignatory(String),
    /// Several signatories have the name.
    #[error("{} signatories have the name", .0.len())]
    WhichSignatory(Vec<Number>),
    /// The signatory stands where nothing leads to what is wished.
    #[error("{number} is {standing:?}")]
    SignatoryIs {
        /// The signatory.
        number: Number,
        /// Where they stand.
        standing: SignatoryStanding,
    },
    /// The name of the signatory is not kept, and nothing else of a person is.
    #[error("the name of {0} is not kept")]
    NameNotKept(Number),
    /// An erasure needs a second moderator (invariant 13).
    #[error("own erasure")]
    OwnErasure,
    /// A single moderator confirms an erasure only after a while.
    #[error("{number} cannot be erased before {from}")]
    TooSoon {
        /// The signatory.
        number: Number,
        /// From when on.
        from: Timestamp,
    },
    /// No such object here that the act could be done to.
    #[error("there is no {0}")]
    NoSuchObject(String),
    /// The object stands where the act does not lead from.
    #[error("{number} is {now:?}")]
    StandsSo {
        /// The object.
        number: Number,
        /// Where it stands.
        now: Whereabouts,
    },
    /// The object is no longer what the act was looked at with.
    #[error("{0} changed meanwhile")]
    ObjectChanged(Number),
    /// There is no act to take back, or nothing is held of what it did.
    #[error("{0} cannot be taken back")]
    NotUndoable(String),
    /// The act left nothing by which it could be taken back.
    #[error("{act} on {kind} stays")]
    Stays {
        /// What was done.
        act: LedgerAct,
        /// To what kind of object.
        kind: ObjectKind,
        /// To which one.
        object: Option<Number>,
    },
    /// The submission was rejected with the petition that it waited for.
    #[error("{number} was rejected with {petition}")]
    WentWith {
        /// The submission.
        number: Number,
        /// The petition.
        petition: Number,
    },
    /// The text of the rejected submission is not held any more.
    #[error("nothing is held of {0}")]
    NotHeld(Number),
    /// Other things on record stand on the object, or name it.
    #[error("{0} is in use")]
    InUse(Number),
    /// The same is asked for already.
    #[error("{0} waits already")]
    AskedAlready(Number),
    /// What one asked for, another confirms (invariant 13).
    #[error("own act")]
    OwnAct,
    /// A single moderator confirms only after a while.
    #[error("{number} cannot be confirmed before {from}")]
    TooSoonToConfirm {
        /// What waits.
        number: Number,
        /// From when on.
        from: Timestamp,
    },
    /// Somebody confirmed or declined it first, or nobody did in time.
    #[error("{number} is {state:?}")]
    ActDecided {
        /// What waited.
        number: Number,
        /// Where it stands.
        state: WaitState,
    },
    /// The caller destroyed so much so fast that another has to look first.
    #[error("stopped")]
    Stopped,
    /// Wording goes only for the sake of somebody's personal data (invariant 2).
    #[error("wording stays")]
    WordingStays,
    /// No live counter can be begun so.
    #[error("not a counter: {0:?}")]
    BadCounter(BadCounter),
    /// The page gave no number to begin a live counter with.
    #[error("nothing was counted: {0:?}")]
    Uncounted(Uncounted),
    /// This number is read already, by the live counter that began with this report.
    #[error("{0} began a counter that reads it")]
    CounterKnown(Number),
    /// No live counter goes on from this report.
    #[error("{0} has no counter")]
    NoCounter(Number),
    /// The field is not there, or holds nothing.
    #[error("nothing to redact")]
    NothingToRedact,
    /// The note holds what is to be redacted.
    #[error("the note holds the words")]
    WordsInNote,
    /// Two that cannot become one.
    #[error("{0} cannot become one with it")]
    NotAlike(Number),
    /// Another organisation answers to that name.
    #[error("{name} is a name of {of}")]
    NameTaken {
        /// The name.
        name: String,
        /// The name of the organisation that has it.
        of: String,
    },
    /// Everything that was given stands so already.
    #[error("nothing would change")]
    NothingToChange,
    /// What is to be taken off is not there.
    #[error("{field:?} {value} is not there")]
    NotThere {
        /// Which field.
        field: Field,
        /// What it held.
        value: String,
    },
    /// Something cannot belong or stand to itself.
    #[error("{0:?} is itself")]
    Itself(Field),
    /// More words of a list than it takes.
    #[error("{given} in {field:?} where {limit} are taken")]
    TooMany {
        /// Which field.
        field: Field,
        /// How many were given.
        given: usize,
        /// How many it takes.
        limit: usize,
    },
    /// Somebody changed the same field since the edit was filed.
    #[error("{field:?} is {present} by now")]
    ChangedMeanwhile {
        /// Which field.
        field: Field,
        /// What it holds now.
        present: String,
    },
    /// A response on record would then be from before the petition, and does not speak of it (invariant 5).
    #[error("response {response} is of {said_on}")]
    ResponseBefore {
        /// The response.
        response: Number,
        /// When it was said.
        said_on: String,
    },
    /// No such demand here.
    #[error("there is no demand {0}")]
    NoSuchDemand(String),
    /// No such commitment here.
    #[error("there is no commitment {0}")]
    NoSuchCommitment(String),
    /// A message holds no link, and nothing is logged without one.
    #[error("no link in the message")]
    NoLink,
    /// The source is on record already.
    #[error("the source is on record as {0}")]
    SourceKnown(Number),
    /// The archived copy is on record already.
    #[error("the copy is on record with source {0}")]
    CopyKnown(Number),
    /// The caller filed nothing under this number, whether or not somebody else did.
    #[error("the caller filed no {0}")]
    NotYours(String),
    /// A question about this submission has no answer yet.
    #[error("a question about {0} waits for its answer")]
    QuestionOpen(Number),
    /// No question about this submission waits for an answer.
    #[error("no question about {0} waits for an answer")]
    NoQuestion(Number),
    /// What was filed as a moderator or admin is not blocked from.
    #[error("{0} was filed as a moderator")]
    FiledAsModerator(Number),
    /// Nothing is held any more of who filed this.
    #[error("nothing is held of who filed {0}")]
    NobodyHeld(Number),
}

impl From<ResponseError> for Refusal {
    fn from(error: ResponseError) -> Self {
        match error {
            ResponseError::BeforeThePetition { said_on, issued_on } => {
                Self::BeforeThePetition { said_on: said_on.to_string(), issued_on: issued_on.to_string() }
            }
            ResponseError::NotTheOrganisation(_) => Self::NotTheOrganisation,
        }
    }
}

/// What a use case that did nothing returns.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The caller is told why.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// Ours: logged with a reference, of which the caller is told.
    #[error(transparent)]
    Fault(#[from] StoreError),
}
