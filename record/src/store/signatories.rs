//! Signatories: keyed hashes of who signed, and sealed names where they are kept.
//!
//! Whatever changes a signatory changes the tally in the same unit of work, here and nowhere else.

use super::decode::{RowOf, date, date_columns};
use super::sql::{query, row};
use super::{Conn, Place, Sealed, Store, StoreError, UnitOfWork};
use crate::domain::date::PartialDate;
use crate::domain::ids::{GuildId, Number};
use crate::domain::signatory::{Basis, Kept, NameHash, Part, SignatoryStanding, Verification};

mod alike;
mod erasing;
mod listing;
mod lists;

#[cfg(test)]
pub(super) use alike::ALIKE;
pub use alike::{Alike, forget_apart, is_apart, keep_apart, list_alike};
pub use erasing::{erase, is_barred, list_barred};
#[cfg(test)]
pub(super) use listing::{BY_NAME, SHOWN};

pub use listing::{list_by_name, list_numbers, list_shown};
pub use lists::{NewList, NewName, insert_list, list_hashes};

/// What a signatory's seal is for; its place is the signatory's number.
pub(super) const PURPOSE: &str = "signatory";

/// A signatory on record.
#[derive(Clone, Debug)]
pub struct Signatory {
    /// The number.
    pub number: Number,
    /// The petition.
    pub petition: Number,
    /// The source they sign in.
    pub source: Number,
    /// Where they stand.
    pub standing: SignatoryStanding,
    /// What part they have.
    pub part: Part,
    /// Why they may be on record.
    pub basis: Basis,
    /// Whether somebody has checked that they are who the list says.
    pub verification: Verification,
    /// The keyed hash of the name.
    pub name_hash: Vec<u8>,
    /// Name, affiliation and what else is theirs, where it is kept.
    pub sealed: Option<Sealed>,
    /// When their standing changed.
    pub changed_on: Option<PartialDate>,
    /// The revision.
    pub revision: i64,
}

row! {
    struct Row {
        number: i64,
        petition: i64,
        source: i64,
        standing: String,
        part: String,
        basis: String,
        verification: String,
        name_hash: Vec<u8>,
        sealed: Option<Vec<u8>>,
        changed_on_start: Option<i64>,
        changed_on_precision: Option<String>,
        revision: i64,
    }
}

impl Row {
    fn read(self) -> Result<Signatory, StoreError> {
        let row = RowOf::new("signatory", self.number);
        let changed_on = match (self.changed_on_start, &self.changed_on_precision) {
            (Some(start), Some(precision)) => Some(date(row, "changed_on_start", start, precision)?),
            _ => None,
        };
        Ok(Signatory {
            number: row.number("number", self.number)?,
            petition: row.number("petition", self.petition)?,
            source: row.number("source", self.source)?,
            standing: row.word("standing", &self.standing, SignatoryStanding::parse)?,
            part: row.word("part", &self.part, Part::parse)?,
            basis: row.word("basis", &self.basis, Basis::parse)?,
            verification: row.word("verification", &self.verification, Verification::parse)?,
            name_hash: self.name_hash,
            sealed: self.sealed.map(Sealed::from),
            changed_on,
            revision: self.revision,
        })
    }
}

/// Writes a query for signatories.
macro_rules! signatories_where {
    ($tail:literal) => {
        concat!(
            "SELECT number, petition, source, standing, part, basis, verification, name_hash, sealed,
                    changed_on_start, changed_on_precision, revision
             FROM signatory WHERE guild = $1 AND ",
            $tail
        )
    };
}
use signatories_where;

/// Finds a signatory by their number, wherever they stand.
pub async fn find(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<Signatory>, StoreError> {
    let row = query!(conn, fetch_optional, Row, signatories_where!("number = $2"), guild, number)?;
    row.map(Row::read).transpose()
}

/// Finds the signatory that stands for this one since they were merged.
pub async fn find_merged_into(conn: &mut Conn, guild: GuildId, number: Number) -> Result<Option<Number>, StoreError> {
    let found = query!(
        conn,
        scalar_optional,
        Option<i64>,
        "SELECT merged_into FROM signatory WHERE guild = $1 AND number = $2",
        guild,
        number
    )?;
    RowOf::new("signatory", number.get()).maybe_number("merged_into", found.flatten())
}

/// A signatory to be added, standing.
#[derive(Clone, Copy, Debug)]
pub struct NewSignatory<'a> {
    /// The number.
    pub number: Number,
    /// The revision.
    pub revision: i64,
    /// The petition.
    pub petition: Number,
    /// The source they sign in.
    pub source: Number,
    /// What part they have.
    pub part: Part,
    /// Why they may be on record.
    pub basis: Basis,
    /// The keyed hash of the name.
    pub name_hash: NameHash,
    /// The keyed hash of what near spellings share.
    pub near_hash: NameHash,
    /// Who they are, where names are kept.
    pub sealed: Option<&'a Sealed>,
}

/// Adds a signatory.
pub async fn insert(uow: &mut UnitOfWork<'_>, new: NewSignatory<'_>) -> Result<(), StoreError> {
    let (guild, at) = (uow.guild(), uow.at());
    query!(
        uow,
        execute,
        "INSERT INTO signatory (guild, number, petition, source, standing, part, basis, verification, name_hash,
                                near_hash, sealed, revision, logged_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        guild,
        new.number,
        new.petition,
        new.source,
        SignatoryStanding::Standing.as_str(),
        new.part.as_str(),
        new.basis.as_str(),
        Verification::Unverified.as_str(),
        new.name_hash,
        new.near_hash,
        new.sealed,
        new.revision,
        at
    )?;
    uow.tally(new.petition, new.part, SignatoryStanding::Standing, 1);
    Ok(())
}

/// Changes where a signatory stands, and what is kept of them. Gives their new revision.
pub async fn change(
    uow: &mut UnitOfWork<'_>,
    signatory: &Signatory,
    standing: SignatoryStanding,
    on: PartialDate,
    sealed: Option<&Sealed>,
) -> Result<i64, StoreError> {
    let (guild, (start, precision)) = (uow.guild(), date_columns(on));
    let revision = query!(
        uow,
        scalar,
        i64,
        "UPDATE signatory SET standing = $3, changed_on_start = $4, changed_on_precision = $5, sealed = $6,
                revision = revision + 1
         WHERE guild = $1 AND number = $2 RETURNING revision",
        guild,
        signatory.number,
        standing.as_str(),
        start,
        precision,
        sealed
    )?;
    uow.tally(signatory.petition, signatory.part, signatory.standing, -1);
    uow.tally(signatory.petition, signatory.part, standing, 1);
    Ok(revision)
}

/// Notes whether a signatory was checked, and what is kept of them now. Gives their new revision.
pub async fn verify(
    uow: &mut UnitOfWork<'_>,
    number: Number,
    verification: Verification,
    sealed: Option<&Sealed>,
) -> Result<i64, StoreError> {
    let guild = uow.guild();
    query!(
        uow,
        scalar,
        i64,
        "UPDATE signatory SET verification = $3, sealed = $4, revision = revision + 1
         WHERE guild = $1 AND number = $2 RETURNING revision",
        guild,
        number,
        verification.as_str(),
        sealed
    )
}

/// Keeps something else of a signatory, who stands as before. Gives their new revision.
pub async fn keep(uow: &mut UnitOfWork<'_>, number: Number, sealed: &Sealed) -> Result<i64, StoreError> {
    let guild = uow.guild();
    query!(
        uow,
        scalar,
        i64,
        "UPDATE signatory SET sealed = $3, revision = revision + 1 WHERE guild = $1 AND number = $2 RETURNING revision",
        guild,
        number,
        sealed
    )
}

impl Store {
    /// Seals what is kept of a signatory.
    pub fn seal_signatory(&self, guild: GuildId, number: Number, kept: &Kept) -> Result<Sealed, StoreError> {
        let place = Place { guild, id: number.get(), purpose: PURPOSE };
        let plain = zeroize::Zeroizing::new(super::decode::to_json(kept)?);
        Ok(self.keys().sealer().seal(self.entropy(), place, plain.as_bytes())?)
    }

    /// Opens what is kept of a signatory.
    pub fn open_signatory(&self, guild: GuildId, number: Number, sealed: &Sealed) -> Result<Kept, StoreError> {
        let place = Place { guild, id: number.get(), purpose: PURPOSE };
        let plain = self.open_sealed(place, sealed)?;
        let row = RowOf::new("signatory", number.get());
        serde_json::from_slice(&plain).map_err(|error| {
            let said = format!("the sealed document cannot be read at column {}", error.column());
            row.corrupt("sealed", said)
        })
    }
}
