//! The source that something stands on: its address, what is on record of it, and what was said of it now.

use super::values::{NAME, TITLE, choice, line};
use super::{Read, Reader};
use crate::domain::ids::Number;
use crate::domain::proposal::{CaptureProposal, Proposal};
use crate::domain::source::{Access, SourceDoc, SourceType, SourceUrl, SourceUrlError};
use crate::domain::watching::copies::made_at;
use crate::service::log::draft::{Draft, Filled};
use crate::service::log::typed::{NewCapture, NewSource};
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

    /// Reads an archived copy that is filed: of a source on record, with its date in its address, or given. One that is on record is
    /// nothing new.
    pub(super) async fn capture(&self, conn: &mut Conn, typed: &NewCapture) -> Result<Read, ServiceError> {
        let archive_url = SourceUrl::parse(&typed.archive_url).map_err(Refusal::BadUrl)?;
        let given_date = typed.read_on.as_deref().map(|text| self.calendar().past(Field::ReadOn, text)).transpose()?;
        let archived_at = made_at(&archive_url).or(given_date).ok_or(Refusal::BadUrl(SourceUrlError::NoCopy))?;
        if archived_at.start() > self.at {
            let value = archived_at.to_string();
            return Err(Refusal::InTheFuture { field: Field::Url, value }.into());
        }
        let given = typed.source.trim();
        let url = SourceUrl::parse(given).ok();
        let found = match (given.parse::<Number>().ok(), url) {
            (Some(number), _) => sources::find(conn, self.guild, number).await?.map(|doc| (number, doc)),
            (None, Some(url)) => sources::find_by_url(conn, self.guild, &url).await?,
            (None, None) => None,
        };
        let (source, doc) = found.ok_or_else(|| Refusal::NoSuchSource(given.to_owned()))?;
        let copies = sources::list_captures(conn, self.guild, source).await?;
        if copies.iter().any(|(_, copy)| copy.archive_url.as_ref() == Some(&archive_url)) {
            return Err(Refusal::NothingToChange.into());
        }
        let name = doc.title.as_deref().unwrap_or_else(|| doc.publisher_or_host()).to_owned();
        let proposal = CaptureProposal { source, name, archive_url, archived_at };
        Ok(Read::Ready(vec![Proposal::Capture(Box::new(proposal))], None))
    }
}
