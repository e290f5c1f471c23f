//! The steps of a draft, from typing to the preview.

use jiff::Timestamp;

use super::draft::{Draft, Own};
use super::drafted::{DraftId, Drafted, MayApprove, OfPage, Preview, WhichWords};
use super::form::Form;
use super::forms;
use super::namesakes::Sees;
use super::page::Page;
use super::read::{Pending, Read, Reader, Target};
use super::similar::similar;
use super::typed::Typed;
use crate::domain::ids::{GuildId, Number};
use crate::domain::organisation::OrganisationRef;
use crate::domain::proposal::Proposal;
use crate::domain::source::{Beside, SourceDoc};
use crate::service::access::Access;
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::{Caller, Field, Service, ServiceError};
use crate::store::{Conn, beside, organisations, pages, sources};

/// What a step found: the draft as it is now, and what is said of it.
struct Stepped {
    draft: Draft,
    said: Result<Drafted, ServiceError>,
}

impl Service {
    /// Reads what was typed, keeps it as a draft for a day, and says what is missing or shows what would be filed.
    pub async fn draft(&self, caller: &Caller, typed: Typed) -> Result<Drafted, ServiceError> {
        if let Typed::Count(count) = &typed
            && let Some(counter) = count.counter.as_deref().filter(|counter| !counter.trim().is_empty())
        {
            let draft = self.counter_draft(caller, count, counter).await?;
            return self.begin(caller, draft).await;
        }
        let page = self.page_of(caller, &typed).await?;
        self.begin(caller, Draft { page, ..Draft::new(typed, self.now()) }).await
    }

    /// Reads a new draft and keeps it.
    pub(super) async fn begin(&self, caller: &Caller, draft: Draft) -> Result<Drafted, ServiceError> {
        let now = self.now();
        let mut conn = self.store.read().await?;
        let access = Access::of(&self.store, &mut conn, caller).await?;
        access.permit_submit(&mut conn, caller).await?;
        let own = Own { guild: caller.guild, actor: access.contributor, id: DraftId::random(&*self.entropy) };
        let stepped = self.step(&mut conn, &access, &own, draft).await?;
        let drafted = stepped.said?;
        drop(conn);
        let expires_at = now.checked_add(self.limits.drafts_kept).unwrap_or(Timestamp::MAX);
        let (own, draft) = (&own, &stepped.draft);
        self.store
            .write(caller.guild, now, |uow| {
                Box::pin(async move {
                    let store = uow.store().clone();
                    own.insert(&store, uow.conn(), draft, expires_at).await
                })
            })
            .await?;
        Ok(drafted)
    }

    /// Takes the words of the form that [`Drafted::NeedsWords`] asked for. They are kept even when they are refused.
    pub async fn complete(
        &self,
        caller: &Caller,
        draft: &DraftId,
        fields: &[(Field, String)],
    ) -> Result<Drafted, ServiceError> {
        self.go_on(caller, draft, |draft| {
            draft.take_words(fields);
            Ok(())
        })
        .await
    }

    /// Settles how the words are read: by the choice's place among those of [`Drafted::NeedsReading`], or, one place
    /// past the last, as words that stand alone.
    pub async fn choose_reading(
        &self,
        caller: &Caller,
        draft: &DraftId,
        index: usize,
    ) -> Result<Drafted, ServiceError> {
        self.go_on(caller, draft, |draft| {
            draft.chosen = Some(index);
            Ok(())
        })
        .await
    }

    /// Takes the words of a sentence that [`Drafted::NeedsWording`] offered, by its place.
    pub async fn choose_wording(
        &self,
        caller: &Caller,
        draft: &DraftId,
        index: usize,
    ) -> Result<Drafted, ServiceError> {
        self.go_on(caller, draft, |draft| {
            let read = draft.page.as_ref().and_then(|page| page.read.as_ref().ok());
            let sentence = read.and_then(|read| read.sentences.get(index)).cloned();
            if let (Typed::Count(typed), Some(sentence)) = (&mut draft.typed, sentence) {
                typed.wording = Some(sentence);
                draft.chosen = None;
            }
            Ok(())
        })
        .await
    }

    /// Gives the words' form again, with what it held.
    pub async fn words_form(&self, caller: &Caller, draft: &DraftId) -> Result<Form, ServiceError> {
        self.open(caller, draft).await.map(|draft| forms::words(&draft))
    }

    /// Gives the form that puts a draft right.
    pub async fn change_form(&self, caller: &Caller, draft: &DraftId) -> Result<Form, ServiceError> {
        self.open(caller, draft).await.map(|draft| forms::change(&draft))
    }

    /// Takes what the change form holds; what it does not hold stays.
    pub async fn change(
        &self,
        caller: &Caller,
        draft: &DraftId,
        fields: &[(Field, String)],
    ) -> Result<Drafted, ServiceError> {
        self.go_on(caller, draft, |draft| draft.take_changes(fields)).await
    }

    /// Gives the form that says what the source is.
    pub async fn describe_form(&self, caller: &Caller, draft: &DraftId) -> Result<Form, ServiceError> {
        self.open(caller, draft).await.map(|draft| forms::describe(&draft))
    }

    /// Takes what the source's form holds.
    pub async fn describe(
        &self,
        caller: &Caller,
        draft: &DraftId,
        fields: &[(Field, String)],
    ) -> Result<Drafted, ServiceError> {
        self.go_on(caller, draft, |draft| {
            draft.take_description(fields);
            Ok(())
        })
        .await
    }

    /// Throws a draft away; one that is gone already is no error.
    pub async fn cancel(&self, caller: &Caller, draft: &DraftId) -> Result<(), ServiceError> {
        let now = self.now();
        let mut conn = self.store.read().await?;
        let (access, own) = self.own(&mut conn, caller, draft).await?;
        drop(conn);
        // What a moderator was about to do is kept under the key they moderate by.
        let acting = &Own { actor: access.moderator, ..own.clone() };
        let own = &own;
        self.store
            .write(caller.guild, now, |uow| {
                Box::pin(async move {
                    own.cancel(uow.conn(), now).await?;
                    acting.cancel(uow.conn(), now).await
                })
            })
            .await
    }

    async fn own(&self, conn: &mut Conn, caller: &Caller, id: &DraftId) -> Result<(Access, Own), ServiceError> {
        let access = Access::of(&self.store, conn, caller).await?;
        let own = Own { guild: caller.guild, actor: access.contributor, id: id.clone() };
        Ok((access, own))
    }

    async fn open(&self, caller: &Caller, id: &DraftId) -> Result<Draft, ServiceError> {
        let mut conn = self.store.read().await?;
        let (_, own) = self.own(&mut conn, caller, id).await?;
        own.find(&self.store, &mut conn, self.now()).await
    }

    /// Changes a draft, reads it again and keeps it.
    ///
    /// What is refused leaves a complete draft as it was. One that still lacks its words keeps them even when they are
    /// refused: nobody should write those twice.
    pub(super) async fn go_on(
        &self,
        caller: &Caller,
        id: &DraftId,
        change: impl FnOnce(&mut Draft) -> Result<(), Refusal> + Send,
    ) -> Result<Drafted, ServiceError> {
        let now = self.now();
        let mut conn = self.store.read().await?;
        let (access, own) = self.own(&mut conn, caller, id).await?;
        let mut draft = own.find(&self.store, &mut conn, now).await?;
        let was_complete = !draft.proposals.is_empty();
        let stepped = match change(&mut draft) {
            Ok(()) => self.step(&mut conn, &access, &own, draft).await?,
            Err(refusal) => Stepped { draft, said: Err(refusal.into()) },
        };
        drop(conn);
        if was_complete && stepped.said.is_err() {
            return stepped.said;
        }
        let (own, draft) = (&own, &stepped.draft);
        self.store
            .write(caller.guild, now, |uow| {
                Box::pin(async move {
                    let store = uow.store().clone();
                    own.replace(&store, uow.conn(), draft, now).await
                })
            })
            .await?;
        stepped.said
    }

    /// Reads a draft and says what is missing or shows what would be filed. A refusal is in what is said; a fault is not.
    async fn step(
        &self,
        conn: &mut Conn,
        access: &Access,
        own: &Own,
        mut draft: Draft,
    ) -> Result<Stepped, ServiceError> {
        let reader = Reader {
            store: &self.store,
            guild: own.guild,
            zone: access.settings.zone.rules(),
            language: access.settings.language,
            at: draft.typed_at,
            pending: Pending::Own(own.actor),
            names: access.settings.names,
        };
        draft.proposals = Vec::new();
        let said = match reader.read(conn, &draft).await {
            Ok(Read::Petition) => self.which_petition(conn, own, &draft).await,
            Ok(Read::Words(form)) => Ok(Drafted::NeedsWords(own.id.clone(), form)),
            Ok(Read::Wording(url, offers, unread)) => {
                Ok(Drafted::NeedsWording(Box::new(WhichWords { draft: own.id.clone(), url, offers, unread })))
            }
            Ok(Read::Ask(ways)) => Ok(Drafted::NeedsReading(own.id.clone(), ways)),
            Ok(Read::Ready(proposals, target)) => {
                let mut preview = self.preview(conn, access, own, &proposals, target).await?;
                preview.page = of_page(&draft, &proposals);
                preview.links = draft.message.as_ref().map_or(0, |message| message.links);
                draft.proposals = proposals;
                Ok(Drafted::Preview(Box::new(preview)))
            }
            Err(ServiceError::Refused(refusal)) => Err(refusal.into()),
            Err(fault) => return Err(fault),
        };
        Ok(Stepped { draft, said })
    }

    async fn preview(
        &self,
        conn: &mut Conn,
        access: &Access,
        own: &Own,
        proposals: &[Proposal],
        target: Option<Target>,
    ) -> Result<Preview, ServiceError> {
        let first = proposals.first();
        let source = first.and_then(Proposal::source);
        let source_known = match source {
            Some(source) => sources::find_by_url(conn, own.guild, &source.url).await?.map(|(number, _)| number),
            None => None,
        };
        let beside = match source {
            Some(source) => beside_of(conn, own.guild, source, source_known).await?,
            None => Beside::default(),
        };
        let sees = if access.permit(Act::SeeQueue).is_ok() { Sees::Everything } else { Sees::Published };
        let mut alike = Vec::new();
        for proposal in proposals {
            let more = similar(&self.store, conn, own.guild, proposal, (None, sees)).await?;
            alike.extend(more.into_iter().filter(|one| !alike.contains(one)).collect::<Vec<_>>());
        }
        // What waits for a petition or a source is not published, whoever asks.
        let sourced = source.is_some() || first.is_some_and(|proposal| !proposal.needs_source());
        let publishable = sourced && !target.as_ref().is_some_and(|target| target.waiting);
        let may_approve = publishable && access.permit(Act::ApproveOwn).is_ok();
        Ok(Preview {
            draft: own.id.clone(),
            organisation: first_organisation_name(conn, own.guild, proposals).await?,
            proposals: proposals.to_vec(),
            petition: target.map(|target| target.title),
            source_known,
            page: OfPage::Unasked,
            beside,
            similar: alike,
            may_approve: if may_approve { MayApprove::Yes } else { MayApprove::No },
            links: 0,
        })
    }
}

/// Says whether the page of what would be filed was read.
fn of_page(draft: &Draft, proposals: &[Proposal]) -> OfPage {
    let source = proposals.first().and_then(Proposal::source);
    let is_its = |page: &&Page| source.is_some_and(|doc| doc.url == page.url || doc.other_urls.contains(&page.url));
    match draft.page.as_ref().filter(is_its).map(|page| &page.read) {
        None => OfPage::Unasked,
        Some(Ok(_)) => OfPage::Read,
        Some(Err(unread)) => OfPage::Unread(*unread),
    }
}

/// Finds what a source may be confused with, apart from itself where it is on record.
pub(crate) async fn beside_of(
    conn: &mut Conn,
    guild: GuildId,
    source: &SourceDoc,
    known: Option<Number>,
) -> Result<Beside, ServiceError> {
    let declared = pages::find_declared(conn, &source.url).await?;
    Ok(beside::find(conn, guild, (&source.url, declared.as_ref()), known).await?)
}

async fn first_organisation_name(
    conn: &mut Conn,
    guild: GuildId,
    proposals: &[Proposal],
) -> Result<Option<String>, ServiceError> {
    for proposal in proposals {
        if let Some(name) = organisation_name(conn, guild, proposal).await? {
            return Ok(Some(name));
        }
    }
    Ok(None)
}

/// Gives the name of the organisation that a proposal concerns.
pub(crate) async fn organisation_name(
    conn: &mut Conn,
    guild: GuildId,
    proposal: &Proposal,
) -> Result<Option<String>, ServiceError> {
    let organisation = match proposal {
        Proposal::Petition(petition) => petition.addressees.first(),
        Proposal::Record(record) => record.organisation.as_ref(),
        Proposal::Organisation(proposed) => return Ok(Some(proposed.organisation.name.clone())),
        Proposal::Source(_) | Proposal::Capture(_) | Proposal::Signatory(_) | Proposal::PetitionEdit(_) => None,
    };
    match organisation {
        Some(OrganisationRef::Known(number)) => Ok(organisations::find_name(conn, guild, *number).await?),
        Some(OrganisationRef::New(name)) => Ok(Some(name.clone())),
        None => Ok(None),
    }
}
