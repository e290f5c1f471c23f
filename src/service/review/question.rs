//! Asking who filed a submission. One question waits at a time; the answer is given in `/submissions`.

use super::decide::refuse_decided;
use super::{Asked, SubmissionView, view};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::domain::text::clean;
use crate::service::log::{Form, FormField, FormPurpose};
use crate::service::refusal::Refusal;
use crate::service::rights::Act;
use crate::service::trace::{Actor, Trace};
use crate::service::{Caller, Field, Service, ServiceError};
use crate::store::questions::{self, Said};
use crate::store::{Conn, Store, submissions};

/// The longest question, in characters.
const QUESTION: usize = 1_000;

impl Service {
    /// Gives the form by which a moderator asks who filed a submission.
    pub async fn question_form(&self, caller: &Caller, number: Number) -> Result<Form, ServiceError> {
        let mut conn = self.store.read().await?;
        self.access(&mut conn, caller, Act::AskContributor).await?;
        let none = || Refusal::NoSuchSubmission(number.to_string());
        let found = submissions::find(&mut conn, caller.guild, number).await?.ok_or_else(none)?;
        refuse_decided(&found)?;
        refuse_open(&mut conn, caller.guild, number).await?;
        let question = FormField { field: Field::Question, value: String::new(), required: true, long: true };
        Ok(Form { purpose: FormPurpose::Ask, fields: vec![question] })
    }

    /// Asks who filed a submission; they read it in `/submissions`. Nobody learns who that is.
    pub async fn ask_contributor(
        &self,
        caller: &Caller,
        number: Number,
        question: &str,
    ) -> Result<SubmissionView, ServiceError> {
        let question = clean(question, QUESTION);
        let question = question.map_err(|error| Refusal::BadText { field: Field::Question, error })?;
        let question = question.as_str();
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let (guild, at) = (uow.guild(), uow.at());
                    let access = self.access(uow.conn(), caller, Act::AskContributor).await?;
                    let none = || Refusal::NoSuchSubmission(number.to_string());
                    let found = submissions::find(uow.conn(), guild, number).await?.ok_or_else(none)?;
                    refuse_decided(&found)?;
                    if found.contributor.is_none() {
                        return Err(Refusal::NobodyHeld(number).into());
                    }
                    let position = refuse_open(uow.conn(), guild, number).await? + 1;
                    let sealed = self.store.seal_said(guild, number, Said::Question(position), question)?;
                    questions::insert(uow.conn(), guild, number, position, &sealed, at).await?;
                    submissions::touch(uow.conn(), guild, number).await?;
                    let act = LedgerAct::Question;
                    let trace = Trace { act, actor: Actor::Person(access.moderator, access.standing) };
                    uow.append(trace.signed(Entry::new(act, ObjectKind::Submission, number, found.revision)));
                    view::find(&self.store, uow.conn(), guild, number).await
                })
            })
            .await
    }
}

/// Refuses another question while one waits, and gives how many were asked.
async fn refuse_open(conn: &mut Conn, guild: GuildId, number: Number) -> Result<i64, ServiceError> {
    let asked = questions::list(conn, guild, number).await?;
    match asked.last() {
        Some(last) if last.answer.is_none() => Err(Refusal::QuestionOpen(number).into()),
        Some(last) => Ok(last.position),
        None => Ok(0),
    }
}

/// Gives what was asked about a submission, and what was answered.
pub(crate) async fn asked(
    store: &Store,
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
) -> Result<Vec<Asked>, ServiceError> {
    let mut all = Vec::new();
    for question in questions::list(conn, guild, number).await? {
        let position = question.position;
        let answer = question.answer.map(|answer| store.open_said(guild, number, Said::Answer(position), &answer));
        let question = store.open_said(guild, number, Said::Question(position), &question.sealed)?;
        all.push(Asked { question, answer: answer.transpose()? });
    }
    Ok(all)
}
