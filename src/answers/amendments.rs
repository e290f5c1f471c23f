//! Changes to what is on record, as they are proposed: an organisation's names, and a petition field by field.

use super::prose::{belonging, capitalised, date, organisation_kind};
use super::reply::{Block, Span, Text};
use super::say::{all_of, plain, say, stored, stored_strong};
use super::words::names;
use crate::domain::organisation::OrganisationRef;
use crate::domain::petition_edit::{Change, Listed, PetitionEdit};
use crate::domain::proposal::OrganisationProposal;

/// Says what organisation is proposed, or what is added to one on record.
pub(super) fn organisation(proposed: &OrganisationProposal) -> Vec<Block> {
    let name = stored_strong(&proposed.organisation.name);
    let line = match &proposed.organisation.organisation {
        OrganisationRef::Known(number) => say("To {} ({}) is added:", [name, plain(number.to_string())]),
        OrganisationRef::New(_) => say("A new organisation: {}", [name]),
    };
    let mut blocks = vec![Block::Line(line)];
    blocks.extend(proposed.kind.map(|kind| Block::Item(Text::own(capitalised(organisation_kind(kind))))));
    if !proposed.aliases.is_empty() {
        let aliases = Text(all_of(proposed.aliases.iter().map(stored)));
        blocks.push(Block::Item(Text::own("Also called").then(aliases)));
    }
    blocks.extend(proposed.parent.as_ref().map(|parent| {
        let line = say("Part of {}", [stored(&parent.organisation.name)]);
        Block::Item(line.join(belonging(parent.belonging)))
    }));
    blocks
}

/// Says what of a petition is to change: what stood there when it was proposed, and what should.
pub(super) fn petition_edit(edit: &PetitionEdit) -> Vec<Block> {
    let mut blocks = vec![Block::Line(Text::own("Only this changes:"))];
    let mut item = |line: Text| blocks.push(Block::Item(line));
    if let Some(change) = &edit.title {
        item(changed("Title", change, |title| stored(title)));
    }
    if let Some(change) = &edit.collection {
        item(changed("State", change, |state| plain(names::collection(*state))));
    }
    if let Some(change) = &edit.issued_on {
        item(changed("Issued on", change, |on| date(*on)));
    }
    if let Some(change) = &edit.delivered_on {
        item(changed("Delivered on", change, |on| on.map_or_else(|| plain("not said"), date)));
    }
    if let Some(change) = &edit.scope {
        item(changed("Scope", change, |scope| scope.as_ref().map_or_else(|| plain("nothing"), stored)));
    }
    for line in listed("Addressee", &edit.addressees, |named| Text(vec![stored(&named.name)])) {
        item(line);
    }
    for line in listed("Tag", &edit.tags, |tag| Text(vec![stored(tag)])) {
        item(line);
    }
    let related = |one: &crate::domain::petition_edit::RelatedPetition| {
        say("{} {} ({})", [plain(names::relation(one.relation)), stored(&one.title), plain(one.other.to_string())])
    };
    for line in listed("Relation", &edit.relations, related) {
        item(line);
    }
    blocks
}

/// Names the fields that a change is of.
pub(super) fn gist(edit: &PetitionEdit) -> String {
    let fields = [
        ("title", edit.title.is_some()),
        ("state", edit.collection.is_some()),
        ("issued on", edit.issued_on.is_some()),
        ("delivered on", edit.delivered_on.is_some()),
        ("scope", edit.scope.is_some()),
        ("addressees", !edit.addressees.is_empty()),
        ("tags", !edit.tags.is_empty()),
        ("relations", !edit.relations.is_empty()),
    ];
    let named: Vec<&str> = fields.into_iter().filter(|(_, is)| *is).map(|(name, _)| name).collect();
    named.join(", ")
}

fn changed<T>(field: &'static str, change: &Change<T>, words: impl Fn(&T) -> Span) -> Text {
    say("{}: {} → {}", [plain(field), words(&change.from), words(&change.to)])
}

fn listed<T>(field: &'static str, list: &Listed<T>, words: impl Fn(&T) -> Text) -> Vec<Text> {
    let line = |how: &'static str, one: &T| say("{} {}: ", [plain(field), plain(how)]).join(words(one));
    let added = list.added.iter().map(|one| line("added", one));
    added.chain(list.removed.iter().map(|one| line("removed", one))).collect()
}
