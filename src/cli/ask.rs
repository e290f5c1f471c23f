//! `undersigned ask`: what the bot would answer, as text on the host.
//!
//! Reads alone, also while the bot runs. What files, decides or sets up is refused: that is done by people on Discord,
//! whose rights Discord tells.

mod line;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;

use super::terminal::render;
use super::{Outcome, opening};
use crate::answers::Responder;
use crate::answers::reply::{Answer, Audience, Content, End, Reply};
use crate::answers::view::View;
use crate::config::Sources;
use crate::domain::ids::{ChannelId, GuildId, UserId};
use crate::service::caller::Permissions;
use crate::service::{Caller, Service};

/// Says what is asked and of whose record.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct Ask {
    /// The command as it is typed on Discord: "/count show petition:microsoft-ice-2018"
    #[arg(value_name = "COMMAND")]
    pub line: String,
    /// The Discord server whose record answers; can be left out where there is only one
    #[arg(long, value_name = "ID")]
    pub guild: Option<GuildId>,
    /// Which page of a long answer
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    pub page: u32,
    /// Writes the picture of an answer that has one: as SVG where the name ends so, else as PNG
    #[arg(long, value_name = "FILE")]
    pub picture: Option<PathBuf>,
}

impl Ask {
    /// Answers, and ends as wrong when the answer says what stands in the way of one.
    pub async fn run(self, sources: &Sources, out: &mut impl Write) -> anyhow::Result<Outcome> {
        let view = line::read(&self.line, self.page)?;
        let service = opening::open_for_reading(sources).await?;
        let answered = answer(&Arc::new(service.clone()), self.guild, view).await;
        service.store().close().await;
        let reply = answered?;
        write!(out, "{}", render(&reply))?;
        if let Some(path) = &self.picture {
            write_picture(&reply, path)?;
        }
        Ok(if reply.end == End::Answered { Outcome::Fine } else { Outcome::Wrong })
    }
}

/// Draws the picture of an answer into a file.
fn write_picture(reply: &Reply, path: &Path) -> anyhow::Result<()> {
    let Some(Content::Chart(chart)) = reply.file.as_ref().map(|file| &file.content) else {
        anyhow::bail!("this answer has no picture: `/petition chart` has one where a report gives a number");
    };
    let as_svg = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg"));
    let drawn = if as_svg { chart.svg().into_bytes() } else { chart.png().context("painting the picture")? };
    std::fs::write(path, drawn).with_context(|| format!("writing {}", path.display()))
}

async fn answer(service: &Arc<Service>, guild: Option<GuildId>, view: View) -> anyhow::Result<Reply> {
    let guild = match guild {
        Some(guild) => guild,
        None => the_only_guild(service).await?,
    };
    let audience = Some(Audience::Private);
    match Responder::new(Arc::clone(service)).show(&reader(guild), view, audience).await {
        Answer::Reply(reply) | Answer::Beside(reply) => Ok(reply),
        Answer::Form(_) => anyhow::bail!("a form was asked for, which only Discord shows"),
    }
}

async fn the_only_guild(service: &Service) -> anyhow::Result<GuildId> {
    let guilds = service.store().guilds().await.context("looking up the servers")?;
    match guilds.as_slice() {
        [one] => Ok(*one),
        [] => anyhow::bail!("no server has a record yet"),
        several => {
            let ids: Vec<String> = several.iter().map(ToString::to_string).collect();
            anyhow::bail!("there are several servers: say which with --guild: {}", ids.join(", "))
        }
    }
}

/// Somebody who may read what everybody may, in no channel.
fn reader(guild: GuildId) -> Caller {
    Caller {
        guild,
        channel: ChannelId::new(0),
        user: UserId::new(0),
        roles: Vec::new(),
        permissions: Permissions::default(),
        highest_role: Some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::parse_args;

    #[test]
    fn a_question_is_one_argument_and_may_name_server_and_page() {
        let ask: Ask = parse_args(["/count show", "--guild", "42", "--page", "2"]).unwrap();
        assert_eq!((ask.line.as_str(), ask.guild.map(GuildId::get), ask.page), ("/count show", Some(42), 2));
        assert!(parse_args::<Ask>(["/count", "show"]).is_err());
        assert!(parse_args::<Ask>(["/count show", "--page", "0"]).is_err());
    }
}
