//! Breaking lists down, in batches: see [`crate::domain::breakdown`] for why no figure shows a person.
//!
//! An affiliation is opened here and in no answer. It is grouped by the organisation that it names, by any of its names,
//! else by how it reads folded.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;

use super::{Service, ServiceError};
use crate::domain::breakdown::{Aspect, Counted, LEAST, Turn, figures, is_due};
use crate::domain::guild::Names;
use crate::domain::ids::Number;
use crate::domain::petition::PetitionState;
use crate::domain::signatory::Part;
use crate::domain::text::fold;
use crate::store::breakdowns::{self, Breakdown, CountedGroup, List, Standing};
use crate::store::{Conn, organisations, settings};

/// How many people are read at once.
const AT_ONCE: i64 = 5_000;

/// What a group is known by.
type Key = Arc<str>;

/// The key of those of whom no affiliation is known.
const UNSTATED: &str = "";

/// What is shown as one: an organisation by any of its names, or a group of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Shown {
    Organisation(Number),
    Group(Key),
}

/// Affiliations as a list has them.
#[derive(Default)]
struct Affiliations {
    /// The key of each, as it is written.
    keys: HashMap<String, Key>,
    /// The folded text of each key, and how often it is written in which way.
    written: HashMap<Key, (String, HashMap<String, u64>)>,
}

impl Service {
    /// Breaks lists down anew at `now` where enough people came or went, and takes away the figures of what may not be broken
    /// down.
    pub async fn refresh_breakdowns(&self, now: Timestamp) -> Result<(), ServiceError> {
        let lists = breakdowns::list_lists(&mut self.store.read().await?, LEAST).await?;
        for list in lists {
            for aspect in Aspect::ALL {
                // What keeps one list from being broken down keeps no other.
                if let Err(error) = self.refresh_breakdown(list, *aspect, now).await {
                    tracing::error!(%error, petition = list.petition.get(), "failed to break a list down");
                }
            }
        }
        Ok(())
    }

    async fn refresh_breakdown(&self, list: List, aspect: Aspect, now: Timestamp) -> Result<(), ServiceError> {
        let mut conn = self.store.read().await?;
        let before = breakdowns::find(&mut conn, list.guild, list.petition, aspect).await?;
        if !may_be_broken_down(&mut conn, list, aspect).await? {
            drop(conn);
            let is_shown = before.as_ref().is_some_and(|before| !before.cells.is_empty());
            return if is_shown { self.put_breakdown(list, aspect, before, None, now).await } else { Ok(()) };
        }
        let up_to = before.as_ref().map(|before| before.last);
        let people = before.as_ref().map_or(0, |before| before.people);
        let (stayed, behind) = breakdowns::count_standing(&mut conn, list.guild, list.petition, up_to).await?;
        let is_due = is_due(people, stayed, behind);
        // Figures that were taken away come back of whom they were made.
        let taken_away = before.as_ref().filter(|before| before.cells.is_empty());
        if !is_due && taken_away.is_none() {
            return Ok(());
        }
        let groups = match &before {
            None if !breakdowns::is_anything_kept(&mut conn, list.guild, list.petition, aspect).await? => return Ok(()),
            None => Vec::new(),
            Some(Breakdown { sealed: Some(sealed), .. }) => {
                self.store.open_groups(list.guild, list.petition, aspect, sealed)?
            }
            // The names have gone: the figures stand as they are.
            Some(Breakdown { sealed: None, .. }) => return Ok(()),
        };
        if !is_due && !has_figures(&groups) {
            return Ok(());
        }
        let counted = Counted {
            last: up_to,
            groups: groups.iter().map(|group| (Key::from(group.key.as_str()), group.people)).collect(),
        };
        let (standing, affiliations) = self.standing(&mut conn, list, aspect).await?;
        let next = if is_due { counted.next(&standing) } else { counted };
        let made = match next.last.filter(|_| next.people() > 0) {
            None => None,
            Some(turn) => {
                let names = organisations::list_answering(&mut conn, list.guild).await?;
                let (groups, cells) = told_apart(&next, &groups, &affiliations, &names);
                let sealed = Some(self.store.seal_groups(list.guild, list.petition, aspect, &groups)?);
                let as_of = taken_away.filter(|_| !is_due).map_or(now, |before| before.as_of);
                Some(Breakdown { as_of, people: next.people(), last: turn, sealed, cells })
            }
        };
        drop(conn);
        self.put_breakdown(list, aspect, before, made, now).await
    }

    /// Lists who stands on a list with their groups, in the order of coming.
    async fn standing(
        &self,
        conn: &mut Conn,
        list: List,
        aspect: Aspect,
    ) -> Result<(Vec<(Turn, Key)>, Affiliations), ServiceError> {
        let parts: HashMap<Part, Key> = Part::ALL.iter().map(|part| (*part, Key::from(part.as_str()))).collect();
        let (mut standing, mut affiliations) = (Vec::new(), Affiliations::default());
        let unstated = Key::from(UNSTATED);
        loop {
            let behind = standing.last().map(|(turn, _)| *turn);
            let some = breakdowns::list_standing(conn, list.guild, list.petition, behind, AT_ONCE).await?;
            if some.is_empty() {
                return Ok((standing, affiliations));
            }
            for one in some {
                let key = match aspect {
                    Aspect::Part => parts.get(&one.part).unwrap_or(&unstated).clone(),
                    Aspect::Affiliation => match self.affiliation(list, &one)? {
                        Some(written) => affiliations
                            .key(written, |folded| Key::from(self.store.keys().affiliation(list.guild, folded))),
                        None => unstated.clone(),
                    },
                };
                standing.push((one.turn, key));
            }
        }
    }

    /// Opens where somebody belongs, where that is kept. One who cannot be read is of nowhere.
    fn affiliation(&self, list: List, one: &Standing) -> Result<Option<String>, ServiceError> {
        let Some(sealed) = &one.sealed else { return Ok(None) };
        match self.store.open_signatory(list.guild, one.turn.number, sealed) {
            Ok(kept) => Ok(kept.person.affiliation),
            Err(error) if error.is_of_one_row() => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Puts what was made in the place of what was there before, unless something else is there meanwhile. Where a list may
    /// not be broken down the figures go, and of whom they were made stays: counted anew they would tell of who came since.
    async fn put_breakdown(
        &self,
        list: List,
        aspect: Aspect,
        before: Option<Breakdown>,
        made: Option<Breakdown>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let (before, made) = (before.map(|before| (before.as_of, before.last, before.sealed.is_some())), &made);
        self.store
            .write(list.guild, now, |uow| {
                Box::pin(async move {
                    let there = breakdowns::find(uow.conn(), list.guild, list.petition, aspect).await?;
                    if there.map(|there| (there.as_of, there.last, there.sealed.is_some())) != before {
                        return Ok(());
                    }
                    if !may_be_broken_down(uow.conn(), list, aspect).await? {
                        breakdowns::delete_figures(uow, list.petition, aspect).await?;
                    } else if let Some(made) = made {
                        breakdowns::put(uow, list.petition, aspect, made).await?;
                    } else {
                        breakdowns::delete(uow, list.petition, aspect).await?;
                    }
                    Ok::<_, ServiceError>(())
                })
            })
            .await
    }
}

/// Says whether a list may be broken down: by affiliation only while names are kept, and not once it was removed.
async fn may_be_broken_down(conn: &mut Conn, list: List, aspect: Aspect) -> Result<bool, ServiceError> {
    let names = settings::get(conn, list.guild).await?.names;
    Ok(list.state != PetitionState::Removed && (aspect == Aspect::Part || names == Names::On))
}

/// Says whether any of the groups is large enough to be shown.
fn has_figures(groups: &[CountedGroup]) -> bool {
    let shown_as = |group: &CountedGroup| {
        group.organisation.map_or_else(|| Shown::Group(Key::from(group.key.as_str())), Shown::Organisation)
    };
    !figures(groups.iter().map(|group| (shown_as(group), group.people))).is_empty()
}

/// Gives what is counted, with what it is called, and the figures that may be shown.
fn told_apart(
    counted: &Counted<Key>,
    before: &[CountedGroup],
    affiliations: &Affiliations,
    organisations: &[(String, Number, String)],
) -> (Vec<CountedGroup>, Vec<(Option<String>, u64)>) {
    let before: HashMap<&str, &CountedGroup> = before.iter().map(|group| (group.key.as_str(), group)).collect();
    let by_name: HashMap<&str, Number> =
        organisations.iter().map(|(name, number, _)| (name.as_str(), *number)).collect();
    let called: HashMap<Number, &str> =
        organisations.iter().map(|(_, number, name)| (*number, name.as_str())).collect();
    // Where nobody of a group stands any more, what it named is known from before.
    let organisation = |key: &Key| match affiliations.written.get(key) {
        Some((folded, _)) => by_name.get(folded.as_str()).copied(),
        None => before.get(&**key).and_then(|group| group.organisation).filter(|number| called.contains_key(number)),
    };
    let shown_as = |key: &Key| organisation(key).map_or_else(|| Shown::Group(key.clone()), Shown::Organisation);
    let figures = figures(counted.groups.iter().map(|(key, people)| (shown_as(key), *people)));
    let label = |key: &Key| match before.get(&**key).and_then(|group| group.label.clone()) {
        // What is shown keeps its name, whoever writes it otherwise.
        Some(label) => Some(label),
        None => affiliations.label(key),
    };
    let mut labels = BTreeMap::new();
    let mut cells = Vec::with_capacity(figures.len());
    for (shown, people) in figures {
        let label = match &shown {
            Shown::Organisation(number) => called.get(number).map(|name| (*name).to_owned()),
            Shown::Group(key) => {
                let label = label(key);
                labels.insert(key.clone(), label.clone());
                label
            }
        };
        cells.push((label, people));
    }
    // What is equally large stands by its name, and what has none last.
    cells.sort_by(|(one, some), (other, others)| {
        others.cmp(some).then(one.is_none().cmp(&other.is_none())).then_with(|| one.cmp(other))
    });
    let groups = counted.groups.iter().map(|(key, people)| CountedGroup {
        key: key.to_string(),
        people: *people,
        organisation: organisation(key),
        label: labels.remove(key).flatten(),
    });
    (groups.collect(), cells)
}

impl Affiliations {
    /// Notes that somebody wrote an affiliation, and gives its key.
    fn key(&mut self, written: String, key_of: impl Fn(&str) -> Key) -> Key {
        let key = if let Some(key) = self.keys.get(&written) {
            key.clone()
        } else {
            let folded = fold(&written);
            let key = if folded.is_empty() { Key::from(UNSTATED) } else { key_of(&folded) };
            self.keys.insert(written.clone(), key.clone());
            self.written.entry(key.clone()).or_insert_with(|| (folded, HashMap::new()));
            key
        };
        if let Some((_, ways)) = self.written.get_mut(&key) {
            *ways.entry(written).or_default() += 1;
        }
        key
    }

    /// Gives what a group is called: a part by its word; an affiliation as most write it, where that is as many as may be
    /// shown, else folded, which is nobody's own spelling.
    fn label(&self, key: &Key) -> Option<String> {
        let Some((folded, ways)) = self.written.get(key) else {
            return Part::parse(key).map(|part| part.as_str().to_owned());
        };
        let most = ways.iter().filter(|(_, people)| **people >= LEAST).max_by_key(|(way, people)| (**people, *way));
        Some(most.map_or_else(|| folded.clone(), |(way, _)| way.clone()))
    }
}
