//! Making one of two: what moves to the one that stays, so that both addresses answer with it.

use super::{Plan, Subject, subject};
use crate::domain::acting::{Effect, Stand};
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::ObjectKind;
use crate::domain::petition::PetitionState;
use crate::domain::petition_edit::Change;
use crate::domain::signatory::SignatoryStanding;
use crate::domain::text::fold;
use crate::service::ServiceError;
use crate::service::refusal::{Refusal, Whereabouts};
use crate::store::signatories::Signatory;
use crate::store::{Conn, acts, organisations, petitions, signatories};

/// Works out what moves.
pub(super) async fn plan(
    conn: &mut Conn,
    guild: GuildId,
    from: &Subject,
    into: Number,
    plan: &mut Plan,
) -> Result<(), ServiceError> {
    let other = subject::by_number(conn, guild, into).await?;
    let other = other.ok_or_else(|| Refusal::NoSuchObject(into.to_string()))?;
    if other.kind != from.kind || other.number == from.number {
        return Err(Refusal::NotAlike(from.number).into());
    }
    plan.effects = match from.kind {
        ObjectKind::Petition => merge_petitions(conn, guild, from.number, into).await?,
        ObjectKind::Organisation => merge_organisations(conn, guild, from.number, into).await?,
        ObjectKind::Signatory => merge_signatories(conn, guild, from.number, into).await?,
        _ => return Err(Refusal::NotAlike(from.number).into()),
    };
    plan.other = Some(other);
    Ok(())
}

async fn merge_petitions(
    conn: &mut Conn,
    guild: GuildId,
    from: Number,
    into: Number,
) -> Result<Vec<Effect>, ServiceError> {
    for number in [from, into] {
        let petition = petitions::find(conn, guild, number).await?;
        let state = petition.map_or(PetitionState::Removed, |petition| petition.state);
        if state != PetitionState::Published {
            return Err(Refusal::StandsSo { number, now: Whereabouts::Petition(state) }.into());
        }
    }
    let moves = || Change { from, to: into };
    let mut effects = Vec::new();
    let records = acts::list_records(conn, guild, from).await?;
    if !records.is_empty() {
        effects.push(Effect::RecordsMoved(records, moves()));
    }
    effects.extend(demands(conn, guild, from, into).await?);
    let signatories = acts::list_signatories(conn, guild, from).await?;
    let on_both = acts::list_on_both(conn, guild, from, into).await?;
    if !signatories.is_empty() {
        effects.push(Effect::SignatoriesMoved(signatories, moves()));
    }
    for (one, other) in on_both {
        effects.push(Effect::Signatory(one, became_one(Stand::of(SignatoryStanding::Standing), other)));
    }
    effects.extend(addressees(conn, guild, from, into).await?);
    effects.extend(relations(conn, guild, from, into).await?);
    let merged = Stand { state: PetitionState::Merged, by: Some(into) };
    effects.push(Effect::Petition(from, Change { from: Stand::of(PetitionState::Published), to: merged }));
    Ok(effects)
}

/// Moves the demands that the other petition does not make in the same words.
async fn demands(conn: &mut Conn, guild: GuildId, from: Number, into: Number) -> Result<Vec<Effect>, ServiceError> {
    let made = acts::list_demands(conn, guild, into).await?;
    let mut last = made.iter().map(|(_, place, _)| *place).max().unwrap_or_default();
    let mut effects = Vec::new();
    for (number, place, text) in acts::list_demands(conn, guild, from).await? {
        if made.iter().any(|(_, _, other)| fold(other) == fold(&text)) {
            continue;
        }
        last += 1;
        effects.push(Effect::Demand(number, Change { from: (from, place), to: (into, last) }));
    }
    Ok(effects)
}

async fn addressees(conn: &mut Conn, guild: GuildId, from: Number, into: Number) -> Result<Vec<Effect>, ServiceError> {
    let there = acts::list_addressed(conn, guild, into).await?;
    let mut last = there.iter().map(|(_, place)| *place).max().unwrap_or_default();
    let mut effects = Vec::new();
    for (organisation, _) in acts::list_addressed(conn, guild, from).await? {
        if there.iter().any(|(other, _)| *other == organisation) {
            continue;
        }
        last += 1;
        effects.push(Effect::Addressee((into, organisation), Change { from: None, to: Some(last) }));
    }
    Ok(effects)
}

/// Turns relations to and from the petition into the other's, where that has none such.
async fn relations(conn: &mut Conn, guild: GuildId, from: Number, into: Number) -> Result<Vec<Effect>, ServiceError> {
    let (gone, comes) = (Change { from: true, to: false }, Change { from: false, to: true });
    let said = petitions::list_relations(conn, guild, into).await?;
    let said_of = acts::list_relations_to(conn, guild, into).await?;
    let mut effects = Vec::new();
    for one in petitions::list_relations(conn, guild, from).await? {
        let (relation, other) = one;
        effects.push(Effect::Related((from, other, relation), gone.clone()));
        if other != into && !said.contains(&one) {
            effects.push(Effect::Related((into, other, relation), comes.clone()));
        }
    }
    for one in acts::list_relations_to(conn, guild, from).await? {
        let (relation, other) = one;
        effects.push(Effect::Related((other, from, relation), gone.clone()));
        if other != into && !said_of.contains(&one) {
            effects.push(Effect::Related((other, into, relation), comes.clone()));
        }
    }
    Ok(effects)
}

async fn merge_organisations(
    conn: &mut Conn,
    guild: GuildId,
    from: Number,
    into: Number,
) -> Result<Vec<Effect>, ServiceError> {
    for number in [from, into] {
        if organisations::find_merged_into(conn, guild, number).await?.is_some() {
            return Err(Refusal::StandsSo { number, now: Whereabouts::MergedOrganisation }.into());
        }
    }
    let moves = || Change { from, to: into };
    let mut effects = Vec::new();
    let records = acts::list_records_of(conn, guild, from).await?;
    if !records.is_empty() {
        effects.push(Effect::RecordsOf(records, moves()));
    }
    let addressing = acts::list_addressing(conn, guild, into).await?;
    for (petition, place) in acts::list_addressing(conn, guild, from).await? {
        effects.push(Effect::Addressee((petition, from), Change { from: Some(place), to: None }));
        if !addressing.iter().any(|(other, _)| *other == petition) {
            effects.push(Effect::Addressee((petition, into), Change { from: None, to: Some(place) }));
        }
    }
    let known = acts::list_belonging(conn, guild, into).await?;
    for (part, whole, belonging) in acts::list_belonging(conn, guild, from).await? {
        effects.push(Effect::Belongs((part, whole), Change { from: Some(belonging), to: None }));
        let turned = |number| if number == from { into } else { number };
        let (part, whole) = (turned(part), turned(whole));
        if part != whole && !known.iter().any(|(one, other, _)| (*one, *other) == (part, whole)) {
            effects.push(Effect::Belongs((part, whole), Change { from: None, to: Some(belonging) }));
        }
    }
    for name in organisations::list_names_of(conn, guild, from).await? {
        effects.push(Effect::Name(name, Change { from: Some(from), to: Some(into) }));
    }
    effects.push(Effect::Organisation(from, Change { from: None, to: Some(into) }));
    Ok(effects)
}

async fn merge_signatories(
    conn: &mut Conn,
    guild: GuildId,
    from: Number,
    into: Number,
) -> Result<Vec<Effect>, ServiceError> {
    let (one, other) = (signatory(conn, guild, from).await?, signatory(conn, guild, into).await?);
    if one.petition != other.petition {
        return Err(Refusal::NotAlike(from).into());
    }
    for found in [&one, &other] {
        if matches!(found.standing, SignatoryStanding::Merged | SignatoryStanding::Erased) {
            let now = Whereabouts::Signatory(found.standing);
            return Err(Refusal::StandsSo { number: found.number, now }.into());
        }
    }
    Ok(vec![Effect::Signatory(from, became_one(Stand::of(one.standing), into))])
}

async fn signatory(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Signatory, ServiceError> {
    let found = signatories::find(conn, guild, number).await?;
    Ok(found.ok_or_else(|| Refusal::NoSuchObject(number.to_string()))?)
}

fn became_one(from: Stand<SignatoryStanding>, into: Number) -> Change<Stand<SignatoryStanding>> {
    Change { from, to: Stand { state: SignatoryStanding::Merged, by: Some(into) } }
}
