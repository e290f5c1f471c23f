//! The demo record: `config/demo/record.toml`, built into the program, as entries to publish.

use std::collections::BTreeMap;

use anyhow::Context as _;
use serde::Deserialize;
use wording::{Amount, Count, Reading, read_amount, read_count};

use crate::domain::date::PartialDate;
use crate::domain::organisation::{OrganisationKind, OrganisationRef};
use crate::domain::petition::{Collection, PetitionDoc, PetitionKind, Relation, Slug, Visibility};
use crate::domain::proposal::PetitionProposal;
use crate::domain::record::{Body, Capacity, CountReport, FactClaim, Rank, RecordState, Statement, Words};
use crate::domain::response::{Refers, Response, ResponseKinds};
use crate::domain::source::{Access, SourceDoc, SourceType, SourceUrl};
use crate::domain::{Measure, Population};
use crate::service::operator::{Entry, ImportedOrganisation, ImportedRecord, Other};

/// The name under which the demo's petitions are remembered, so that a second start changes nothing.
const ARCHIVE: &str = "demo";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoRecord {
    sources: BTreeMap<String, DemoSource>,
    organisations: Vec<DemoOrganisation>,
    petitions: Vec<DemoPetition>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoSource {
    url: SourceUrl,
    publisher: String,
    published: PartialDate,
    #[serde(rename = "type")]
    source_type: SourceType,
    access: Access,
    retrieved: PartialDate,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoOrganisation {
    name: String,
    kind: OrganisationKind,
    aliases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoPetition {
    slug: Slug,
    title: String,
    kind: PetitionKind,
    summary: Option<String>,
    addressees: Vec<String>,
    scope: Option<String>,
    issued_on: PartialDate,
    delivered_on: Option<PartialDate>,
    visibility: Visibility,
    collection: Option<Collection>,
    source: String,
    follow_up_of: Option<Slug>,
    #[serde(default)]
    sponsors: Vec<String>,
    tags: Vec<String>,
    #[serde(default)]
    demands: Vec<String>,
    #[serde(default)]
    counts: Vec<DemoCount>,
    #[serde(default)]
    responses: Vec<DemoResponse>,
    #[serde(default)]
    statements: Vec<DemoStatement>,
    #[serde(default)]
    facts: Vec<DemoFact>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoCount {
    wording: String,
    population: Population,
    of: Option<String>,
    as_of: PartialDate,
    originator: String,
    note: Option<String>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoResponse {
    organisation: String,
    speaker: Option<String>,
    capacity: Capacity,
    kinds: ResponseKinds,
    said_on: PartialDate,
    channel: Option<String>,
    refers: Refers,
    quote: Option<String>,
    paraphrase: Option<String>,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoStatement {
    speaker: String,
    organisation: Option<String>,
    capacity: Capacity,
    said_on: PartialDate,
    channel: Option<String>,
    directed_to: Option<String>,
    about: Option<String>,
    quote: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DemoFact {
    subject: String,
    property: String,
    wording: String,
    originator: String,
    source: String,
}

/// Gives the demo's petitions with all that belongs to them. Fails only when the file that was built in is wrong.
pub fn entries() -> anyhow::Result<Vec<Entry>> {
    let text = include_str!("../../../config/demo/record.toml");
    let record: DemoRecord = toml::from_str(text).context("reading the demo record")?;
    let organisations: Vec<ImportedOrganisation> = record.organisations.into_iter().map(organisation).collect();
    let sources = Sources(record.sources);
    record.petitions.into_iter().map(|petition| entry(petition, &organisations, &sources)).collect()
}

/// The sources by their keys in the file.
struct Sources(BTreeMap<String, DemoSource>);

impl Sources {
    fn find(&self, key: &str) -> anyhow::Result<SourceDoc> {
        let source = self.0.get(key).with_context(|| format!("the demo record has no source `{key}`"))?;
        Ok(SourceDoc {
            publisher: Some(source.publisher.clone()),
            published: Some(source.published),
            source_type: Some(source.source_type),
            access: Some(source.access),
            ..SourceDoc::bare(source.url.clone(), source.retrieved)
        })
    }
}

fn organisation(from: DemoOrganisation) -> ImportedOrganisation {
    ImportedOrganisation { name: from.name, kind: from.kind, aliases: from.aliases }
}

fn entry(from: DemoPetition, organisations: &[ImportedOrganisation], sources: &Sources) -> anyhow::Result<Entry> {
    let mut records = Vec::new();
    for count in from.counts {
        let (of, source) = (count.of.clone(), sources.find(&count.source)?);
        records.push(record(of, source, Body::Count(count_report(count)?)));
    }
    for response in from.responses {
        let (by, source) = (Some(response.organisation.clone()), sources.find(&response.source)?);
        records.push(record(by, source, Body::Response(answered(response)?)));
    }
    for statement in from.statements {
        let (of, source) = (statement.organisation.clone(), sources.find(&statement.source)?);
        records.push(record(of, source, Body::Statement(said(statement)?)));
    }
    for fact in from.facts {
        let source = sources.find(&fact.source)?;
        records.push(record(None, source, Body::Fact(claimed(fact)?)));
    }
    Ok(Entry {
        archive: ARCHIVE.to_owned(),
        row: from.slug.to_string(),
        organisations: organisations.to_vec(),
        petition: PetitionProposal {
            slug: from.slug,
            doc: PetitionDoc {
                title: from.title,
                kind: from.kind,
                summary: from.summary,
                scope: from.scope,
                issued_on: from.issued_on,
                delivered_on: from.delivered_on,
                visibility: from.visibility,
                language: Some("en".to_owned()),
                sponsors: from.sponsors,
                tags: from.tags,
                links: Vec::new(),
            },
            addressees: from.addressees.into_iter().map(OrganisationRef::New).collect(),
            demands: from.demands,
            collection: from.collection.unwrap_or(Collection::Unknown),
            source: sources.find(&from.source)?,
        },
        records,
        relations: from.follow_up_of.into_iter().map(|slug| (Relation::FollowUpOf, Other::Slug(slug))).collect(),
        captures: Vec::new(),
        judgements: Vec::new(),
    })
}

fn record(organisation: Option<String>, source: SourceDoc, body: Body) -> ImportedRecord {
    let organisation = organisation.map(OrganisationRef::New);
    ImportedRecord {
        organisation,
        source: Some(source),
        body,
        rank: Rank::Normal,
        flag: None,
        state: RecordState::Accepted,
        superseded_by: None,
    }
}

fn count_report(from: DemoCount) -> anyhow::Result<CountReport> {
    Ok(CountReport {
        measure: Measure::Signatures,
        population: from.population,
        reading: Some(signers(&from.wording)?),
        wording: from.wording,
        language: Some("en".to_owned()),
        as_of: from.as_of,
        originator: from.originator,
        locator: None,
        note: from.note,
    })
}

fn signers(words: &str) -> anyhow::Result<Reading> {
    match read_count(words) {
        Count::One(found) => Ok(found.reading),
        other => anyhow::bail!("the demo record's count `{words}` reads as {other:?}"),
    }
}

fn answered(from: DemoResponse) -> anyhow::Result<Response> {
    Ok(Response {
        speaker: from.speaker,
        capacity: from.capacity,
        kinds: from.kinds,
        judged_because: None,
        words: Words::new(from.quote, from.paraphrase)?,
        channel: from.channel,
        said_on: from.said_on,
        refers: from.refers,
    })
}

fn said(from: DemoStatement) -> anyhow::Result<Statement> {
    Ok(Statement {
        speaker: from.speaker,
        capacity: from.capacity,
        channel: from.channel,
        said_on: from.said_on,
        words: Words::new(Some(from.quote), None)?,
        directed_to: from.directed_to,
        about: from.about,
    })
}

fn claimed(from: DemoFact) -> anyhow::Result<FactClaim> {
    let reading = match read_amount(&from.wording) {
        Amount::One(reading) => Some(reading),
        Amount::None | Amount::Ambiguous(_) => {
            anyhow::bail!("the demo record's figure `{}` cannot be read", from.wording)
        }
    };
    Ok(FactClaim {
        subject: from.subject,
        property: from.property,
        wording: from.wording,
        language: Some("en".to_owned()),
        reading,
        as_of: None,
        originator: from.originator,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_record_is_sound() {
        let entries = entries().unwrap();
        let petitions: Vec<&str> = entries.iter().map(|e| e.petition.slug.as_str()).collect();
        assert_eq!(petitions, ["microsoft-ice-2018", "microsoft-ice-petition-2018", "amazon-rekognition-aclu-2018"]);
        for record in entries.iter().flat_map(|entry| &entry.records) {
            if let Body::Response(response) = &record.body {
                response.check(entries[0].petition.doc.issued_on).unwrap();
            }
        }
    }
}
