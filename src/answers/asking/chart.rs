//! "How many signed, and when?": the numbers first, then a picture of how they went, and the same in words for who does
//! not see it.
//!
//! The picture and its description are made of the same steps. What is not drawn is counted in a sentence.

use stepchart::{Chart, Event, Level, MOST_PANELS, Moment, Panel, Sign, Words};

use super::counts::{self, Told};
use super::{Shown, cite::cite, petition_line};
use crate::answers::press::Press;
use crate::answers::prose::{capitalised, counted, date, date_words, grouped, months};
use crate::answers::reply::{Action, Attached, Content, Reply, Style, Text};
use crate::answers::say::{brief, button, plain, say, stored};
use crate::answers::view::{PetitionRef, View};
use crate::answers::words::figure::shortened;
use crate::answers::words::number::{few, few_of};
use crate::domain::course::{self, Step};
use crate::domain::date::Precision;
use crate::domain::ids::Number;
use crate::domain::weigh::Agreement;
use crate::service::ask::{About, ChartAnswer, CountGroup, Marked, Series};

/// The most characters of a picture's description; Discord takes 1,024 of its own counting.
const DESCRIPTION: usize = 900;

/// The most sources that are marked for a group, and the most answers that are listed.
const LISTED: usize = 8;

/// Answers how many signed, and when.
pub(super) fn reply(answer: &ChartAnswer, shown: Shown) -> Reply {
    let about = &answer.about;
    let told = Told::new(&about.organisations, &about.sources);
    let mut reply = Reply::new(shown.audience).titled(Text::own("How many signed, and when?"));
    if answer.series.is_empty() {
        reply = reply.line(say("**No count is recorded.** `/count log` files one.", []));
    }
    for series in &answer.series {
        reply = reply.line(counts::brief(&series.group, told)).small(drawn_from(series));
    }
    reply = reply.small(petition_line(about));
    reply.file = (!answer.series.is_empty()).then(|| picture(answer));
    if reply.file.is_some() {
        reply = reply.gap().line(events(answer));
    }
    for note in notes(answer) {
        reply = reply.small(Text::own(note));
    }
    if !answer.series.is_empty() {
        reply = reply.small(say("`/count show` has the words of every report and its source.", []));
    }
    reply
}

/// Offers a chart where two reports or more of one group have a number.
pub(super) fn offered(groups: &[CountGroup], petition: Number) -> Option<Action> {
    let view = View::Chart { petition: PetitionRef::Number(petition) };
    groups.iter().any(CountGroup::can_be_drawn).then(|| button("Chart", Press::Show(view), Style::Secondary))
}

/// Makes the picture of how a petition's counts went, with its description; none where no report gives a number.
pub(in crate::answers) fn attached(answer: &ChartAnswer) -> Option<Attached> {
    drawn(answer).next().map(|_| picture(answer))
}

fn picture(answer: &ChartAnswer) -> Attached {
    let name = format!("{}.png", answer.about.petition.slug);
    Attached { name, content: Content::Chart(Box::new(chart(answer))) }
}

/// Gives the groups that are drawn.
fn drawn(answer: &ChartAnswer) -> impl Iterator<Item = &Series> {
    answer.series.iter().filter(|series| !series.course.steps.is_empty()).take(MOST_PANELS)
}

fn chart(answer: &ChartAnswer) -> Chart {
    let about = &answer.about;
    let told = Told::new(&about.organisations, &about.sources);
    let event = |marked: &Marked| Event {
        sign: match marked {
            Marked::Issued(_) => Sign::Flag,
            Marked::Delivered(_) => Sign::Square,
            Marked::Responded(_) => Sign::Circle,
        },
        from: marked.on().start(),
        until: marked.on().end(),
        label: happened(marked).to_owned(),
        when: date_words(marked.on()),
    };
    Chart {
        title: shortened(&about.petition.doc.title),
        description: description(answer, told),
        panels: drawn(answer).map(|series| panel(series, told)).collect(),
        events: answer.marked.iter().map(event).collect(),
        notes: beneath(answer, told),
        words: Words { months: months(), disputed: "disputed", axis_from: "axis starts at", zone: "UTC" },
    }
}

/// Says what stands beneath the panels, or in their place where no report gives a number.
fn beneath(answer: &ChartAnswer, told: Told<'_>) -> Vec<String> {
    if drawn(answer).next().is_some() {
        return vec![notes(answer).into_iter().chain(left_out(answer)).collect::<Vec<_>>().join(" ")];
    }
    let said = answer.series.iter().take(MOST_PANELS).map(|series| format!("{}.", heading(series, told)));
    let more = answer.series.len().saturating_sub(MOST_PANELS);
    let more = (more > 0).then(|| counted(more, "more group is not shown.", "more groups are not shown."));
    ["No report gives a number.".to_owned()].into_iter().chain(said).chain(more).collect()
}

fn heading(series: &Series, told: Told<'_>) -> String {
    counts::number_first(&series.group, told).letters()
}

fn panel(series: &Series, told: Told<'_>) -> Panel {
    let moment = |step: &Step| Moment {
        from: step.on.start(),
        until: step.on.end(),
        levels: step.levels.iter().map(|level| drawn_level(level, series, told)).collect(),
    };
    Panel { heading: heading(series, told), moments: series.course.steps.iter().map(moment).collect() }
}

fn drawn_level(level: &course::Level, series: &Series, told: Told<'_>) -> Level {
    let course::Level { lower, point, upper, .. } = *level;
    Level { lower, point, upper, label: words(level, series, told) }
}

/// Says a level in the words of its reports: the tightest's, and of the one that gives the other end.
fn words(level: &course::Level, series: &Series, told: Told<'_>) -> String {
    let reports: Vec<_> = level.reports.iter().filter_map(|at| series.counts.get(*at)).collect();
    let said = counts::ends_first(&reports).into_iter().map(|count| told.figure(count).inline());
    let said: Vec<String> = said.map(|span| Text(vec![span]).letters()).collect();
    said.join(", ")
}

fn happened(marked: &Marked) -> &'static str {
    match marked {
        Marked::Issued(_) => "issued",
        Marked::Delivered(_) => "delivered",
        Marked::Responded(_) => "responded",
    }
}

/// Says what a group's line is drawn from, and what it is not.
fn drawn_from(series: &Series) -> Text {
    let wordless = |at: &usize| series.course.wordless.contains(at);
    let (alone, numbered): (Vec<usize>, Vec<usize>) = (0..series.counts.len()).partition(wordless);
    let in_words = || say("{} in words alone", [plain(few(alone.len()))]).then(marks(&alone, series));
    if numbered.is_empty() {
        return Text::own("No report with a number;").then(in_words());
    }
    let reports = capitalised(&few_of(numbered.len(), "report with a number", "reports with a number"));
    let text = Text::own(reports).then(marks(&numbered, series));
    if alone.is_empty() { text } else { text.join(Text::own("; ")).join(in_words()) }
}

/// Marks the sources of reports, each once.
fn marks(reports: &[usize], series: &Series) -> Text {
    let mut sources: Vec<Number> = Vec::new();
    for source in reports.iter().filter_map(|at| series.counts.get(*at)).map(|count| count.source) {
        if !sources.contains(&source) {
            sources.push(source);
        }
    }
    let more = sources.len().saturating_sub(LISTED);
    let marks = Text(sources.into_iter().take(LISTED).map(cite).collect());
    if more > 0 { marks.then(say("and {}", [plain(few_of(more, "more source", "more sources"))])) } else { marks }
}

/// Says what is marked beside the counts.
fn events(answer: &ChartAnswer) -> Text {
    let about = &answer.about;
    let all = answer.marked.iter().take(LISTED).enumerate();
    let mut text = all.fold(Text::default(), |text, (place, marked)| {
        let text = if place > 0 { text.join(Text::own("; ")) } else { text };
        text.join(event(marked, about))
    });
    match answer.marked.len().saturating_sub(LISTED) {
        0 => {}
        more => text = text.join(say("; {} more answers", [plain(few(more))])),
    }
    Text::own("Marked:").then(text).join(Text::own("."))
}

fn event(marked: &Marked, about: &About) -> Text {
    match marked {
        Marked::Issued(on) => say("issued {}", [date(*on)]),
        Marked::Delivered(on) => say("delivered {}", [date(*on)]),
        Marked::Responded(said) => {
            let who = said.organisation.map_or("", |number| about.name(number));
            say("{} responded {}", [stored(shortened(who)), date(said.body.said_on)])
                .then(Text(vec![cite(said.source)]))
        }
    }
}

/// Says how the picture is read, as far as it needs saying, and how many groups are not in it.
fn notes(answer: &ChartAnswer) -> Vec<String> {
    let steps = || drawn(answer).flat_map(|series| &series.course.steps);
    let levels = || steps().flat_map(|step| &step.levels);
    let mut notes = Vec::new();
    let mut note = |said: bool, words: &str| notes.extend(said.then(|| words.to_owned()));
    note(levels().any(|level| level.lower.is_none() || level.upper.is_none()), "Fading: the words set no end there.");
    note(levels().any(|level| level.upper > level.lower && level.lower.is_some()), "Band: from the least to the most.");
    note(steps().any(|step| step.on.precision() < Precision::Day), "Dotted: the date is not known more finely.");
    let numbered = answer.series.iter().filter(|series| !series.course.steps.is_empty()).count();
    if let more @ 1.. = numbered.saturating_sub(MOST_PANELS) {
        notes.push(counted(more, "more group is not drawn.", "more groups are not drawn."));
    }
    notes
}

/// Says how many reports a picture leaves out.
fn left_out(answer: &ChartAnswer) -> Option<String> {
    let wordless: usize = answer.series.iter().map(|series| series.course.wordless.len()).sum();
    (wordless > 0).then(|| counted(wordless, "report gives words alone.", "reports give words alone."))
}

/// Says what the picture shows, the numbers first: every step where there is room, else where it began, went and ended.
fn description(answer: &ChartAnswer, told: Told<'_>) -> String {
    let listed = answer.marked.iter().take(LISTED);
    let events: Vec<String> =
        listed.map(|marked| format!("{} {}", happened(marked), date_words(marked.on()))).collect();
    let events = format!(" Marked: {}.", events.join(", "));
    let drawn: Vec<&Series> = drawn(answer).collect();
    if drawn.is_empty() {
        return brief(&format!("{}{events}", beneath(answer, told).join(" ")), DESCRIPTION);
    }
    let room = (DESCRIPTION - events.chars().count().min(DESCRIPTION / 2)) / drawn.len().max(1);
    let parts: Vec<String> = drawn.into_iter().map(|series| described(series, told, room)).collect();
    brief(&format!("{}{events}", parts.join(" ")), DESCRIPTION)
}

fn described(series: &Series, told: Told<'_>, room: usize) -> String {
    let heading = heading(series, told);
    let steps = &series.course.steps;
    let (said, fell) = (|step: &Step| told_step(step, series, told), falls(steps));
    let mut all = String::new();
    for (place, step) in steps.iter().enumerate() {
        all.push_str(if place > 0 { "; " } else { "" });
        all.push_str(if fell.contains(&place) { "fell to " } else { "" });
        all.push_str(&said(step));
        // What is too long already is not put together to its end.
        if all.len() > 4 * room {
            break;
        }
    }
    let whole = format!("{heading}: {all}.");
    if whole.chars().count() <= room {
        return whole;
    }
    let (first, last) = (steps.first().map(said).unwrap_or_default(), steps.last().map(said).unwrap_or_default());
    let highest = steps.iter().max_by_key(|step| step.levels.iter().filter_map(reach).max());
    let highest = highest.map(said).filter(|highest| *highest != last).map(|highest| format!("; the most {highest}"));
    let fell = if fell.is_empty() { String::new() } else { format!("; fell {}", few_of(fell.len(), "time", "times")) };
    let dates = grouped(steps.len() as u64);
    brief(&format!("{heading}: {dates} dates, from {first} to {last}{}{fell}.", highest.unwrap_or_default()), room)
}

fn told_step(step: &Step, series: &Series, told: Told<'_>) -> String {
    let levels: Vec<String> = step.levels.iter().map(|level| words(level, series, told)).collect();
    let number = match step.agreement {
        Agreement::Disputed => format!("disputed: {}", levels.join(" or ")),
        Agreement::Single | Agreement::Consistent => levels.join(""),
    };
    format!("{number} on {}", date_words(step.on))
}

/// Gives the places of the steps that are surely lower than the one before.
fn falls(steps: &[Step]) -> Vec<usize> {
    let fell = |place: &usize| steps[*place].surely_fell_from(&steps[*place - 1]);
    (1..steps.len()).filter(fell).collect()
}

/// Gives the largest number that a level is drawn with.
fn reach(level: &course::Level) -> Option<u64> {
    level.upper.or(level.point).max(level.lower)
}
