//! What this is, and how the server that asks has it.

use super::reply::{Audience, Reply};
use super::say::{plain, say};
use crate::domain::guild::{GuildSettings, Moderation, Names, SubmitPolicy};

/// Says what the bot is, what it holds and what it does not.
pub(super) fn about(settings: &GuildSettings, audience: Audience) -> Reply {
    let files = match settings.submit {
        SubmitPolicy::Everyone => "Everyone",
        SubmitPolicy::Contributors => "Contributors",
    };
    let decide = match settings.moderation {
        Moderation::Several => "a moderator who did not file it approves it",
        Moderation::Single => "the one moderator approves it, own filings too,",
    };
    let names = match settings.names {
        Names::Off => "are not kept here, only keyed hashes of them",
        Names::On => "are kept here where a source shows that they sign, and shown in private answers",
    };
    Reply::new(audience)
        .titled(say("Undersigned", []))
        .line(say(
            "It keeps the public record of employee petitions: who asked which employer for what, how many signed, \
             what people said, and what the company answered.",
            [],
        ))
        .item(say("Each figure and sentence stands with its source, who says so and when.", []))
        .item(say(
            "{} here may file what they read in a source; {} before anyone sees it.",
            [plain(files), plain(decide)],
        ))
        .item(say(
            "Names of people who signed {}. Nobody is shown who filed, and who asks is not recorded.",
            [plain(names)],
        ))
        .small(say(
            "Version {}. Free software, {}.",
            [plain(env!("CARGO_PKG_VERSION")), plain(env!("CARGO_PKG_LICENSE").replace(" OR ", " or "))],
        ))
        .line(say("Next: `/petition list` shows what is on record; `/count log` files a count.", []))
}
