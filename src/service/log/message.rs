//! Logging from a message's menu: the link and the quotation in it, and nothing of who wrote it.

use super::draft::{Draft, FromMessage, Own};
use super::drafted::{DraftId, Drafted, PetitionOffer, WhichPetition};
use super::typed::{NewSource, NewStatement, Typed};
use crate::domain::ids::Number;
use crate::domain::proposal::Proposal;
use crate::domain::quoted::quoted;
use crate::domain::record::Capacity;
use crate::service::refusal::Refusal;
use crate::service::{Caller, Service, ServiceError};
use crate::store::Conn;
use crate::store::asking::suggest::{self, own_pending};
use crate::store::asking::{Asked, Wanted, dossier};

/// What a message is logged as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageMenu {
    /// What somebody said, with its source.
    Statement,
    /// A source.
    Source,
}

/// The most petitions a select offers.
const OFFERED: usize = 25;

impl Service {
    /// Reads what a message says, keeps the link and the quotation in it as a draft, and asks for what is missing.
    pub async fn draft_message(
        &self,
        caller: &Caller,
        content: &str,
        menu: MessageMenu,
    ) -> Result<Drafted, ServiceError> {
        let found = quoted(content).ok_or(Refusal::NoLink)?;
        let (typed, quote) = match menu {
            MessageMenu::Statement => (Typed::Statement(statement(found.link)), found.words),
            MessageMenu::Source => (Typed::Source(source(found.link)), None),
        };
        let page = self.page_of(caller, &typed).await?;
        let mut draft = Draft { page, ..Draft::new(typed, self.now()) };
        draft.message = Some(FromMessage { quote, links: found.links });
        let mut drafted = self.begin(caller, draft).await?;
        if let Drafted::NeedsPetition(which) = &mut drafted {
            let mut conn = self.store.read().await?;
            let here = Asked::Here(caller.channel);
            if let Some(own) = dossier::read(&mut conn, caller.guild, &here, Wanted::default()).await?.petition {
                which.petitions.retain(|offer| offer.number != own.number);
                which.petitions.insert(0, PetitionOffer { number: own.number, title: own.doc.title, waiting: false });
                which.petitions.truncate(OFFERED);
            }
        }
        Ok(drafted)
    }

    /// Says which petition a draft from a message is about, and gives the form for its words.
    pub async fn choose_petition(
        &self,
        caller: &Caller,
        draft: &DraftId,
        petition: Number,
    ) -> Result<Drafted, ServiceError> {
        self.go_on(caller, draft, |draft| {
            if let (Typed::Statement(typed), Some(_)) = (&mut draft.typed, &draft.message) {
                typed.petition = petition.to_string();
            }
            Ok(())
        })
        .await
    }

    /// Gives the petitions that a draft from a message may be about.
    pub(super) async fn which_petition(
        &self,
        conn: &mut Conn,
        own: &Own,
        draft: &Draft,
    ) -> Result<Drafted, ServiceError> {
        let mut petitions = Vec::new();
        for one in own_pending(conn, own.guild, own.actor).await? {
            if let Proposal::Petition(petition) = self.store.open_proposal(own.guild, one.number, &one.sealed)? {
                petitions.push(PetitionOffer { number: one.number, title: petition.doc.title, waiting: true });
            }
        }
        let latest = suggest::petitions(conn, own.guild, &suggest::Typed::new("")).await?.into_iter();
        petitions.extend(latest.map(|one| PetitionOffer { number: one.number, title: one.title, waiting: false }));
        if petitions.is_empty() {
            return Err(Refusal::NoPetitions.into());
        }
        petitions.truncate(OFFERED);
        let (url, message) = (draft.typed.url().unwrap_or_default().to_owned(), draft.message.as_ref());
        Ok(Drafted::NeedsPetition(Box::new(WhichPetition {
            draft: own.id.clone(),
            url,
            links: message.map_or(0, |message| message.links),
            quote: message.and_then(|message| message.quote.clone()),
            petitions,
        })))
    }
}

fn statement(url: String) -> NewStatement {
    NewStatement {
        petition: String::new(),
        url,
        speaker: String::new(),
        // Stands in until the form says it.
        capacity: Capacity::Anonymous,
        said_on: String::new(),
        channel: None,
        directed_to: None,
        paraphrase: None,
    }
}

fn source(url: String) -> NewSource {
    NewSource { url, publisher: None, title: None, published: None, source_type: None, access: None, read_on: None }
}
