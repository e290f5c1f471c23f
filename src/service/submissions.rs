//! What somebody filed themselves, and what became of it: to see, to answer about, to take back. A block changes none
//! of it.

use jiff::Timestamp;

use super::access::Access;
use super::log::{Form, FormField, FormPurpose};
use super::refusal::Refusal;
use super::review::decide::refuse_decided;
use super::review::{Asked, Decision, signatory, view};
use super::rights::Act;
use super::trace::{Actor, Trace, json};
use super::{Caller, Field, Service, ServiceError};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::{Act as LedgerAct, Entry, ObjectKind};
use crate::domain::proposal::Proposal;
use crate::domain::review::{Decided, SubmissionKind, SubmissionState};
use crate::domain::text::clean;
use crate::store::own::{self, Filed};
use crate::store::questions::{self, Question, Said};
use crate::store::submissions::{self, Submission};
use crate::store::{Conn, UnitOfWork};

/// How many are shown on a page: each takes a few lines of a phone, and two buttons at most.
const PAGE: u32 = 5;
/// The longest answer, in characters.
const ANSWER: usize = 2_000;

/// A submission as its contributor sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnSubmission {
    /// Its number.
    pub number: Number,
    /// What it is.
    pub kind: SubmissionKind,
    /// What it proposes, while that waits or is held.
    pub proposal: Option<Proposal>,
    /// The title of the petition it is about, and whether that waits itself.
    pub petition: Option<(String, bool)>,
    /// When it was filed.
    pub submitted_at: Timestamp,
    /// Whether a moderator edited it.
    pub edited: bool,
    /// What was decided; `None` while it waits.
    pub decision: Option<Decision>,
    /// The note to its rejection.
    pub note: Option<String>,
    /// The last question about it.
    pub question: Option<Asked>,
}

/// A page of what somebody filed, newest first.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnSubmissions {
    /// What stands on this page.
    pub items: Vec<OwnSubmission>,
    /// How many there are in all.
    pub of: u64,
    /// The page, from 1.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
}

/// What a withdrawal does, or did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// What is withdrawn.
    pub number: Number,
    /// What it is.
    pub kind: SubmissionKind,
    /// What waits for it and goes with it.
    pub waiting: Vec<Number>,
}

impl Service {
    /// Gives a page of what the caller filed and what became of it.
    pub async fn own_submissions(&self, caller: &Caller, page: u32) -> Result<OwnSubmissions, ServiceError> {
        let mut conn = self.store.read().await?;
        let access = self.access(&mut conn, caller, Act::SeeOwn).await?;
        let offset = i64::from(PAGE) * (i64::from(page) - 1);
        let filed = own::list(&mut conn, caller.guild, access.contributor, i64::from(PAGE), offset.max(0)).await?;
        let of = match filed.first() {
            Some(first) => first.of,
            None if page == 1 => 0,
            None => return Err(Refusal::NoSuchPage.into()),
        };
        let items = filed.into_iter().map(|one| self.own_view(caller.guild, one)).collect::<Result<_, _>>()?;
        let pages = u32::try_from(of.div_ceil(u64::from(PAGE)).max(1)).unwrap_or(u32::MAX);
        Ok(OwnSubmissions { items, of, page, pages })
    }

    pub(super) fn own_view(&self, guild: GuildId, filed: Filed) -> Result<OwnSubmission, ServiceError> {
        let (store, number) = (&self.store, filed.number);
        let proposal = filed.sealed.as_ref().map(|sealed| store.open_proposal(guild, number, sealed)).transpose();
        let proposal = match proposal {
            // What cannot be read keeps nobody from the rest.
            Err(error) if error.is_of_one_row() => {
                tracing::error!(%error, submission = number.get(), "a submission cannot be read");
                None
            }
            opened => opened?,
        };
        let petition = match (filed.petition_doc, filed.waits_for) {
            (Some(doc), _) => Some((doc.title, false)),
            (None, Some((waits_for, sealed))) => view::title(store, guild, waits_for, &sealed)?.map(|one| (one, true)),
            (None, None) => None,
        };
        let note = filed.note.map(|note| store.open_said(guild, number, Said::Note, &note)).transpose()?;
        let question = filed.question.map(|(position, asked, answer)| {
            let answer = answer.map(|answer| store.open_said(guild, number, Said::Answer(position), &answer));
            let question = store.open_said(guild, number, Said::Question(position), &asked)?;
            Ok::<_, ServiceError>(Asked { question, answer: answer.transpose()? })
        });
        Ok(OwnSubmission {
            number,
            kind: filed.kind,
            proposal,
            petition,
            submitted_at: filed.submitted_at,
            edited: filed.revision > 1,
            decision: filed.decided.map(|decided| Decision::of(number, filed.state, decided)),
            note,
            question: question.transpose()?,
        })
    }

    /// Gives the form by which the caller answers a question about what they filed.
    pub async fn answer_form(&self, caller: &Caller, number: Number) -> Result<Form, ServiceError> {
        let mut conn = self.store.read().await?;
        let access = self.access(&mut conn, caller, Act::AnswerOwn).await?;
        own_waiting(&mut conn, caller.guild, &access, number).await?;
        open_question(&mut conn, caller.guild, number).await?;
        let answer = FormField { field: Field::Answer, value: String::new(), required: true, long: true };
        Ok(Form { purpose: FormPurpose::Answer, fields: vec![answer] })
    }

    /// Takes the caller's answer to the question that waits. Moderators read it with the submission.
    pub async fn answer_question(&self, caller: &Caller, number: Number, answer: &str) -> Result<(), ServiceError> {
        let answer = clean(answer, ANSWER).map_err(|error| Refusal::BadText { field: Field::Answer, error })?;
        let answer = answer.as_str();
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let (guild, at) = (uow.guild(), uow.at());
                    let access = self.access(uow.conn(), caller, Act::AnswerOwn).await?;
                    let found = own_waiting(uow.conn(), guild, &access, number).await?;
                    let position = open_question(uow.conn(), guild, number).await?.position;
                    let sealed = self.store.seal_said(guild, number, Said::Answer(position), answer)?;
                    questions::answer(uow.conn(), guild, number, position, &sealed, at).await?;
                    submissions::touch(uow.conn(), guild, number).await?;
                    let act = LedgerAct::Answer;
                    let trace = Trace { act, actor: Actor::Person(access.contributor, access.standing) };
                    uow.append(trace.signed(Entry::new(act, ObjectKind::Submission, number, found.revision)));
                    Ok(())
                })
            })
            .await
    }

    /// Says what withdrawing would do.
    pub async fn may_withdraw(&self, caller: &Caller, number: Number) -> Result<Withdrawal, ServiceError> {
        let mut conn = self.store.read().await?;
        let access = self.access(&mut conn, caller, Act::WithdrawOwn).await?;
        let found = own_waiting(&mut conn, caller.guild, &access, number).await?;
        let waiting = submissions::list_waiting_for(&mut conn, caller.guild, number).await?;
        Ok(Withdrawal { number, kind: found.kind, waiting })
    }

    /// Takes back what the caller filed and nobody decided. With a petition goes what waits for it, which is the
    /// caller's own as well.
    pub async fn withdraw(&self, caller: &Caller, number: Number) -> Result<Withdrawal, ServiceError> {
        self.store
            .write(caller.guild, self.now(), |uow| {
                Box::pin(async move {
                    let access = self.access(uow.conn(), caller, Act::WithdrawOwn).await?;
                    let found = own_waiting(uow.conn(), caller.guild, &access, number).await?;
                    let waiting = submissions::list_waiting_for(uow.conn(), caller.guild, number).await?;
                    withdraw_one(uow, &access, &found).await?;
                    for waiting in &waiting {
                        if let Some(found) = submissions::find(uow.conn(), caller.guild, *waiting).await? {
                            withdraw_one(uow, &access, &found).await?;
                        }
                    }
                    Ok(Withdrawal { number, kind: found.kind, waiting })
                })
            })
            .await
    }
}

/// Finds what the caller filed and nobody decided. Another's is answered as one that does not exist.
async fn own_waiting(
    conn: &mut Conn,
    guild: GuildId,
    access: &Access,
    number: Number,
) -> Result<Submission, ServiceError> {
    let found = submissions::find(conn, guild, number).await?;
    let own = found.filter(|found| found.contributor == Some(access.contributor));
    let own = own.ok_or_else(|| Refusal::NotYours(number.to_string()))?;
    refuse_decided(&own)?;
    Ok(own)
}

async fn open_question(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Question, ServiceError> {
    let last = questions::list(conn, guild, number).await?.pop();
    Ok(last.filter(|last| last.answer.is_none()).ok_or(Refusal::NoQuestion(number))?)
}

async fn withdraw_one(uow: &mut UnitOfWork<'_>, access: &Access, found: &Submission) -> Result<(), ServiceError> {
    let (guild, at) = (uow.guild(), uow.at());
    let proposal = match (&found.sealed, found.kind) {
        (Some(sealed), SubmissionKind::Signatory) => Some(uow.store().open_proposal(guild, found.number, sealed)?),
        _ => None,
    };
    let decided = Decided { by: access.standing, alone: false, at, reason: None };
    submissions::decide(uow.conn(), guild, found.number, SubmissionState::Withdrawn, decided).await?;
    let act = LedgerAct::Withdraw;
    let trace = Trace { act, actor: Actor::Person(access.contributor, access.standing) };
    let after = json(&serde_json::json!({ "state": SubmissionState::Withdrawn.as_str() }))?;
    let entry = Entry::new(act, ObjectKind::Submission, found.number, found.revision).with("after", after);
    uow.append(trace.signed(entry));
    match proposal {
        Some(proposal) => signatory::forget(uow, found, &proposal).await,
        None => Ok(()),
    }
}
