//! Lines typed after the tour: slash commands, and presses on what the last answer shows.

use std::io::Write;

use localcord::{ComponentKind, Modal, Outcome, UserError};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines, Stdin};

use super::screen;
use super::stage::{Person, Stage};

const HELP: &str = "\
Or type here. A slash command, such as /count show petition:microsoft-ice-2018
  as member | contributor | moderator | admin   become somebody else
  press LABEL                                   press a button of the last answer
  choose LABEL                                  choose from the last answer's list
  commands                                      what you can type
  help                                          this
An empty line does nothing; the end of the input (Ctrl-D) ends the demo.";

/// Takes lines until they end.
pub(super) async fn take(stage: &Stage, out: &mut impl Write) -> anyhow::Result<()> {
    let mut typing =
        Typing { stage, who: Person::Member, last: None, lines: BufReader::new(tokio::io::stdin()).lines() };
    writeln!(out, "\n{HELP}")?;
    loop {
        write!(out, "\n{}> ", typing.who.name())?;
        out.flush()?;
        let Some(line) = typing.lines.next_line().await? else { break };
        let answer = typing.answer(line.trim(), out).await?;
        writeln!(out, "{answer}")?;
    }
    writeln!(out)?;
    Ok(())
}

struct Typing<'a> {
    stage: &'a Stage,
    who: Person,
    last: Option<Outcome>,
    lines: Lines<BufReader<Stdin>>,
}

impl Typing<'_> {
    /// Does what a line says and gives what is then seen; what cannot be done is said and nothing happens.
    async fn answer(&mut self, line: &str, out: &mut impl Write) -> anyhow::Result<String> {
        let done = match line.split_once(' ').unwrap_or((line, "")) {
            ("", _) => return Ok(String::new()),
            ("help", _) => return Ok(HELP.to_owned()),
            ("commands", _) => return Ok(self.stage.at(self.who).offered().join("\n")),
            ("as", name) => return Ok(self.become_somebody(name.trim())),
            ("press", label) => self.press(label.trim()).await,
            ("choose", label) => self.choose(label.trim()).await,
            _ if line.starts_with('/') => self.stage.at(self.who).slash(line).await.map_err(|error| error.to_string()),
            _ => Err(format!("I do not know what to do with `{line}`; type help")),
        };
        match done {
            Ok(outcome) => self.see(outcome, out).await,
            Err(why) => Ok(why),
        }
    }

    fn become_somebody(&mut self, name: &str) -> String {
        match Person::ALL.into_iter().find(|person| person.name() == name) {
            Some(person) => {
                self.who = person;
                self.last = None;
                format!("You are the {name} now.")
            }
            None => format!("There is no `{name}`: member, contributor, moderator or admin."),
        }
    }

    async fn press(&self, label: &str) -> Result<Outcome, String> {
        let message = self.last.as_ref().and_then(|last| last.message.as_ref()).ok_or("There is nothing to press.")?;
        self.stage.at(self.who).click(message, label).await.map_err(|error: UserError| error.to_string())
    }

    async fn choose(&self, label: &str) -> Result<Outcome, String> {
        let message = self.last.as_ref().and_then(|last| last.message.as_ref()).ok_or("There is nothing to choose.")?;
        let select = message.components.iter().find(|component| component.kind == ComponentKind::StringSelect);
        let select = select.ok_or("There is no list to choose from.")?;
        let option = select.options.iter().find(|option| option.label.starts_with(label));
        let option = option.ok_or_else(|| format!("The list has nothing that begins with `{label}`."))?;
        let id = select.custom_id.as_deref().unwrap_or_default();
        self.stage.at(self.who).select(message, id, &[&option.value]).await.map_err(|error| error.to_string())
    }

    /// Shows an outcome; a form is filled in, field by field, and sent.
    async fn see(&mut self, mut outcome: Outcome, out: &mut impl Write) -> anyhow::Result<String> {
        while let Some(modal) = outcome.modal.clone() {
            writeln!(out, "A form opens: {}. An empty line keeps what stands there.", modal.title)?;
            let values = self.fill(&modal, out).await?;
            let values: Vec<(&str, &str)> = values.iter().map(|(id, value)| (id.as_str(), value.as_str())).collect();
            match self.stage.at(self.who).submit(&modal, &values).await {
                Ok(next) => outcome = next,
                Err(error) => return Ok(error.to_string()),
            }
        }
        let shown = self.stage.with_names(&screen::outcome(&outcome));
        self.last = Some(outcome);
        Ok(shown)
    }

    async fn fill(&mut self, modal: &Modal, out: &mut impl Write) -> anyhow::Result<Vec<(String, String)>> {
        let mut values = Vec::new();
        for input in &modal.inputs {
            let needed = if input.required { "" } else { " (optional)" };
            write!(out, "  {}{needed} [{}]: ", input.label, input.value)?;
            out.flush()?;
            let typed = self.lines.next_line().await?.unwrap_or_default();
            let value = if typed.trim().is_empty() { input.value.clone() } else { typed };
            values.push((input.custom_id.clone(), value));
        }
        Ok(values)
    }
}
