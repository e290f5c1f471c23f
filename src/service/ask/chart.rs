//! How a petition's counts went, to be drawn: each group by itself, with what happened meanwhile.

use super::about;
use jiff::Timestamp;

use super::about::{About, Asked, Found, PetitionAsked};
use super::counts::{Count, CountGroup, groups, of_counts, own};
use crate::domain::course::{Course, course};
use crate::domain::date::PartialDate;
use crate::domain::ids::{GuildId, Number};
use crate::domain::petition::PetitionState;
use crate::domain::published::{Cited, Record, Sources, weight};
use crate::domain::record::{Body, RecordKind};
use crate::domain::response::Response;
use crate::service::{Caller, Service, ServiceError};
use crate::store::asking::{self, Wanted};

/// How the counts of one measure, population and organisation went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// What is current.
    pub group: CountGroup,
    /// The reports; [`Course`] points into them.
    pub counts: Vec<Count>,
    /// What they say of each date.
    pub course: Course,
}

/// Something that is marked beside the counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Marked {
    /// The petition was issued.
    Issued(PartialDate),
    /// It was handed over.
    Delivered(PartialDate),
    /// Somebody it is about answered.
    Responded(Box<Cited<Response>>),
}

impl Marked {
    /// Says when it was.
    #[must_use]
    pub fn on(&self) -> PartialDate {
        match self {
            Self::Issued(on) | Self::Delivered(on) => *on,
            Self::Responded(said) => said.body.said_on,
        }
    }
}

/// The answer to "how many signed, and when?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartAnswer {
    /// The petition.
    pub about: About,
    /// Its counts, employees before the public.
    pub series: Vec<Series>,
    /// What happened meanwhile, the earliest first.
    pub marked: Vec<Marked>,
}

/// What of a petition's record a chart is made of.
const DRAWN: &[RecordKind] = &[RecordKind::Count, RecordKind::Response];

impl Service {
    /// Answers how a petition's counts went.
    pub async fn chart(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
    ) -> Result<Asked<Found<ChartAnswer>>, ServiceError> {
        let wanted = Wanted { kinds: DRAWN, ..Wanted::default() };
        let now = self.now();
        self.ask(caller, petition, wanted, |about, rest| Ok(ChartAnswer::of(about, rest.records, now))).await
    }

    /// Gives how a published petition's counts went, for a message that nobody asked for. `None` where there is no such
    /// petition any more.
    pub async fn chart_to_tell(&self, guild: GuildId, petition: Number) -> Result<Option<ChartAnswer>, ServiceError> {
        let wanted = Wanted { kinds: DRAWN, ..Wanted::default() };
        let mut conn = self.store().read().await?;
        let asked = asking::Asked::Number(petition);
        let dossier = asking::dossier::read(&mut conn, guild, &asked, wanted).await?;
        let found = about::split(dossier).filter(|(about, _)| about.petition.state == PetitionState::Published);
        Ok(found.map(|(about, rest)| ChartAnswer::of(about, rest.records, self.now())))
    }
}

impl ChartAnswer {
    fn of(about: About, records: Vec<Record>, now: Timestamp) -> Self {
        let doc = &about.petition.doc;
        let mut marked = vec![Marked::Issued(doc.issued_on)];
        marked.extend(doc.delivered_on.map(Marked::Delivered));
        let response = |body| if let Body::Response(response) = body { Some(response) } else { None };
        let responses = records.iter().filter_map(|record| record.clone().filter_map(response));
        marked.extend(responses.filter(Cited::stands).map(|said| Marked::Responded(Box::new(said))));
        // Stable: on one date the petition itself comes first.
        marked.sort_by_key(|marked| (marked.on().start(), marked.on().precision()));
        let counts = own(&of_counts(records), about.petition.number);
        let series = groups(counts, &about.sources, now).into_iter().map(|group| Series::of(group, &about.sources));
        let series = series.collect();
        Self { about, series, marked }
    }
}

impl Series {
    fn of(group: CountGroup, sources: &Sources) -> Self {
        let counts: Vec<Count> = group.current.iter().chain(&group.earlier).cloned().collect();
        let weights = counts.iter();
        let weights = weights.map(|count| weight(count, Some(count.body.as_of), count.body.reading.as_ref(), sources));
        let course = course(&weights.collect::<Vec<_>>());
        Self { group, counts, course }
    }
}

impl CountGroup {
    /// Says whether there is more than one report with a number, so that there is something to draw.
    #[must_use]
    pub fn can_be_drawn(&self) -> bool {
        let numbered = self.current.iter().chain(&self.earlier).filter(|count| count.body.reading.is_some());
        numbered.take(2).count() == 2
    }
}
