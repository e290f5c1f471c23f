//! Publishing rows of archives, several to a transaction.

use super::{Entry, ImportedCapture, ImportedJudgement, ImportedOrganisation, Other, Outcome};
use crate::domain::commitment::{Judged, Judgement};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::{Act, Entry as LedgerEntry, ObjectKind};
use crate::domain::organisation::OrganisationRef;
use crate::domain::petition::Relation;
use crate::domain::record::RecordState;
use crate::domain::watching::FiledBy;
use crate::service::review::publish::{Publisher, Record};
use crate::service::trace::{Actor, Trace, json};
use crate::service::{Service, ServiceError};
use crate::store::{UnitOfWork, imports, judgements, organisations, petitions, records, sources};

/// How many objects one transaction publishes: enough that commits cost nothing, few enough that readers and the
/// guild's other writers never wait long.
const OBJECTS: usize = 400;

pub(super) const TRACE: Trace = Trace { act: Act::Import, actor: Actor::Operator };

impl Service {
    /// Publishes rows of archives in order, a few hundred objects to a transaction, and says what became of each.
    ///
    /// A relation whose other petition is not on record is left out.
    pub async fn publish_batch(&self, guild: GuildId, entries: &[Entry]) -> Result<Vec<Outcome>, ServiceError> {
        let mut outcomes = Vec::with_capacity(entries.len());
        for batch in batches(entries) {
            let published = self
                .store
                .write(guild, self.now(), |uow| Box::pin(async move { publish_all(uow, batch).await }))
                .await?;
            outcomes.extend(published);
        }
        // Only now is every petition of the batch there to stand to. Rows that came in before are related as well: an
        // import that was cut off may have left them alone.
        let (entries, published) = (entries, &outcomes[..]);
        if entries.iter().any(|entry| !entry.relations.is_empty()) {
            self.store
                .write(guild, self.now(), |uow| Box::pin(async move { relate_all(uow, entries, published).await }))
                .await?;
        }
        Ok(outcomes)
    }

    /// Says which of an archive's rows are on record already, for a dry run.
    pub async fn imported_rows(&self, guild: GuildId, archive: &str) -> Result<Vec<String>, ServiceError> {
        let mut conn = self.store.read().await?;
        Ok(imports::list(&mut conn, guild, archive).await?)
    }
}

/// Cuts rows into runs of about [`OBJECTS`] objects, each of whole rows.
fn batches(entries: &[Entry]) -> Vec<&[Entry]> {
    let mut batches = Vec::new();
    let (mut start, mut objects) = (0, 0);
    for (at, entry) in entries.iter().enumerate() {
        objects += 2 + entry.records.len() + entry.petition.demands.len();
        if objects >= OBJECTS {
            batches.push(&entries[start..=at]);
            (start, objects) = (at + 1, 0);
        }
    }
    if start < entries.len() {
        batches.push(&entries[start..]);
    }
    batches
}

async fn publish_all(uow: &mut UnitOfWork<'_>, entries: &[Entry]) -> Result<Vec<Outcome>, ServiceError> {
    let mut outcomes = Vec::with_capacity(entries.len());
    let guild = uow.guild();
    let mut publisher = Publisher::new(uow, TRACE);
    for entry in entries {
        let row = entry.row.clone();
        let known = imports::find(publisher.uow.conn(), guild, &entry.archive, &row).await?;
        outcomes.push(match known {
            Some(petition) => Outcome { row, petition, new: false, records: Vec::new() },
            None => publish(&mut publisher, entry).await?,
        });
    }
    Ok(outcomes)
}

async fn publish(publisher: &mut Publisher<'_, '_>, entry: &Entry) -> Result<Outcome, ServiceError> {
    for organisation in &entry.organisations {
        know(publisher, organisation).await?;
    }
    let number = publisher.uow.number()?;
    let own_source = publisher.petition(number, 1, &entry.petition).await?;
    let mut records = Vec::with_capacity(entry.records.len());
    for record in &entry.records {
        let source = match &record.source {
            Some(source) => publisher.source(source).await?,
            None => own_source,
        };
        let own = publisher.uow.number()?;
        publisher
            .record(
                Record {
                    number: own,
                    revision: 1,
                    petition: number,
                    organisation: record.organisation.as_ref(),
                    source,
                    body: &record.body,
                    rank: record.rank,
                    flag: record.flag.as_deref(),
                },
                None,
            )
            .await?;
        records.push(own);
    }
    for (record, number) in entry.records.iter().zip(&records) {
        if record.state != RecordState::Accepted {
            let by = record.superseded_by.and_then(|place| records.get(place).copied());
            restate(publisher, *number, record.state, by).await?;
        }
    }
    for judgement in &entry.judgements {
        judge(publisher, number, &records, judgement).await?;
    }
    for capture in &entry.captures {
        file_capture(publisher, capture).await?;
    }
    let guild = publisher.uow.guild();
    imports::insert(publisher.uow.conn(), guild, &entry.archive, &entry.row, number).await?;
    Ok(Outcome { row: entry.row.clone(), petition: number, new: true, records })
}

/// Keeps a judgement about a demand or commitment that was published just now.
async fn judge(
    publisher: &mut Publisher<'_, '_>,
    petition: Number,
    records: &[Number],
    imported: &ImportedJudgement,
) -> Result<(), ServiceError> {
    let guild = publisher.uow.guild();
    let source = publisher.source(&imported.source).await?;
    let conn = publisher.uow.conn();
    let (kind, object, revision) = match imported.judged {
        Judged::Demand(outcome) => {
            let Some(demand) = petitions::find_demand(conn, guild, petition, imported.place + 1).await? else {
                return Ok(());
            };
            (ObjectKind::Demand, demand, judgements::judge_demand(conn, guild, demand, outcome).await?)
        }
        Judged::Commitment(rating) => {
            let Some(record) = records.get(imported.place).copied() else { return Ok(()) };
            (ObjectKind::Record, record, judgements::judge_commitment(conn, guild, record, rating).await?)
        }
    };
    let ImportedJudgement { judged, reason, judged_at, .. } = imported.clone();
    let judgement = Judgement { object, revision, judged, source, reason, judged_at };
    judgements::insert(conn, guild, petition, &judgement).await?;
    let after = json(&serde_json::json!({ "judged": judged, "source": source, "judged_at": judged_at }))?;
    let entry = LedgerEntry::new(TRACE.act, kind, object, revision).with("reason", judgement.reason);
    publisher.uow.append(TRACE.signed(entry).with("after", after));
    Ok(())
}

/// Says where a record stands that does not stand as accepted.
async fn restate(
    publisher: &mut Publisher<'_, '_>,
    number: Number,
    state: RecordState,
    by: Option<Number>,
) -> Result<(), ServiceError> {
    let guild = publisher.uow.guild();
    records::restate(publisher.uow.conn(), guild, number, state, by).await?;
    let entry = LedgerEntry::new(TRACE.act, ObjectKind::Record, number, 1);
    let entry = TRACE.signed(entry).with("state", state.as_str());
    publisher.uow.append(match by {
        Some(by) => entry.with("superseded_by", by.to_string()),
        None => entry,
    });
    Ok(())
}

/// Makes sure that an organisation is known by all its names.
pub(super) async fn know(
    publisher: &mut Publisher<'_, '_>,
    organisation: &ImportedOrganisation,
) -> Result<(), ServiceError> {
    let named = OrganisationRef::New(organisation.name.clone());
    let (number, _) = publisher.organisation(&named, organisation.kind).await?;
    let guild = publisher.uow.guild();
    for alias in &organisation.aliases {
        if organisations::insert_name(publisher.uow.conn(), guild, number, alias).await? {
            // What an organisation is has one revision: names only ever come to it.
            let entry = LedgerEntry::new(TRACE.act, ObjectKind::Organisation, number, 1);
            publisher.uow.append(TRACE.signed(entry).with("alias", alias.as_str()));
        }
    }
    Ok(())
}

/// Files a capture of a source that is known; one of any other address is left out.
pub(super) async fn file_capture(
    publisher: &mut Publisher<'_, '_>,
    capture: &ImportedCapture,
) -> Result<(), ServiceError> {
    let guild = publisher.uow.guild();
    let Some((source, _)) = sources::find_by_url(publisher.uow.conn(), guild, &capture.url).await? else {
        return Ok(());
    };
    let number = publisher.uow.number()?;
    let conn = publisher.uow.conn();
    sources::insert_capture(conn, guild, number, source, (capture.retrieved_at, FiledBy::Person), &capture.doc).await?;
    let after = serde_json::json!({ "source": source, "retrieved_at": capture.retrieved_at, "doc": capture.doc });
    publisher.uow.append(TRACE.entry(ObjectKind::Capture, number, 1, &after)?);
    Ok(())
}

async fn relate_all(uow: &mut UnitOfWork<'_>, entries: &[Entry], outcomes: &[Outcome]) -> Result<(), ServiceError> {
    for (entry, outcome) in entries.iter().zip(outcomes) {
        for (relation, other) in &entry.relations {
            relate(uow, entry, outcome.petition, *relation, other).await?;
        }
    }
    Ok(())
}

async fn relate(
    uow: &mut UnitOfWork<'_>,
    entry: &Entry,
    petition: Number,
    relation: Relation,
    other: &Other,
) -> Result<(), ServiceError> {
    let guild = uow.guild();
    let found = match other {
        Other::Row(row) => imports::find(uow.conn(), guild, &entry.archive, row).await?,
        Other::Slug(slug) => {
            petitions::find_by_slug(uow.conn(), guild, slug.as_str()).await?.map(|petition| petition.number)
        }
    };
    let Some(other) = found.filter(|other| *other != petition) else { return Ok(()) };
    if petitions::insert_relation(uow.conn(), guild, petition, other, relation).await? {
        let related = json(&serde_json::json!({ "relation": relation, "other": other }))?;
        let revision = petitions::find(uow.conn(), guild, petition).await?.map_or(1, |found| found.revision);
        let entry = LedgerEntry::new(TRACE.act, ObjectKind::Petition, petition, revision);
        uow.append(TRACE.signed(entry).with("relation", related));
    }
    Ok(())
}
