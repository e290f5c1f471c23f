//! From what was typed to what would be filed: every field read, refused by its name where it cannot be.
//!
//! To add a kind: a function of [`Reader`] that gives [`Read`], and a line in [`Reader::read`].

mod commitment;
mod count;
mod organisation;
mod petition;
pub(crate) mod petition_edit;
mod said;
pub(crate) mod signatory;
mod source;
mod target;
mod values;

pub(crate) use target::{Pending, Target};
pub(crate) use values::Calendar;
pub(crate) use values::choice;
pub(crate) use values::maybe_choice;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::draft::Draft;
use super::drafted::Offer;
use super::form::Form;
use super::page::Unread;
use super::typed::Typed;
use crate::domain::guild::Names;
use crate::domain::ids::GuildId;
use crate::domain::proposal::Proposal;
use crate::domain::source::SourceUrl;
use crate::domain::{Language, Reading};
use crate::service::ServiceError;
use crate::store::{Conn, Store};

/// What came of reading a draft.
pub(crate) enum Read {
    /// Which petition it is about is not said yet.
    Petition,
    /// The words are still missing.
    Words(Form),
    /// The words are still to be chosen from the page.
    Wording(SourceUrl, Vec<Offer>, Option<Unread>),
    /// The words can be read in several ways.
    Ask(Vec<(Reading, &'static str)>),
    /// This would be filed, about this petition.
    Ready(Vec<Proposal>, Option<Target>),
}

/// Reads drafts in one guild, at the moment they were typed.
pub(crate) struct Reader<'a> {
    pub(crate) store: &'a Store,
    pub(crate) guild: GuildId,
    pub(crate) zone: &'a TimeZone,
    /// The language of words that do not show their own.
    pub(crate) language: Language,
    pub(crate) at: Timestamp,
    pub(crate) pending: Pending,
    /// Whether names of signatories are kept.
    pub(crate) names: Names,
}

impl Reader<'_> {
    fn calendar(&self) -> Calendar<'_> {
        Calendar { zone: self.zone, at: self.at }
    }

    /// Reads a draft.
    pub(crate) async fn read(&self, conn: &mut Conn, draft: &Draft) -> Result<Read, ServiceError> {
        match &draft.typed {
            Typed::Petition(typed) => self.petition(conn, draft, typed).await,
            Typed::Count(typed) => self.count(conn, draft, typed).await,
            Typed::Response(typed) => self.response(conn, draft, typed).await,
            Typed::Request(typed) => self.request(conn, draft, typed).await,
            Typed::Statement(typed) => self.statement(conn, draft, typed).await,
            Typed::Fact(typed) => self.fact(conn, draft, typed).await,
            Typed::Signatory(typed) => self.signatory(conn, draft, typed).await,
            Typed::Commitment(typed) => self.commitment(conn, draft, typed).await,
            Typed::Organisation(typed) => self.organisation(conn, typed).await,
            Typed::PetitionEdit(typed) => self.petition_edit(conn, typed).await,
            Typed::Capture(typed) => self.capture(conn, typed).await,
            Typed::Source(typed) => {
                let source = self.new_source(conn, draft, typed).await?;
                Ok(Read::Ready(vec![Proposal::Source(Box::new(source))], None))
            }
        }
    }
}
