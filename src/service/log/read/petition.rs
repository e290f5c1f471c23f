//! Petitions.

use super::values::{NAME, TITLE, line, maybe_line, maybe_text};
use super::{Read, Reader};
use crate::domain::date::PartialDate;
use crate::domain::petition::{Collection, PetitionDoc, PetitionKind, Slug, Visibility};
use crate::domain::proposal::{PetitionProposal, Proposal};
use crate::domain::text::TextError;
use crate::service::find::find_organisation;
use crate::service::log::draft::Draft;
use crate::service::log::forms;
use crate::service::log::typed::NewPetition;
use crate::service::refusal::Refusal;
use crate::service::{Field, ServiceError};
use crate::store::Conn;

/// How many demands a petition holds: each is an object of its own, and an answer lists them all.
const DEMANDS: usize = 25;

impl Reader<'_> {
    /// Reads a petition; its summary and demands come in a form.
    pub(super) async fn petition(
        &self,
        conn: &mut Conn,
        draft: &Draft,
        typed: &NewPetition,
    ) -> Result<Read, ServiceError> {
        let title = line(Field::Title, &typed.title, TITLE)?;
        let source = self.source(conn, draft, &typed.url).await?;
        let organisation = line(Field::Organisation, &typed.organisation, NAME)?;
        let addressee = find_organisation(conn, self.guild, &organisation).await?;
        let issued_on = self.calendar().past(Field::IssuedOn, &typed.issued_on)?;
        let scope = maybe_line(Field::Scope, typed.scope.as_deref(), NAME)?;
        let sponsor = maybe_line(Field::Sponsor, typed.sponsor.as_deref(), NAME)?;
        if draft.words.is_none() {
            return Ok(Read::Words(forms::words(draft)));
        }
        let summary = maybe_text(Field::Summary, draft.word(Field::Summary))?;
        let demands = demands(draft.word(Field::Demands).unwrap_or_default())?;
        let doc = PetitionDoc {
            kind: typed.kind.unwrap_or(PetitionKind::OpenLetter),
            summary,
            scope,
            issued_on,
            delivered_on: None,
            visibility: typed.visibility.unwrap_or(Visibility::Public),
            language: None,
            sponsors: sponsor.into_iter().collect(),
            tags: Vec::new(),
            links: Vec::new(),
            title,
        };
        let proposal = PetitionProposal {
            slug: slug(&doc.title, issued_on)?,
            doc,
            addressees: vec![addressee],
            demands,
            collection: Collection::Unknown,
            source,
        };
        Ok(Read::Ready(vec![Proposal::Petition(Box::new(proposal))], None))
    }
}

/// Reads demands, one a line; marks of a list before them go.
fn demands(text: &str) -> Result<Vec<String>, Refusal> {
    let lines = text.lines().map(|line| line.trim_start_matches(['-', '*', '•', '–', ' ', '\t']));
    let lines: Vec<&str> = lines.filter(|line| !line.trim().is_empty()).collect();
    if lines.len() > DEMANDS {
        return Err(Refusal::TooManyDemands { given: lines.len(), limit: DEMANDS });
    }
    lines.into_iter().map(|text| line(Field::Demands, text, TITLE)).collect()
}

/// Makes a short name of the title, or of the day where the title holds no letter that a short name can.
fn slug(title: &str, issued_on: PartialDate) -> Result<Slug, Refusal> {
    Slug::from_title(title)
        .or_else(|| Slug::from_title(&format!("petition {issued_on}")))
        .ok_or(Refusal::BadText { field: Field::Title, error: TextError::Empty })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn demands_are_read_one_a_line() {
        let read = demands("- Cancel the contract\n\n  * Publish a policy\n").unwrap();
        assert_eq!(read, ["Cancel the contract", "Publish a policy"]);
        assert!(demands(&"x".repeat(TITLE + 1)).is_err());
        assert_eq!(demands(&"End it\n".repeat(25)).unwrap().len(), 25);
        assert_eq!(demands(&"x\n".repeat(26)), Err(Refusal::TooManyDemands { given: 26, limit: 25 }));
    }
}
