//! Publishing: what was proposed becomes part of the record, with the organisations and sources it names.

use std::collections::HashMap;

use crate::domain::acting::Effect;
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::{Act, Entry, ObjectKind};
use crate::domain::organisation::{OrganisationKind, OrganisationRef};
use crate::domain::petition_edit::Change;
use crate::domain::proposal::{CaptureProposal, PetitionProposal};
use crate::domain::record::{Body, Rank};
use crate::domain::source::{CaptureDoc, SourceDoc};
use crate::domain::watching::{FiledBy, PageRole};
use crate::service::ServiceError;
use crate::service::refusal::Refusal;
use crate::service::trace::{Trace, json};
use crate::store::petitions::NewPetition;
use crate::store::records::NewRecord;
use crate::store::submissions::Submission;
use crate::store::{UnitOfWork, organisations, petitions, readings, records, sources, watched};

/// A record to publish, its petition and source known.
#[derive(Clone, Copy)]
pub(crate) struct Record<'a> {
    pub(crate) number: Number,
    pub(crate) revision: i64,
    pub(crate) petition: Number,
    pub(crate) organisation: Option<&'a OrganisationRef>,
    pub(crate) source: Number,
    pub(crate) body: &'a Body,
    pub(crate) rank: Rank,
    pub(crate) flag: Option<&'a str>,
}

/// Publishes within one unit of work; every object it makes or changes leaves an entry of one act.
pub(crate) struct Publisher<'a, 'env> {
    pub(crate) uow: &'a mut UnitOfWork<'env>,
    pub(super) trace: Trace,
    /// Organisations that were found or made in this unit already: an archive names few, in every row.
    named: HashMap<String, (Number, String)>,
}

impl<'a, 'env> Publisher<'a, 'env> {
    /// Begins to publish.
    pub(crate) fn new(uow: &'a mut UnitOfWork<'env>, trace: Trace) -> Self {
        Self { uow, trace, named: HashMap::new() }
    }

    /// Gives the act whose entries this leaves.
    pub(crate) fn trace(&self) -> Trace {
        self.trace
    }

    pub(super) fn guild(&self) -> GuildId {
        self.uow.guild()
    }

    /// Finds the organisation, or makes it of its name. Gives its number and the name it is shown by.
    pub(crate) async fn organisation(
        &mut self,
        named: &OrganisationRef,
        kind: OrganisationKind,
    ) -> Result<(Number, String), ServiceError> {
        match named {
            OrganisationRef::Known(number) => self.known(*number).await,
            OrganisationRef::New(name) => {
                if let Some(found) = self.named.get(name) {
                    return Ok(found.clone());
                }
                let found = self.organisation_by_name(name, kind).await?;
                self.named.insert(name.clone(), found.clone());
                Ok(found)
            }
        }
    }

    async fn known(&mut self, number: Number) -> Result<(Number, String), ServiceError> {
        let guild = self.guild();
        let number = organisations::find_merged_into(self.uow.conn(), guild, number).await?.unwrap_or(number);
        let name = organisations::find_name(self.uow.conn(), guild, number).await?;
        let gone = || Refusal::NoSuchOrganisation { given: number.to_string(), close: Vec::new() };
        Ok((number, name.ok_or_else(gone)?))
    }

    async fn organisation_by_name(
        &mut self,
        name: &str,
        kind: OrganisationKind,
    ) -> Result<(Number, String), ServiceError> {
        let guild = self.guild();
        if let Some(number) = organisations::find_by_name(self.uow.conn(), guild, name).await? {
            return self.known(number).await;
        }
        let number = self.uow.number()?;
        self.new_organisation(number, name, kind).await?;
        Ok((number, name.to_owned()))
    }

    /// Makes an organisation under a number of its own.
    pub(super) async fn new_organisation(
        &mut self,
        number: Number,
        name: &str,
        kind: OrganisationKind,
    ) -> Result<(), ServiceError> {
        let guild = self.guild();
        organisations::insert(self.uow.conn(), guild, number, name, kind).await?;
        let after = serde_json::json!({ "name": name, "kind": kind });
        self.uow.append(self.trace.entry(ObjectKind::Organisation, number, 1, &after)?);
        Ok(())
    }

    /// Finds the source by its address and adds what was not known of it, or makes it.
    pub(crate) async fn source(&mut self, doc: &SourceDoc) -> Result<Number, ServiceError> {
        let (guild, at) = (self.guild(), self.uow.at());
        let Some((number, known)) = sources::find_by_url(self.uow.conn(), guild, &doc.url).await? else {
            let number = self.uow.number()?;
            self.new_source(number, 1, doc).await?;
            return Ok(number);
        };
        if let Some(more) = added(&known, doc) {
            let revision = sources::update(self.uow.conn(), guild, number, &more, at).await?;
            self.uow.append(self.trace.entry(ObjectKind::Source, number, revision, &more)?);
        }
        Ok(number)
    }

    /// Makes a source under a number of its own.
    async fn new_source(&mut self, number: Number, revision: i64, doc: &SourceDoc) -> Result<(), ServiceError> {
        let (guild, at, doc) = (self.guild(), self.uow.at(), &doc.confirmed());
        sources::insert(self.uow.conn(), guild, number, revision, doc, at).await?;
        self.uow.append(self.trace.entry(ObjectKind::Source, number, revision, doc)?);
        Ok(())
    }

    /// Makes a source under its submission's number.
    pub(super) async fn source_proposal(&mut self, found: &Submission, doc: &SourceDoc) -> Result<(), ServiceError> {
        let (guild, at, number, doc) = (self.guild(), self.uow.at(), found.number, &doc.confirmed());
        sources::insert(self.uow.conn(), guild, number, found.revision, doc, at).await?;
        let entry = self.trace.entry(ObjectKind::Source, number, found.revision, doc)?;
        let change = Change { from: None, to: Some(doc.clone()) };
        self.leave(entry, &[Effect::Source(number, Box::new(change))])
    }

    /// Files an archived copy of a source under its submission's number; it is read once, and takes its place among the
    /// source's readings by its own date.
    pub(super) async fn capture_proposal(
        &mut self,
        found: &Submission,
        capture: &CaptureProposal,
    ) -> Result<(), ServiceError> {
        let (guild, at, number) = (self.guild(), self.uow.at(), found.number);
        let (source, archived_at) = (capture.source, capture.archived_at);
        let gone = || Refusal::NoSuchSource(source.to_string());
        sources::find(self.uow.conn(), guild, source).await?.ok_or_else(gone)?;
        // The watcher may have found it since, or somebody else filed it.
        if sources::has_copy(self.uow.conn(), guild, source, &capture.archive_url).await? {
            return Err(Refusal::CopyKnown(source).into());
        }
        let archive_url = Some(capture.archive_url.clone());
        let doc = CaptureDoc { archive_url, archived_at: Some(archived_at), ..CaptureDoc::default() };
        let conn = self.uow.conn();
        sources::insert_capture(conn, guild, number, source, (archived_at, FiledBy::Person), &doc).await?;
        let page = watched::attach(conn, guild, source, &capture.archive_url, PageRole::Archive, at).await?;
        readings::set_page(conn, guild, number, page).await?;
        let entry = self.trace.entry(ObjectKind::Capture, number, found.revision, capture)?;
        self.uow.append(entry);
        Ok(())
    }

    /// Makes a petition with its addressees, demands and source, and gives the source's number. A short name that is
    /// taken gets the next free number behind it.
    pub(crate) async fn petition(
        &mut self,
        number: Number,
        revision: i64,
        proposal: &PetitionProposal,
    ) -> Result<Number, ServiceError> {
        let (guild, at) = (self.guild(), self.uow.at());
        let mut addressees = Vec::with_capacity(proposal.addressees.len());
        for named in &proposal.addressees {
            addressees.push(self.organisation(named, OrganisationKind::Employer).await?);
        }
        let source = self.source(&proposal.source).await?;
        let slug = petitions::free_slug(self.uow.conn(), guild, &proposal.slug).await?;
        let petition = NewPetition {
            number,
            slug: &slug,
            revision,
            doc: &proposal.doc,
            collection: proposal.collection,
            source,
            addressees: &addressees,
        };
        petitions::insert(self.uow.conn(), guild, petition, at).await?;
        let entry = self.trace.entry(ObjectKind::Petition, number, revision, proposal)?;
        self.leave(entry, &[Effect::published_petition(number)])?;
        for (position, text) in (1i64..).zip(&proposal.demands) {
            let demand = self.uow.number()?;
            petitions::insert_demand(self.uow.conn(), guild, demand, number, position, text).await?;
            self.uow.append(self.trace.entry(ObjectKind::Demand, demand, 1, text)?);
        }
        Ok(source)
    }

    /// Leaves the entry of something published, with its effects where moderators approved it: by these it is taken back.
    pub(super) fn leave(&mut self, entry: Entry, effects: &[Effect]) -> Result<(), ServiceError> {
        let entry = if self.trace.act == Act::Approve { entry.with("effects", json(&effects)?) } else { entry };
        self.uow.append(entry);
        Ok(())
    }

    /// Makes a record; what it opens is taken back with it.
    pub(crate) async fn record(&mut self, record: Record<'_>, opens: Option<Number>) -> Result<(), ServiceError> {
        let (guild, at) = (self.guild(), self.uow.at());
        let organisation = match record.organisation {
            Some(named) => Some(self.organisation(named, OrganisationKind::Employer).await?.0),
            None => None,
        };
        let Record { number, revision, petition, source, body, rank, flag, .. } = record;
        let new = NewRecord { number, revision, petition, organisation, source, body, rank, flag };
        records::insert(self.uow.conn(), guild, new, at).await?;
        let after = serde_json::json!({
            "petition": petition, "organisation": organisation, "source": source, "body": body, "flag": flag,
        });
        let entry = self.trace.entry(ObjectKind::Record, number, revision, &after)?;
        let effects: Vec<Effect> = [Some(number), opens].into_iter().flatten().map(Effect::published_record).collect();
        self.leave(entry, &effects)
    }
}

/// Adds to a known source what was not known of it; nothing that is known is said otherwise. `None` where nothing is new.
fn added(known: &SourceDoc, told: &SourceDoc) -> Option<SourceDoc> {
    let mut more = known.clone();
    more.publisher = more.publisher.or_else(|| told.publisher.clone());
    more.title = more.title.or_else(|| told.title.clone());
    more.published = more.published.or(told.published);
    more.source_type = more.source_type.or(told.source_type);
    more.access = more.access.or(told.access);
    more.language = more.language.or_else(|| told.language.clone());
    if more.authors.is_empty() {
        more.authors.clone_from(&told.authors);
    }
    let others = told.other_urls.iter().filter(|url| **url != known.url && !known.other_urls.contains(url));
    more.other_urls.extend(others.cloned());
    (more != *known).then_some(more)
}
