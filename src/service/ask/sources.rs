//! The sources a petition's record stands on, and what stands on each.

use std::collections::BTreeMap;

use super::about::{About, Asked, Found, PetitionAsked};
use crate::domain::date::PartialDate;
use crate::domain::ids::Number;
use crate::domain::record::RecordKind;
use crate::service::{Caller, Service, ServiceError};
use crate::store::asking::Wanted;

/// A source and what of one petition stands on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The source.
    pub source: Number,
    /// Whether the petition itself does.
    pub petition: bool,
    /// How many records of each kind do.
    pub records: BTreeMap<RecordKind, usize>,
    /// How many judgements of demands and commitments do.
    pub judgements: usize,
}

/// The answer to "where does it say so?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcesAnswer {
    /// The petition.
    pub about: About,
    /// Its sources: that of the petition first, then in the order they were published.
    pub sources: Vec<Standing>,
}

impl Service {
    /// Answers on which sources a petition's record stands.
    pub async fn sources(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
    ) -> Result<Asked<Found<SourcesAnswer>>, ServiceError> {
        let wanted = Wanted { kinds: RecordKind::ALL, judgements: true, ..Wanted::default() };
        self.ask(caller, petition, wanted, |about, rest| {
            let mut found: BTreeMap<Number, Standing> = BTreeMap::new();
            standing(&mut found, about.petition.source).petition = true;
            for record in &rest.records {
                let records = &mut standing(&mut found, record.source).records;
                *records.entry(record.body.kind()).or_default() += 1;
            }
            for judgement in &rest.judgements {
                standing(&mut found, judgement.source).judgements += 1;
            }
            let mut sources: Vec<Standing> = found.into_values().collect();
            let published = |number| about.sources.get(&number).and_then(|source| source.doc.published);
            sources.sort_by_key(|one| (!one.petition, published(one.source).map(PartialDate::start), one.source));
            Ok(SourcesAnswer { about, sources })
        })
        .await
    }
}

fn standing(found: &mut BTreeMap<Number, Standing>, source: Number) -> &mut Standing {
    let nothing = || Standing { source, petition: false, records: BTreeMap::new(), judgements: 0 };
    found.entry(source).or_insert_with(nothing)
}
