//! Statements, responses and requests for comment.

use super::count::record;
use super::target::Target;
use super::values::{NAME, TITLE, choice, line, maybe_line, maybe_text};
use super::{Read, Reader};
use crate::domain::record::{Body, Capacity, Statement, Words};
use crate::domain::response::{Refers, Request, Response, ResponseKinds};
use crate::service::log::draft::Draft;
use crate::service::log::forms;
use crate::service::log::typed::{NewRequest, NewResponse, NewStatement};
use crate::service::refusal::Refusal;
use crate::service::{Field, ServiceError};
use crate::store::Conn;

impl Reader<'_> {
    /// Reads a statement; its words come in a form.
    pub(super) async fn statement(
        &self,
        conn: &mut Conn,
        draft: &Draft,
        typed: &NewStatement,
    ) -> Result<Read, ServiceError> {
        let source = self.source(conn, draft, &typed.url).await?;
        if draft.message.is_some() && typed.petition.is_empty() {
            return Ok(Read::Petition);
        }
        let target = Target::find(conn, self, &typed.petition).await?;
        // A message says nothing of who said the words in it, nor when: its form asks for that as well.
        if draft.message.is_some() && draft.words.is_none() {
            return Ok(Read::Words(forms::words(draft)));
        }
        let capacity = match draft.word(Field::Capacity) {
            Some(text) => choice(Field::Capacity, text, Capacity::parse)?,
            None => typed.capacity,
        };
        let speaker = line(Field::Speaker, &typed.speaker, NAME)?;
        let said_on = self.calendar().past(Field::SaidOn, &typed.said_on)?;
        let channel = maybe_line(Field::Channel, typed.channel.as_deref(), NAME)?;
        let directed_to = maybe_line(Field::DirectedTo, typed.directed_to.as_deref(), NAME)?;
        let typed_paraphrase = maybe_text(Field::Paraphrase, typed.paraphrase.as_deref())?;
        if draft.words.is_none() {
            return Ok(Read::Words(forms::words(draft)));
        }
        let words = words(draft, typed_paraphrase)?;
        let about = None;
        let body = Body::Statement(Statement { speaker, capacity, channel, said_on, words, directed_to, about });
        Ok(Read::Ready(vec![record(&target, None, Some(source), body)], Some(target)))
    }

    /// Reads a response, by invariants 5 and 6; its words come in a form.
    pub(super) async fn response(
        &self,
        conn: &mut Conn,
        draft: &Draft,
        typed: &NewResponse,
    ) -> Result<Read, ServiceError> {
        let target = Target::find(conn, self, &typed.petition).await?;
        let source = self.source(conn, draft, &typed.url).await?;
        let organisation =
            match self.maybe_organisation(conn, Field::Organisation, typed.organisation.as_deref()).await? {
                Some(named) => named,
                None => target.only_addressee()?,
            };
        let kinds = draft.kinds.clone().unwrap_or_else(|| std::iter::once(typed.kind).chain(typed.also).collect());
        let mut response = Response {
            speaker: maybe_line(Field::Speaker, typed.speaker.as_deref(), NAME)?,
            capacity: typed.capacity.unwrap_or(Capacity::Official),
            kinds: ResponseKinds::new(kinds).map_err(|error| Refusal::Kinds(error.0))?,
            judged_because: None,
            // Stands in until the form is there, so that everything else is refused before anybody writes it.
            words: Words::new(Some(String::new()), None).map_err(|_| Refusal::NoWords)?,
            channel: maybe_line(Field::Channel, typed.channel.as_deref(), NAME)?,
            said_on: self.calendar().past(Field::SaidOn, &typed.said_on)?,
            refers: typed.refers.unwrap_or(Refers::NotStated),
        };
        response.check(target.issued_on).map_err(Refusal::from)?;
        if draft.words.is_none() {
            return Ok(Read::Words(forms::words(draft)));
        }
        response.words = words(draft, None)?;
        Ok(Read::Ready(vec![record(&target, Some(organisation), Some(source), Body::Response(response))], Some(target)))
    }

    /// Reads a request for comment. It may come without a source, and is not published before it has one.
    pub(super) async fn request(
        &self,
        conn: &mut Conn,
        draft: &Draft,
        typed: &NewRequest,
    ) -> Result<Read, ServiceError> {
        let target = Target::find(conn, self, &typed.petition).await?;
        let source = match typed.url.as_deref().filter(|url| !url.trim().is_empty()) {
            Some(url) => Some(self.source(conn, draft, url).await?),
            None => None,
        };
        let organisation =
            match self.maybe_organisation(conn, Field::Organisation, typed.organisation.as_deref()).await? {
                Some(named) => named,
                None => target.only_addressee()?,
            };
        let asker = line(Field::Asker, &typed.asker, TITLE)?;
        let asked_on = self.calendar().past(Field::AskedOn, &typed.asked_on)?;
        let deadline = self.calendar().date(Field::Deadline, &typed.deadline)?;
        if deadline.is_surely_before(asked_on) {
            let (value, after) = (deadline.to_string(), asked_on.to_string());
            return Err(Refusal::WrongOrder { field: Field::Deadline, value, after }.into());
        }
        let body = Body::Request(Request { asker, asked_on, deadline, result: typed.result });
        Ok(Read::Ready(vec![record(&target, Some(organisation), source, body)], Some(target)))
    }
}

/// Puts the words of the form together.
fn words(draft: &Draft, typed_paraphrase: Option<String>) -> Result<Words, Refusal> {
    let quote = maybe_text(Field::Quote, draft.word(Field::Quote))?;
    let paraphrase = maybe_text(Field::Paraphrase, draft.word(Field::Paraphrase))?;
    Words::new(quote, paraphrase.or(typed_paraphrase)).map_err(|_| Refusal::NoWords)
}
