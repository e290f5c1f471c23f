//! Finding what an act is to be done to, in whatever state it stands.

use super::Subject;
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::ObjectKind;
use crate::domain::record::Body;
use crate::service::ServiceError;
use crate::service::refusal::Refusal;
use crate::store::{Conn, judgements, organisations, petitions, records, signatories, sources};

/// The most characters of what a record says.
const TITLE: usize = 80;

/// Finds an object by what was typed: its number, a petition's short name, an organisation's name.
pub(super) async fn find(conn: &mut Conn, guild: GuildId, given: &str) -> Result<Subject, ServiceError> {
    let given = given.trim();
    let none = || Refusal::NoSuchObject(given.chars().take(100).collect());
    if let Ok(number) = given.parse::<Number>() {
        return Ok(by_number(conn, guild, number).await?.ok_or_else(none)?);
    }
    if let Some(petition) = petitions::find_by_slug(conn, guild, &given.to_lowercase()).await? {
        return Ok(of(ObjectKind::Petition, petition.number, petition.doc.title));
    }
    match organisations::find_by_name(conn, guild, given).await? {
        Some(number) => Ok(by_number(conn, guild, number).await?.ok_or_else(none)?),
        None => Err(none().into()),
    }
}

fn of(kind: ObjectKind, number: Number, title: String) -> Subject {
    Subject { kind, record: None, number, title }
}

/// Finds an object by its number.
pub(super) async fn by_number(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
) -> Result<Option<Subject>, ServiceError> {
    if let Some(record) = records::find(conn, guild, number).await? {
        let (kind, title) = (record.body.kind(), words_of(&record.body));
        return Ok(Some(Subject { kind: ObjectKind::Record, record: Some(kind), number, title }));
    }
    if let Some(petition) = petitions::find(conn, guild, number).await? {
        return Ok(Some(of(ObjectKind::Petition, number, petition.doc.title)));
    }
    if let Some(name) = organisations::find_name(conn, guild, number).await? {
        return Ok(Some(of(ObjectKind::Organisation, number, name)));
    }
    if let Some(source) = sources::find(conn, guild, number).await? {
        let title = source.title.clone().unwrap_or_else(|| source.publisher_or_host().to_owned());
        return Ok(Some(of(ObjectKind::Source, number, title)));
    }
    if let Some(text) = judgements::find_demand_text(conn, guild, number).await? {
        return Ok(Some(of(ObjectKind::Demand, number, text)));
    }
    let signatory = signatories::find(conn, guild, number).await?;
    Ok(signatory.map(|_| of(ObjectKind::Signatory, number, String::new())))
}

/// Gives the first words of a record.
pub(in crate::service) fn words_of(body: &Body) -> String {
    let said = |speaker: &str, words: Option<&str>| match words {
        Some(words) => format!("{speaker}: {words}"),
        None => speaker.to_owned(),
    };
    let words = match body {
        Body::Count(count) => count.wording.clone(),
        Body::Fact(fact) => format!("{}, {}: {}", fact.subject, fact.property, fact.wording),
        Body::Statement(one) => said(&one.speaker, one.words.quote().or_else(|| one.words.paraphrase())),
        Body::Response(one) => {
            let words = one.words.quote().or_else(|| one.words.paraphrase());
            match (&one.speaker, words) {
                (Some(speaker), words) => said(speaker, words),
                (None, words) => words.unwrap_or_default().to_owned(),
            }
        }
        Body::Request(request) => request.asker.clone(),
        Body::Commitment(commitment) => commitment.text.clone(),
    };
    match words.char_indices().nth(TITLE) {
        Some((end, _)) => format!("{}…", words[..end].trim_end()),
        None => words,
    }
}
