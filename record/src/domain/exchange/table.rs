//! The records as rows for a spreadsheet: one a record, its petition and source beside it.
//!
//! A cell that a spreadsheet would take for a formula begins with an apostrophe, which it does not show. So the table is
//! for reading and counting; the record itself travels as JSON.

use std::collections::BTreeMap;

use super::{Export, Organisation, Petition, Record, Source};
use crate::domain::date::PartialDate;
use crate::domain::ids::Number;
use crate::domain::record::Body;
use crate::domain::{Reading, Unit};

/// Fills one column from a record and what it stands on; nothing where the record has no such thing.
type Fill = fn(&Row<'_>) -> Option<String>;

/// A record with all that its row tells.
struct Row<'a> {
    export: &'a Export,
    petition: &'a Petition,
    record: &'a Record,
    source: Option<&'a Source>,
    organisation: Option<&'a Organisation>,
}

/// Every column, in order.
const COLUMNS: &[(&str, Fill)] = &[
    ("petition", |row| Some(row.petition.slug.to_string())),
    ("petition_title", |row| Some(row.petition.doc.title.clone())),
    ("record", |row| Some(row.record.number.get().to_string())),
    ("kind", |row| Some(row.record.body.kind().as_str().to_owned())),
    ("state", |row| Some(row.record.state.as_str().to_owned())),
    ("superseded_by", |row| row.record.superseded_by.map(|number| number.get().to_string())),
    ("date", |row| row.record.body.as_of().map(String::from)),
    ("date_precision", |row| row.record.body.as_of().map(|date| date.precision().as_str().to_owned())),
    ("organisation", |row| row.organisation.map(|organisation| organisation.name.clone())),
    ("measure", |row| count(row, |count| Some(count.measure.as_str().to_owned()))),
    ("population", |row| count(row, |count| Some(count.population.as_str().to_owned()))),
    ("subject", |row| text(row, Said::Subject)),
    ("property", |row| text(row, Said::Property)),
    ("wording", |row| text(row, Said::Wording)),
    ("language", |row| text(row, Said::Language)),
    ("qualifier", |row| reading(row, |reading| Some(reading.qualifier().as_str().to_owned()))),
    ("point", |row| reading(row, |reading| reading.point().map(|n| n.to_string()))),
    ("lower", |row| reading(row, |reading| reading.lower().map(|n| n.to_string()))),
    ("upper", |row| reading(row, |reading| reading.upper().map(|n| n.to_string()))),
    ("unit", |row| reading(row, |reading| Some(unit(reading.unit())))),
    ("rule", |row| reading(row, |reading| Some(reading.rule().to_owned()))),
    ("originator", |row| text(row, Said::Originator)),
    ("speaker", |row| text(row, Said::Speaker)),
    ("capacity", |row| text(row, Said::Capacity)),
    ("channel", |row| text(row, Said::Channel)),
    ("quote", |row| text(row, Said::Quote)),
    ("paraphrase", |row| text(row, Said::Paraphrase)),
    ("directed_to", |row| text(row, Said::DirectedTo)),
    ("response_kinds", |row| text(row, Said::Kinds)),
    ("judged_because", |row| text(row, Said::Because)),
    ("refers_to_petition", |row| text(row, Said::Refers)),
    ("deadline", |row| text(row, Said::Deadline)),
    ("result", |row| text(row, Said::Result)),
    ("due", |row| text(row, Said::Due)),
    ("rating", |row| row.record.rating().map(|rating| rating.as_str().to_owned())),
    ("note", |row| count(row, |count| count.note.clone())),
    ("locator", |row| count(row, |count| count.locator.clone())),
    ("rank", |row| Some(row.record.rank.as_str().to_owned())),
    ("accepted_at", |row| Some(row.record.accepted_at.to_string())),
    ("source", |row| row.source.map(|source| source.number.get().to_string())),
    ("source_url", |row| row.source.map(|source| source.doc.url.as_str().to_owned())),
    ("source_publisher", |row| row.source.and_then(|source| source.doc.publisher.clone())),
    ("source_title", |row| row.source.and_then(|source| source.doc.title.clone())),
    ("source_published", |row| row.source.and_then(|source| source.doc.published).map(String::from)),
    ("source_retrieved_at", |row| row.source.map(|source| String::from(source.doc.retrieved_at))),
    ("source_link", |row| row.source.map(|source| source.link.as_str().to_owned())),
    ("archived_url", |row| archived(row).map(|(url, _)| url)),
    ("archived_at", |row| archived(row).map(|(_, at)| at)),
    ("exported_at", |row| Some(row.export.exported_at.to_string())),
    ("ledger_seq", |row| Some(row.export.ledger.seq.to_string())),
    ("ledger_head", |row| Some(row.export.ledger.head.clone())),
];

/// Names the columns.
#[must_use]
pub fn head() -> Vec<&'static str> {
    COLUMNS.iter().map(|(name, _)| *name).collect()
}

/// Gives the rows, by petition and record number; each cell is safe to open in a spreadsheet.
pub fn rows(export: &Export) -> impl Iterator<Item = Vec<String>> {
    let sources: BTreeMap<Number, &Source> = export.sources.iter().map(|one| (one.number, one)).collect();
    let named: BTreeMap<Number, &Organisation> = export.organisations.iter().map(|one| (one.number, one)).collect();
    export.petitions.iter().flat_map(|petition| petition.records.iter().map(move |record| (petition, record))).map(
        move |(petition, record)| {
            let row = Row {
                export,
                petition,
                record,
                source: sources.get(&record.source).copied(),
                organisation: record.organisation.and_then(|number| named.get(&number).copied()),
            };
            COLUMNS.iter().map(|(_, fill)| safe(fill(&row).unwrap_or_default())).collect()
        },
    )
}

/// Puts an apostrophe before what a spreadsheet would run.
fn safe(cell: String) -> String {
    let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    if runs { format!("'{cell}") } else { cell }
}

fn count(row: &Row<'_>, take: impl Fn(&crate::domain::record::CountReport) -> Option<String>) -> Option<String> {
    if let Body::Count(report) = &row.record.body { take(report) } else { None }
}

fn reading(row: &Row<'_>, take: impl Fn(&Reading) -> Option<String>) -> Option<String> {
    row.record.body.reading().and_then(take)
}

/// Writes a unit: what is counted, a currency's code, a noun.
fn unit(unit: &Unit) -> String {
    match unit {
        Unit::People => "people".to_owned(),
        Unit::Money(code) => code.clone(),
        Unit::Percent => "percent".to_owned(),
        Unit::Things(noun) => noun.clone(),
        Unit::Number => "number".to_owned(),
    }
}

fn archived(row: &Row<'_>) -> Option<(String, String)> {
    let captures = row.source?.captures.iter().rev();
    captures.clone().find_map(|capture| {
        let at = capture.doc.archived_at.unwrap_or(capture.retrieved_at);
        capture.doc.archive_url.as_ref().map(|url| (url.as_str().to_owned(), String::from(at)))
    })
}

/// What several kinds of record have, under one name.
#[derive(Clone, Copy)]
enum Said {
    Subject,
    Property,
    Wording,
    Language,
    Originator,
    Speaker,
    Capacity,
    Channel,
    Quote,
    Paraphrase,
    DirectedTo,
    Kinds,
    Because,
    Refers,
    Deadline,
    Result,
    Due,
}

fn text(row: &Row<'_>, which: Said) -> Option<String> {
    let own = |text: &str| Some(text.to_owned());
    match (&row.record.body, which) {
        (Body::Count(count), Said::Wording) => own(&count.wording),
        (Body::Count(count), Said::Language) => count.language.clone(),
        (Body::Count(count), Said::Originator) => own(&count.originator),
        (Body::Fact(fact), Said::Subject) => own(&fact.subject),
        (Body::Fact(fact), Said::Property) => own(&fact.property),
        (Body::Fact(fact), Said::Wording) => own(&fact.wording),
        (Body::Fact(fact), Said::Language) => fact.language.clone(),
        (Body::Fact(fact), Said::Originator) => own(&fact.originator),
        (Body::Statement(said), Said::Subject) => said.about.clone(),
        (Body::Statement(said), Said::Speaker) => own(&said.speaker),
        (Body::Statement(said), Said::Capacity) => own(said.capacity.as_str()),
        (Body::Statement(said), Said::Channel) => said.channel.clone(),
        (Body::Statement(said), Said::Quote) => said.words.quote().map(str::to_owned),
        (Body::Statement(said), Said::Paraphrase) => said.words.paraphrase().map(str::to_owned),
        (Body::Statement(said), Said::DirectedTo) => said.directed_to.clone(),
        (Body::Response(response), Said::Speaker) => response.speaker.clone(),
        (Body::Response(response), Said::Capacity) => own(response.capacity.as_str()),
        (Body::Response(response), Said::Channel) => response.channel.clone(),
        (Body::Response(response), Said::Quote) => response.words.quote().map(str::to_owned),
        (Body::Response(response), Said::Paraphrase) => response.words.paraphrase().map(str::to_owned),
        (Body::Response(response), Said::Kinds) => {
            let kinds: Vec<_> = response.kinds.as_slice().iter().map(|kind| kind.as_str()).collect();
            Some(kinds.join(" "))
        }
        (Body::Response(response), Said::Because) => response.judged_because.clone(),
        (Body::Response(response), Said::Refers) => own(response.refers.as_str()),
        (Body::Request(request), Said::Speaker) => own(&request.asker),
        (Body::Request(request), Said::Deadline) => Some(date(request.deadline)),
        (Body::Request(request), Said::Result) => request.result.map(|result| result.as_str().to_owned()),
        (Body::Commitment(promise), Said::Wording) => own(&promise.text),
        (Body::Commitment(promise), Said::Due) => promise.due.map(date),
        _ => None,
    }
}

fn date(date: PartialDate) -> String {
    String::from(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_a_formula() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"] {
            assert_eq!(safe(cell.to_owned()), format!("'{cell}"));
        }
        assert_eq!(safe("over 100".to_owned()), "over 100");
    }
}
