//! Other petitions' counts: told beside this one's and never added to them.

use super::counts::{self, Told, figures, marks};
use super::page::Section;
use crate::answers::prose::date;
use crate::answers::reply::{Block, Text};
use crate::answers::say::{any_of, plain, say, stored};
use crate::answers::words::figure::{Figure, shortened};
use crate::answers::words::names::{self, counted_who};
use crate::domain::Population;
use crate::domain::date::PartialDate;
use crate::domain::petition::Collection;
use crate::domain::weigh::Agreement;
use crate::service::ask::{Apart, CountGroup};

/// Lists other petitions with their counts.
pub(super) fn section(apart: &[Apart], told: Told<'_>) -> Section<'static> {
    let heading =
        if apart.len() == 1 { "Another petition, counted apart" } else { "Other petitions, each counted apart" };
    Section::headed(Text::own(heading), apart.iter().map(|apart| vec![Block::Item(one_apart(apart, told))]).collect())
}

/// Tells another petition's counts in one line. Where one source gives a mixed number and employees of one moment, the
/// employees are some of them; it is the source that sums, never we.
fn one_apart(apart: &Apart, told: Told<'_>) -> Text {
    let (kin, issued_on) = (&apart.kin, apart.kin.petition.doc.issued_on);
    let title = stored(shortened(&kin.petition.doc.title));
    let relation = plain(names::kin(kin.relation, kin.side));
    let mut text = say("{} ({}, {}", [title, relation, date(issued_on)]);
    if kin.petition.collection != Collection::Unknown {
        text = text.join(say(", {}", [plain(names::collection(kin.petition.collection))]));
    }
    text = text.join(Text::own("):"));
    let whole = apart.groups.iter().find(|group| group.population == Population::Mixed);
    let mut groups: Vec<&CountGroup> = apart.groups.iter().collect();
    groups.sort_by_key(|group| group.population != Population::Mixed);
    for (place, group) in groups.iter().enumerate() {
        let of_them = whole.is_some_and(|whole| part_of(group, whole));
        let said = told_apart(group, of_them, issued_on, told);
        text = if place == 0 { text.then(said) } else { text.join(Text::own(";")).then(said) };
        // What one source says in a row is marked once, at its end.
        let marks = marks(group);
        if groups.get(place + 1).is_none_or(|next| counts::marks(next) != marks) {
            text = text.then(Text(marks));
        }
    }
    text
}

fn part_of(group: &CountGroup, whole: &CountGroup) -> bool {
    let (Some(part), Some(all)) = (group.current.first(), whole.current.first()) else { return false };
    group.population != whole.population
        && group.measure == whole.measure
        && part.source == all.source
        && part.body.as_of == all.body.as_of
}

fn told_apart(group: &CountGroup, of_them: bool, issued_on: PartialDate, told: Told<'_>) -> Text {
    let who = counted_who(group.measure, group.population, told.organisation(group));
    let who = if of_them { Text::own("of them").then(who) } else { who };
    let figures = figures(group, told);
    let spans = any_of(figures.iter().map(Figure::inline));
    let spans =
        Text(if group.agreement == Agreement::Disputed { [vec![plain("disputed, ")], spans].concat() } else { spans });
    let said = figures.first().map_or_else(|| who.clone(), |first| first.with(spans, who.clone()));
    let as_of = group.current.first().map(|count| count.body.as_of).filter(|as_of| *as_of != issued_on);
    match as_of {
        Some(as_of) => said.join(say(", as of {}", [date(as_of)])),
        None => said,
    }
}
