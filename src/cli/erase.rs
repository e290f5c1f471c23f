//! `undersigned erase`: somebody is taken out of a record for good. The bot may run meanwhile.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::Context as _;

use super::Outcome;
use super::opening::{look_service, open_service};
use crate::config::Sources;
use crate::domain::ids::{GuildId, Number};
use crate::service::Service;
use crate::service::operator::{Person, Standing};

/// Says who is erased, and from which record.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
#[command(group(clap::ArgGroup::new("who").required(true)))]
pub struct Erase {
    /// The Discord server from whose record somebody is erased
    #[arg(long, value_name = "ID")]
    pub guild: GuildId,
    /// Somebody on a list, by their number
    #[arg(long, value_name = "NUMBER", group = "who")]
    pub signatory: Option<Number>,
    /// A name, wherever it stands: on lists, in what is published and its history, in what waits
    #[arg(long, value_name = "NAME", group = "who")]
    pub name: Option<String>,
    /// Only say where it stands
    #[arg(long)]
    pub dry_run: bool,
}

impl Erase {
    /// Erases, and tells where the name stood and where it stands still. Fails where it stands nowhere.
    pub async fn run(self, sources: &Sources, out: &mut impl Write) -> anyhow::Result<Outcome> {
        let Some(looking) = look_service(sources).await? else {
            anyhow::bail!("guild {} has no record yet", self.guild);
        };
        let person = match (&self.name, self.signatory) {
            (Some(name), _) => Person::Named(name.clone()),
            (None, Some(number)) => Person::Signatory(number),
            (None, None) => anyhow::bail!("say whom to erase: --signatory or --name"),
        };
        let found = looking.find_person(self.guild, &person).await;
        looking.store().close().await;
        let found = found.context("looking for the name")?;
        tell(&found, out)?;
        if found.is_empty() {
            writeln!(out, "There is nothing to erase.")?;
            return Ok(Outcome::Wrong);
        }
        if self.dry_run {
            writeln!(out, "Nothing was changed. Without --dry-run each becomes \"[erased]\".")?;
            return Ok(Outcome::Fine);
        }
        let service = open_service(sources).await?;
        let done = self.erase(&service, &person).await;
        service.store().close().await;
        let (left, wiped) = done?;
        writeln!(out, "Erased. The ledger says that something was, and verifies as before.")?;
        if !left.passages.is_empty() {
            writeln!(out, "It stands still where it was not taken out, in addresses:")?;
            tell(&left, out)?;
        }
        if !wiped {
            writeln!(out, "Somebody reads the database: the bot wipes the last traces from its log within seconds.")?;
        }
        writeln!(out, "Backups and files that were handed out are not touched: replace them.")?;
        Ok(Outcome::Fine)
    }

    async fn erase(&self, service: &Service, person: &Person) -> anyhow::Result<(Standing, bool)> {
        let left = service.erase_person(self.guild, person).await.context("erasing")?;
        Ok((left, service.wipe().await.context("wiping the log")?))
    }
}

fn tell(standing: &Standing, out: &mut impl Write) -> std::io::Result<()> {
    for number in &standing.signatories {
        writeln!(out, "{number}: on a list")?;
    }
    let mut places = BTreeMap::<_, Vec<String>>::new();
    for passage in &standing.passages {
        let rows = places.entry((passage.column, passage.in_an_address)).or_default();
        rows.push(format!("#{}", passage.row));
    }
    for ((column, in_an_address), rows) in places {
        let kept = if in_an_address { ", in an address, which is left as it is" } else { "" };
        writeln!(out, "{column}{kept}: {}", rows.join(" "))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::parse_args;

    #[test]
    fn one_of_number_and_name_says_who() {
        let by_number: Erase = parse_args(["--guild", "42", "--signatory", "87"]).unwrap();
        assert!(by_number.name.is_none() && !by_number.dry_run);
        assert!(parse_args::<Erase>(["--guild", "42"]).is_err());
        assert!(parse_args::<Erase>(["--guild", "42", "--signatory", "87", "--name", "A. Name"]).is_err());
    }
}
