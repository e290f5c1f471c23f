//! Commitments.

use super::count::record;
use super::target::Target;
use super::values::{TITLE, line};
use super::{Read, Reader};
use crate::domain::commitment::Commitment;
use crate::domain::record::Body;
use crate::service::log::draft::Draft;
use crate::service::log::typed::NewCommitment;
use crate::service::refusal::Refusal;
use crate::service::{Field, ServiceError};
use crate::store::Conn;

impl Reader<'_> {
    /// Reads a commitment. Its due date may lie anywhere after the day it was made.
    pub(super) async fn commitment(
        &self,
        conn: &mut Conn,
        draft: &Draft,
        typed: &NewCommitment,
    ) -> Result<Read, ServiceError> {
        let target = Target::find(conn, self, &typed.petition).await?;
        let source = self.source(conn, draft, &typed.url).await?;
        let organisation =
            match self.maybe_organisation(conn, Field::Organisation, typed.organisation.as_deref()).await? {
                Some(named) => named,
                None => target.only_addressee()?,
            };
        let text = line(Field::Text, &typed.text, TITLE)?;
        let made_on = self.calendar().maybe_past(Field::SaidOn, typed.said_on.as_deref())?;
        let due = self.calendar().maybe_date(Field::Due, typed.due.as_deref())?;
        if let (Some(due), Some(made_on)) = (due, made_on)
            && due.is_surely_before(made_on)
        {
            let (value, after) = (due.to_string(), made_on.to_string());
            return Err(Refusal::WrongOrder { field: Field::Due, value, after }.into());
        }
        let body = Body::Commitment(Commitment { text, due, made_on });
        Ok(Read::Ready(vec![record(&target, Some(organisation), Some(source), body)], Some(target)))
    }
}
