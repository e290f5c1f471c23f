//! Signatories: a name needs a reason to be on record.

use super::target::Target;
use super::values::{NAME, line, maybe_line};
use super::{Read, Reader};
use crate::domain::guild::Names;
use crate::domain::person_name::NameKeys;
use crate::domain::proposal::Proposal;
use crate::domain::signatory::{Part, Person, SignatoryProposal};
use crate::service::log::draft::Draft;
use crate::service::log::typed::NewSignatory;
use crate::service::refusal::Refusal;
use crate::service::{Field, ServiceError};
use crate::store::Conn;

/// Reads where a person belongs, as they state it.
pub(crate) fn affiliation(typed: Option<&str>) -> Result<Option<String>, Refusal> {
    maybe_line(Field::Affiliation, typed, NAME)
}

impl Reader<'_> {
    /// Reads a signatory.
    pub(super) async fn signatory(
        &self,
        conn: &mut Conn,
        draft: &Draft,
        typed: &NewSignatory,
    ) -> Result<Read, ServiceError> {
        let target = Target::find(conn, self, &typed.petition).await?;
        let name = line(Field::Name, &typed.name, NAME)?;
        if NameKeys::of(&name).is_none() {
            return Err(Refusal::NotAName(name).into());
        }
        let affiliation = affiliation(typed.affiliation.as_deref())?;
        let basis = typed.basis.ok_or(Refusal::NeedsBasis)?;
        let source = self.source(conn, draft, &typed.url).await?;
        let names = match (typed.names, self.names) {
            (Some(Names::Off), _) | (_, Names::Off) => Names::Off,
            (None | Some(Names::On), Names::On) => Names::On,
        };
        let proposal = SignatoryProposal {
            petition: target.number,
            person: Some(Person { name, affiliation }),
            part: typed.part.unwrap_or(Part::Signatory),
            basis,
            names,
            source,
        };
        Ok(Read::Ready(vec![Proposal::Signatory(Box::new(proposal))], Some(target)))
    }
}
