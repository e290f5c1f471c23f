//! Taking a record in that another guild, or another bot, wrote as a file.
//!
//! Its numbers become new ones here; what it says, when and on which source stays. A petition that came in before from
//! the same record changes nothing, so that a file can be taken in again after it was cut off.

use std::collections::HashMap;

use super::publish::TRACE;
use super::{Entry, ImportedCapture, ImportedJudgement, ImportedOrganisation, ImportedRecord, Other, Outcome};
use crate::domain::exchange::{Export, Judgement, Organisation, Petition, Record, Source};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::ObjectKind;
use crate::domain::organisation::{Belonging, OrganisationRef};
use crate::domain::proposal::PetitionProposal;
use crate::domain::source::SourceDoc;
use crate::service::review::publish::Publisher;
use crate::service::{Service, ServiceError};
use crate::store::{UnitOfWork, organisations, sources};

/// How many organisations or sources one transaction makes.
const AT_ONCE: usize = 200;

/// What taking a record in came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TakenIn {
    /// The record is this guild's own: taking it in would double it, and nothing was done.
    Own,
    /// What became of each petition, in the file's order.
    Done(Vec<Outcome>),
}

impl Service {
    /// Takes a record in, checked already by [`Export::parse`].
    pub async fn take_in(&self, guild: GuildId, export: &Export) -> Result<TakenIn, ServiceError> {
        if self.is_own(guild, export).await? {
            return Ok(TakenIn::Own);
        }
        let organisations: Vec<ImportedOrganisation> = export
            .organisations
            .iter()
            .map(|one| ImportedOrganisation { name: one.name.clone(), kind: one.kind, aliases: one.aliases.clone() })
            .collect();
        for some in organisations.chunks(AT_ONCE) {
            self.store.write(guild, self.now(), |uow| Box::pin(async move { know_all(uow, some).await })).await?;
        }
        for one in export.organisations.iter().filter(|one| !one.parents.is_empty()) {
            let parents = &parents_of(export, one);
            self.store
                .write(guild, self.now(), |uow| Box::pin(async move { place(uow, &one.name, parents).await }))
                .await?;
        }
        for some in export.sources.chunks(AT_ONCE) {
            self.store.write(guild, self.now(), |uow| Box::pin(async move { cite_all(uow, some).await })).await?;
        }
        Ok(TakenIn::Done(self.publish_batch(guild, &entries(export)).await?))
    }

    /// Says how many of a record's petitions would be new, for a dry run; `None` where the record is the guild's own.
    pub async fn foretell(&self, guild: GuildId, export: &Export) -> Result<Option<usize>, ServiceError> {
        if self.is_own(guild, export).await? {
            return Ok(None);
        }
        let known = self.imported_rows(guild, &export.archive()).await?;
        let is_new = |petition: &&Petition| !known.contains(&row(petition.number));
        Ok(Some(export.petitions.iter().filter(is_new).count()))
    }

    async fn is_own(&self, guild: GuildId, export: &Export) -> Result<bool, ServiceError> {
        let mut conn = self.store.read().await?;
        let origin = crate::store::exchange::origin(&mut conn, guild).await?;
        Ok(origin.is_some_and(|origin| origin == export.ledger.origin))
    }
}

fn row(petition: Number) -> String {
    petition.get().to_string()
}

async fn know_all(uow: &mut UnitOfWork<'_>, organisations: &[ImportedOrganisation]) -> Result<(), ServiceError> {
    let mut publisher = Publisher::new(uow, TRACE);
    for organisation in organisations {
        super::publish::know(&mut publisher, organisation).await?;
    }
    Ok(())
}

/// Names an organisation's parents.
fn parents_of(export: &Export, of: &Organisation) -> Vec<(String, Belonging)> {
    let name =
        |number: Number| export.organisations.iter().find(|one| one.number == number).map(|one| one.name.clone());
    of.parents.iter().filter_map(|parent| Some((name(parent.organisation)?, parent.belonging))).collect()
}

/// Says to which organisations one belongs, where that is not on record.
async fn place(uow: &mut UnitOfWork<'_>, name: &str, parents: &[(String, Belonging)]) -> Result<(), ServiceError> {
    let guild = uow.guild();
    let Some(number) = organisations::find_by_name(uow.conn(), guild, name).await? else { return Ok(()) };
    for (parent, belonging) in parents {
        let Some(parent) = organisations::find_by_name(uow.conn(), guild, parent).await? else { continue };
        if parent != number && organisations::find_parent(uow.conn(), guild, number, parent).await?.is_none() {
            organisations::put_parent(uow.conn(), guild, number, parent, *belonging).await?;
            let after = serde_json::json!({ "parent": parent, "belonging": belonging });
            uow.append(TRACE.entry(ObjectKind::Organisation, number, 1, &after)?);
        }
    }
    Ok(())
}

/// Makes the sources that are not known, and files the readings of them that are not.
async fn cite_all(uow: &mut UnitOfWork<'_>, cited: &[Source]) -> Result<(), ServiceError> {
    let guild = uow.guild();
    let mut publisher = Publisher::new(uow, TRACE);
    for source in cited {
        let number = publisher.source(&source.doc).await?;
        for capture in &source.captures {
            let (at, doc) = (capture.retrieved_at, &capture.doc);
            if !sources::has_capture(publisher.uow.conn(), guild, number, at, doc).await? {
                let capture = ImportedCapture { url: source.doc.url.clone(), retrieved_at: at, doc: doc.clone() };
                super::publish::file_capture(&mut publisher, &capture).await?;
            }
        }
    }
    Ok(())
}

/// Makes the rows of an archive of a record's petitions.
fn entries(export: &Export) -> Vec<Entry> {
    let named: HashMap<Number, &str> = export.organisations.iter().map(|one| (one.number, one.name.as_str())).collect();
    let cited: HashMap<Number, &SourceDoc> = export.sources.iter().map(|one| (one.number, &one.doc)).collect();
    export.petitions.iter().filter_map(|petition| entry(export, petition, &named, &cited)).collect()
}

/// Makes the row of one petition; `None` where it points at what is not in the file, which is checked before.
fn entry(
    export: &Export,
    petition: &Petition,
    named: &HashMap<Number, &str>,
    cited: &HashMap<Number, &SourceDoc>,
) -> Option<Entry> {
    let organisation = |number: &Number| named.get(number).map(|name| OrganisationRef::New((*name).to_owned()));
    let place = |number: Number| petition.records.iter().position(|record| record.number == number);
    let imported = |record: &Record| {
        Some(ImportedRecord {
            organisation: record.organisation.as_ref().and_then(organisation),
            source: Some((*cited.get(&record.source)?).clone()),
            body: record.body.clone(),
            rank: record.rank,
            flag: record.flag.clone(),
            state: record.state,
            superseded_by: record.superseded_by.and_then(place),
        })
    };
    Some(Entry {
        archive: export.archive(),
        row: row(petition.number),
        organisations: Vec::new(),
        petition: PetitionProposal {
            slug: petition.slug.clone(),
            doc: petition.doc.clone(),
            addressees: petition.addressees.iter().filter_map(organisation).collect(),
            demands: petition.demands.iter().map(|demand| demand.text.clone()).collect(),
            collection: petition.collection,
            source: (*cited.get(&petition.source)?).clone(),
        },
        records: petition.records.iter().filter_map(imported).collect(),
        relations: petition.relations.iter().map(|to| (to.relation, Other::Row(row(to.other)))).collect(),
        captures: Vec::new(),
        judgements: judgements(petition, cited),
    })
}

/// Gathers what was judged of a petition's demands and commitments.
fn judgements(petition: &Petition, cited: &HashMap<Number, &SourceDoc>) -> Vec<ImportedJudgement> {
    let demands = petition.demands.iter().map(|demand| &demand.judgements).enumerate();
    let records = petition.records.iter().map(|record| &record.judgements).enumerate();
    let imported = |place, one: &Judgement| {
        let source = (*cited.get(&one.source)?).clone();
        let (judged, reason, judged_at) = (one.judged, one.reason.clone(), one.judged_at);
        Some(ImportedJudgement { place, judged, source, reason, judged_at })
    };
    let all = demands.chain(records).flat_map(|(place, judged)| judged.iter().map(move |one| (place, one)));
    all.filter_map(|(place, one)| imported(place, one)).collect()
}
