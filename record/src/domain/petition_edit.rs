//! A change to a petition on record: field by field, from what stood there to what should.
//!
//! Only the fields that are given change, so that two edits of different fields both count. A field that somebody else
//! changed meanwhile is a conflict, told and never overwritten.

use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use super::ids::Number;
use super::petition::{Collection, PetitionDoc, Relation};
use super::proposal::Named;

/// A change of one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change<T> {
    /// What stood there when it was proposed.
    pub from: T,
    /// What should.
    pub to: T,
}

/// What is added to a list and what is taken off it: said twice it is done once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed<T> {
    /// What is added.
    pub added: Vec<T>,
    /// What is taken off.
    pub removed: Vec<T>,
}

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self { added: Vec::new(), removed: Vec::new() }
    }
}

impl<T> Listed<T> {
    /// Says whether nothing is added or taken off.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty()
    }
}

/// How a petition stands to another, with the title that is shown for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelatedPetition {
    /// The relation.
    pub relation: Relation,
    /// The other petition.
    pub other: Number,
    /// The title of the other petition.
    pub title: String,
}

/// A change to a petition on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PetitionEdit {
    /// The petition.
    pub petition: Number,
    /// Its title.
    pub title: Option<Change<String>>,
    /// Whether signatures are being collected.
    pub collection: Option<Change<Collection>>,
    /// When it was issued.
    pub issued_on: Option<Change<PartialDate>>,
    /// When it was handed over.
    pub delivered_on: Option<Change<Option<PartialDate>>>,
    /// Whose employees may sign.
    pub scope: Option<Change<Option<String>>>,
    /// To whom it is addressed.
    pub addressees: Listed<Named>,
    /// Words it is filed under.
    pub tags: Listed<String>,
    /// How it stands to others.
    pub relations: Listed<RelatedPetition>,
}

/// A field of a petition that an edit changes from what it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    /// Its title.
    Title,
    /// Where the collection of signatures stands.
    Collection,
    /// When it was issued.
    IssuedOn,
    /// When it was handed over.
    DeliveredOn,
    /// Whose employees may sign.
    Scope,
}

/// A field that holds neither what it held when the edit was proposed nor what the edit gives it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field:?} is {present} by now")]
pub struct Conflict {
    /// Which field.
    pub field: Edited,
    /// What it holds.
    pub present: String,
}

impl PetitionEdit {
    /// Says whether it changes nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let dates = self.issued_on.is_none() && self.delivered_on.is_none();
        let fields = self.title.is_none() && self.collection.is_none() && self.scope.is_none();
        let lists = self.addressees.is_empty() && self.tags.is_empty() && self.relations.is_empty();
        dates && fields && lists
    }

    /// Makes the changes to what a petition holds now, tags included. Fails without any change on the first field that
    /// somebody else has changed meanwhile.
    pub fn apply(
        &self,
        mut doc: PetitionDoc,
        mut collection: Collection,
    ) -> Result<(PetitionDoc, Collection), Conflict> {
        settle(&mut doc.title, self.title.as_ref(), Edited::Title, Clone::clone)?;
        settle(&mut collection, self.collection.as_ref(), Edited::Collection, |state| state.as_str().to_owned())?;
        settle(&mut doc.issued_on, self.issued_on.as_ref(), Edited::IssuedOn, ToString::to_string)?;
        let written = |on: &Option<PartialDate>| on.map(|on| on.to_string()).unwrap_or_default();
        settle(&mut doc.delivered_on, self.delivered_on.as_ref(), Edited::DeliveredOn, written)?;
        settle(&mut doc.scope, self.scope.as_ref(), Edited::Scope, |scope| scope.clone().unwrap_or_default())?;
        doc.tags.retain(|tag| !self.tags.removed.contains(tag));
        for tag in &self.tags.added {
            if !doc.tags.contains(tag) {
                doc.tags.push(tag.clone());
            }
        }
        Ok((doc, collection))
    }
}

fn settle<T: Clone + PartialEq>(
    present: &mut T,
    change: Option<&Change<T>>,
    field: Edited,
    words: impl Fn(&T) -> String,
) -> Result<(), Conflict> {
    let Some(Change { from, to }) = change else { return Ok(()) };
    if present != from && present != to {
        return Err(Conflict { field, present: words(present) });
    }
    present.clone_from(to);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::petition::{PetitionKind, Visibility};

    fn date(text: &str) -> PartialDate {
        PartialDate::try_from(text.to_owned()).unwrap()
    }

    fn doc() -> PetitionDoc {
        PetitionDoc {
            title: "Open letter".into(),
            kind: PetitionKind::OpenLetter,
            summary: None,
            scope: Some("Initech".into()),
            issued_on: date("2018-06-19"),
            delivered_on: None,
            visibility: Visibility::Public,
            language: None,
            sponsors: vec![],
            tags: vec!["staplers".into()],
            links: vec![],
        }
    }

    fn edit() -> PetitionEdit {
        PetitionEdit {
            petition: Number::FIRST,
            title: None,
            collection: None,
            issued_on: None,
            delivered_on: None,
            scope: None,
            addressees: Listed::default(),
            tags: Listed::default(),
            relations: Listed::default(),
        }
    }

    #[test]
    fn only_the_fields_that_are_given_change() {
        let title = Some(Change { from: "Open letter".to_owned(), to: "The letter".to_owned() });
        let (after, collection) = PetitionEdit { title, ..edit() }.apply(doc(), Collection::Collecting).unwrap();
        assert_eq!((after.title.as_str(), collection), ("The letter", Collection::Collecting));
        assert_eq!(after.issued_on, doc().issued_on);
        assert!(edit().is_empty());
    }

    #[test]
    fn what_somebody_else_changed_meanwhile_is_told_and_not_overwritten() {
        let change = |to: &str| Some(Change { from: date("2018-06"), to: date(to) });
        let refused = PetitionEdit { issued_on: change("2018-06-20"), ..edit() }.apply(doc(), Collection::Unknown);
        let conflict = Conflict { field: Edited::IssuedOn, present: "2018-06-19".into() };
        assert_eq!(refused.unwrap_err(), conflict);
        let same = PetitionEdit { issued_on: change("2018-06-19"), ..edit() }.apply(doc(), Collection::Unknown);
        assert!(same.is_ok(), "two who say the same do not contradict each other");
    }

    #[test]
    fn a_list_takes_what_is_added_once_and_loses_what_is_taken_off() {
        let tags = Listed { added: vec!["hours".into(), "hours".into()], removed: vec!["staplers".into()] };
        let (after, _) = PetitionEdit { tags, ..edit() }.apply(doc(), Collection::Unknown).unwrap();
        assert_eq!(after.tags, ["hours"]);
    }
}
