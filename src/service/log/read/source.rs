//! The source that something stands on: its address, what is on record of it, and what was said of it now.

use super::Read as Outcome;
use super::Reader;
use super::values::{NAME, TITLE, choice, line};
use crate::domain::ids::Number;
use crate::domain::proposal::{CaptureProposal, Proposal};
use crate::domain::source::{Access, MachineRead, SourceDoc, SourceType, SourceUrl, SourceUrlError};
use crate::domain::watching::copies::{made_at, page_in};
use crate::service::log::draft::{Draft, Filled};
use crate::service::log::page::Read;
use crate::service::log::typed::{NewCapture, NewSource};
use crate::service::refusal::Refusal;
use crate::service::{Field, ServiceError};
use crate::store::{Conn, pages, sources};

impl Reader<'_> {
    /// Puts together the source of something that is logged: as the draft had it before, as it is on record, or new with
    /// what a machine read of its page; read today, unless somebody says otherwise.
    ///
    /// A page that says on its own site that its address is another one leads to the source of that.
    pub(super) async fn source(&self, conn: &mut Conn, draft: &Draft, url: &str) -> Result<SourceDoc, ServiceError> {
        let url = SourceUrl::parse(url).map_err(Refusal::BadUrl)?;
        let mut doc = match draft.source.clone().filter(|before| before.url == url) {
            Some(before) => before,
            None => match sources::find_by_url(conn, self.guild, &url).await? {
                Some((_, known)) => known,
                None => self.of_page(conn, draft, url).await?,
            },
        };
        self.describe(&mut doc, &draft.described)?;
        Ok(doc)
    }

    /// Puts together a source that no address on record leads to.
    async fn of_page(&self, conn: &mut Conn, draft: &Draft, url: SourceUrl) -> Result<SourceDoc, ServiceError> {
        let read = draft.read_at(&url);
        let declared = match read {
            Some(read) => read.said.address.clone(),
            None => pages::find_declared(conn, &url).await?,
        };
        let Some(itself) = declared else {
            return Ok(self.as_read(SourceDoc::bare(url, self.calendar().today()), read));
        };
        if let Some((_, mut known)) = sources::find_by_url(conn, self.guild, &itself).await? {
            if !known.other_urls.contains(&url) {
                known.other_urls.push(url);
            }
            return Ok(known);
        }
        let mut doc = SourceDoc::bare(itself, self.calendar().today());
        doc.other_urls.push(url);
        Ok(self.as_read(doc, read))
    }

    /// Says of a source what its page says of itself, and marks it as read by a machine.
    fn as_read(&self, mut doc: SourceDoc, read: Option<&Read>) -> SourceDoc {
        let Some(read) = read else { return doc };
        let said = &read.said;
        doc.title = read.title.as_deref().and_then(|title| line(Field::Title, title, TITLE).ok());
        doc.publisher = said.publisher.as_deref().and_then(|name| line(Field::Publisher, name, NAME).ok());
        doc.authors.clone_from(&said.authors);
        doc.published = said.published.filter(|date| self.calendar().has_come(*date));
        doc.language.clone_from(&said.language);
        let marks = [
            (doc.publisher.is_some(), MachineRead::Publisher),
            (doc.title.is_some(), MachineRead::Title),
            (!doc.authors.is_empty(), MachineRead::Authors),
            (doc.published.is_some(), MachineRead::Published),
            (doc.language.is_some(), MachineRead::Language),
        ];
        doc.machine_read = marks.into_iter().filter_map(|(is_there, mark)| is_there.then_some(mark)).collect();
        doc
    }

    /// Says of a source what its form holds: a person has said or confirmed it then. What was left empty says nothing, but
    /// takes away what a machine read.
    fn describe(&self, doc: &mut SourceDoc, described: &Filled) -> Result<(), Refusal> {
        for (field, text) in described {
            let is_empty = text.trim().is_empty();
            let read = match field {
                Field::Publisher => Some(MachineRead::Publisher),
                Field::Title => Some(MachineRead::Title),
                Field::Published => Some(MachineRead::Published),
                _ => None,
            };
            if let Some(read) = read.filter(|read| doc.machine_read.contains(read)) {
                doc.forget(read);
            }
            if is_empty {
                continue;
            }
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
    pub(super) async fn capture(&self, conn: &mut Conn, typed: &NewCapture) -> Result<Outcome, ServiceError> {
        let archive_url = SourceUrl::parse(&typed.archive_url).map_err(Refusal::BadUrl)?;
        let given_date = typed.read_on.as_deref().map(|text| self.calendar().past(Field::ReadOn, text)).transpose()?;
        let archived_at = made_at(&archive_url).or(given_date).ok_or(Refusal::BadUrl(SourceUrlError::NoCopy))?;
        if !self.calendar().has_come(archived_at) {
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
        let own = || std::iter::once(&doc.url).chain(&doc.other_urls);
        if own().any(|url| url.spellings() == archive_url.spellings()) {
            return Err(Refusal::BadUrl(SourceUrlError::NoCopy).into());
        }
        if sources::has_copy(conn, self.guild, source, &archive_url).await? {
            return Err(Refusal::CopyKnown(source).into());
        }
        let name = doc.title.as_deref().unwrap_or_else(|| doc.publisher_or_host()).to_owned();
        // An archive may write the address as the site does, with `www.` or a slash at its end.
        let is_like = |page: &SourceUrl, url: &SourceUrl| {
            page.spellings() == url.spellings() || page.likeness().is_some_and(|like| url.likeness() == Some(like))
        };
        let other_page = page_in(&archive_url).filter(|page| !own().any(|url| is_like(page, url)));
        let proposal = CaptureProposal { source, name, archive_url, archived_at, other_page };
        Ok(Outcome::Ready(vec![Proposal::Capture(Box::new(proposal))], None))
    }
}
