//! "Who is this?": an organisation's names, where it belongs, and what it is asked.

use super::{Shown, petitions};
use crate::answers::press::Press;
use crate::answers::prose::{belonging, capitalised, counted, date, organisation_kind, petition_kind};
use crate::answers::reply::{Action, Reply, Style, Text};
use crate::answers::say::{all_of, button, literal, plain, say, stored, strong};
use crate::answers::view::{PetitionRef, View};
use crate::answers::words::figure::shortened;
use crate::domain::organisation::Related;
use crate::service::ask::OrganisationAnswer;

/// The most names and belongings that are listed; the rest is counted.
const LISTED: usize = 10;

/// Answers who an organisation is.
pub(super) fn reply(answer: &OrganisationAnswer, shown: Shown) -> Reply {
    let organisation = &answer.organisation;
    let mut reply = Reply::new(shown.audience).titled(Text(vec![stored(shortened(&organisation.name))]));
    let kind = plain(capitalised(organisation_kind(organisation.kind)));
    reply = reply.line(say("{} · {}", [kind, plain(organisation.number.to_string())]));
    if !organisation.aliases.is_empty() {
        let names = organisation.aliases.iter().take(LISTED).map(|name| stored(shortened(name)));
        let line = Text::own("Also, or formerly, called").then(Text(all_of(names)));
        reply = reply.line(more(line, organisation.aliases.len()));
    }
    reply = related(reply, "Part of", &answer.parents);
    reply = related(reply, "To it belongs", &answer.parts);
    let petitions = strong(counted(answer.total, "petition", "petitions"));
    let promised = match answer.commitments {
        0 => "no commitment is recorded".to_owned(),
        some => format!("{} recorded", counted(some, "commitment is", "commitments are")),
    };
    reply = reply.gap().line(say("{} addressed to it; {}", [petitions, plain(promised)]));
    for petition in &answer.petitions {
        let doc = &petition.doc;
        let title = stored(shortened(&doc.title));
        let spans = [title, plain(petition_kind(doc.kind)), date(doc.issued_on), literal(petition.slug.clone())];
        reply = reply.item(say("{} ({}, {}) · {}", spans));
    }
    let shown = u64::try_from(answer.petitions.len()).unwrap_or(u64::MAX);
    if answer.total > shown {
        let left = counted(answer.total - shown, "more petition", "more petitions");
        reply = reply.small(Text::own(format!("{left} not shown")));
    }
    let number = organisation.number.get().to_string();
    let all = View::Petitions { organisation: Some(number), state: None, tag: None, page: 1 };
    let options = answer.petitions.iter().map(|one| petitions::choice(one.number.get(), &one.doc.title));
    if answer.petitions.is_empty() {
        return reply;
    }
    reply
        .row(vec![Action::Select {
            placeholder: "Open a petition",
            press: Press::Pick(View::Petition { petition: PetitionRef::Unsaid }),
            options: options.collect(),
        }])
        .row(vec![button("Petitions", Press::Show(all), Style::Secondary)])
}

fn related(mut reply: Reply, how: &'static str, others: &[Related]) -> Reply {
    for other in others.iter().take(LISTED) {
        let line = say("{} {}", [plain(how), stored(shortened(&other.name))]);
        reply = reply.line(line.join(belonging(other.belonging)));
    }
    match others.len().saturating_sub(LISTED) {
        0 => reply,
        left => {
            reply.small(Text::own(format!("{} not shown", counted(left, "more organisation", "more organisations"))))
        }
    }
}

fn more(line: Text, all: usize) -> Text {
    match all.saturating_sub(LISTED) {
        0 => line,
        left => line.join(Text::own(format!(", and {}", counted(left, "more name", "more names")))),
    }
}
