//! A guild takes notice of what was read of a source: which texts it had, what changed from one to the next, and whether the
//! page is still there.
//!
//! What happened is told anew from all readings in order of time, so that it does not matter who filed them, or when. What
//! was told before and still holds is left as it is; so doing it twice changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::trace;
use crate::domain::date::PartialDate;
use crate::domain::ids::Number;
use crate::domain::ledger::{Act, ObjectKind};
use crate::domain::source::{CaptureDoc, ChangeClass, ChangeDoc, LinkState};
use crate::domain::watching::story::{self, Changed, Claim, Observation, Step, Story};
use crate::domain::watching::{PageRole, PageState};
use crate::service::ServiceError;
use crate::store::changes::{self, Change};
use crate::store::readings::{self, Reading};
use crate::store::watched::{self, SourcePage};
use crate::store::{UnitOfWork, passages, posted, sources};

/// How many bytes of older texts are looked through for words of a record that came late.
const LOOKED_BACK: usize = 16 * 1024 * 1024;

/// Takes notice of what is new about a source.
pub(super) async fn notice(uow: &mut UnitOfWork<'_>, source: Number) -> Result<(), ServiceError> {
    let guild = uow.guild();
    let pages = watched::list_pages(uow.conn(), guild, source).await?;
    let claims = watched::list_claims(uow.conn(), guild, source).await?;
    for page in &pages {
        match page.role {
            PageRole::Itself => take_in(uow, source, page, &claims).await?,
            PageRole::Archive => take_in_copy(uow, source, page, &claims).await?,
        }
    }
    let mut readings = readings::list(uow.conn(), guild, source).await?;
    if split(uow, source, &readings, &claims).await? {
        readings = readings::list(uow.conn(), guild, source).await?;
    }
    if pages.iter().any(|page| page.stale > 0) {
        look_back(uow, &mut readings, &claims).await?;
    }
    let seen: Vec<Observation<'_>> = readings.iter().map(Reading::observed).collect();
    let story = story::tell(&seen, &claims);
    mark_last(uow, &readings, &story).await?;
    let told = changes::list(uow.conn(), guild, source).await?;
    retell(uow, source, &told, (&story, &seen)).await?;
    let itself = pages.iter().find(|page| page.role == PageRole::Itself);
    let state = itself.filter(|page| page.was_seen).map_or(PageState::Live, |page| page.state);
    tell_of_link(uow, source, &told, (state, readings.last())).await?;
    set_link(uow, source, state).await?;
    for page in &pages {
        watched::noticed(uow.conn(), guild, source, page).await?;
    }
    Ok(())
}

/// Takes in each text that the page had since the guild cites it.
async fn take_in(
    uow: &mut UnitOfWork<'_>,
    source: Number,
    page: &SourcePage,
    claims: &[Claim],
) -> Result<(), ServiceError> {
    let guild = uow.guild();
    for (reading, at) in readings::list_unnoticed(uow.conn(), guild, source, page).await? {
        add(uow, source, (page.page, reading), at, claims).await?;
    }
    Ok(())
}

/// Adds a reading of the watcher's.
async fn add(
    uow: &mut UnitOfWork<'_>,
    source: Number,
    of: (i64, i64),
    at: jiff::Timestamp,
    claims: &[Claim],
) -> Result<(), ServiceError> {
    let guild = uow.guild();
    let text = readings::text_of(uow.conn(), of.0, of.1).await?.unwrap_or_default();
    let doc = CaptureDoc { excerpt: story::excerpt_of(&text, claims), ..CaptureDoc::default() };
    let doc = passages::without_barred(uow, doc).await?;
    let number = uow.number()?;
    readings::insert(uow.conn(), guild, (number, source), of, at, &doc).await?;
    let after = serde_json::json!({ "source": source, "retrieved_at": at, "doc": doc });
    uow.append(trace(Act::Capture).entry(ObjectKind::Capture, number, 1, &after)?);
    Ok(())
}

/// Takes in what was read of an archived copy that a person filed.
async fn take_in_copy(
    uow: &mut UnitOfWork<'_>,
    source: Number,
    page: &SourcePage,
    claims: &[Claim],
) -> Result<(), ServiceError> {
    let guild = uow.guild();
    let Some(reading) = readings::latest(uow.conn(), page.page).await? else { return Ok(()) };
    let text = readings::text_of(uow.conn(), page.page, reading).await?.unwrap_or_default();
    let made_at = readings::made_at(uow.conn(), page.page, reading).await?.map(PartialDate::Instant);
    for (number, before) in readings::list_unread(uow.conn(), guild, source, page.page).await? {
        let mut doc = before.clone();
        // What the archive says of its copy goes before what a person took from the page, or the address asks for.
        doc.archived_at = made_at.or(before.archived_at);
        doc.excerpt = before.excerpt.clone().or_else(|| story::excerpt_of(&text, claims));
        let doc = passages::without_barred(uow, doc).await?;
        readings::set(uow.conn(), guild, (number, reading), doc.archived_at).await?;
        if doc != before {
            sources::put_capture(uow.conn(), guild, number, &doc).await?;
            let after = serde_json::json!({ "source": source, "doc": doc });
            uow.append(trace(Act::Capture).entry(ObjectKind::Capture, number, 1, &after)?);
        }
    }
    Ok(())
}

/// Where a reading is known from within the time in which the page was taken to have one text, the page had it before, and
/// has it again: the second time is a reading of its own. Says whether there was any.
async fn split(
    uow: &mut UnitOfWork<'_>,
    source: Number,
    readings: &[Reading],
    claims: &[Claim],
) -> Result<bool, ServiceError> {
    let mut again = Vec::new();
    for (at, one) in readings.iter().enumerate() {
        let Some(next) = readings.get(at + 1) else { continue };
        let is_another = next.of != one.of && next.fingerprint != one.fingerprint;
        // An archived copy is from when it was made; that it is still there says nothing of the page.
        let within = is_another && one.doc.archive_url.is_none() && next.at.start() < one.seen_until;
        let had_again = readings.iter().skip(at + 1).any(|later| later.of == one.of);
        if within && !had_again {
            again.push((one.of, one.seen_until));
        }
    }
    let any = !again.is_empty();
    for (of, at) in again {
        add(uow, source, of, at, claims).await?;
    }
    Ok(any)
}

/// Looks for words that no text has which is looked at, such as those of a record that came late, in the ones before: the last
/// that has them stands out from then on.
async fn look_back(uow: &mut UnitOfWork<'_>, readings: &mut [Reading], claims: &[Claim]) -> Result<(), ServiceError> {
    let mut sought = {
        let seen: Vec<Observation<'_>> = readings.iter().map(Reading::observed).collect();
        story::nowhere(&seen, claims)
    };
    let mut room = LOOKED_BACK;
    for place in (0..readings.len()).rev().filter(|place| readings[*place].text.is_none()).collect::<Vec<_>>() {
        if sought.is_empty() || room == 0 {
            break;
        }
        let (page, number) = readings[place].of;
        let Some(text) = readings::text_of(uow.conn(), page, number).await? else { continue };
        room = room.saturating_sub(text.len());
        let left = story::nowhere_in(&text, &sought);
        if left.len() < sought.len() {
            sought = left;
            readings[place].text = Some(text);
            // When they were first seen to be gone.
            if let Some(next) = readings.get_mut(place + 1).filter(|next| next.text.is_none()) {
                next.text = readings::text_of(uow.conn(), next.of.0, next.of.1).await?;
            }
        }
    }
    Ok(())
}

/// Marks the readings that are the last to have words which left the page.
async fn mark_last(uow: &mut UnitOfWork<'_>, readings: &[Reading], story: &Story) -> Result<(), ServiceError> {
    let guild = uow.guild();
    for reading in readings {
        let left = story.left.iter().filter(|left| left.last == reading.number);
        let by = left.clone().next().and_then(|left| left.by);
        let last_with: Vec<Number> = left.map(|left| left.record).collect();
        // The text without them that was seen first may not be kept any more.
        let known = reading.doc.left_by.filter(|_| last_with == reading.doc.last_with);
        let left_by = [known, by].into_iter().flatten().min_by_key(|at| at.start());
        let doc = CaptureDoc { last_with, left_by, ..reading.doc.clone() };
        if doc != reading.doc {
            sources::put_capture(uow.conn(), guild, reading.number, &doc).await?;
            uow.append(trace(Act::Notice).entry(ObjectKind::Capture, reading.number, 1, &doc)?);
        }
    }
    Ok(())
}

/// Puts what changed on record, and takes off it what did not, now that more is known.
async fn retell(
    uow: &mut UnitOfWork<'_>,
    source: Number,
    told: &[Change],
    (story, seen): (&Story, &[Observation<'_>]),
) -> Result<(), ServiceError> {
    let guild = uow.guild();
    let steps: BTreeMap<_, _> = story.steps.iter().filter_map(|step| Some((between(step)?, step))).collect();
    let stays = |change: &Change| {
        let Some(between) = change.from.zip(change.to) else { return true };
        match steps.get(&between) {
            None | Some(Step::Same) => false,
            Some(Step::Unknown(..)) => true,
            Some(Step::Changed(found)) => is_told(change, found) || story::stays_restored(change.restores, seen),
        }
    };
    let (told, mut outdated): (Vec<&Change>, Vec<&Change>) = told.iter().partition(|change| stays(change));
    let told: BTreeSet<_> = told.into_iter().filter_map(|one| one.from.zip(one.to)).collect();
    // What lost words is never told anew from texts that still have them.
    let has_lost_words = outdated.iter().any(|change| change.doc.has_lost_words());
    for step in &story.steps {
        let Step::Changed(found) = step else { continue };
        if told.contains(&(found.from, found.to)) {
            continue;
        }
        let mut doc = passages::without_barred(uow, found.doc.clone()).await?;
        if has_lost_words {
            (doc.diff, doc.is_cut) = (Vec::new(), true);
        }
        let before = outdated.iter().position(|change| is_of(change, found)).map(|place| outdated.swap_remove(place));
        let number = before.map_or_else(|| uow.number(), |before| Ok(before.number))?;
        let change = Change { doc, ..changes::found(number, source, found, uow.at()) };
        match before {
            Some(before) => put_anew(uow, &change, found.matters && !mattered(before)).await?,
            None => put(uow, &change, found.matters).await?,
        }
    }
    for change in outdated {
        posted::show_again(uow, change.number).await?;
        changes::delete(uow.conn(), guild, change.number).await?;
        uow.append(trace(Act::Delete).entry(ObjectKind::SourceChange, change.number, 1, &source)?);
    }
    Ok(())
}

/// Says whether a change is what was told before, and is known better now: it was told of the same readings, or as the same
/// kind of change between others of the same time.
fn is_of(before: &Change, found: &Changed) -> bool {
    let same_time = |from: PartialDate, to: PartialDate| {
        let doc = &before.doc;
        doc.before.is_some_and(|before| before.start() < to.start()) && from.start() < doc.on.start()
    };
    let at_the_time = found.doc.before.is_some_and(|from| same_time(from, found.doc.on));
    before.from.zip(before.to) == Some((found.from, found.to)) || (before.class == found.class && at_the_time)
}

/// Says whether a change is one that moderators were to be told of for what is known to have left and come back.
fn mattered(change: &Change) -> bool {
    let has_words = !change.doc.gone.is_empty() || !change.doc.back.is_empty();
    has_words || matches!(change.class, ChangeClass::Removal | ChangeClass::Restoration)
}

/// Gives the readings before and after a step, where there may be something to tell.
fn between(step: &Step) -> Option<(Number, Number)> {
    match step {
        Step::Same => None,
        Step::Unknown(from, to) => Some((*from, *to)),
        Step::Changed(found) => Some((found.from, found.to)),
    }
}

/// Says whether a change is told as it is found now. One that lost words stays as it was told: without them other words
/// are cited, and what they once were is not known any more.
fn is_told(change: &Change, found: &Changed) -> bool {
    (change.class, change.restores) == (found.class, found.restores) || change.doc.has_lost_words()
}

async fn put(uow: &mut UnitOfWork<'_>, change: &Change, tell: bool) -> Result<(), ServiceError> {
    let guild = uow.guild();
    changes::insert(uow.conn(), guild, change, tell).await?;
    note(uow, change)
}

/// Puts what is known by now of a change in its place: it was told, and is not told again.
async fn put_anew(uow: &mut UnitOfWork<'_>, change: &Change, tell: bool) -> Result<(), ServiceError> {
    let guild = uow.guild();
    changes::put_anew(uow.conn(), guild, change, tell).await?;
    posted::show_again(uow, change.number).await?;
    note(uow, change)
}

fn note(uow: &mut UnitOfWork<'_>, change: &Change) -> Result<(), ServiceError> {
    let after = serde_json::json!({
        "source": change.source, "from": change.from, "to": change.to, "restores": change.restores,
        "class": change.class, "doc": change.doc,
    });
    uow.append(trace(Act::Notice).entry(ObjectKind::SourceChange, change.number, 1, &after)?);
    Ok(())
}

/// Tells once that a page is gone, and once that it has returned.
async fn tell_of_link(
    uow: &mut UnitOfWork<'_>,
    source: Number,
    told: &[Change],
    (state, last): (PageState, Option<&Reading>),
) -> Result<(), ServiceError> {
    let was_gone =
        told.iter().rev().find(|change| change.to.is_none()).is_some_and(|one| one.class == ChangeClass::Gone);
    let class = match (state, was_gone) {
        (PageState::Gone, false) => ChangeClass::Gone,
        (PageState::Live, true) => ChangeClass::Returned,
        (PageState::Live | PageState::Suspect | PageState::Gone, _) => return Ok(()),
    };
    let found_at = uow.at();
    let on = PartialDate::Instant(found_at);
    let doc = ChangeDoc {
        before: last.map(|last| last.at),
        on,
        restored: None,
        gone: Vec::new(),
        back: Vec::new(),
        diff: Vec::new(),
        is_cut: false,
    };
    let from = last.map(|last| last.number);
    let change = Change { number: uow.number()?, source, from, to: None, restores: None, class, doc, found_at };
    put(uow, &change, true).await
}

/// Notes what is known of the link by now.
async fn set_link(uow: &mut UnitOfWork<'_>, source: Number, state: PageState) -> Result<(), ServiceError> {
    let guild = uow.guild();
    let changes = changes::list(uow.conn(), guild, source).await?;
    let last =
        changes.iter().filter(|change| change.to.is_some()).max_by_key(|change| (change.doc.on.start(), change.number));
    let link = match (state, last.map(|change| change.class)) {
        (PageState::Gone, _) => {
            let copies = sources::list_captures(uow.conn(), guild, source).await?;
            let archived = copies.iter().any(|(_, doc)| doc.archive_url.is_some());
            if archived { LinkState::ArchivedOnly } else { LinkState::Gone }
        }
        (PageState::Suspect, _) => LinkState::Suspect,
        (PageState::Live, None) => LinkState::Live,
        (PageState::Live, Some(ChangeClass::Restoration)) => LinkState::Restored,
        (PageState::Live, Some(_)) => LinkState::Changed,
    };
    if watched::link_state(uow.conn(), guild, source).await? != Some(link) {
        let revision = watched::set_link_state(uow.conn(), guild, source, link).await?;
        let after = serde_json::json!({ "link_state": link.as_str() });
        uow.append(trace(Act::Notice).entry(ObjectKind::Source, source, revision, &after)?);
    }
    Ok(())
}
