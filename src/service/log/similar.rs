//! What is like a proposal already, published or waiting.
//!
//! Alike are, within one petition and kind: what stands on the very same page, what gives the same reading for the same
//! moment, and the same words. Petitions are alike on one page or by one short name; sources are found by their page.

use super::drafted::{Likeness, Similar};
use super::namesakes::{Sees, namesakes};
use crate::domain::ids::{GuildId, Number};
use crate::domain::proposal::{PetitionProposal, Proposal, RecordProposal};
use crate::domain::record::{Body, Words};
use crate::domain::source::SourceDoc;
use crate::domain::text::fold;
use crate::service::ServiceError;
use crate::store::{Conn, Store, petitions, records, sources, submissions};

/// How many waiting submissions are opened to compare: the last ones of the petition.
const OPENED: i64 = 50;
/// How many alike ones are shown.
const SHOWN: usize = 5;
/// How long the words of a statement are cut to.
const WORDS: usize = 120;

/// Finds what is like a proposal, published first; `but` is the proposal's own number where it has one, and `sees` what
/// of a list of names whoever asks may be told of.
pub(crate) async fn similar(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    proposal: &Proposal,
    (but, sees): (Option<Number>, Sees),
) -> Result<Vec<Similar>, ServiceError> {
    let mut found = match proposal {
        Proposal::Petition(petition) => like_petition(conn, guild, petition).await?,
        Proposal::Record(record) => like_record(conn, guild, record).await?,
        Proposal::Source(_) | Proposal::Capture(_) | Proposal::Organisation(_) | Proposal::PetitionEdit(_) => {
            Vec::new()
        }
        Proposal::Signatory(signatory) => {
            let mut found = namesakes(store, conn, guild, signatory, sees).await?;
            found.retain(|one| Some(one.number) != but);
            found.truncate(SHOWN);
            return Ok(found);
        }
    };
    let waiting = submissions::list_last_pending(conn, guild, proposal.kind(), proposal.petition(), OPENED).await?;
    for (number, sealed) in waiting {
        let other = match store.open_proposal(guild, number, &sealed) {
            Err(error) if error.is_of_one_row() => {
                tracing::error!(%error, submission = number.get(), "passed over a submission that cannot be read");
                continue;
            }
            other => other?,
        };
        if let Some(same_page) = alike(proposal, &other) {
            found.push(shown(number, &other, same_page, true));
        }
    }
    found.retain(|one| Some(one.number) != but);
    found.truncate(SHOWN);
    Ok(found)
}

async fn like_petition(
    conn: &mut Conn,
    guild: GuildId,
    petition: &PetitionProposal,
) -> Result<Vec<Similar>, ServiceError> {
    let on_page = match sources::find_by_url(conn, guild, &petition.source.url).await? {
        Some((source, _)) => petitions::list_on_source(conn, guild, source).await?,
        None => Vec::new(),
    };
    let named = petitions::find_by_slug(conn, guild, petition.slug.as_str()).await?;
    let mut found: Vec<Similar> = Vec::new();
    for (one, same_page) in on_page.into_iter().map(|one| (one, true)).chain(named.map(|one| (one, false))) {
        if found.iter().any(|other| other.number == one.number) {
            continue;
        }
        let source = sources::find(conn, guild, one.source).await?;
        let publisher = source.as_ref().map_or("", SourceDoc::publisher_or_host).to_owned();
        found.push(Similar {
            number: one.number,
            words: one.doc.title,
            publisher,
            url: source.map(|source| source.url),
            same_page,
            pending: false,
            likeness: Likeness::Content,
        });
    }
    Ok(found)
}

async fn like_record(conn: &mut Conn, guild: GuildId, record: &RecordProposal) -> Result<Vec<Similar>, ServiceError> {
    let source = match &record.source {
        Some(source) => sources::find_by_url(conn, guild, &source.url).await?.map(|(number, _)| number),
        None => None,
    };
    let start = record.body.as_of().map(|date| date.start().as_millisecond());
    let candidates = records::list_like(conn, guild, record.petition, record.body.kind(), source, start).await?;
    let compared = candidates.into_iter().filter_map(|other| {
        let same_page = Some(other.source) == source;
        (same_page || same_content(&record.body, &other.body)).then(|| Similar {
            number: other.number,
            words: words_of(&other.body),
            publisher: other.source_doc.publisher_or_host().to_owned(),
            url: Some(other.source_doc.url.clone()),
            same_page,
            pending: false,
            likeness: Likeness::Content,
        })
    });
    Ok(compared.collect())
}

/// Says whether two proposals of one kind are alike, and if so whether on one page.
fn alike(one: &Proposal, other: &Proposal) -> Option<bool> {
    let same_page = match (one.source(), other.source()) {
        (Some(one), Some(other)) => one.url == other.url,
        _ => false,
    };
    let same_content = match (one, other) {
        (Proposal::Petition(one), Proposal::Petition(other)) => one.slug == other.slug,
        (Proposal::Record(one), Proposal::Record(other)) => same_content(&one.body, &other.body),
        (Proposal::Organisation(one), Proposal::Organisation(other)) => {
            fold(&one.organisation.name) == fold(&other.organisation.name)
        }
        (Proposal::Capture(one), Proposal::Capture(other)) => one.archive_url == other.archive_url,
        (Proposal::PetitionEdit(one), Proposal::PetitionEdit(other)) => one.petition == other.petition,
        _ => false,
    };
    (same_page || same_content).then_some(same_page)
}

/// Says whether two records of one petition say the same of the same moment.
fn same_content(one: &Body, other: &Body) -> bool {
    if one.as_of() != other.as_of() {
        return false;
    }
    match (one, other) {
        (Body::Count(one), Body::Count(other)) => {
            one.population == other.population
                && one.measure == other.measure
                && same_number((&one.wording, &one.reading), (&other.wording, &other.reading))
        }
        (Body::Fact(one), Body::Fact(other)) => {
            fold(&one.property) == fold(&other.property)
                && same_number((&one.wording, &one.reading), (&other.wording, &other.reading))
        }
        (Body::Statement(one), Body::Statement(other)) => fold(&one.speaker) == fold(&other.speaker),
        (Body::Response(one), Body::Response(other)) => one.speaker == other.speaker,
        (Body::Request(one), Body::Request(other)) => fold(&one.asker) == fold(&other.asker),
        (Body::Commitment(one), Body::Commitment(other)) => fold(&one.text) == fold(&other.text),
        _ => false,
    }
}

type Numbered<'a> = (&'a String, &'a Option<crate::domain::Reading>);

fn same_number((words, reading): Numbered<'_>, (other_words, other_reading): Numbered<'_>) -> bool {
    match (reading, other_reading) {
        (Some(one), Some(other)) => one == other,
        _ => fold(words) == fold(other_words),
    }
}

fn shown(number: Number, proposal: &Proposal, same_page: bool, pending: bool) -> Similar {
    let words = match proposal {
        Proposal::Petition(petition) => petition.doc.title.clone(),
        Proposal::Source(source) => source.title.clone().unwrap_or_else(|| source.url.as_str().to_owned()),
        Proposal::Capture(capture) => capture.archive_url.as_str().to_owned(),
        Proposal::Record(record) => words_of(&record.body),
        Proposal::Organisation(proposed) => proposed.organisation.name.clone(),
        Proposal::Signatory(_) | Proposal::PetitionEdit(_) => String::new(),
    };
    let publisher = proposal.source().map_or("", SourceDoc::publisher_or_host).to_owned();
    let url = proposal.source().map(|source| source.url.clone());
    Similar { number, words, publisher, url, same_page, pending, likeness: Likeness::Content }
}

/// Gives the words a record is known by.
fn words_of(body: &Body) -> String {
    let said = |words: &Words| words.quote().or(words.paraphrase()).unwrap_or_default().to_owned();
    let words = match body {
        Body::Count(count) => count.wording.clone(),
        Body::Fact(fact) => format!("{}: {}", fact.property, fact.wording),
        Body::Statement(statement) => said(&statement.words),
        Body::Response(response) => said(&response.words),
        Body::Request(request) => request.asker.clone(),
        Body::Commitment(commitment) => commitment.text.clone(),
    };
    if words.chars().count() > WORDS {
        words.chars().take(WORDS - 1).chain(std::iter::once('…')).collect()
    } else {
        words
    }
}
