//! The source that something stands on: its address, what is on record of it, and what was said of it now.

use super::Reader;
use super::values::{NAME, TITLE, choice, line};
use crate::domain::source::{Access, SourceDoc, SourceType, SourceUrl};
use crate::service::log::draft::{Draft, Filled};
use crate::service::log::typed::NewSource;
use crate::service::refusal::Refusal;
use crate::service::{Field, ServiceError};
use crate::store::{Conn, sources};

impl Reader<'_> {
    /// Puts together the source of something that is logged: as the draft had it before, as it is on record, or new;
    /// read today, unless somebody says otherwise.
    pub(super) async fn source(&self, conn: &mut Conn, draft: &Draft, url: &str) -> Result<SourceDoc, ServiceError> {
        let url = SourceUrl::parse(url).map_err(Refusal::BadUrl)?;
        let mut doc = match draft.source.clone().filter(|before| before.url == url) {
            Some(before) => before,
            None => match sources::find_by_url(conn, self.guild, &url).await? {
                Some((_, known)) => known,
                None => SourceDoc::bare(url, self.calendar().today()),
            },
        };
        self.describe(&mut doc, &draft.described)?;
        Ok(doc)
    }

    /// Says of a source what its form holds. What was left empty says nothing.
    fn describe(&self, doc: &mut SourceDoc, described: &Filled) -> Result<(), Refusal> {
        for (field, text) in described.iter().filter(|(_, text)| !text.trim().is_empty()) {
            match field {
                Field::Publisher => doc.publisher = Some(line(*field, text, NAME)?),
                Field::Title => doc.title = Some(line(*field, text, TITLE)?),
                Field::Published => doc.published = Some(self.calendar().past(*field, text)?),
                Field::Type => doc.source_type = Some(choice(*field, text, SourceType::parse)?),
                Field::Access => doc.access = Some(choice(*field, text, Access::parse)?),
                Field::ReadOn => doc.retrieved_at = self.calendar().past(*field, text)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Reads a source that is logged by itself. One that is on record is refused with its number.
    pub(super) async fn new_source(
        &self,
        conn: &mut Conn,
        draft: &Draft,
        typed: &NewSource,
    ) -> Result<SourceDoc, ServiceError> {
        let mut doc = self.source(conn, draft, &typed.url).await?;
        if let Some((number, _)) = sources::find_by_url(conn, self.guild, &doc.url).await? {
            return Err(Refusal::SourceKnown(number).into());
        }
        let texts = [
            (Field::Publisher, &typed.publisher),
            (Field::Title, &typed.title),
            (Field::Published, &typed.published),
            (Field::ReadOn, &typed.read_on),
        ];
        let filled = texts.into_iter().filter_map(|(field, text)| Some((field, text.clone()?))).collect();
        self.describe(&mut doc, &filled)?;
        doc.source_type = typed.source_type.or(doc.source_type);
        doc.access = typed.access.or(doc.access);
        // What was said in the form comes after what was typed into the command.
        self.describe(&mut doc, &draft.described)?;
        Ok(doc)
    }
}
