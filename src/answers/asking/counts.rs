//! "How many signed?": the number first, then who says so and when, then the rest.

use super::cite::{cite, cite_of};
use super::page::Section;
use super::{Shown, apart, page, petition_line, signatories};
use crate::answers::prose::{date, lapse};
use crate::answers::reply::{Block, Reply, Span, Text};
use crate::answers::say::{all_of, any_of, plain, say, stored, strong};
use crate::answers::view::{History, PetitionRef, View};
use crate::answers::words::figure::{Figure, shortened};
use crate::answers::words::names::{self, counted_who};
use crate::answers::words::number::{few, few_of};
use crate::domain::published::{Names, Source, Sources};
use crate::domain::text::fold;
use crate::domain::weigh::Agreement;
use crate::domain::{Measure, Population};
use crate::service::Refusal;
use crate::service::ask::{Count, CountGroup, CountsAnswer};

/// More earlier reports than this come after the other petitions' counts, which would be lost behind them.
const FEW_EARLIER: usize = 6;

/// The names and sources that a count is told with.
#[derive(Clone, Copy)]
pub(super) struct Told<'a> {
    names: &'a Names,
    sources: &'a Sources,
}

impl<'a> Told<'a> {
    /// Takes them.
    pub(super) fn new(names: &'a Names, sources: &'a Sources) -> Self {
        Self { names, sources }
    }

    /// Names the organisation whose people a group counts.
    pub(super) fn organisation(self, group: &CountGroup) -> Option<&'a str> {
        group.organisation.and_then(|number| self.names.get(&number)).map(String::as_str)
    }

    /// Takes a count's figure out of its words.
    pub(super) fn figure(self, count: &Count) -> Figure {
        let organisation = count.organisation.and_then(|number| self.names.get(&number)).map(String::as_str);
        Figure::of(&count.body, organisation)
    }

    fn source(self, count: &Count) -> Option<&'a Source> {
        self.sources.get(&count.source)
    }
}

/// Answers how many signed.
pub(super) fn reply(
    answer: &CountsAnswer,
    asked: (Option<Population>, History),
    shown: Shown,
) -> Result<Reply, Refusal> {
    let told = Told::new(&answer.about.organisations, &answer.about.sources);
    let mut reply = Reply::new(shown.audience).titled(Text::own("How many signed?"));
    if shown.page > 1 {
        reply = reply.small(petition_line(&answer.about));
    }
    let (population, history) = asked;
    let petition = answer.about.petition.number;
    let at = |page| View::Counts { petition: PetitionRef::Number(petition), population, history, page };
    let reply = page::put(reply, sections(answer, population, told), (shown.page, page::FEW), told.sources, at)?;
    let which = match (answer.groups.is_empty(), answer.list.was_logged()) {
        (true, _) => return Ok(reply),
        (false, false) => {
            say("No list of names is held. Counts are reports: who said so, and when, stands beside each.", [])
        }
        (false, true) => say(
            "The list is counted here, and `/signatory list` shows it. All other counts are reports: who said so, and \
             when, stands beside each.",
            [],
        ),
    };
    Ok(reply.gap().small(which))
}

fn sections<'a>(answer: &'a CountsAnswer, population: Option<Population>, told: Told<'a>) -> Vec<Section<'a>> {
    let first: Vec<Vec<Block>> = if answer.groups.is_empty() {
        vec![none(answer, population)]
    } else {
        let spaced = |(place, group)| {
            let gap = (place > 0).then_some(Block::Gap);
            gap.into_iter().chain(headline(group, told)).collect()
        };
        answer.groups.iter().enumerate().map(spaced).collect()
    };
    let mut first: Vec<Vec<Block>> = first.into_iter().chain(list(answer)).collect();
    // On a phone a title takes two lines: the number and its date come before it.
    if let Some(headline) = first.first_mut() {
        headline.push(Block::Small(petition_line(&answer.about)));
    }
    let earlier = earlier(&answer.groups, told);
    let apart = apart::section(&answer.apart, told);
    let replaced = Section::told_later(Text::own("No longer counted"), answer.replaced.len(), move |at| {
        answer.replaced.get(at).map(|count| Block::Item(replaced(count, told))).into_iter().collect()
    });
    let mut sections = vec![Section::new(first)];
    if earlier.len() > FEW_EARLIER {
        sections.extend([apart, earlier]);
    } else {
        sections.extend([earlier, apart]);
    }
    sections.push(replaced);
    sections
}

/// Tells how many stand on the list that is logged here, beside what was reported, and who may sign it.
fn list(answer: &CountsAnswer) -> Option<Vec<Block>> {
    let line = signatories::on_the_list(answer.list)?;
    // Who may sign says something beside those who did.
    let scope = answer.about.petition.doc.scope.as_ref().filter(|_| answer.list.standing > 0);
    let line = match scope {
        Some(scope) => line.join(say(". The petition is open to {}.", [stored(shortened(scope))])),
        None => line.join(Text::own(".")),
    };
    Some(vec![Block::Gap, Block::Line(line)])
}

fn none(answer: &CountsAnswer, population: Option<Population>) -> Vec<Block> {
    let text = match population {
        Some(population) if !answer.others.is_empty() => {
            let others = answer.others.iter().map(|other| plain(names::population(*other)));
            let on_record = Text(all_of(others)).join(Text::own("."));
            no_count_of(population).then(Text::own("Counted on record:")).then(on_record)
        }
        Some(population) => no_count_of(population).then(say("`/count log` files one.", [])),
        None => say("**No count is recorded.** `/count log` files one.", []),
    };
    vec![Block::Line(text)]
}

fn no_count_of(population: Population) -> Text {
    Text(vec![strong(format!("No count of {} is recorded.", names::population(population)))])
}

/// Tells one group: its number, then its date and reporters, then what is to be said of it.
pub(super) fn headline(group: &CountGroup, told: Told<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Line(number_first(group, told))];
    match group.agreement {
        Agreement::Disputed => {
            blocks.extend(group.current.iter().map(|count| Block::Item(one_of_several(count, told))));
        }
        Agreement::Single | Agreement::Consistent => {
            blocks.push(Block::Line(as_of_and_reporters(group, told)));
            let notes = group.current.iter().filter(|_| group.fell_from.is_none());
            blocks.extend(notes.filter_map(note).map(Block::Line));
        }
    }
    blocks.extend(group.fell_from.as_ref().map(|before| Block::Line(fall(group, before, told))));
    blocks.extend(group.rising.map(|rising| {
        let within = lapse(rising.within.as_secs());
        let reports = few_of(rising.reports, "report", "reports");
        Block::Line(say("Still rising: {} within {}.", [plain(reports), plain(within)]))
    }));
    blocks
}

/// Says the number, what kind of number it is and who was counted.
pub(super) fn number_first(group: &CountGroup, told: Told<'_>) -> Text {
    let who = counted_who(group.measure, group.population, told.organisation(group));
    let figures = figures(group, told);
    let Some(first) = figures.first() else { return who };
    match group.agreement {
        Agreement::Single => first.with(Text(vec![first.heading()]), who),
        Agreement::Consistent => {
            let agree = format!("; {} reports agree", few(group.current.len()));
            let mut spans = vec![first.heading()];
            for figure in figures.iter().skip(1) {
                spans.extend([strong(", "), strong_inline(figure)]);
            }
            first.with(Text(spans), who).join(Text::own(agree))
        }
        Agreement::Disputed => {
            let spans = any_of(figures.iter().map(strong_inline));
            let disputed = Text(vec![strong("Disputed: ")]).join(Text(spans));
            first.with(disputed, who).join(as_of(group))
        }
    }
}

fn strong_inline(figure: &Figure) -> Span {
    match figure.inline() {
        Span::Stored(words) => Span::StoredStrong(words),
        other => strong_words(other),
    }
}

fn strong_words(span: Span) -> Span {
    if let Span::Own(words) = span { Span::Strong(words) } else { span }
}

fn as_of(group: &CountGroup) -> Text {
    let first = group.current.first();
    first.map_or_else(Text::default, |count| say(", as of {}", [date(count.body.as_of)]))
}

/// Gives the different figures to head an answer with: all that are in dispute; of those that agree the tightest, and
/// the one that gives the other end where it gives only one.
pub(super) fn figures(group: &CountGroup, told: Told<'_>) -> Vec<Figure> {
    let mut counts: Vec<&Count> = group.current.iter().collect();
    if group.agreement != Agreement::Disputed {
        counts = ends_first(&counts);
    }
    let mut figures: Vec<Figure> = Vec::new();
    for figure in counts.into_iter().map(|count| told.figure(count)) {
        if !figures.contains(&figure) {
            figures.push(figure);
        }
    }
    figures
}

/// Gives of reports that agree the first, and with it the one that gives the other end where it gives only one.
pub(super) fn ends_first<'a>(counts: &[&'a Count]) -> Vec<&'a Count> {
    let ends = |count: &Count| {
        count.body.reading.as_ref().map_or((false, false), |r| (r.lower().is_some(), r.upper().is_some()))
    };
    let Some((first, rest)) = counts.split_first() else { return Vec::new() };
    let other = match ends(first) {
        (true, false) => rest.iter().find(|count| ends(count).1),
        (false, true) => rest.iter().find(|count| ends(count).0),
        _ => None,
    };
    // "More than 29,200, fewer than 30,000": the lower end is said first.
    match (other, ends(first)) {
        (Some(other), (true, _)) => vec![first, other],
        (Some(other), (false, _)) => vec![other, first],
        (None, _) => vec![first],
    }
}

fn as_of_and_reporters(group: &CountGroup, told: Told<'_>) -> Text {
    let Some(first) = group.current.first() else { return Text::default() };
    let reporters: Vec<Text> = group.current.iter().map(|count| reporter(count, told)).collect();
    let as_of = say("as of {}, reported by", [date(first.body.as_of)]);
    joined(reporters).map_or(as_of.clone(), |reporters| as_of.then(reporters))
}

/// Puts texts in a row: "a, b and c".
fn joined(texts: Vec<Text>) -> Option<Text> {
    let last = texts.len().checked_sub(1)?;
    let mut row = Text::default();
    for (place, text) in texts.into_iter().enumerate() {
        let before = match place {
            0 => "",
            _ if place == last => " and ",
            _ => ", ",
        };
        row = row.join(Text::own(before)).join(text);
    }
    Some(row)
}

/// Names who published a count and, where that is somebody else, who counted.
fn reporter(count: &Count, told: Told<'_>) -> Text {
    let publisher = told.source(count).map_or("", |source| source.doc.publisher_or_host());
    let named = Text(vec![stored(shortened(publisher))]);
    let said = if publisher == count.body.originator || fold(publisher) == fold(&count.body.originator) {
        named
    } else {
        named.then(say("(counted by {})", [stored(shortened(&count.body.originator))]))
    };
    said.then(cite_of(count))
}

fn one_of_several(count: &Count, told: Told<'_>) -> Text {
    let line = Text(vec![told.figure(count).inline(), plain(" · ")]).join(reporter(count, told));
    note(count).map_or(line.clone(), |note| line.then(note))
}

/// Tells a report in one line: figure, date, reporter.
pub(super) fn in_one_line(count: &Count, told: Told<'_>) -> Text {
    let figure = told.figure(count).inline();
    let line = Text(vec![figure, plain(" · "), date(count.body.as_of), plain(" · ")]).join(reporter(count, told));
    note(count).map_or(line.clone(), |note| line.then(note))
}

fn note(count: &Count) -> Option<Text> {
    count.body.note.as_deref().map(|note| say("({})", [stored(shortened(note))]))
}

fn fall(group: &CountGroup, before: &Count, told: Told<'_>) -> Text {
    let was = say("Fallen: it was {} on {}", [told.figure(before).inline(), date(before.body.as_of)])
        .then(Text(vec![cite(before.source)]));
    let why = group.current.iter().find_map(note);
    was.then(why.unwrap_or_else(|| Text::own("(reason not stated)")))
}

/// Lists the earlier reports of every group; where there are several groups, each line says whom it counted.
fn earlier<'a>(groups: &'a [CountGroup], told: Told<'a>) -> Section<'a> {
    let several = groups.len() > 1;
    let counts: Vec<(&CountGroup, &Count)> =
        groups.iter().flat_map(|group| group.earlier.iter().map(move |count| (group, count))).collect();
    Section::told_later(Text::own("Earlier"), counts.len(), move |at| {
        let line = counts.get(at).map(|(group, count)| {
            let line = in_one_line(count, told);
            let who = several.then(|| counted_who(group.measure, group.population, told.organisation(group)));
            who.map_or(line.clone(), |who| line.join(Text::own(" · ")).join(who))
        });
        line.map(Block::Item).into_iter().collect()
    })
}

fn replaced(count: &Count, told: Told<'_>) -> Text {
    let state = plain(names::replaced(count.state));
    let line = in_one_line(count, told).join(Text(vec![plain(" · "), state]));
    match count.superseded_by {
        Some(by) => line.then(say("as {}", [plain(by.to_string())])),
        None => line,
    }
}

/// Gives the marks of a group's sources, each once.
pub(super) fn marks(group: &CountGroup) -> Vec<Span> {
    let mut marks: Vec<Span> = group.current.iter().map(|count| cite(count.source)).collect();
    marks.dedup();
    marks
}

/// Says a number in one line for a list: "**More than 300** employees of Microsoft, as of 21 Jun 2018 [1]".
pub(super) fn brief(group: &CountGroup, told: Told<'_>) -> Text {
    let line = number_first(group, told);
    let line = if group.agreement == Agreement::Disputed { line } else { line.join(as_of(group)) };
    let claims = group.current.iter().map(|count| Span::Claim(count.number));
    let marks = marks(group).into_iter().chain(claims).collect();
    let reporters: Vec<&str> =
        group.current.iter().filter_map(|count| told.source(count)).map(|s| s.doc.publisher_or_host()).collect();
    match reporters.as_slice() {
        [one] => line.join(say(", {}", [stored(shortened(one))])).then(Text(marks)),
        _ => line.then(Text(marks)),
    }
}

/// Says an event of the timeline: "more than 300 employees of Microsoft, The Verge [1]".
pub(super) fn event(count: &Count, told: Told<'_>) -> Text {
    let organisation = count.organisation.and_then(|number| told.names.get(&number)).map(String::as_str);
    let who = counted_who(count.body.measure, count.body.population, organisation);
    let figure = told.figure(count);
    let said = figure.with(Text(vec![figure.inline()]), who).join(Text::own(" · ")).join(reporter(count, told));
    note(count).map_or(said.clone(), |note| said.then(note))
}

/// Says an event with its date: "more than 150 employees of Microsoft · The Seattle Times [1] · 19 Jun 2018".
pub(super) fn dated(count: &Count, told: Told<'_>) -> Text {
    event(count, told).join(Text(vec![plain(" · as of "), date(count.body.as_of)]))
}

/// Says how the number of a group stands to the one before it; a fall is told as a fall, with its reason.
pub(super) fn change(group: &CountGroup, before: &Count, told: Told<'_>) -> Text {
    if group.fell_from.as_ref().is_some_and(|fell| fell.number == before.number) {
        return fall(group, before, told);
    }
    let least = |count: &Count| count.body.reading.as_ref().and_then(|r| r.lower().or(r.point()).or(r.upper()));
    let rose = group.current.first().map(least) > Some(least(before)) && least(before).is_some();
    let line = if rose { "up from {}, as of {}" } else { "before: {}, as of {}" };
    say(line, [told.figure(before).inline(), date(before.body.as_of)]).then(Text(vec![cite(before.source)]))
}

/// Says that a count passed a milestone, with the petition's title: "**1,060** employees of Microsoft have signed: …".
pub(super) fn milestone(count: &Count, title: Text, told: Told<'_>) -> Text {
    let organisation = count.organisation.and_then(|number| told.names.get(&number)).map(String::as_str);
    let who = counted_who(count.body.measure, count.body.population, organisation);
    let figure = told.figure(count);
    let people = !matches!(count.body.population, Population::Mixed | Population::Unknown);
    let line = figure.with(Text(vec![figure.heading()]), who);
    let line =
        if people && count.body.measure == Measure::Signatures { line.then(Text::own("have signed")) } else { line };
    line.join(title).join(say(", as of {}", [date(count.body.as_of)])).then(cite_of(count))
}

/// Says that a number is rising fast; nothing where it is not.
pub(super) fn rising(group: &CountGroup) -> Option<Text> {
    let rising = group.rising?;
    let spans = [plain(few_of(rising.reports, "report", "reports")), plain(lapse(rising.within.as_secs()))];
    Some(say("**Rising fast:** {} within {}.", spans))
}
