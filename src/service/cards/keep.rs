//! Keeping cards current: what is due, what a card shows now, and what became of its message. The words are the caller's.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{Card, CardWarning, entry};
use crate::domain::digest::{CardState, Paused};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::Act as LedgerAct;
use crate::domain::petition::PetitionState;
use crate::service::ask::PetitionAnswer;
use crate::service::find::follow;
use crate::service::trace::{Actor, Trace};
use crate::service::{Service, ServiceError};
use crate::store::cards::Look;
use crate::store::{cards, news, petitions};

/// How long whoever sends or edits a card holds it: twice what the requests to Discord may take.
const LEASE: SignedDuration = SignedDuration::from_secs(90);
/// How long a card is left alone whose channel was not reached.
const UNREACHED: SignedDuration = SignedDuration::from_secs(30);
/// How often a card is looked at where nothing happens: some of what it says counts days.
const DAILY: SignedDuration = SignedDuration::from_hours(24);
/// How many are looked at in a round.
const AT_ONCE: i64 = 50;

/// What a card shows now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// The petition.
    Petition(Box<PetitionAnswer>),
    /// That the petition is not in readers' sight.
    Hidden,
    /// That the petition was made one with another.
    Merged(Number),
    /// That the petition was removed.
    Removed(Number),
    /// That the card is not kept any more.
    Left,
}

/// A card that somebody holds, with what it shows now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The guild.
    pub guild: GuildId,
    /// The card as it was claimed.
    pub card: Card,
    /// What it shows now.
    pub content: Content,
    /// The ledger's sequence up to which that holds.
    upto: i64,
}

impl Service {
    /// Lists the cards that are to be looked at.
    pub async fn due_cards(&self) -> Result<Vec<(GuildId, Number)>, ServiceError> {
        let now = self.now();
        let edited = now.checked_sub(self.limits.card_every).unwrap_or(Timestamp::MIN);
        Ok(cards::list_due(&mut self.store.read().await?, (now, edited), AT_ONCE).await?)
    }

    /// Claims a card and reads what it shows now; nothing where somebody else holds it.
    pub async fn claim_card(&self, guild: GuildId, number: Number) -> Result<Option<Kept>, ServiceError> {
        let now = self.now();
        let until = now.checked_add(LEASE).unwrap_or(Timestamp::MAX);
        let claim = self.store.write(guild, now, |uow| {
            Box::pin(async move { Ok::<_, ServiceError>(cards::claim(uow.conn(), guild, number, (now, until)).await?) })
        });
        let Some(card) = claim.await? else { return Ok(None) };
        let upto = news::end(&mut self.store.read().await?, guild).await?;
        let content = self.card_content(guild, &card).await?;
        Ok(Some(Kept { guild, card, content, upto }))
    }

    async fn card_content(&self, guild: GuildId, card: &Card) -> Result<Content, ServiceError> {
        if card.state == CardState::Leaving {
            return Ok(Content::Left);
        }
        let mut conn = self.store.read_snapshot().await?;
        let Some(found) = petitions::find(&mut conn, guild, card.petition).await? else { return Ok(Content::Hidden) };
        match found.state {
            PetitionState::Hidden => Ok(Content::Hidden),
            PetitionState::Removed => Ok(Content::Removed(found.number)),
            PetitionState::Merged => {
                let into = follow(&mut conn, guild, found).await?;
                let seen = into.state == PetitionState::Published;
                Ok(if seen { Content::Merged(into.number) } else { Content::Hidden })
            }
            PetitionState::Published => {
                let answer = self.petition_card(&mut conn, guild, found.number).await?;
                Ok(answer.map_or(Content::Hidden, |answer| Content::Petition(Box::new(answer))))
            }
        }
    }

    /// Notes that the sending of a card's message begins. Gives false for whoever was overtaken.
    pub async fn begin_card(&self, kept: &Kept) -> Result<bool, ServiceError> {
        let now = self.now();
        let until = now.checked_add(LEASE).unwrap_or(Timestamp::MAX);
        let card = &kept.card;
        self.store
            .write(kept.guild, now, |uow| Box::pin(async move { Ok(cards::begin(uow, card, until).await?) }))
            .await
    }

    /// Notes what a card's message shows: the same as before, or something else since now.
    pub async fn card_shown(&self, kept: &Kept, message: u64, shown: &str) -> Result<(), ServiceError> {
        let now = self.now();
        let (guild, card) = (kept.guild, &kept.card);
        let same = card.shown.as_deref() == Some(shown) && card.message == Some(message);
        let look = Look {
            message,
            upto: kept.upto,
            shown: shown.to_owned(),
            edited_at: if same { card.edited_at } else { Some(now) },
            look_at: now.checked_add(DAILY).unwrap_or(Timestamp::MAX),
        };
        let look = &look;
        self.store
            .write(guild, now, |uow| Box::pin(async move { Ok(cards::looked(uow.conn(), guild, card, look).await?) }))
            .await
    }

    /// Notes that a card's message is gone: another is sent.
    pub async fn card_gone(&self, kept: &Kept) -> Result<(), ServiceError> {
        let (guild, card) = (kept.guild, &kept.card);
        self.store
            .write(guild, self.now(), |uow| Box::pin(async move { Ok(cards::gone(uow.conn(), guild, card).await?) }))
            .await
    }

    /// Forgets a card that has left.
    pub async fn card_left(&self, kept: &Kept) -> Result<(), ServiceError> {
        let (guild, card) = (kept.guild, &kept.card);
        self.store
            .write(guild, self.now(), |uow| Box::pin(async move { Ok(cards::forget(uow.conn(), guild, card).await?) }))
            .await
    }

    /// Lets go of a card whose channel was not reached, to be tried again after a while, and never before the time that
    /// Discord gave has passed.
    pub async fn put_card_off(&self, kept: &Kept, held: Duration) -> Result<(), ServiceError> {
        let held = SignedDuration::try_from(held).unwrap_or(SignedDuration::MAX);
        self.release_card(kept, held.max(UNREACHED)).await
    }

    /// Lets go of a card at a stop: whoever comes next goes on at once.
    pub async fn let_card_go(&self, kept: &Kept) -> Result<(), ServiceError> {
        self.release_card(kept, SignedDuration::ZERO).await
    }

    async fn release_card(&self, kept: &Kept, wait: SignedDuration) -> Result<(), ServiceError> {
        let now = self.now();
        let not_before = now.checked_add(wait).unwrap_or(Timestamp::MAX);
        let (guild, card) = (kept.guild, &kept.card);
        self.store
            .write(guild, now, |uow| {
                Box::pin(async move { Ok(cards::release(uow.conn(), guild, card, not_before).await?) })
            })
            .await
    }

    /// Pauses a card whose channel is closed to the bot; moderators are to be told once.
    pub async fn pause_card(&self, kept: &Kept, why: Paused) -> Result<(), ServiceError> {
        let card = &kept.card;
        self.store
            .write(kept.guild, self.now(), |uow| {
                Box::pin(async move {
                    if cards::pause(uow, card, why).await? {
                        let mut paused = card.clone();
                        paused.revision += 1;
                        let trace = Trace { act: LedgerAct::Pause, actor: Actor::Operator };
                        uow.append(trace.signed(entry(trace.act, &paused)).with("why", why.as_str()));
                    }
                    Ok(())
                })
            })
            .await
    }

    /// Lists the pauses that moderators are to be told of.
    pub async fn card_warnings(&self) -> Result<Vec<CardWarning>, ServiceError> {
        Ok(cards::list_warnings(&mut self.store.read().await?, AT_ONCE).await?)
    }

    /// Notes that moderators were told of a pause, or cannot be.
    pub async fn card_warned(&self, warning: &CardWarning) -> Result<(), ServiceError> {
        let (guild, number, since) = (warning.guild, warning.card.number, warning.since);
        self.store
            .write(guild, self.now(), |uow| {
                Box::pin(async move { Ok(cards::warned(uow.conn(), guild, number, since).await?) })
            })
            .await
    }
}
