//! What a row of the public archive of worker actions becomes: a petition, and count reports by invariant 19.
//!
//! The archive keeps one whole number per action, whatever was said: "hundreds of" and "over 60" are numbers in it as
//! well. So its number reads *approx* by rule `archive-1` and is flagged, unless the row's own text settles it.

use jiff::civil::Date;
use wording::{Count, Found, read_count};

use super::date::PartialDate;
use super::petition::{PetitionDoc, PetitionKind, Slug, Visibility};
use super::record::CountReport;
use super::source::SourceUrl;
use super::text::fold;
use super::{Measure, Population, Reading};

/// One action of the archive. Who submitted it there is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// The archive's own number.
    pub id: u64,
    /// The day of the action.
    pub date: Date,
    /// Pages about it.
    pub links: Vec<SourceUrl>,
    /// What was done: `open letter`, `strike`.
    pub actions: Vec<String>,
    /// What it was about, and further tags.
    pub tags: Vec<String>,
    /// What happened, in the archive's words.
    pub description: String,
    /// At which companies, by the archive's short names.
    pub companies: Vec<String>,
    /// The archive's one number.
    pub workers: Option<u64>,
}

/// What an action becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchivedPetition {
    /// The short name it is asked for by: company, day and the archive's number.
    pub slug: Slug,
    /// What is said of it.
    pub doc: PetitionDoc,
    /// To whom it is addressed, by name.
    pub addressees: Vec<String>,
    /// What is known of its number.
    pub counts: Vec<ArchivedCount>,
}

/// One number of an archived petition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchivedCount {
    /// The report.
    pub report: CountReport,
    /// Whether the row's text settles it, or somebody should look.
    pub settled: Settled,
}

/// Whether an archived number stands in the row's own text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// The text gives it.
    ByTheText,
    /// Only the archive's one number gives it.
    No,
}

/// The flag of a record whose number only the archive gives.
pub const FLAG: &str = "archive_number";

/// Who counted, as far as an archived row says.
pub const ORIGINATOR: &str = "Collective Action in Tech";

impl Action {
    /// Says whether the action was, among other things, an open letter.
    #[must_use]
    pub fn is_open_letter(&self) -> bool {
        self.was("open letter")
    }

    fn was(&self, name: &str) -> bool {
        self.actions.iter().any(|action| fold(&action.replace('_', " ")) == name)
    }

    /// Makes the petition and its count reports.
    #[must_use]
    pub fn petition(&self) -> ArchivedPetition {
        let addressees: Vec<String> = self.companies.iter().map(|name| display_name(name)).collect();
        let kind = self.kind();
        let at = addressees.first().map_or_else(String::new, |name| format!("{name}: "));
        let title = format!("{at}{} of {}", noun(kind), self.date.strftime("%-d %B %Y"));
        let first = self.companies.first().map_or("action", String::as_str);
        let slug = Slug::from_title(&format!("{} {} {}", clip(first, 24), self.date, self.id))
            .or_else(|| Slug::from_title(&format!("action {} {}", self.date, self.id)));
        ArchivedPetition {
            // "action-1970-01-01-7" is a slug whatever the company is called.
            slug: slug.unwrap_or_else(|| unreachable!("a slug can be made of digits")),
            doc: PetitionDoc {
                title: capitalised(&title),
                kind,
                summary: Some(self.description.clone()),
                scope: None,
                issued_on: PartialDate::Day(self.date),
                delivered_on: None,
                visibility: Visibility::Public,
                language: Some("en".to_owned()),
                sponsors: Vec::new(),
                tags: self.tags.clone(),
                links: self.links.clone(),
            },
            addressees,
            counts: self.counts(),
        }
    }

    fn kind(&self) -> PetitionKind {
        let text = self.description.to_lowercase();
        if self.was("strike") && !self.is_open_letter() {
            PetitionKind::WalkoutCall
        } else if text.contains("petition") && !text.contains("open letter") {
            PetitionKind::Petition
        } else if self.is_open_letter() || text.contains("letter") {
            PetitionKind::OpenLetter
        } else {
            PetitionKind::Petition
        }
    }

    fn counts(&self) -> Vec<ArchivedCount> {
        let found = match read_count(&self.description) {
            Count::One(found) => vec![found],
            Count::Multiple(found) => found,
            Count::None | Count::Ambiguous(_) => Vec::new(),
        };
        match self.workers {
            Some(number) if !found.iter().any(|f| settles(&f.reading, number)) => vec![self.unsettled(number)],
            _ => found.iter().map(|f| self.read_in_text(f)).collect(),
        }
    }

    fn unsettled(&self, number: u64) -> ArchivedCount {
        let report = self.report(number.to_string(), Reading::archive(number), None, None);
        ArchivedCount { report, settled: Settled::No }
    }

    fn read_in_text(&self, found: &Found) -> ArchivedCount {
        let words = self.description.get(found.span.clone()).unwrap_or_default().to_owned();
        let report = self.report(words, found.reading.clone(), found.measure, found.population);
        ArchivedCount { report, settled: Settled::ByTheText }
    }

    fn report(
        &self,
        wording: String,
        reading: Reading,
        measure: Option<Measure>,
        population: Option<Population>,
    ) -> CountReport {
        CountReport {
            measure: measure.unwrap_or(Measure::Signatures),
            population: population.unwrap_or(Population::Unknown),
            wording,
            language: Some("en".to_owned()),
            reading: Some(reading),
            as_of: PartialDate::Day(self.date),
            originator: ORIGINATOR.to_owned(),
            locator: Some(format!("action {}", self.id)),
            note: None,
        }
    }
}

/// Says whether a reading of the text gives the archive's number: as its point, as one of its ends, or inside a closed
/// range. "Over 60" settles both 60 and the archive's usual 61; an open end alone settles nothing.
fn settles(reading: &Reading, number: u64) -> bool {
    let ends = [reading.point(), reading.lower(), reading.upper()];
    let inside = matches!((reading.lower(), reading.upper()), (Some(l), Some(u)) if (l..=u).contains(&number));
    let vague = reading.qualifier() == wording::Qualifier::Vague;
    !vague && (ends.contains(&Some(number)) || inside)
}

fn noun(kind: PetitionKind) -> &'static str {
    match kind {
        PetitionKind::OpenLetter => "open letter",
        PetitionKind::Petition => "petition",
        PetitionKind::Pledge => "pledge",
        PetitionKind::InternalEmail => "internal e-mail",
        PetitionKind::WalkoutCall => "walkout",
    }
}

/// Turns the archive's short name into one for people: `whole_foods` is "Whole Foods", `ibm` is "IBM".
fn display_name(short: &str) -> String {
    let spaced = short.replace('_', " ");
    if spaced.chars().any(char::is_uppercase) {
        return spaced;
    }
    if spaced.len() <= 3 {
        return spaced.to_uppercase();
    }
    spaced.split(' ').map(capitalised).collect::<Vec<_>>().join(" ")
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn clip(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Qualifier;

    fn action(workers: Option<u64>, description: &str) -> Action {
        Action {
            id: 397,
            date: Date::constant(2018, 7, 26),
            links: Vec::new(),
            actions: vec!["open letter".into()],
            tags: vec!["ethics".into()],
            description: description.into(),
            companies: vec!["whole_foods".into()],
            workers,
        }
    }

    fn readings(action: &Action) -> Vec<(Qualifier, Option<u64>, Settled)> {
        let counts = action.petition().counts;
        counts
            .iter()
            .map(|c| {
                let reading = c.report.reading.as_ref().unwrap();
                (reading.qualifier(), reading.point(), c.settled)
            })
            .collect()
    }

    #[test]
    fn a_number_that_the_text_gives_is_read_from_the_text() {
        let over = action(Some(61), "Over 60 employees of the company have signed a letter.");
        assert_eq!(readings(&over), [(Qualifier::MoreThan, Some(60), Settled::ByTheText)]);
        assert_eq!(over.petition().counts[0].report.population, Population::Employees);
    }

    #[test]
    fn a_number_that_the_text_does_not_settle_is_approximate_and_flagged() {
        for text in [
            "Hundreds of employees signed an open letter.",
            "Workers wrote an open letter.",
            "Over 20 employees signed it.",
        ] {
            let counts = readings(&action(Some(300), text));
            assert_eq!(counts, [(Qualifier::Approx, Some(300), Settled::No)], "{text}");
        }
    }

    #[test]
    fn two_populations_in_the_text_are_two_reports() {
        let two = action(
            Some(500),
            "They handed over a petition with more than 300,000 signatures (including 500 employees).",
        );
        assert_eq!(
            readings(&two),
            [
                (Qualifier::MoreThan, Some(300_000), Settled::ByTheText),
                (Qualifier::Exact, Some(500), Settled::ByTheText)
            ]
        );
        assert_eq!(two.petition().doc.kind, PetitionKind::Petition);
    }

    #[test]
    fn an_action_without_any_number_has_no_count() {
        assert_eq!(readings(&action(None, "Workers circulated a petition.")), []);
    }

    #[test]
    fn companies_get_names_for_people_and_the_petition_a_short_one() {
        let petition = action(None, "An open letter.").petition();
        assert_eq!(petition.addressees, ["Whole Foods"]);
        assert_eq!(petition.slug.as_str(), "whole-foods-2018-07-26-397");
        assert_eq!(petition.doc.title, "Whole Foods: open letter of 26 July 2018");
        assert_eq!(display_name("ibm"), "IBM");
        assert_eq!(display_name("Blue Origin"), "Blue Origin");
        let nameless = Action { companies: vec![], ..action(None, "An open letter.") }.petition();
        assert_eq!(nameless.doc.title, "Open letter of 26 July 2018");
        assert_eq!(nameless.slug.as_str(), "action-2018-07-26-397");
    }
}
