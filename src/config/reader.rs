//! Joins defaults, file and environment, hands out parsed values and collects what is wrong.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;
use std::time::Duration;

use super::Sources;
use super::catalogue::{self, Place, SETTINGS, Setting};
use super::environment::NotText;
use super::file::{self, NotScalar};
use super::problem::{Problem, Problems};
use super::value;

/// Proves that a problem was recorded: only the reader makes one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reported(());

/// Holds a value as it was written, and where.
#[derive(Clone)]
struct Raw {
    text: String,
    found_in: String,
}

/// Hands out settings and remembers every problem met.
pub(super) struct Reader {
    values: BTreeMap<&'static str, Raw>,
    problems: Vec<Problem>,
}

impl Reader {
    /// Reads file and environment; what cannot be used in them is recorded.
    pub(super) fn new(sources: &Sources) -> Self {
        let mut reader = Self { values: BTreeMap::new(), problems: Vec::new() };
        reader.take_file(sources);
        reader.take_environment(sources);
        reader
    }

    /// Ends the reading: the result if nothing was wrong, else every problem.
    pub(super) fn finish<T>(self, result: Result<T, Reported>) -> Result<T, Problems> {
        match result {
            Ok(settings) if self.problems.is_empty() => Ok(settings),
            Ok(_) | Err(Reported(())) => Err(Problems(self.problems)),
        }
    }

    /// Records a problem with a setting as a whole.
    pub(super) fn report(&mut self, setting: &Setting, what: impl Display) -> Reported {
        let what = what.to_string();
        let problem = match self.values.get(setting.name) {
            Some(raw) => Problem::of_value(setting, raw.found_in.clone(), &raw.text, what),
            None => Problem::of_setting(setting, what),
        };
        self.problems.push(problem);
        Reported(())
    }

    /// Takes the text of a setting as somebody wrote it, without its default.
    pub(super) fn text(&self, setting: &Setting) -> Option<String> {
        self.values.get(setting.name).map(|raw| raw.text.clone())
    }

    /// Parses a setting that may be absent.
    pub(super) fn optional<T>(&mut self, setting: &Setting) -> Result<Option<T>, Reported>
    where
        T: FromStr<Err: Display>,
    {
        let Some(text) = self.text(setting).or(setting.default.map(str::to_owned)) else {
            return Ok(None);
        };
        match text.parse() {
            Ok(parsed) => Ok(Some(parsed)),
            Err(error) => Err(self.report(setting, error)),
        }
    }

    /// Parses a setting that has a default or must be given.
    pub(super) fn value<T>(&mut self, setting: &Setting) -> Result<T, Reported>
    where
        T: FromStr<Err: Display>,
    {
        match self.optional(setting)? {
            Some(parsed) => Ok(parsed),
            None => Err(self.report(setting, "is not set")),
        }
    }

    /// Parses a length of time and holds it within bounds.
    pub(super) fn duration(
        &mut self,
        setting: &Setting,
        bounds: RangeInclusive<Duration>,
    ) -> Result<Duration, Reported> {
        let value::Span(duration) = self.value(setting)?;
        if bounds.contains(&duration) { Ok(duration) } else { Err(self.report(setting, "is out of bounds")) }
    }

    fn take_file(&mut self, sources: &Sources) {
        let Some(path) = sources.file() else { return };
        let entries = match file::list_entries(&path) {
            Ok(entries) => entries,
            Err(what) => {
                let what = format!("the settings file {} {what}", path.display());
                self.problems.push(Problem::of_setting(&catalogue::CONFIG, what));
                return;
            }
        };
        let found_in = path.display().to_string();
        for file::Entry { name, value } in entries {
            let Some(setting) = catalogue::find_by_name(&name) else {
                self.report_unknown(&name, &found_in, SETTINGS.iter().map(|setting| setting.name));
                continue;
            };
            let what = match (setting.place, value) {
                (Place::Anywhere, Ok(text)) => {
                    self.put(setting, text, &found_in);
                    continue;
                }
                (Place::Anywhere, Err(NotScalar)) => "is neither text in quotes nor a whole number",
                (Place::Environment, _) => "does not belong in the settings file",
            };
            self.problems
                .push(Problem { found_in: Some(found_in.clone()), ..Problem::of_setting(setting, what.to_owned()) });
        }
    }

    fn take_environment(&mut self, sources: &Sources) {
        const FOUND_IN: &str = "the environment";
        for setting in SETTINGS {
            match sources.environment.get(setting.variable) {
                None => {}
                Some(Ok(text)) => self.put(setting, text.to_owned(), FOUND_IN),
                Some(Err(NotText)) => {
                    let what = "holds bytes that are no text".to_owned();
                    self.problems.push(Problem::of_setting(setting, what));
                }
            }
        }
        for variable in sources.environment.list_ours() {
            if catalogue::find_by_variable(variable).is_none() {
                self.report_unknown(variable, FOUND_IN, SETTINGS.iter().map(|setting| setting.variable));
            }
        }
    }

    fn put(&mut self, setting: &'static Setting, text: String, found_in: &str) {
        let found_in = found_in.to_owned();
        self.values.insert(setting.name, Raw { text, found_in });
    }

    fn report_unknown(&mut self, name: &str, found_in: &str, known: impl Iterator<Item = &'static str>) {
        let remedy = match value::find_nearest(name, known) {
            Some(near) => format!("write {near}, if that is what is meant, else remove it"),
            None => "remove it; config/undersigned.toml in the sources lists every setting".to_owned(),
        };
        self.problems.push(Problem {
            name: name.to_owned(),
            variable: None,
            found_in: Some(found_in.to_owned()),
            value: None,
            what: "there is no such setting".to_owned(),
            remedy,
        });
    }
}
