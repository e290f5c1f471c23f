//! Organisations and sources: whether they are on record, and what leads to them.

use crate::domain::acting::Called;
use crate::domain::findable::Findable;
use crate::domain::ids::{GuildId, Number};
use crate::domain::organisation::{Belonging, OrganisationKind};
use crate::domain::petition_edit::Change;
use crate::domain::source::SourceDoc;
use crate::domain::text::fold;
use crate::store::sql::query;
use crate::store::terms::{self, Words};
use crate::store::{Conn, StoreError, UnitOfWork, digests, organisations, sources, watched};

pub(super) async fn merge_organisation(
    uow: &mut UnitOfWork<'_>,
    number: Number,
    change: &Change<Option<Number>>,
) -> Result<bool, StoreError> {
    let guild = uow.guild();
    let changed = query!(
        uow,
        execute,
        "UPDATE organisation SET merged_into = $3 WHERE guild = $1 AND number = $2 AND COALESCE(merged_into, 0) = $4",
        guild,
        number,
        change.to,
        change.from.map_or(0, Number::get)
    )?;
    Ok(changed == 1)
}

/// Says whether an organisation is on record as it is said to be; its name must be free where it is to be.
pub(super) async fn is_known(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    change: &Change<Option<Called>>,
) -> Result<bool, StoreError> {
    let name = organisations::find_name(conn, guild, number).await?;
    let kind = organisations::find_kind(conn, guild, number).await?;
    let free = match &change.to {
        Some(called) => organisations::find_by_name(conn, guild, &called.name).await?.is_none(),
        None => true,
    };
    Ok(free && name.zip(kind).map(|(name, kind)| Called { name, kind }) == change.from)
}

/// Puts an organisation on record under its own name, or takes it off.
pub(super) async fn know(
    uow: &mut UnitOfWork<'_>,
    number: Number,
    change: &Change<Option<Called>>,
) -> Result<bool, StoreError> {
    let guild = uow.guild();
    if !is_known(uow.conn(), guild, number, change).await? {
        return Ok(false);
    }
    if let Some(called) = &change.to {
        organisations::insert(uow.conn(), guild, number, &called.name, called.kind).await?;
        return Ok(true);
    }
    if is_named(uow.conn(), guild, number, 0).await? {
        return Ok(false);
    }
    query!(uow, execute, "DELETE FROM organisation_name WHERE guild = $1 AND organisation = $2", guild, number)?;
    query!(uow, execute, "DELETE FROM organisation WHERE guild = $1 AND number = $2", guild, number)?;
    terms::erase(uow.conn(), guild, number).await?;
    Ok(true)
}

/// Says whether anything on record names an organisation, a digest is about it, or it has come by more than its own name and these many names
/// and parents that go with it.
pub async fn is_named(conn: &mut Conn, guild: GuildId, number: Number, going: i64) -> Result<bool, StoreError> {
    let found = query!(
        conn,
        scalar,
        i64,
        "SELECT (SELECT COUNT(*) FROM record WHERE guild = $1 AND organisation = $2)
              + (SELECT COUNT(*) FROM petition_addressee WHERE guild = $1 AND organisation = $2)
              + (SELECT COUNT(*) FROM organisation_parent WHERE guild = $1 AND (organisation = $2 OR parent = $2))
              + (SELECT COUNT(*) FROM organisation WHERE guild = $1 AND (merged_into = $2
                                                                         OR (number = $2 AND merged_into IS NOT NULL)))
              + (SELECT COUNT(*) FROM organisation_name WHERE guild = $1 AND organisation = $2) - 1",
        guild,
        number
    )?;
    Ok(found > going || digests::is_about(conn, guild, number).await?)
}

/// Says what sort of organisation it is.
pub(super) async fn sort(
    uow: &mut UnitOfWork<'_>,
    number: Number,
    change: &Change<OrganisationKind>,
) -> Result<bool, StoreError> {
    let guild = uow.guild();
    if organisations::find_kind(uow.conn(), guild, number).await? != Some(change.from) {
        return Ok(false);
    }
    organisations::set_kind(uow.conn(), guild, number, change.to).await?;
    Ok(true)
}

/// Lets a name lead to another organisation, to one or to none; its words follow.
pub(super) async fn rename(
    uow: &mut UnitOfWork<'_>,
    name: &str,
    change: &Change<Option<Number>>,
) -> Result<bool, StoreError> {
    let guild = uow.guild();
    if organisations::find_by_name(uow.conn(), guild, name).await? != change.from {
        return Ok(false);
    }
    match (change.from, change.to) {
        (None, Some(to)) => {
            organisations::insert_name(uow.conn(), guild, to, name).await?;
        }
        (Some(_), Some(to)) => {
            query!(
                uow,
                execute,
                "UPDATE organisation_name SET organisation = $3 WHERE guild = $1 AND folded = $2",
                guild,
                fold(name),
                to
            )?;
        }
        (_, None) => {
            query!(uow, execute, "DELETE FROM organisation_name WHERE guild = $1 AND folded = $2", guild, fold(name))?;
        }
    }
    for organisation in [change.from, change.to].into_iter().flatten() {
        let names = organisations::list_names_of(uow.conn(), guild, organisation).await?;
        let name: Vec<&str> = names.iter().map(String::as_str).collect();
        let words = Words { name: &name, body: &[] };
        terms::replace(uow.conn(), guild, Findable::Organisation, organisation, words).await?;
    }
    Ok(true)
}

/// Says whether an organisation belongs to another, and when.
pub(super) async fn belong(
    uow: &mut UnitOfWork<'_>,
    (organisation, parent): (Number, Number),
    change: &Change<Option<Belonging>>,
) -> Result<bool, StoreError> {
    let guild = uow.guild();
    if organisations::find_parent(uow.conn(), guild, organisation, parent).await? != change.from {
        return Ok(false);
    }
    match change.to {
        Some(belonging) => organisations::put_parent(uow.conn(), guild, organisation, parent, belonging).await?,
        None => organisations::delete_parent(uow.conn(), guild, organisation, parent).await?,
    }
    Ok(true)
}

/// Says whether a source is on record as it is said to be, and what it is to become can be: off it where nothing stands on
/// it, on it where its address leads to no other.
pub(super) async fn may_cite(
    conn: &mut Conn,
    guild: GuildId,
    number: Number,
    change: &Change<Option<SourceDoc>>,
) -> Result<bool, StoreError> {
    let free = match &change.to {
        Some(doc) => sources::find_by_url(conn, guild, &doc.url).await?.is_none(),
        None => !is_cited(conn, guild, number).await?,
    };
    Ok(free && sources::find(conn, guild, number).await? == change.from)
}

/// Puts a source on record, or takes it off: what is said of it is kept with the act, and its earlier revisions stay.
pub(super) async fn cite(
    uow: &mut UnitOfWork<'_>,
    number: Number,
    change: &Change<Option<SourceDoc>>,
) -> Result<bool, StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    if !may_cite(uow.conn(), guild, number, change).await? {
        return Ok(false);
    }
    if let Some(doc) = &change.to {
        let revision = query!(
            uow,
            scalar,
            i64,
            "SELECT COALESCE(MAX(revision), 0) + 1 FROM revision WHERE guild = $1 AND number = $2",
            guild,
            number
        )?;
        sources::insert(uow.conn(), guild, number, revision, doc, at).await?;
        return Ok(true);
    }
    watched::forget(uow, number).await?;
    query!(uow, execute, "DELETE FROM source_url WHERE guild = $1 AND source = $2", guild, number)?;
    query!(uow, execute, "DELETE FROM source WHERE guild = $1 AND number = $2", guild, number)?;
    terms::erase(uow.conn(), guild, number).await?;
    Ok(true)
}

/// Says whether anything on record stands on a source, or was read there.
pub async fn is_cited(conn: &mut Conn, guild: GuildId, number: Number) -> Result<bool, StoreError> {
    let found = query!(
        conn,
        scalar,
        i64,
        "SELECT (SELECT COUNT(*) FROM record WHERE guild = $1 AND source = $2)
              + (SELECT COUNT(*) FROM petition WHERE guild = $1 AND source = $2)
              + (SELECT COUNT(*) FROM judgement WHERE guild = $1 AND source = $2)
              + (SELECT COUNT(*) FROM signatory WHERE guild = $1 AND source = $2)
              + (SELECT COUNT(*) FROM capture WHERE guild = $1 AND source = $2 AND filed_by = 'person')",
        guild,
        number
    )?;
    Ok(found > 0)
}
