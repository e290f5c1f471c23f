//! Finding what people mean: petitions by short name or number, organisations by any name, and what is close.

use super::ServiceError;
use super::refusal::Refusal;
use crate::domain::ids::{GuildId, Number};
use crate::domain::organisation::OrganisationRef;
use crate::domain::petition::PetitionState;
use crate::domain::text::fold;
use crate::store::petitions::{self, Petition};
use crate::store::{Conn, organisations};

/// How many names are compared with one that was not found.
const COMPARED: i64 = 5_000;
/// How many close names a refusal offers.
const OFFERED: usize = 3;
/// How many mergers are followed: a chain of them is a mistake, and a ring must end.
const MERGERS: usize = 8;

/// Finds a published petition by its short name or number, through mergers; `None` where there is none to see.
pub(crate) async fn find_petition(
    conn: &mut Conn,
    guild: GuildId,
    given: &str,
) -> Result<Option<Petition>, ServiceError> {
    let given = given.trim();
    let mut found = match given.parse::<Number>() {
        Ok(number) => petitions::find(conn, guild, number).await?,
        Err(_) => None,
    };
    if found.is_none() && !given.starts_with('#') {
        found = petitions::find_by_slug(conn, guild, &given.to_lowercase()).await?;
    }
    for _ in 0..MERGERS {
        match found {
            Some(Petition { state: PetitionState::Merged, merged_into: Some(into), .. }) => {
                found = petitions::find(conn, guild, into).await?;
            }
            Some(petition) if petition.state == PetitionState::Removed => {
                return Err(Refusal::PetitionRemoved(petition.slug.to_string()).into());
            }
            Some(petition) if petition.state == PetitionState::Published => return Ok(Some(petition)),
            _ => return Ok(None),
        }
    }
    Ok(None)
}

/// Refuses a petition that is not there, with the short names that are close.
pub(crate) async fn no_such_petition(conn: &mut Conn, guild: GuildId, given: &str) -> Result<Refusal, ServiceError> {
    let slugs = petitions::list_slugs(conn, guild, COMPARED).await?;
    Ok(Refusal::NoSuchPetition { given: given.trim().to_owned(), close: close_to(given, slugs) })
}

/// Finds an organisation by name, other name or number; a name nobody has used becomes a new one.
pub(crate) async fn find_organisation(
    conn: &mut Conn,
    guild: GuildId,
    given: &str,
) -> Result<OrganisationRef, ServiceError> {
    if let Some(number) = organisations::find_by_name(conn, guild, given).await? {
        return Ok(OrganisationRef::Known(number));
    }
    if let Ok(number) = given.parse::<Number>() {
        if organisations::find_name(conn, guild, number).await?.is_some() {
            return Ok(OrganisationRef::Known(number));
        }
        if given.starts_with('#') {
            let names = organisations::list_names(conn, guild, COMPARED).await?;
            return Err(Refusal::NoSuchOrganisation { given: given.to_owned(), close: close_to(given, names) }.into());
        }
    }
    Ok(OrganisationRef::New(given.to_owned()))
}

/// Picks the names that begin with what was given, but for a typing error in five letters.
fn close_to(given: &str, names: Vec<String>) -> Vec<String> {
    let wanted = fold(given);
    if wanted.chars().count() < 2 || wanted.starts_with('#') {
        return Vec::new();
    }
    let most = wanted.chars().count() / 5 + 1;
    let mut close: Vec<(usize, String)> =
        names.into_iter().filter_map(|name| Some((distance(&wanted, &fold(&name), most)?, name))).collect();
    close.sort();
    close.truncate(OFFERED);
    close.into_iter().map(|(_, name)| name).collect()
}

/// Counts the letters to insert, delete or replace between `typed` and how `name` begins; `None` beyond `most`.
fn distance(typed: &str, name: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (typed.chars().collect(), name.chars().collect());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = before + usize::from(from != to);
            before = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(before + 1);
        }
    }
    row.into_iter().min().filter(|found| *found <= most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_typing_error_is_close_and_another_is_not() {
        let names = || ["microsoft-ice-2018", "amazon-rekognition", "google-maven"].map(str::to_owned).to_vec();
        assert_eq!(close_to("microsft-ice", names()), ["microsoft-ice-2018"]);
        assert_eq!(close_to("microsft-ice-2018", names()), ["microsoft-ice-2018"]);
        assert_eq!(close_to("microsoft-ice", names()), ["microsoft-ice-2018"]);
        assert_eq!(close_to("#17", names()), Vec::<String>::new());
    }
}
