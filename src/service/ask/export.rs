//! Writing what is published as a file: what a file holds is what the answers show, so everybody may have it.

use super::{Asked, Found, PetitionAsked};
use crate::domain::exchange::{Export, table};
use crate::domain::ids::{GuildId, Number};
use crate::service::find::{find_petition, no_such_petition};
use crate::service::{Caller, Refusal, Service, ServiceError};
use crate::store::asking::Wanted;
use crate::store::exchange::WithHistory;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One row a record, for a spreadsheet.
    Csv,
    /// Everything, to be taken in elsewhere.
    Json,
}

impl Format {
    /// Every form.
    pub const ALL: &'static [Self] = &[Self::Csv, Self::Json];

    /// Names the form as it is typed and as files end.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// Reads the name that [`Format::as_str`] gives.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|format| format.as_str() == text)
    }
}

/// A petition's record as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PetitionFile {
    /// The petition.
    pub petition: Number,
    /// Its title.
    pub title: String,
    /// What the file is called.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// How many records that is.
    pub records: usize,
    /// The ledger's end it carries: place and hash.
    pub ledger: (i64, String),
}

impl Service {
    /// Writes a petition's record as a file for whoever asks; without a petition, says which it could be.
    pub async fn export_petition(
        &self,
        caller: &Caller,
        petition: PetitionAsked<'_>,
        format: Format,
    ) -> Result<Asked<Found<PetitionFile>>, ServiceError> {
        let found = self.ask(caller, petition, Wanted::default(), |about, _| Ok(about.petition.number)).await?;
        let answer = match found.answer {
            Found::One(number) => {
                let export = self.store.export(caller.guild, Some(number), WithHistory::No, self.now()).await?;
                let gone = || Refusal::NoSuchPetition { given: number.to_string(), close: Vec::new() };
                Found::One(PetitionFile::of(&export.ok_or_else(gone)?, number, format)?)
            }
            Found::Which(choices) => Found::Which(choices),
        };
        Ok(Asked { private_by_default: found.private_by_default, answer })
    }

    /// Reads a guild's record, or one petition of it, for the host. `None` where the guild has none.
    pub async fn export_record(
        &self,
        guild: GuildId,
        petition: Option<&str>,
        history: WithHistory,
    ) -> Result<Option<Export>, ServiceError> {
        let number = match petition {
            None => None,
            Some(given) => {
                let mut conn = self.store.read().await?;
                match find_petition(&mut conn, guild, given).await? {
                    Some(found) => Some(found.number),
                    None => return Err(no_such_petition(&mut conn, guild, given).await?.into()),
                }
            }
        };
        Ok(self.store.export(guild, number, history, self.now()).await?)
    }
}

impl PetitionFile {
    fn of(export: &Export, number: Number, format: Format) -> Result<Self, ServiceError> {
        let petition = export.petitions.iter().find(|petition| petition.number == number);
        let (slug, title) = petition.map_or(("petition", ""), |one| (one.slug.as_str(), one.doc.title.as_str()));
        Ok(Self {
            petition: number,
            title: title.to_owned(),
            name: format!("{slug}.{}", format.as_str()),
            bytes: written(export, format)?,
            records: petition.map_or(0, |petition| petition.records.len()),
            ledger: (export.ledger.seq, export.ledger.head.clone()),
        })
    }
}

/// Writes an export in one of its forms.
pub fn written(export: &Export, format: Format) -> Result<Vec<u8>, ServiceError> {
    let failed = |error: Box<dyn std::error::Error + Send + Sync>| crate::store::StoreError::Corrupt {
        table: "export",
        column: "file",
        row: "new".to_owned(),
        source: error,
    };
    match format {
        Format::Json => {
            let mut bytes = serde_json::to_vec_pretty(export).map_err(|error| failed(Box::new(error)))?;
            bytes.push(b'\n');
            Ok(bytes)
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(Vec::new());
            writer.write_record(table::head()).map_err(|error| failed(Box::new(error)))?;
            for row in table::rows(export) {
                writer.write_record(row).map_err(|error| failed(Box::new(error)))?;
            }
            writer.into_inner().map_err(|error| failed(error.to_string().into()).into())
        }
    }
}
