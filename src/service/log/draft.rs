//! A draft: what was typed, what was added to it step by step, and what would be filed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::drafted::DraftId;
use super::page::{Page, Read};
use super::typed::Typed;
use crate::clock::{Entropy, draw};
use crate::domain::Reading;
use crate::domain::ids::{ActorKey, GuildId};
use crate::domain::proposal::Proposal;
use crate::domain::response::ResponseKind;
use crate::domain::source::{SourceDoc, SourceUrl};
use crate::domain::watching::counter::Counting;
use crate::service::refusal::Refusal;
use crate::service::{Field, ServiceError};
use crate::store::drafts::{self, DraftKey};
use crate::store::{Conn, Sealed, Store, StoreError};

/// What was typed into a form, by field.
pub(crate) type Filled = BTreeMap<Field, String>;

/// Words whose reading is settled and is not made again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Settled {
    /// The words.
    pub(crate) wording: String,
    /// How they are read; `None` where they stand alone.
    pub(crate) reading: Option<Reading>,
    /// Their language, as a BCP 47 tag.
    #[serde(default)]
    pub(crate) language: Option<String>,
}

/// What was found in the message that a draft was made from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct FromMessage {
    /// The words it quotes.
    pub(crate) quote: Option<String>,
    /// How many links it holds; the first is taken.
    pub(crate) links: usize,
}

/// What a draft's sealed row holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Draft {
    /// The command, put right by the change form.
    pub(crate) typed: Typed,
    /// When it was typed: what *today* and *now* in it mean.
    pub(crate) typed_at: Timestamp,
    /// What the words' form brought; `None` until it was sent.
    pub(crate) words: Option<Filled>,
    /// What the source's form brought.
    pub(crate) described: Filled,
    /// Which of several readings is meant; past the last: none.
    pub(crate) chosen: Option<usize>,
    /// Words that were read before: a submission that is edited keeps its reading while its words stay.
    pub(crate) settled: Option<Settled>,
    /// The source as it was before an edit, for what no form asks for.
    pub(crate) source: Option<SourceDoc>,
    /// The kinds of a response, where there are more or others than the command's two.
    pub(crate) kinds: Option<Vec<ResponseKind>>,
    /// The message it was made from, where a menu was used and no command.
    #[serde(default)]
    pub(crate) message: Option<FromMessage>,
    /// What a machine read of the page it is filed from, where it was asked.
    #[serde(default)]
    pub(crate) page: Option<Page>,
    /// Where in the source a count stands, which no form asks for.
    #[serde(default)]
    pub(crate) locator: Option<String>,
    /// What a count has to do with a live counter.
    #[serde(default)]
    pub(crate) counting: Option<Counting>,
    /// What would be filed; empty until the draft is complete.
    pub(crate) proposals: Vec<Proposal>,
}

impl Draft {
    /// Begins a draft with what was typed.
    pub(crate) fn new(typed: Typed, typed_at: Timestamp) -> Self {
        Self {
            typed,
            typed_at,
            words: None,
            described: Filled::new(),
            chosen: None,
            settled: None,
            source: None,
            kinds: None,
            message: None,
            page: None,
            locator: None,
            counting: None,
            proposals: Vec::new(),
        }
    }

    /// Gives what was read of the page at this address.
    pub(crate) fn read_at(&self, url: &SourceUrl) -> Option<&Read> {
        self.page.as_ref().filter(|page| page.url == *url)?.read.as_ref().ok()
    }

    /// Gives what a field of the words' form holds.
    pub(crate) fn word(&self, field: Field) -> Option<&str> {
        self.words.as_ref().and_then(|words| words.get(&field)).map(String::as_str)
    }

    fn seal(&self, store: &Store, guild: GuildId, id: &DraftId) -> Result<Sealed, ServiceError> {
        let plain = zeroize::Zeroizing::new(crate::service::trace::json(self)?);
        Ok(store.seal_draft(guild, &id.0, &plain)?)
    }

    fn open(store: &Store, guild: GuildId, id: &DraftId, sealed: &Sealed) -> Result<Self, ServiceError> {
        let plain = store.open_draft(guild, &id.0, sealed)?;
        serde_json::from_slice(&plain).map_err(|error| {
            let said = format!("the sealed document cannot be read at column {}", error.column());
            StoreError::Corrupt { table: "draft", column: "sealed", row: "?".to_owned(), source: said.into() }.into()
        })
    }
}

/// Whose draft, and which.
#[derive(Clone, Debug)]
pub(super) struct Own {
    pub(super) guild: GuildId,
    pub(super) actor: ActorKey,
    pub(super) id: DraftId,
}

impl Own {
    fn key(&self) -> DraftKey<'_> {
        DraftKey { guild: self.guild, id: &self.id.0, actor: self.actor }
    }

    /// Finds the draft, or refuses it as gone.
    pub(super) async fn find(&self, store: &Store, conn: &mut Conn, now: Timestamp) -> Result<Draft, ServiceError> {
        let sealed = drafts::find(conn, self.key(), now).await?.ok_or(Refusal::DraftGone)?;
        Draft::open(store, self.guild, &self.id, &sealed)
    }

    /// Takes the draft out of the store, or refuses it as gone: of two who take, one has it.
    pub(super) async fn take(&self, store: &Store, conn: &mut Conn, now: Timestamp) -> Result<Draft, ServiceError> {
        let sealed = drafts::take(conn, self.key(), now).await?.ok_or(Refusal::DraftGone)?;
        Draft::open(store, self.guild, &self.id, &sealed)
    }

    /// Keeps a new draft until `expires_at`.
    pub(super) async fn insert(
        &self,
        store: &Store,
        conn: &mut Conn,
        draft: &Draft,
        expires_at: Timestamp,
    ) -> Result<(), ServiceError> {
        let sealed = draft.seal(store, self.guild, &self.id)?;
        Ok(drafts::insert(conn, self.key(), &sealed, expires_at).await?)
    }

    /// Keeps what a draft has become, unless it is gone meanwhile.
    pub(super) async fn replace(
        &self,
        store: &Store,
        conn: &mut Conn,
        draft: &Draft,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let sealed = draft.seal(store, self.guild, &self.id)?;
        let there = drafts::replace(conn, self.key(), &sealed, now).await?;
        if there { Ok(()) } else { Err(Refusal::DraftGone.into()) }
    }

    /// Throws the draft away.
    pub(super) async fn cancel(&self, conn: &mut Conn, now: Timestamp) -> Result<(), ServiceError> {
        drafts::take(conn, self.key(), now).await?;
        Ok(())
    }
}

impl DraftId {
    /// Draws an id of 80 random bits.
    pub(in crate::service) fn random(entropy: &dyn Entropy) -> Self {
        let bits = draw::<10>(entropy).iter().fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
        let digit = |place: u32| char::from(Self::DIGITS[((bits >> (5 * place)) & 31) as usize]);
        Self((0..16).map(digit).collect())
    }
}
