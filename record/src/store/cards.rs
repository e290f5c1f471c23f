//! Cards: messages that show a petition and are kept current.
//!
//! Whoever sends or edits one holds a lease, and writes only while the number of attempts is the one that was claimed.

use jiff::Timestamp;

use super::decode::RowOf;
use super::sql::{query, row};
use super::{Conn, StoreError, UnitOfWork};
use crate::domain::digest::{CardState, Paused};
use crate::domain::ids::{ChannelId, GuildId, Number};

/// A petition's card in a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its number.
    pub number: Number,
    /// The petition it shows.
    pub petition: Number,
    /// The channel it stands in.
    pub channel: ChannelId,
    /// Whether it is kept current.
    pub state: CardState,
    /// Why it is paused, where it is.
    pub paused: Option<Paused>,
    /// Which of its messages this is, from 1.
    pub posting: i64,
    /// The message it is.
    pub message: Option<u64>,
    /// When its sending was begun last.
    pub tried_at: Option<Timestamp>,
    /// What the message shows, as a hash.
    pub shown: Option<String>,
    /// When what it shows changed last.
    pub edited_at: Option<Timestamp>,
    /// How often something it shows was taken out of sight since it was edited.
    pub stale: i64,
    /// The fencing token.
    pub attempts: i64,
    /// Its revision.
    pub revision: i64,
}

row! {
    struct Row {
        number: i64,
        petition: i64,
        channel: i64,
        state: String,
        paused: Option<String>,
        posting: i64,
        message: Option<i64>,
        tried_at: Option<i64>,
        shown: Option<String>,
        edited_at: Option<i64>,
        stale: i64,
        attempts: i64,
        revision: i64,
    }
}

impl Row {
    fn read(self) -> Result<Card, StoreError> {
        let row = RowOf::new("card", self.number);
        Ok(Card {
            number: row.number("number", self.number)?,
            petition: row.number("petition", self.petition)?,
            channel: ChannelId::from(self.channel),
            state: row.word("state", &self.state, CardState::parse)?,
            paused: self.paused.map(|word| row.word("paused", &word, Paused::parse)).transpose()?,
            posting: self.posting,
            message: self.message.map(i64::cast_unsigned),
            tried_at: self.tried_at.map(|at| row.instant("tried_at", at)).transpose()?,
            shown: self.shown,
            edited_at: self.edited_at.map(|at| row.instant("edited_at", at)).transpose()?,
            stale: self.stale,
            attempts: self.attempts,
            revision: self.revision,
        })
    }
}

/// Pins a petition's card in a channel; one that was paused or leaving there is kept again, and
/// its message edited whatever it shows. Gives its number.
pub async fn pin(
    uow: &mut UnitOfWork<'_>,
    number: Number,
    petition: Number,
    channel: ChannelId,
) -> Result<Number, StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    let found = query!(
        uow,
        scalar,
        i64,
        "INSERT INTO card (guild, number, petition, channel, state, look_at, not_before, revision, created_at)
         VALUES ($1, $2, $3, $4, 'kept', $5, $5, 1, $5)
         ON CONFLICT (guild, channel, petition) DO UPDATE SET state = 'kept', paused = NULL, warn_since = NULL,
             shown = NULL, stale = card.stale + 1, not_before = excluded.not_before, revision = card.revision + 1
         RETURNING number",
        guild,
        number,
        petition,
        channel,
        at
    )?;
    RowOf::new("card", found).number("number", found)
}

/// Lets a card be emptied and forgotten.
pub async fn unpin(uow: &mut UnitOfWork<'_>, number: Number) -> Result<(), StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    query!(
        uow,
        execute,
        "UPDATE card SET state = 'leaving', paused = NULL, warn_since = NULL, not_before = $3, revision = revision + 1
         WHERE guild = $1 AND number = $2",
        guild,
        number,
        at
    )?;
    Ok(())
}

/// Forgets a card, if it is still the one that was claimed.
pub async fn forget(conn: &mut Conn, guild: GuildId, claimed: &Card) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "DELETE FROM card WHERE guild = $1 AND number = $2 AND attempts = $3 AND state = 'leaving'",
        guild,
        claimed.number,
        claimed.attempts
    )?;
    Ok(())
}

/// Lists a guild's cards that are not leaving.
pub async fn list(conn: &mut Conn, guild: GuildId) -> Result<Vec<Card>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        Row,
        "SELECT number, petition, channel, state, paused, posting, message, tried_at, shown, edited_at, stale, attempts, revision
         FROM card WHERE guild = $1 AND state <> 'leaving' ORDER BY number",
        guild
    )?;
    rows.into_iter().map(Row::read).collect()
}

/// Finds the card of a petition in a channel that is not leaving.
pub async fn find(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    channel: ChannelId,
) -> Result<Option<Card>, StoreError> {
    let cards = list(conn, guild).await?;
    Ok(cards.into_iter().find(|card| card.petition == petition && card.channel == channel))
}

/// Lists cards that are to be looked at: what was never sent, what leaves, what lost something from sight, and whose guild's
/// ledger went on while the message was last edited before `edited`; each once a day besides, since time changes what is said.
pub async fn list_due(
    conn: &mut Conn,
    (now, edited): (Timestamp, Timestamp),
    limit: i64,
) -> Result<Vec<(GuildId, Number)>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64),
        "SELECT c.guild, c.number FROM card c JOIN guild g ON g.id = c.guild
         WHERE c.state <> 'paused' AND c.not_before <= $1 AND (c.lease_until IS NULL OR c.lease_until <= $1)
             AND (c.state = 'leaving' OR c.message IS NULL OR c.stale > 0 OR c.look_at <= $1
                 OR g.ledger_seq > c.looked_upto AND (c.edited_at IS NULL OR c.edited_at <= $2))
         ORDER BY c.not_before, c.guild, c.number LIMIT $3",
        now,
        edited,
        limit
    )?;
    let read = |(guild, number)| Ok((GuildId::from(guild), RowOf::new("card", number).number("number", number)?));
    rows.into_iter().map(read).collect()
}

/// Claims a card until `until`, if nobody holds it at `now`.
pub async fn claim(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    (now, until): (Timestamp, Timestamp),
) -> Result<Option<Card>, StoreError> {
    let row = query!(
        conn,
        fetch_optional,
        Row,
        "UPDATE card SET lease_until = $4, attempts = attempts + 1
         WHERE guild = $1 AND number = $2 AND state <> 'paused' AND not_before <= $3
             AND (lease_until IS NULL OR lease_until <= $3)
         RETURNING number, petition, channel, state, paused, posting, message, tried_at, shown, edited_at, stale, attempts, revision",
        guild,
        number,
        now,
        until
    )?;
    row.map(Row::read).transpose()
}

/// Notes that the sending of a card's message begins. Gives false for whoever was overtaken.
pub async fn begin(uow: &mut UnitOfWork<'_>, claimed: &Card, until: Timestamp) -> Result<bool, StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    let done = query!(
        uow,
        execute,
        "UPDATE card SET tried_at = $4, lease_until = $5 WHERE guild = $1 AND number = $2 AND attempts = $3",
        guild,
        claimed.number,
        claimed.attempts,
        at,
        until
    )?;
    Ok(done == 1)
}

/// What a card's message shows since it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The message it is.
    pub message: u64,
    /// The ledger's sequence up to which it was looked at.
    pub upto: i64,
    /// What it shows, as a hash.
    pub shown: String,
    /// When what it shows changed last.
    pub edited_at: Option<Timestamp>,
    /// When it is looked at next if nothing happens before.
    pub look_at: Timestamp,
}

/// Notes what a card's message shows, and lets go of it.
pub async fn looked(conn: &mut Conn, guild: GuildId, claimed: &Card, look: &Look) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE card SET message = $4, looked_upto = $5, shown = $6, edited_at = $7, look_at = $8, stale = stale - $9,
             tried_at = NULL, lease_until = NULL
         WHERE guild = $1 AND number = $2 AND attempts = $3",
        guild,
        claimed.number,
        claimed.attempts,
        look.message.cast_signed(),
        look.upto,
        look.shown.as_str(),
        look.edited_at,
        look.look_at,
        claimed.stale
    )?;
    Ok(())
}

/// Notes that a card's message is gone, so that another is sent, and lets go of it.
pub async fn gone(conn: &mut Conn, guild: GuildId, claimed: &Card) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE card SET message = NULL, posting = posting + 1, tried_at = NULL, shown = NULL, lease_until = NULL
         WHERE guild = $1 AND number = $2 AND attempts = $3",
        guild,
        claimed.number,
        claimed.attempts
    )?;
    Ok(())
}

/// Lets go of a card that is to be tried again at `not_before`.
pub async fn release(conn: &mut Conn, guild: GuildId, claimed: &Card, not_before: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE card SET lease_until = NULL, not_before = $4 WHERE guild = $1 AND number = $2 AND attempts = $3",
        guild,
        claimed.number,
        claimed.attempts,
        not_before
    )?;
    Ok(())
}

/// Pauses a card whose channel is closed to the bot; moderators are to be told. Gives whether it was kept until now.
pub async fn pause(uow: &mut UnitOfWork<'_>, claimed: &Card, why: Paused) -> Result<bool, StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    let done = query!(
        uow,
        execute,
        "UPDATE card SET state = 'paused', paused = $4, warn_since = $5, lease_until = NULL, revision = revision + 1
         WHERE guild = $1 AND number = $2 AND attempts = $3 AND state = 'kept'",
        guild,
        claimed.number,
        claimed.attempts,
        why.as_str(),
        at
    )?;
    Ok(done == 1)
}

/// A pause that moderators are to be told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardWarning {
    /// The guild.
    pub guild: GuildId,
    /// Its review channel.
    pub review_channel: ChannelId,
    /// The card.
    pub card: Card,
    /// Since when it is paused.
    pub since: Timestamp,
}

/// Lists the pauses that moderators are to be told of, in guilds with a review channel.
pub async fn list_warnings(conn: &mut Conn, limit: i64) -> Result<Vec<CardWarning>, StoreError> {
    let rows = query!(
        conn,
        fetch_all,
        (i64, i64, i64, i64),
        "SELECT c.guild, c.number, g.review_channel, c.warn_since FROM card c JOIN guild g ON g.id = c.guild
         WHERE c.warn_since IS NOT NULL AND g.review_channel IS NOT NULL ORDER BY c.warn_since, c.guild, c.number LIMIT $1",
        limit
    )?;
    let mut warnings = Vec::with_capacity(rows.len());
    for (guild, number, channel, since) in rows {
        let guild = GuildId::from(guild);
        let since = RowOf::new("card", number).instant("warn_since", since)?;
        if let Some(card) = list(conn, guild).await?.into_iter().find(|card| card.number.get() == number) {
            warnings.push(CardWarning { guild, review_channel: ChannelId::from(channel), card, since });
        }
    }
    Ok(warnings)
}

/// Notes that moderators were told of a pause, or cannot be.
pub async fn warned(conn: &mut Conn, guild: GuildId, number: Number, since: Timestamp) -> Result<(), StoreError> {
    query!(
        conn,
        execute,
        "UPDATE card SET warn_since = NULL WHERE guild = $1 AND number = $2 AND warn_since = $3",
        guild,
        number,
        since
    )?;
    Ok(())
}

/// Lets the cards be edited at once that show an object or what belongs to it.
pub async fn hurry(uow: &mut UnitOfWork<'_>, number: Number) -> Result<(), StoreError> {
    let guild = uow.guild();
    query!(
        uow,
        execute,
        "UPDATE card SET stale = stale + 1 WHERE guild = $1 AND petition IN (
             SELECT CAST($2 AS BIGINT)
             UNION SELECT petition FROM record WHERE guild = $1 AND (number = $2 OR source = $2)
             UNION SELECT number FROM petition WHERE guild = $1 AND source = $2
             UNION SELECT petition FROM demand WHERE guild = $1 AND number = $2
             UNION SELECT petition FROM petition_addressee WHERE guild = $1 AND organisation = $2
             UNION SELECT petition FROM petition_relation WHERE guild = $1 AND other = $2
             UNION SELECT other FROM petition_relation WHERE guild = $1 AND petition = $2)",
        guild,
        number
    )?;
    Ok(())
}
