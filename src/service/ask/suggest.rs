//! What completes a half-typed option.

use jiff::Timestamp;
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::findable::Findable;
use crate::domain::ids::{GuildId, Number, Purpose};
use crate::domain::person_name::NameKeys;
use crate::domain::proposal::Proposal;
use crate::domain::record::{Body, RecordKind};
use crate::domain::review::SubmissionKind;
use crate::domain::signatory::Person;
use crate::domain::source::SourceDoc;
use crate::domain::text::fold;
use crate::service::act::words_of;
use crate::service::rights::permit_ask;
use crate::service::rights::{Act, Blocked, permit, standing};
use crate::service::{Caller, Service, ServiceError};
use crate::store::acts::{self, Done};
use crate::store::asking::objects::{self, Among};
use crate::store::asking::suggest::{self, OwnPending, Typed};
use crate::store::signatories::{self, Signatory};
use crate::store::{StoreError, settings};

/// What an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suggested {
    /// A published petition.
    Petition,
    /// A published petition, or the caller's own that waits.
    PetitionToLogFor,
    /// An organisation.
    Organisation,
    /// A source.
    Source,
    /// A fact's property.
    Property,
    /// A speaker.
    Speaker,
    /// A tag.
    Tag,
    /// A submission that waits.
    Submission,
    /// A signatory.
    Signatory,
    /// A demand.
    Demand,
    /// A commitment.
    Commitment,
    /// A record, in whatever state (moderators only).
    Record,
    /// A hidden petition (moderators only).
    HiddenPetition,
    /// A record or petition, in whatever state (moderators only).
    Object,
    /// A petition or organisation.
    Mergeable,
    /// An act that can be taken back (moderators only).
    Undoable,
}

/// One suggestion.
#[derive(Clone, Debug, PartialEq)]
pub enum Suggestion {
    /// A published petition: its short name and title.
    Petition(String, String),
    /// The caller's own petition that waits: its number and title.
    OwnPetition(Number, String),
    /// An organisation: its number and name.
    Organisation(Number, String),
    /// A source.
    Source(Number, Box<SourceDoc>),
    /// A property, speaker or tag.
    Word(String),
    /// A submission that waits: its number, what it is, since when.
    Submission(Number, SubmissionKind, Timestamp),
    /// A signatory: the number, and the name for who may know it.
    Signatory(Number, Option<Person>),
    /// A demand: its number, its words, and the title of the petition that makes it.
    Demand(Number, String, String),
    /// A record or petition: its number, what it is, and its first words.
    Object(Number, Findable, String),
    /// An act that can be taken back.
    Done(Done),
    /// A commitment: its number and its words.
    Commitment(Number, String),
}

/// The most suggestions Discord shows.
pub const MOST: usize = 25;

/// How often records are read for the names in them: a few thousand are, within the time that somebody who types waits.
const LOOKS: u32 = 20;

impl Service {
    /// Suggests what may be meant by what was typed so far.
    pub async fn suggest(
        &self,
        caller: &Caller,
        what: Suggested,
        typed: &str,
    ) -> Result<Vec<Suggestion>, ServiceError> {
        permit_ask()?;
        let typed = Typed::new(typed);
        let mut suggestions = match what {
            Suggested::Petition => self.suggest_petitions(caller, &typed).await?,
            Suggested::PetitionToLogFor => {
                let mut own = self.suggest_own(caller, &typed).await?;
                own.extend(self.suggest_petitions(caller, &typed).await?);
                own
            }
            Suggested::Submission => self.suggest_submissions(caller, &typed).await?,
            Suggested::Signatory => self.suggest_signatories(caller, &typed).await?,
            Suggested::Organisation => {
                let found = suggest::organisations(&mut self.store().read().await?, caller.guild, &typed).await?;
                found.into_iter().map(|(number, name)| Suggestion::Organisation(number, name)).collect()
            }
            Suggested::Source => {
                let found = suggest::sources(&mut self.store().read().await?, caller.guild, &typed).await?;
                found.into_iter().map(|(number, doc)| Suggestion::Source(number, Box::new(doc))).collect()
            }
            Suggested::Tag => {
                let found = suggest::tags(&mut self.store().read().await?, caller.guild, &typed).await?;
                found.into_iter().map(Suggestion::Word).collect()
            }
            Suggested::Demand => {
                let mut conn = self.store().read().await?;
                let found = suggest::demands(&mut conn, caller.guild, caller.channel, &typed).await?.into_iter();
                let meant = found.filter(|one| is_meant(one.number, &one.text, &typed));
                meant.map(|one| Suggestion::Demand(one.number, one.text, one.petition)).collect()
            }
            Suggested::Commitment => {
                let kind = RecordKind::Commitment;
                let found = suggest::records(&mut self.store().read().await?, caller.guild, kind, &typed, None).await?;
                let meant = found.into_iter().filter_map(|(number, body)| match body {
                    Body::Commitment(made) if is_meant(number, &made.text, &typed) => Some((number, made.text)),
                    _ => None,
                });
                meant.map(|(number, text)| Suggestion::Commitment(number, text)).collect()
            }
            Suggested::Record => self.suggest_objects(caller, &typed, Among::Records).await?,
            Suggested::HiddenPetition => self.suggest_objects(caller, &typed, Among::HiddenPetitions).await?,
            Suggested::Object => self.suggest_objects(caller, &typed, Among::All).await?,
            Suggested::Mergeable => {
                let mut found = self.suggest_petitions(caller, &typed).await?;
                let more = suggest::organisations(&mut self.store().read().await?, caller.guild, &typed).await?;
                found.extend(more.into_iter().map(|(number, name)| Suggestion::Organisation(number, name)));
                found
            }
            Suggested::Undoable => {
                let mut conn = self.store().read().await?;
                self.access(&mut conn, caller, Act::SeeQueue).await?;
                let object = typed.number.filter(|_| typed.folded.starts_with('#'));
                let found = acts::list_latest(&mut conn, caller.guild, object, suggest::MOST).await?;
                found.into_iter().map(Suggestion::Done).collect()
            }
            Suggested::Property => self.suggest_words(caller, RecordKind::Fact, &typed).await?,
            Suggested::Speaker => self.suggest_words(caller, RecordKind::Statement, &typed).await?,
        };
        suggestions.truncate(MOST);
        Ok(suggestions)
    }

    /// Suggests records and petitions in whatever state, to those who may see what is hidden.
    async fn suggest_objects(
        &self,
        caller: &Caller,
        typed: &Typed,
        among: Among,
    ) -> Result<Vec<Suggestion>, ServiceError> {
        let mut conn = self.store().read().await?;
        self.access(&mut conn, caller, Act::SeeQueue).await?;
        let found = objects::find(&mut conn, caller.guild, typed, among).await?.into_iter();
        Ok(found
            .map(|one| {
                let title = one.says().map_or_else(str::to_owned, words_of);
                Suggestion::Object(one.number, one.kind, title)
            })
            .collect())
    }

    async fn suggest_petitions(&self, caller: &Caller, typed: &Typed) -> Result<Vec<Suggestion>, ServiceError> {
        let found = suggest::petitions(&mut self.store().read().await?, caller.guild, typed).await?;
        Ok(found.into_iter().map(|one| Suggestion::Petition(one.slug, one.title)).collect())
    }

    /// Suggests the caller's own petitions that wait: they are told apart by a keyed hash, and shown to nobody else.
    async fn suggest_own(&self, caller: &Caller, typed: &Typed) -> Result<Vec<Suggestion>, ServiceError> {
        let actor = self.store().keys().actor(Purpose::Contribute, caller.guild, caller.user);
        let pending = suggest::own_pending(&mut self.store().read().await?, caller.guild, actor).await?;
        let mut own = Vec::new();
        for one in pending {
            let (number, title) = self.open_own(caller, &one)?;
            if begins_with(&title, &typed.folded) {
                own.push(Suggestion::OwnPetition(number, title));
            }
        }
        Ok(own)
    }

    fn open_own(&self, caller: &Caller, one: &OwnPending) -> Result<(Number, String), StoreError> {
        match self.store().open_proposal(caller.guild, one.number, &one.sealed)? {
            Proposal::Petition(petition) => Ok((one.number, petition.doc.title)),
            _ => Err(StoreError::Corrupt {
                table: "submission",
                column: "sealed",
                row: one.number.to_string(),
                source: "it holds no petition".into(),
            }),
        }
    }

    async fn suggest_words(
        &self,
        caller: &Caller,
        kind: RecordKind,
        typed: &Typed,
    ) -> Result<Vec<Suggestion>, ServiceError> {
        let (mut conn, mut words, mut before) = (self.store().read().await?, Vec::new(), None);
        // One name may stand in very many records, so one look is not always enough.
        for _ in 0..LOOKS {
            let found = suggest::records(&mut conn, caller.guild, kind, typed, before).await?;
            before = found.last().map(|(number, _)| *number);
            words.extend(found.into_iter().filter_map(|(_, body)| name(body)));
            words.retain(|word| begins_with(word, &typed.folded));
            words.sort_unstable_by_key(|word| fold(word));
            words.dedup_by_key(|word| fold(word));
            if words.len() >= MOST || before.is_none() {
                break;
            }
        }
        Ok(words.into_iter().map(Suggestion::Word).collect())
    }

    /// Suggests what waits, to those who may see the queue.
    async fn suggest_submissions(&self, caller: &Caller, typed: &Typed) -> Result<Vec<Suggestion>, ServiceError> {
        let mut conn = self.store().read().await?;
        let settings = settings::get(&mut conn, caller.guild).await?;
        permit(Act::SeeQueue, standing(caller, &settings), Blocked::No, &settings)?;
        let digits = typed.folded.trim_start_matches('#').to_owned();
        let waiting = suggest::waiting(&mut conn, caller.guild, &digits).await?.into_iter();
        Ok(waiting.map(|one| Suggestion::Submission(one.number, one.kind, one.since)).collect())
    }
}

impl Service {
    /// Suggests signatories: by number, and to those who may change them by the whole name as well.
    async fn suggest_signatories(&self, caller: &Caller, typed: &Typed) -> Result<Vec<Suggestion>, ServiceError> {
        let guild = caller.guild;
        let mut conn = self.store().read().await?;
        let settings = settings::get(&mut conn, guild).await?;
        let may = permit(Act::WithdrawSignatory, standing(caller, &settings), Blocked::No, &settings).is_ok();
        let digits = typed.folded.trim_start_matches('#');
        if let Some(name) = NameKeys::of(&typed.folded).filter(|_| may) {
            let named = signatories::list_by_name(&mut conn, guild, self.store().keys().name(guild, &name), 25).await?;
            return named.into_iter().map(|one| self.suggested(guild, &one)).collect();
        }
        if !digits.chars().all(|digit| digit.is_ascii_digit()) {
            return Ok(Vec::new());
        }
        let numbers = signatories::list_numbers(&mut conn, guild, digits, suggest::MOST).await?;
        if !may {
            return Ok(numbers.into_iter().map(|number| Suggestion::Signatory(number, None)).collect());
        }
        let mut found = Vec::with_capacity(numbers.len());
        for number in numbers {
            if let Some(one) = signatories::find(&mut conn, guild, number).await? {
                found.push(self.suggested(guild, &one)?);
            }
        }
        Ok(found)
    }

    fn suggested(&self, guild: GuildId, one: &Signatory) -> Result<Suggestion, ServiceError> {
        let open = |sealed| self.store().open_signatory(guild, one.number, sealed);
        let kept = one.sealed.as_ref().map(open).transpose()?;
        Ok(Suggestion::Signatory(one.number, kept.map(|kept| kept.person)))
    }
}

fn name(body: Body) -> Option<String> {
    match body {
        Body::Fact(fact) => Some(fact.property),
        Body::Statement(statement) => Some(statement.speaker),
        Body::Response(response) => response.speaker,
        Body::Count(_) | Body::Request(_) | Body::Commitment(_) => None,
    }
}

/// Says whether something with these words and number is meant by what was typed.
fn is_meant(number: Number, words: &str, typed: &Typed) -> bool {
    typed.number == Some(number) || begins_with(words, &typed.folded)
}

/// Says whether every word that was typed begins a word of the name.
fn begins_with(name: &str, typed: &str) -> bool {
    let folded = fold(name);
    let words: Vec<&str> = folded.unicode_words().collect();
    typed.unicode_words().all(|start| words.iter().any(|word| word.starts_with(start)))
}

/// Says whether a name of the record is the one that was asked for: the same however it is written, every word of it,
/// or its beginning where a button had no room for all of it (`…`).
pub(super) fn meant(asked: &str, name: &str) -> bool {
    let (asked, name) = (fold(asked), fold(name));
    if let Some(start) = asked.strip_suffix('…').or_else(|| asked.strip_suffix("...")) {
        return name.starts_with(start);
    }
    let words: Vec<&str> = name.unicode_words().collect();
    asked == name || (!asked.is_empty() && asked.unicode_words().all(|word| words.contains(&word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_meant_however_it_is_written_and_by_a_part_of_it() {
        assert!(meant("satya NADELLA", "Satya Nadella"));
        assert!(meant("nadella", "Satya Nadella"));
        assert!(meant("An employee involv…", "an employee involved in the letter"));
        assert!(!meant("smith", "Satya Nadella"));
        assert!(!meant("", "Satya Nadella"));
    }
}
