//! Answers to what people file, press, send and set up.

use super::acts;
use super::announcing::note;
use super::edges::run_again;
use super::forms::form;
use super::press::Press;
use super::previews::{cancelled, drafted, drafted_by_form, filed, filed_and_approved};
use super::refusals::refused;
use super::reply::{Answer, Audience, Reply, Style};
use super::reviewing::{channel_set, decided, reject_reasons, submission};
use super::say::button;
use super::setting_up::{diagnosis, panel, review_channel_warnings};
use super::view::{PetitionRef, View};
use super::{Responder, own};
use crate::domain::guild::Moderation;
use crate::domain::ids::{ChannelId, Number};
use crate::domain::review::RejectReason;
use crate::service::log::{DraftId, Form, FormField, FormPurpose, MessageMenu, Typed};
use crate::service::review::SubmissionView;
use crate::service::rights::{Act, Blocked, permit, standing};
use crate::service::setup::{BotPlace, ReviewPlace, SetupChange};
use crate::service::{Caller, Field, Refusal, ServiceError};

impl Responder {
    /// Answers a filled-in log command with a private preview, or the form for its words.
    pub async fn log(&self, caller: &Caller, typed: Typed) -> Answer {
        let result = Box::pin(self.service.draft(caller, typed)).await;
        self.settle(result, |done| drafted(&done))
    }

    /// Answers a message's menu: the link and the quotation in it, and nothing of who wrote it.
    pub async fn log_message(&self, caller: &Caller, content: &str, menu: MessageMenu) -> Answer {
        let result = Box::pin(self.service.draft_message(caller, content, menu)).await;
        self.settle(result, |done| drafted(&done))
    }

    /// Answers a button or a select (`values` are what was chosen).
    pub async fn press(&self, caller: &Caller, press: Press, values: &[String]) -> Answer {
        let chosen = values.first().map(String::as_str);
        match press {
            Press::Show(view) => self.show(caller, view, None).await,
            Press::Pick(view) => match chosen.and_then(|value| pick(view, value)) {
                Some(view) => self.show(caller, view, None).await,
                None => stale(),
            },
            Press::Open => match chosen.and_then(View::parse) {
                Some(view) => self.show(caller, view, None).await,
                None => stale(),
            },
            Press::File(draft) => {
                let result = self.service.file(caller, &draft).await;
                self.settle(result, |done| Answer::Reply(filed(&done)))
            }
            Press::FileAndApprove(draft) => self.file_and_approve(caller, &draft).await,
            Press::Change(draft) => {
                let result = self.service.change_form(caller, &draft).await;
                self.settle(result, |asked| Answer::Form(form(&asked, Press::Change(draft))))
            }
            Press::Describe(draft) => {
                let result = self.service.describe_form(caller, &draft).await;
                self.settle(result, |asked| Answer::Form(form(&asked, Press::Describe(draft))))
            }
            Press::AskWords(draft) => {
                let result = self.service.words_form(caller, &draft).await;
                self.settle(result, |asked| Answer::Form(form(&asked, Press::Words(draft))))
            }
            Press::Wording(draft) => match chosen.and_then(|value| value.parse().ok()) {
                Some(place) => {
                    let result = self.service.choose_wording(caller, &draft, place).await;
                    self.settle(result, |done| drafted(&done))
                }
                None => stale(),
            },
            Press::Reading(draft) => match chosen.and_then(|value| value.parse().ok()) {
                Some(place) => {
                    let result = self.service.choose_reading(caller, &draft, place).await;
                    self.settle(result, |done| drafted(&done))
                }
                None => stale(),
            },
            Press::About(draft) => match chosen.and_then(|value| value.parse().ok()) {
                Some(petition) => {
                    let result = self.service.choose_petition(caller, &draft, petition).await;
                    self.settle(result, |done| drafted(&done))
                }
                None => stale(),
            },
            Press::Cancel(draft) => {
                let result = self.service.cancel(caller, &draft).await;
                self.settle(result, |()| Answer::Reply(cancelled()))
            }
            Press::Approve(number) => self.approve(caller, number).await,
            Press::Edit(number) => {
                let result = self.service.edit_form(caller, number).await;
                self.settle(result, |asked| Answer::Form(form(&asked, Press::Edit(number))))
            }
            Press::Reject(number) => {
                let result = self.service.submission(caller, number).await;
                self.settle(result, |one| match one.decision {
                    Some(decision) => Answer::Beside(refused(&Refusal::AlreadyDecided(decision))),
                    None => Answer::Beside(reject_reasons(number)),
                })
            }
            Press::RejectFor(number) => match chosen.and_then(RejectReason::parse) {
                Some(reason @ RejectReason::Other) => ask_for_note(number, reason),
                Some(reason) => self.reject(caller, number, reason, None).await,
                None => stale(),
            },
            Press::RejectWith(number) => match chosen.and_then(RejectReason::parse) {
                Some(reason) => ask_for_note(number, reason),
                None => stale(),
            },
            Press::Ask(number) => self.question_form(caller, number).await,
            Press::Answer(number) => self.answer_form(caller, number).await,
            Press::Withdraw(number) => self.may_withdraw(caller, number).await,
            Press::ConfirmWithdraw(number) => self.withdraw(caller, number).await,
            Press::Block(number) => self.may_block(caller, number).await,
            Press::ConfirmBlock(number) => self.block(caller, number).await,
            Press::Unblock(number) => self.unblock(caller, number).await,
            Press::KeepApart(number) => self.keep_apart(caller, number).await,
            Press::Forget(at) => self.may_forget(caller, at).await,
            Press::ConfirmForget(at) => self.forget(caller, at).await,
            Press::Do(draft) => self.perform(caller, &draft).await,
            Press::Amend(draft) => self.amendment_form(caller, draft).await,
            Press::Confirm(number) => self.confirm(caller, number).await,
            Press::Decline(number) => self.decline(caller, number).await,
            Press::SetupDefaults => self.take_defaults(caller, Moderation::Several).await,
            Press::SetupAlone => self.take_defaults(caller, Moderation::Single).await,
            // These are sent by forms only, and those of the set-up are answered where roles and channels are known.
            Press::SetupModerators
            | Press::SetupContributors
            | Press::SetupReviewChannel
            | Press::Words(_)
            | Press::RejectNote(..) => stale(),
        }
    }

    /// Answers a form that was sent.
    pub async fn submit(&self, caller: &Caller, press: Press, fields: &[(Field, String)]) -> Answer {
        match press {
            Press::Words(draft) => {
                let result = self.service.complete(caller, &draft, fields).await;
                self.settle_form(result, Press::AskWords(draft), |done| drafted_by_form(&done))
            }
            Press::Change(draft) => {
                let result = self.service.change(caller, &draft, fields).await;
                self.settle_form(result, Press::Change(draft), |done| drafted_by_form(&done))
            }
            Press::Describe(draft) => {
                let result = self.service.describe(caller, &draft, fields).await;
                self.settle_form(result, Press::Describe(draft), |done| drafted_by_form(&done))
            }
            Press::Edit(number) => {
                let result = self.service.edit(caller, number, fields).await;
                self.settle_form(result, Press::Edit(number), |one| Answer::Reply(submission(&one, Audience::Channel)))
            }
            Press::Amend(draft) => {
                let result = self.service.amend(caller, &draft, fields).await;
                self.settle_form(result, Press::Amend(draft), |preview| Answer::Beside(acts::preview(&preview)))
            }
            Press::RejectNote(number, reason) => {
                self.reject(caller, number, reason, Some(typed(fields, Field::Note).to_owned())).await
            }
            Press::Ask(number) => {
                let result = self.service.ask_contributor(caller, number, typed(fields, Field::Question)).await;
                self.settle_form(result, Press::Ask(number), |one| Answer::Reply(submission(&one, Audience::Channel)))
            }
            Press::Answer(number) => {
                let result = self.service.answer_question(caller, number, typed(fields, Field::Answer)).await;
                self.settle_form(result, Press::Answer(number), |()| Answer::Reply(own::answered(number)))
            }
            Press::Show(_)
            | Press::Pick(_)
            | Press::Open
            | Press::File(_)
            | Press::FileAndApprove(_)
            | Press::AskWords(_)
            | Press::Wording(_)
            | Press::Reading(_)
            | Press::About(_)
            | Press::Cancel(_)
            | Press::Approve(_)
            | Press::Reject(_)
            | Press::RejectFor(_)
            | Press::RejectWith(_)
            | Press::Withdraw(_)
            | Press::ConfirmWithdraw(_)
            | Press::Block(_)
            | Press::ConfirmBlock(_)
            | Press::Unblock(_)
            | Press::KeepApart(_)
            | Press::Forget(_)
            | Press::ConfirmForget(_)
            | Press::Do(_)
            | Press::Confirm(_)
            | Press::Decline(_)
            | Press::SetupDefaults
            | Press::SetupAlone
            | Press::SetupModerators
            | Press::SetupContributors
            | Press::SetupReviewChannel => stale(),
        }
    }

    /// Refuses what the caller may not do, before anybody else is asked about it.
    pub async fn refuse(&self, caller: &Caller, act: Act) -> Option<Answer> {
        let allowed = self.service.settings(caller).await.and_then(|settings| {
            permit(act, standing(caller, &settings), Blocked::No, &settings)?;
            Ok(())
        });
        allowed.err().map(|error| Answer::Beside(self.failed(&error)))
    }

    /// Answers `/setup`: changes what was given and shows the panel.
    pub async fn setup(&self, caller: &Caller, change: SetupChange) -> Answer {
        let result = if change == SetupChange::default() {
            self.service.settings(caller).await.and_then(|settings| {
                permit(Act::Configure, standing(caller, &settings), Blocked::No, &settings)?;
                Ok(settings)
            })
        } else {
            self.service.configure(caller, change).await
        };
        self.settle(result, |settings| Answer::Reply(panel(&settings)))
    }

    /// Adds to the answer to `/setup` what is wrong with the review channel that was chosen.
    #[must_use]
    pub fn warned(answer: Answer, channel: ChannelId, place: &ReviewPlace) -> Answer {
        match answer {
            Answer::Reply(panel) => Answer::Reply(review_channel_warnings(panel, channel, place)),
            Answer::Beside(_) | Answer::Form(_) => answer,
        }
    }

    /// Answers `/undersigned diagnose`.
    pub async fn diagnose(&self, caller: &Caller, place: BotPlace) -> Answer {
        let result = self.service.diagnose(caller, place).await;
        self.settle(result, |found| Answer::Reply(diagnosis(&found)))
    }

    /// Answers `/petition here`.
    pub async fn set_channel(&self, caller: &Caller, petition: String) -> Answer {
        let result = self.service.set_channel(caller, &petition).await;
        self.settle(result, |set| Answer::Reply(channel_set(&set.title)))
    }

    /// Answers `/review approve` and `/review reject` by command; a press goes through [`Responder::press`].
    pub async fn decide(
        &self,
        caller: &Caller,
        given: String,
        rejected_for: Option<(RejectReason, Option<String>)>,
    ) -> Answer {
        let Ok(number) = given.trim().parse::<Number>() else {
            return Answer::Beside(refused(&Refusal::NoSuchSubmission(given)));
        };
        let answer = match rejected_for {
            None => self.approve(caller, number).await,
            Some((reason, note)) => self.reject(caller, number, reason, note).await,
        };
        match answer {
            // What a moderator asked for by command is theirs to see.
            Answer::Reply(reply) => Answer::Reply(Reply { audience: Audience::Private, ..reply }),
            Answer::Beside(_) | Answer::Form(_) => answer,
        }
    }

    async fn file_and_approve(&self, caller: &Caller, draft: &DraftId) -> Answer {
        let result = self.service.file_and_approve(caller, draft).await;
        let first = match result.as_ref().ok().and_then(|done| done.numbers.first()) {
            Some(number) => self.what_became(caller, *number).await,
            None => None,
        };
        self.settle(result, |done| Answer::Reply(filed_and_approved(&done, first.as_ref())))
    }

    /// Gives a submission to show what became of it. What was filed stands, whether or not it can be shown.
    async fn what_became(&self, caller: &Caller, number: Number) -> Option<SubmissionView> {
        match self.service.submission(caller, number).await {
            Ok(one) => Some(one),
            Err(ServiceError::Refused(_)) => None,
            Err(ServiceError::Fault(fault)) => {
                note(&fault);
                None
            }
        }
    }

    async fn approve(&self, caller: &Caller, number: Number) -> Answer {
        let result = self.service.approve(caller, number).await;
        self.settle(result, |done| Answer::Reply(decided(&done)))
    }

    async fn reject(&self, caller: &Caller, number: Number, reason: RejectReason, note: Option<String>) -> Answer {
        let result = self.service.reject(caller, number, reason, note).await;
        self.settle(result, |done| Answer::Reply(decided(&done)))
    }

    async fn take_defaults(&self, caller: &Caller, moderation: Moderation) -> Answer {
        let result = self.service.take_defaults(caller, moderation).await;
        self.settle(result, |settings| Answer::Reply(panel(&settings)))
    }

    /// Settles what a form was sent for; when it is refused, a button opens the form again.
    fn settle_form<T>(
        &self,
        result: Result<T, ServiceError>,
        again: Press,
        answer: impl FnOnce(T) -> Answer,
    ) -> Answer {
        match result {
            Err(ref error @ ServiceError::Refused(ref refusal)) => {
                let reply = self.failed(error);
                let can_go_on = !matches!(
                    refusal,
                    Refusal::DraftGone
                        | Refusal::AlreadyDecided(_)
                        | Refusal::NotAllowed { .. }
                        | Refusal::NotYours(_)
                        | Refusal::NoSuchSubmission(_)
                        | Refusal::QuestionOpen(_)
                        | Refusal::NoQuestion(_)
                );
                let again = can_go_on.then(|| button("Open the form again", again, Style::Primary));
                Answer::Beside(reply.row(again.into_iter().collect()))
            }
            other => self.settle(other, answer),
        }
    }
}

/// Answers a press that this version does not make.
fn stale() -> Answer {
    Answer::Beside(run_again())
}

/// Asks for the note to a rejection; one for another reason needs it.
fn ask_for_note(number: Number, reason: RejectReason) -> Answer {
    let required = reason == RejectReason::Other;
    let note = FormField { field: Field::Note, value: String::new(), required, long: true };
    let asked = Form { purpose: FormPurpose::Reject, fields: vec![note] };
    Answer::Form(form(&asked, Press::RejectNote(number, reason)))
}

/// Gives what was typed into a field of a form.
fn typed(fields: &[(Field, String)], wanted: Field) -> &str {
    fields.iter().find(|(field, _)| *field == wanted).map_or("", |(_, text)| text)
}

/// Puts what was chosen into the view that a select asks for: a petition by its number, or a submission.
fn pick(view: View, value: &str) -> Option<View> {
    let number: Number = value.parse().ok()?;
    let petition = PetitionRef::Number(number);
    Some(match view {
        View::Petition { .. } => View::Petition { petition },
        View::Timeline { page, .. } => View::Timeline { petition, page },
        View::Chart { .. } => View::Chart { petition },
        View::History { page, .. } => View::History { petition, page },
        View::Counts { population, history, page, .. } => View::Counts { petition, population, history, page },
        View::Responses { organisation, page, .. } => View::Responses { petition, organisation, page },
        View::Statements { speaker, page, .. } => View::Statements { petition, speaker, page },
        View::Facts { property, page, .. } => View::Facts { petition, property, page },
        View::Signatories { by, page, .. } => View::Signatories { petition, by, page },
        View::Export { format, .. } => View::Export { petition, format },
        View::Queue { kind, age, page, .. } => View::Queue { kind, petition, age, page },
        View::Submission { .. } => View::Submission { number },
        View::Source { .. } => View::Source { source: number.get().to_string(), page: 1 },
        View::Commitments { page, .. } => View::Commitments { petition, page },
        View::Sources { page, .. } => View::Sources { petition, page },
        View::Petitions { .. }
        | View::Organisation { .. }
        | View::Search { .. }
        | View::Audit { .. }
        | View::Who { .. }
        | View::Submissions { .. }
        | View::Earlier { .. }
        | View::About => return None,
    })
}
