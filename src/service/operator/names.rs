//! Importing a list of names on the host: one transaction and one ledger entry for the whole list.
//!
//! **A list adds to a petition what it has more of.** Of a name that stands on the list twice, in two affiliations, and
//! once on record, one is added. So the same file a second time changes nothing, a longer one adds its new lines, and
//! who withdrew since is not put back. Names of people who were erased are left out.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::domain::guild::Names;
use crate::domain::ids::{GuildId, Number};
use crate::domain::ledger::{Act, Entry, ObjectKind};
use crate::domain::person_name::NameKeys;
use crate::domain::signatory::{Basis, NameHash, Part, Person};
use crate::domain::source::SourceDoc;
use crate::domain::text::fold;
use crate::service::find::{find_petition, no_such_petition};
use crate::service::review::publish::Publisher;
use crate::service::trace::{Actor, Trace, json};
use crate::service::{Service, ServiceError};
use crate::store::petitions::Petition;
use crate::store::signatories::{self, NewList, NewName};
use crate::store::{Conn, NameHasher, UnitOfWork, settings};

const TRACE: Trace = Trace { act: Act::Import, actor: Actor::Operator };

/// A name of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedName {
    /// The line of the file.
    pub line: u64,
    /// Who it is.
    pub person: Person,
    /// What part they have.
    pub part: Part,
}

/// A list of names to import.
#[derive(Clone, Debug)]
pub struct NameList {
    /// The petition, by short name or number.
    pub petition: String,
    /// Where the people sign, or where their consent is recorded.
    pub source: SourceDoc,
    /// Why they may be on record.
    pub basis: Basis,
    /// The digest of the file, in hexadecimal.
    pub digest: String,
    /// The names.
    pub names: Vec<ListedName>,
}

/// What came of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NamesOutcome {
    /// How many names were added, or would be.
    pub new: usize,
    /// How many were on record.
    pub known: usize,
    /// Lines that stand in the file twice, each with the first of the two.
    pub twice: Vec<(u64, u64)>,
    /// Lines with a name that is not logged again.
    pub barred: Vec<u64>,
    /// Added lines whose name is a near spelling of one that was on record.
    pub near: Vec<u64>,
    /// Whether the names themselves are kept.
    pub kept: bool,
}

/// A name with its hashes.
struct Hashed<'a> {
    name: &'a ListedName,
    same: NameHash,
    near: NameHash,
}

impl Hashed<'_> {
    /// Gives the hash by which a near spelling is found where the names stand the other way round.
    fn turned(&self, names: &NameHasher) -> Option<NameHash> {
        NameKeys::of(&self.name.person.name).and_then(|parts| names.turned(&parts))
    }
}

impl Service {
    /// Puts a list of names on a petition's list.
    pub async fn import_names(&self, guild: GuildId, list: &NameList) -> Result<NamesOutcome, ServiceError> {
        let (hashed, twice) = self.hashed(guild, list);
        let (hashed, twice) = (&hashed, &twice);
        self.store.write(guild, self.now(), |uow| Box::pin(async move { import(uow, list, hashed, twice).await })).await
    }

    /// Says what would come of a list, for a dry run.
    pub async fn foretell_names(&self, guild: GuildId, list: &NameList) -> Result<NamesOutcome, ServiceError> {
        let (hashed, twice) = self.hashed(guild, list);
        let mut conn = self.store.read().await?;
        let petition = petition(&mut conn, guild, list).await?;
        let names = self.store.keys().names(guild);
        Ok(sorted_out(&mut conn, guild, petition.number, (&hashed, &names), twice).await?.1)
    }

    /// Hashes the names, each line of the file once.
    fn hashed<'a>(&self, guild: GuildId, list: &'a NameList) -> (Vec<Hashed<'a>>, Vec<(u64, u64)>) {
        let names = self.store.keys().names(guild);
        let mut lines: HashMap<(NameHash, u64, Part), u64> = HashMap::with_capacity(list.names.len());
        let (mut hashed, mut twice) = (Vec::with_capacity(list.names.len()), Vec::new());
        for name in &list.names {
            let Some(parts) = NameKeys::of(&name.person.name) else { continue };
            let same = names.same(&parts);
            let mut affiliation = DefaultHasher::new();
            name.person.affiliation.as_deref().map(fold).hash(&mut affiliation);
            let first = *lines.entry((same, affiliation.finish(), name.part)).or_insert(name.line);
            if first == name.line {
                hashed.push(Hashed { name, same, near: names.near(&parts) });
            } else {
                twice.push((name.line, first));
            }
        }
        (hashed, twice)
    }
}

async fn petition(conn: &mut Conn, guild: GuildId, list: &NameList) -> Result<Petition, ServiceError> {
    match find_petition(conn, guild, &list.petition).await? {
        Some(found) => Ok(found),
        None => Err(no_such_petition(conn, guild, &list.petition).await?.into()),
    }
}

/// Sorts out which names are new, and tells of the others.
async fn sorted_out<'a>(
    conn: &mut Conn,
    guild: GuildId,
    petition: Number,
    (hashed, names): (&'a [Hashed<'a>], &NameHasher),
    twice: Vec<(u64, u64)>,
) -> Result<(Vec<&'a Hashed<'a>>, NamesOutcome), ServiceError> {
    let mut on_record: HashMap<[u8; 16], usize> = HashMap::new();
    let mut near_on_record: HashSet<[u8; 16]> = HashSet::new();
    for (same, near) in signatories::list_hashes(conn, guild, petition).await? {
        if let (Ok(same), Ok(near)) = (same.try_into(), near.try_into()) {
            *on_record.entry(same).or_default() += 1;
            near_on_record.insert(near);
        }
    }
    let barred: HashSet<Vec<u8>> = signatories::list_barred(conn, guild).await?.into_iter().collect();
    let kept = settings::get(conn, guild).await?.names == Names::On;
    let mut outcome = NamesOutcome { twice, kept, ..NamesOutcome::default() };
    let mut new = Vec::new();
    for one in hashed {
        let stands = on_record.get_mut(one.same.as_bytes()).filter(|left| **left > 0);
        if !barred.is_empty() && barred.contains(&one.same.as_bytes()[..]) {
            outcome.barred.push(one.name.line);
        } else if let Some(left) = stands {
            *left -= 1;
            outcome.known += 1;
        } else {
            let is_near = |hash: NameHash| near_on_record.contains(hash.as_bytes());
            if !near_on_record.is_empty() && (is_near(one.near) || one.turned(names).is_some_and(is_near)) {
                outcome.near.push(one.name.line);
            }
            new.push(one);
        }
    }
    outcome.new = new.len();
    Ok((new, outcome))
}

async fn import(
    uow: &mut UnitOfWork<'_>,
    list: &NameList,
    hashed: &[Hashed<'_>],
    twice: &[(u64, u64)],
) -> Result<NamesOutcome, ServiceError> {
    let guild = uow.guild();
    let found = petition(uow.conn(), guild, list).await?;
    let names = uow.store().keys().names(guild);
    let (mut new, outcome) = sorted_out(uow.conn(), guild, found.number, (hashed, &names), twice.to_vec()).await?;
    if !outcome.kept {
        // Numbers in the order of a list that others have would say who is who.
        new.sort_unstable_by_key(|one| one.same);
    }
    if new.is_empty() {
        return Ok(outcome);
    }
    let source = Publisher::new(uow, TRACE).source(&list.source).await?;
    let names: Vec<NewName<'_>> = new
        .into_iter()
        .map(|one| NewName {
            part: one.name.part,
            name_hash: one.same,
            near_hash: one.near,
            person: outcome.kept.then_some(&one.name.person),
        })
        .collect();
    let new_list = NewList { petition: found.number, source, basis: list.basis };
    signatories::insert_list(uow, new_list, &names).await?;
    let after = json(&serde_json::json!({
        "names": outcome.new, "file": list.digest, "source": source, "basis": list.basis, "kept": outcome.kept,
    }))?;
    let entry = Entry::new(Act::Import, ObjectKind::Petition, found.number, found.revision);
    uow.append(TRACE.signed(entry).with("after", after));
    Ok(outcome)
}
