//! Cards: a petition's answer as a message that is kept current by editing it.

mod keep;

pub use keep::{Content, Kept};

pub use crate::domain::digest::CardState;
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::service::digests::ChannelChoice;
use crate::service::digests::manage::channel;
use crate::service::find::{find_petition, no_such_petition};
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace};
use crate::service::{Caller, Service, ServiceError};
pub use crate::store::cards::{Card, CardWarning};
use crate::store::{Conn, cards, petitions};

/// The most cards of a guild.
pub const MOST: usize = 25;

/// A card as it is shown to moderators.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardShown {
    /// The card.
    pub card: Card,
    /// The title of its petition.
    pub title: String,
}

impl Service {
    /// Pins a petition's card in a channel, or lets one that is paused there run again.
    pub async fn pin_card(
        &self,
        caller: &Caller,
        petition: &str,
        chosen: &ChannelChoice,
    ) -> Result<CardShown, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::ConfigureDigests).await?;
                    let guild = uow.guild();
                    let Some(found) = find_petition(uow.conn(), guild, petition).await? else {
                        return Err(no_such_petition(uow.conn(), guild, petition).await?.into());
                    };
                    let channel = channel(chosen)?;
                    let stands = cards::find(uow.conn(), guild, found.number, channel).await?;
                    if stands.is_none() && cards::list(uow.conn(), guild).await?.len() >= MOST {
                        return Err(Refusal::TooManyCards(MOST).into());
                    }
                    let number = match stands {
                        Some(card) => card.number,
                        None => uow.number()?,
                    };
                    cards::pin(uow, number, found.number, channel).await?;
                    let Some(card) = cards::find(uow.conn(), guild, found.number, channel).await? else {
                        return Err(Refusal::NoSuchCard(channel).into());
                    };
                    let actor = Actor::Person(access.moderator, access.standing);
                    uow.append(Trace { act: LedgerAct::Pin, actor }.signed(entry(LedgerAct::Pin, &card)));
                    Ok(CardShown { title: found.doc.title, card })
                })
            })
            .await
    }

    /// Takes a petition's card off a channel: its message is emptied.
    pub async fn unpin_card(
        &self,
        caller: &Caller,
        petition: &str,
        chosen: &ChannelChoice,
    ) -> Result<CardShown, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::ConfigureDigests).await?;
                    let guild = uow.guild();
                    let unpinned = found(uow.conn(), guild, petition, chosen).await?;
                    cards::unpin(uow, unpinned.card.number).await?;
                    let mut card = unpinned.card.clone();
                    card.revision += 1;
                    let actor = Actor::Person(access.moderator, access.standing);
                    uow.append(Trace { act: LedgerAct::Unpin, actor }.signed(entry(LedgerAct::Unpin, &card)));
                    Ok(unpinned)
                })
            })
            .await
    }

    /// Lists the cards of the caller's guild.
    pub async fn cards(&self, caller: &Caller) -> Result<Vec<CardShown>, ServiceError> {
        let mut conn = self.store.read().await?;
        self.access(&mut conn, caller, Act::ConfigureDigests).await?;
        let mut listed = Vec::new();
        for card in cards::list(&mut conn, caller.guild).await? {
            listed.push(shown(&mut conn, caller.guild, card).await?);
        }
        Ok(listed)
    }
}

/// Finds the card that is meant by its petition, which need not be in readers' sight any more, and its channel.
async fn found(
    conn: &mut Conn,
    guild: GuildId,
    petition: &str,
    chosen: &ChannelChoice,
) -> Result<CardShown, ServiceError> {
    let asked = petition.trim();
    let number = match asked.parse::<Number>() {
        Ok(number) => Some(number),
        Err(_) => petitions::find_by_slug(conn, guild, &asked.to_lowercase()).await?.map(|one| one.number),
    };
    let card = match number {
        Some(number) => cards::find(conn, guild, number, chosen.channel).await?,
        None => None,
    };
    shown(conn, guild, card.ok_or(Refusal::NoSuchCard(chosen.channel))?).await
}

async fn shown(conn: &mut Conn, guild: GuildId, card: Card) -> Result<CardShown, ServiceError> {
    let found = petitions::find(conn, guild, card.petition).await?;
    let title = found.map_or_else(|| card.petition.to_string(), |found| found.doc.title);
    Ok(CardShown { card, title })
}

/// Makes the entry of what was done to a card.
fn entry(act: LedgerAct, card: &Card) -> Entry {
    Entry::new(act, ObjectKind::Card, card.number, card.revision)
        .with("petition", card.petition.to_string())
        .with("channel", card.channel.to_string())
}
