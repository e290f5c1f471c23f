//! What completes a half-typed option.

use jiff::Timestamp;
use unicode_segmentation::UnicodeSegmentation;

use crate::domain::ids::{Number, Purpose};
use crate::domain::proposal::Proposal;
use crate::domain::record::{Body, RecordKind};
use crate::domain::review::SubmissionKind;
use crate::domain::source::SourceDoc;
use crate::domain::text::fold;
use crate::service::rights::permit_ask;
use crate::service::rights::{Act, Blocked, permit, standing};
use crate::service::{Caller, Service, ServiceError};
use crate::store::asking::suggest::{self, OwnPending, Typed};
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
    /// A demand.
    Demand,
    /// A commitment.
    Commitment,
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
    /// A demand: its number, its words, and the title of the petition that makes it.
    Demand(Number, String, String),
    /// A commitment: its number and its words.
    Commitment(Number, String),
}

/// The most suggestions Discord shows.
pub const MOST: usize = 25;

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
                let found = suggest::records(&mut self.store().read().await?, caller.guild, kind, &typed).await?;
                let meant = found.into_iter().filter_map(|(number, body)| match body {
                    Body::Commitment(made) if is_meant(number, &made.text, &typed) => Some((number, made.text)),
                    _ => None,
                });
                meant.map(|(number, text)| Suggestion::Commitment(number, text)).collect()
            }
            Suggested::Property => self.suggest_words(caller, RecordKind::Fact, &typed).await?,
            Suggested::Speaker => self.suggest_words(caller, RecordKind::Statement, &typed).await?,
        };
        suggestions.truncate(MOST);
        Ok(suggestions)
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
        let found = suggest::records(&mut self.store().read().await?, caller.guild, kind, typed).await?;
        let mut words: Vec<String> = found.into_iter().filter_map(|(_, body)| name(body)).collect();
        words.retain(|word| begins_with(word, &typed.folded));
        words.sort_unstable_by_key(|word| fold(word));
        words.dedup_by_key(|word| fold(word));
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
