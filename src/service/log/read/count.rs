//! Counts and facts: from words to a reading, or to the question which of several is meant.

use wording::{Amount, Count, Found, Language, read_amount_in, read_count_in};

use super::target::Target;
use super::values::{NAME, TITLE, WORDING, line, maybe_line};
use super::{Read, Reader};
use crate::domain::organisation::OrganisationRef;
use crate::domain::proposal::{Proposal, RecordProposal};
use crate::domain::record::{Body, CountReport, FactClaim};
use crate::domain::source::SourceUrl;
use crate::domain::{Measure, Population, Reading};
use crate::service::find::find_organisation;
use crate::service::log::draft::Draft;
use crate::service::log::drafted::Offer;
use crate::service::log::page::Unread;
use crate::service::log::typed::{NewCount, NewFact};
use crate::service::refusal::{BadCounter, Refusal};
use crate::service::{Field, ServiceError};
use crate::store::Conn;

/// A number as the words give it; without a reading the words stand alone.
#[derive(Clone, Default)]
struct Number {
    reading: Option<Reading>,
    population: Option<Population>,
    measure: Option<Measure>,
}

/// What words give: one number or several, or a question.
enum Numbers {
    Read(Vec<Number>),
    Ask(Vec<(Reading, &'static str)>),
}

/// The language of words, as a BCP 47 tag: the settled one, else the one they are in, else the guild's. English needs no
/// mark.
fn language(draft: &Draft, wording: &str, otherwise: Language) -> Option<String> {
    if let Some(settled) = draft.settled.as_ref().filter(|settled| settled.wording == wording) {
        return settled.language.clone();
    }
    let otherwise = (otherwise != Language::English).then_some(otherwise);
    Language::guess(wording).or(otherwise).map(|language| language.tag().to_owned())
}

impl From<Found> for Number {
    fn from(found: Found) -> Self {
        Self { reading: Some(found.reading), population: found.population, measure: found.measure }
    }
}

fn numbers(draft: &Draft, wording: &str) -> Numbers {
    if let Some(settled) = draft.settled.as_ref().filter(|settled| settled.wording == wording) {
        return Numbers::Read(vec![Number { reading: settled.reading.clone(), ..Number::default() }]);
    }
    match (read_count_in(wording, None), draft.chosen) {
        (Count::None, _) => Numbers::Read(vec![Number::default()]),
        (Count::One(found), _) => Numbers::Read(vec![found.into()]),
        (Count::Multiple(found), _) => Numbers::Read(found.into_iter().map(Number::from).collect()),
        (Count::Ambiguous(ways), Some(chosen)) => {
            let way = ways.into_iter().nth(chosen).map(|(found, _)| found.into());
            Numbers::Read(vec![way.unwrap_or_default()])
        }
        (Count::Ambiguous(ways), None) => {
            Numbers::Ask(ways.into_iter().map(|(found, label)| (found.reading, label)).collect())
        }
    }
}

/// Offers the sentences of the page, each as it is read.
fn offers(draft: &Draft, url: &str) -> Result<Read, Refusal> {
    let url = SourceUrl::parse(url).map_err(Refusal::BadUrl)?;
    let page = draft.page.as_ref().filter(|page| page.url == url);
    let sentences = page.and_then(|page| page.read.as_ref().ok()).map(|read| read.sentences.as_slice());
    let offers = sentences.unwrap_or_default().iter().map(|sentence| offer(sentence)).collect();
    let unread = page.map_or(Some(Unread::Off), |page| page.read.as_ref().err().copied());
    Ok(Read::Wording(url, offers, unread))
}

fn offer(sentence: &str) -> Offer {
    let (readings, is_ambiguous) = match read_count_in(sentence, None) {
        Count::None => (Vec::new(), false),
        Count::One(found) => (vec![found.reading], false),
        Count::Multiple(found) => (found.into_iter().map(|found| found.reading).collect(), false),
        Count::Ambiguous(ways) => (ways.into_iter().map(|(found, _)| found.reading).collect(), true),
    };
    Offer { wording: sentence.to_owned(), readings, is_ambiguous }
}

impl Reader<'_> {
    /// Reads a count: one proposal for each number that the words give.
    pub(super) async fn count(&self, conn: &mut Conn, draft: &Draft, typed: &NewCount) -> Result<Read, ServiceError> {
        let target = Target::find(conn, self, &typed.petition).await?;
        let source = self.source(conn, draft, &typed.url).await?;
        let Some(wording) = &typed.wording else { return Ok(offers(draft, &typed.url)?) };
        let wording = line(Field::Wording, wording, WORDING)?;
        if draft.counting.is_some() && draft.settled.as_ref().is_none_or(|settled| settled.wording != wording) {
            return Err(Refusal::BadCounter(BadCounter::Wording).into());
        }
        let as_of = self.calendar().past(Field::AsOf, &typed.as_of)?;
        let originator = maybe_line(Field::Originator, typed.originator.as_deref(), NAME)?;
        let originator = originator.unwrap_or_else(|| source.publisher_or_host().to_owned());
        let note = maybe_line(Field::Note, typed.note.as_deref(), TITLE)?;
        let of = self.maybe_organisation(conn, Field::Of, typed.of.as_deref()).await?;
        let read = match numbers(draft, &wording) {
            Numbers::Ask(ways) => return Ok(Read::Ask(ways)),
            Numbers::Read(read) => read,
        };
        let several = read.len() > 1;
        let mut proposals = Vec::with_capacity(read.len());
        for number in read {
            // What was typed is meant for the one number; where there are several, each says itself whom it counts.
            let (first, second) =
                if several { (number.population, typed.population) } else { (typed.population, number.population) };
            let population = first.or(second).unwrap_or(Population::Unknown);
            let organisation = match &of {
                Some(of) => Some(of.clone()),
                None if counts_employees(population) => target.employer(conn, self).await?,
                None => None,
            };
            let body = Body::Count(CountReport {
                measure: typed.measure.or(number.measure).unwrap_or(Measure::Signatures),
                population,
                wording: wording.clone(),
                language: language(draft, &wording, self.language),
                reading: number.reading,
                as_of,
                originator: originator.clone(),
                locator: draft.locator.clone(),
                note: note.clone(),
            });
            proposals.push(Proposal::Record(Box::new(RecordProposal {
                petition: target.number,
                organisation,
                source: Some(source.clone()),
                body,
                counting: draft.counting.clone(),
            })));
        }
        Ok(Read::Ready(proposals, Some(target)))
    }

    /// Reads a fact claim.
    pub(super) async fn fact(&self, conn: &mut Conn, draft: &Draft, typed: &NewFact) -> Result<Read, ServiceError> {
        let target = Target::find(conn, self, &typed.petition).await?;
        let source = self.source(conn, draft, &typed.url).await?;
        let wording = line(Field::Wording, &typed.wording, WORDING)?;
        let subject = line(Field::Subject, &typed.subject, NAME)?;
        let property = line(Field::Property, &typed.property, NAME)?;
        let as_of = self.calendar().maybe_past(Field::AsOf, typed.as_of.as_deref())?;
        let originator = maybe_line(Field::Originator, typed.originator.as_deref(), NAME)?;
        let settled = draft.settled.as_ref().filter(|settled| settled.wording == wording);
        let reading = match (settled, read_amount_in(&wording, None), draft.chosen) {
            (Some(settled), ..) => settled.reading.clone(),
            (None, Amount::None, _) => None,
            (None, Amount::One(reading), _) => Some(reading),
            (None, Amount::Ambiguous(ways), Some(chosen)) => ways.into_iter().nth(chosen).map(|(reading, _)| reading),
            (None, Amount::Ambiguous(ways), None) => return Ok(Read::Ask(ways)),
        };
        let originator = originator.unwrap_or_else(|| source.publisher_or_host().to_owned());
        let language = language(draft, &wording, self.language);
        let body = Body::Fact(FactClaim { subject, property, wording, language, reading, as_of, originator });
        Ok(Read::Ready(vec![record(&target, None, Some(source), body)], Some(target)))
    }

    /// Finds the organisation that a field names, where it names one.
    pub(super) async fn maybe_organisation(
        &self,
        conn: &mut Conn,
        field: Field,
        given: Option<&str>,
    ) -> Result<Option<OrganisationRef>, ServiceError> {
        match maybe_line(field, given, NAME)? {
            Some(name) => Ok(Some(find_organisation(conn, self.guild, &name).await?)),
            None => Ok(None),
        }
    }
}

/// Says whether a population belongs to an employer.
fn counts_employees(population: Population) -> bool {
    match population {
        Population::Employees | Population::FormerEmployees | Population::Contractors => true,
        Population::StudentsOrAcademics | Population::Public | Population::Mixed | Population::Unknown => false,
    }
}

/// Puts a record's proposal together.
pub(super) fn record(
    target: &Target,
    organisation: Option<OrganisationRef>,
    source: Option<crate::domain::source::SourceDoc>,
    body: Body,
) -> Proposal {
    Proposal::Record(Box::new(RecordProposal { petition: target.number, organisation, source, body, counting: None }))
}
