//! A petition's record as a file.

use super::Shown;
use crate::answers::prose::counted;
use crate::answers::reply::{Attached, Content, Reply, Text};
use crate::answers::say::{literal, plain, say, stored};
use crate::service::Refusal;
use crate::service::ask::{Format, PetitionFile};

/// The largest file, in bytes: Discord takes 10 MiB from a bot, the message around it included.
const LARGEST: usize = 9 * 1024 * 1024;

/// Hands out the file, and says what it holds and how to check it.
pub(super) fn reply(file: &PetitionFile, format: Format, shown: Shown) -> Result<Reply, Refusal> {
    if file.bytes.len() > LARGEST {
        return Err(Refusal::FileTooLarge { bytes: file.bytes.len(), limit: LARGEST });
    }
    let records = counted(file.records, "record", "records");
    let what = match format {
        Format::Csv => say("{}, one a row, each with its wording, reading and source.", [plain(records)]),
        Format::Json => say("{} with everything they stand on, to be read or taken in elsewhere.", [plain(records)]),
    };
    let (seq, head) = &file.ledger;
    let mut reply = Reply::new(shown.audience)
        .titled(Text::own("The record as a file"))
        .small(Text(vec![stored(file.title.clone())]))
        .line(what)
        .line(Text::own("What waits for review, who filed what and names of signatories are not in it."))
        .small(say("Ledger at entry {}:", [plain(seq.to_string())]).then(Text(vec![literal(head.clone())])));
    reply.file = Some(Attached { name: file.name.clone(), content: Content::File(file.bytes.clone()) });
    Ok(reply)
}
