//! What this is.

use super::reply::{Audience, Reply};
use super::say::{plain, say};

/// Says what the bot is, what it holds and what it does not.
pub(super) fn about() -> Reply {
    Reply::new(Audience::Private)
        .titled(say("Undersigned", []))
        .line(say(
            "It keeps the public record of employee petitions: who asked which employer for what, how many signed, \
             what people said, and what the company answered.",
            [],
        ))
        .item(say("Each figure and sentence stands with its source, who says so and when.", []))
        .item(say("Members file what they read in a source; moderators approve it before anyone sees it.", []))
        .item(say(
            "Names of people who signed are not kept unless an admin turns them on, and nobody is shown who filed. Who \
             asks is not recorded.",
            [],
        ))
        .small(say(
            "Version {}. Free software, {}.",
            [plain(env!("CARGO_PKG_VERSION")), plain(env!("CARGO_PKG_LICENSE").replace(" OR ", " or "))],
        ))
        .line(say("Next: `/petition list` shows what is on record; `/count log` files a count.", []))
}
