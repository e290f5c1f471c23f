//! The ledger in words: what was done to what, as which role, and never by whom.

use super::Responder;
use super::acts::{acted, object_kind};
use super::press::Press;
use super::prose::{counted, reject_reason};
use super::queueing::turns;
use super::reply::{Action, Answer, Attached, Audience, Block, Choice, Content, InstantStyle, Reply, Span, Text};
use super::say::{all_of, literal, plain, say, strong};
use super::view::{PetitionRef, View};
use crate::domain::ids::UserId;
use crate::domain::ledger::{Anchor, ObjectKind};
use crate::domain::review::Standing;
use crate::service::audit::{Audit, AuditOf, By, LedgerFile, Line, TypedAudit};
use crate::service::{Caller, Refusal, ServiceError};

/// The largest file, in bytes: Discord takes 10 MiB from a bot, the message around it included.
const LARGEST: usize = 9 * 1024 * 1024;

/// Whether the ledger is read in the chat or handed out as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditAs {
    /// Page by page.
    Pages,
    /// As lines of text.
    File,
}

impl Responder {
    /// Answers `/review audit`.
    pub async fn audit(&self, caller: &Caller, typed: &TypedAudit, wanted: AuditAs) -> Answer {
        match (wanted, self.service.audit_of(caller, typed).await) {
            (_, Err(error)) => Answer::Beside(self.failed(&error)),
            (AuditAs::Pages, Ok(of)) => self.show_audit(caller, of, 1).await,
            (AuditAs::File, Ok(_)) => {
                let result = self.service.ledger_file(caller, LARGEST).await.and_then(|file| Ok(handed_out(file)?));
                self.settle::<Reply>(result, Answer::Reply)
            }
        }
    }

    /// Shows a page of the ledger.
    pub(super) async fn show_audit(&self, caller: &Caller, of: AuditOf, page: u32) -> Answer {
        let result = self.service.audit(caller, of, page).await;
        self.settle(result, |found| Answer::Reply(audit(&found, of)))
    }

    /// Answers `/review who`.
    pub async fn who(&self, caller: &Caller, member: UserId) -> Answer {
        let result = self.service.who(caller, member).await;
        self.settle(result, |(asked, found)| Answer::Reply(who(&found, asked)))
    }

    /// Shows a page of what `/review who` found.
    pub(super) async fn show_who(&self, caller: &Caller, asked: i64, page: u32) -> Answer {
        let result: Result<Audit, ServiceError> = self.service.who_page(caller, asked, page).await;
        self.settle(result, |found| Answer::Reply(who(&found, asked)))
    }

    /// Words the daily checkpoint for the review channel.
    #[must_use]
    pub fn checkpoint(anchor: &Anchor) -> Reply {
        Reply::new(Audience::Channel)
            .titled(say("Checkpoint of the ledger", []))
            .line(say("After {} its end is:", [plain(counted(anchor.seq, "entry", "entries"))]))
            .line(Text(vec![literal(anchor.to_string())]))
            .small(say(
                "Whoever has the database could cut off the ledger's end or write it anew; they cannot do so and keep this \
                 line true. Copy it to where they cannot reach it. On the host, `undersigned verify --anchor` with this line \
                 compares. There is one such message a day at most.",
                [],
            ))
    }
}

/// Shows a page of the ledger.
pub(super) fn audit(found: &Audit, of: AuditOf) -> Reply {
    let mut reply = Reply::new(Audience::Private).titled(say("The ledger", []));
    reply = reply.line(match (found.total, of == AuditOf::default()) {
        (0, true) => say("Nothing is written in it yet.", []),
        (0, false) => say("Nothing in it is what you asked for.", []),
        (total, _) => of_pages(say("{}, the newest first.", [plain(counted(total, "entry", "entries"))]), found),
    });
    reply = with_lines(reply, found);
    reply = reply.small(match &found.told {
        Some((anchor, at)) => say(
            "Last checkpoint, told in the review channel {}: {}",
            [Span::Instant(*at, InstantStyle::Relative), literal(anchor.to_string())],
        ),
        None => say("No checkpoint was told yet. Where there is a review channel, one is told there once a day.", []),
    });
    reply.row(openable(found)).row(turns(found.page, found.pages, |page| View::Audit { of, page }))
}

/// Shows a page of what somebody did as a moderator.
pub(super) fn who(found: &Audit, asked: i64) -> Reply {
    let mut reply = Reply::new(Audience::Private).titled(say("What this member did as a moderator", []));
    reply = reply.line(match found.total {
        0 => say("Nothing in this server's ledger.", []),
        total => of_pages(say("{}, the newest first.", [plain(counted(total, "act", "acts"))]), found),
    });
    with_lines(reply, found)
        .small(say(
            "The ledger notes that an admin asked this, as entry {}. What a member contributed is told to nobody.",
            [plain(asked.to_string())],
        ))
        .row(openable(found))
        .row(turns(found.page, found.pages, |page| View::Who { asked, page }))
}

fn of_pages(line: Text, found: &Audit) -> Text {
    match found.pages {
        1 => line,
        pages => line.then(say("Page {} of {}.", [plain(found.page.to_string()), plain(pages.to_string())])),
    }
}

fn with_lines(mut reply: Reply, found: &Audit) -> Reply {
    for line in &found.lines {
        reply.blocks.push(Block::Item(Text(vec![strong(line.seq), plain(" ")]).join(done(line))));
        reply.blocks.push(Block::Small(circumstances(line)));
    }
    reply
}

/// Says what was done to what.
fn done(line: &Line) -> Text {
    let act = match line.act.parse() {
        Ok(act) => plain(acted(act)),
        Err(_) => literal(&line.act),
    };
    let Some(number) = line.object else { return Text(vec![act]) };
    let kind = match line.kind.parse() {
        Ok(kind) => plain(object_kind(kind)),
        Err(_) => literal(&line.kind),
    };
    say("{} · {} {}", [act, kind, strong(number)])
}

/// Says when, as which role, and what else may be known.
fn circumstances(line: &Line) -> Text {
    let mut text = Text(vec![Span::Instant(line.at, InstantStyle::Full)]);
    text = match line.by {
        By::Role(standing) => text.join(say(" · by {}", [plain(role(standing))])),
        By::Host => text.join(say(" · by the bot's host", [])),
        By::Unsaid => text,
    };
    if line.alone {
        text = text.join(say(", **alone**", []));
    }
    if let Some(reason) = line.reason {
        text = text.join(say(" · {}", [plain(reject_reason(reason))]));
    }
    match line.changed.as_slice() {
        [] => text,
        changed => text.join(say(" · changed ", [])).join(Text(all_of(changed.iter().map(literal)))),
    }
}

fn role(standing: Standing) -> &'static str {
    match standing {
        Standing::Everyone => "a member",
        Standing::Contributor => "a contributor",
        Standing::Moderator => "a moderator",
        Standing::Admin => "an admin",
    }
}

/// Offers the objects on a page that can be shown.
fn openable(found: &Audit) -> Vec<Action> {
    let mut options: Vec<Choice> = Vec::new();
    for line in &found.lines {
        let Some((number, view)) = line.object.and_then(|number| Some((number, shown_by(line)?))) else { continue };
        let kind = line.kind.parse().map_or("", object_kind);
        let choice = Choice::new(&format!("{number} {kind}"), view);
        if options.iter().all(|one| one.value != choice.value) {
            options.push(choice);
        }
    }
    if options.is_empty() {
        return Vec::new();
    }
    vec![Action::Select { placeholder: "Open one of these", press: Press::Open, options }]
}

/// Gives the view that shows what an entry is about.
fn shown_by(line: &Line) -> Option<View> {
    let number = line.object?;
    match line.kind.parse().ok()? {
        ObjectKind::Petition => Some(View::Petition { petition: PetitionRef::Number(number) }),
        ObjectKind::Source => Some(View::Source { source: number.get().to_string(), page: 1 }),
        ObjectKind::Organisation => Some(View::Organisation { organisation: number.to_string() }),
        // What was filed in chat is found by its submission; what the host imported has none.
        ObjectKind::Submission | ObjectKind::Record | ObjectKind::Signatory if line.by != By::Host => {
            Some(View::Submission { number })
        }
        ObjectKind::Submission
        | ObjectKind::Record
        | ObjectKind::Signatory
        | ObjectKind::Digest
        | ObjectKind::Card
        | ObjectKind::Guild
        | ObjectKind::Demand
        | ObjectKind::Capture
        | ObjectKind::SourceChange => None,
    }
}

fn handed_out(file: LedgerFile) -> Result<Reply, Refusal> {
    let LedgerFile { length, text } = file;
    let text = text.ok_or(Refusal::FileTooLarge { bytes: length, limit: LARGEST })?;
    let mut reply = Reply::private(say(
        "The whole ledger as lines of text: what was done to what and when, each line bound to the one before it. Who acted, \
         why, and what became of it stand in it as commitments only.",
        [],
    ))
    .titled(say("The ledger as a file", []))
    .small(say("How to check it with a program of your own is said at the head of `domain/ledger.rs` in the bot's source.", []));
    reply.file = Some(Attached { name: "ledger.txt".to_owned(), content: Content::File(text.into_bytes()) });
    Ok(reply)
}
