//! The one secret of an installation, and what is derived from it.
//!
//! The master key never enters the database; the database keeps a *check value* derived from it, so that a start with
//! another key is refused before anything is written. Each use has a key of its own, derived by a label, so that no
//! output of one use tells anything about another. To add a use, add a label in [`Keys::new`].

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::seal::Sealer;
use crate::domain::ids::{ActorKey, GuildId, Number, Purpose, UserId};
use crate::domain::person_name::NameKeys;
use crate::domain::signatory::NameHash;

mod file;
mod text;

pub use file::KeyFileError;
pub(super) use file::{create, read};
pub use text::NotAKey;

const LENGTH: usize = 32;

/// The 32 bytes everything secret is derived from.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; LENGTH]>);

impl MasterKey {
    /// Wraps 32 bytes that nobody can foretell.
    #[must_use]
    pub fn new(bytes: [u8; LENGTH]) -> Self {
        Self(Zeroizing::new(bytes))
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(redacted)")
    }
}

/// The keys in use, each derived from the master key by its label.
#[derive(Clone)]
pub struct Keys {
    actor: Zeroizing<[u8; LENGTH]>,
    handle: Zeroizing<[u8; LENGTH]>,
    signatory: Zeroizing<[u8; LENGTH]>,
    check: Zeroizing<[u8; LENGTH]>,
    sealer: Sealer,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(redacted)")
    }
}

impl Keys {
    /// Derives every key.
    #[must_use]
    pub fn new(master: &MasterKey) -> Self {
        let derive = |label: &str| Zeroizing::new(hmac(&master.0, &[b"undersigned key 1\n", label.as_bytes()]));
        Self {
            actor: derive("actor"),
            handle: derive("handle"),
            signatory: derive("signatory"),
            check: derive("check"),
            sealer: Sealer::new(&derive("seal")),
        }
    }

    /// Gives the key a person is known by in one guild for one purpose.
    #[must_use]
    pub fn actor(&self, purpose: Purpose, guild: GuildId, user: UserId) -> ActorKey {
        let (guild, user) = (guild.get().to_be_bytes(), user.get().to_be_bytes());
        // The ids have a fixed width and come last, so that no two inputs run into each other.
        let full = hmac(&self.actor, &[purpose.as_str().as_bytes(), &guild, &user]);
        let mut kept = [0; 16];
        kept.copy_from_slice(&full[..16]);
        ActorKey::new(kept)
    }

    /// Gives the four hexadecimal digits by which moderators tell contributors to one petition apart.
    ///
    /// The same person has another handle at every petition, so that handles cannot be joined across them.
    #[must_use]
    pub fn handle(&self, guild: GuildId, petition: Number, actor: &ActorKey) -> String {
        let (guild, petition) = (guild.get().to_be_bytes(), petition.get().to_be_bytes());
        let full = hmac(&self.handle, &[&guild, &petition, actor.as_bytes()]);
        format!("{:02x}{:02x}", full[0], full[1])
    }

    /// Gives the hash by which the same name is known again within one guild.
    #[must_use]
    pub fn name(&self, guild: GuildId, name: &NameKeys) -> NameHash {
        name_hash(self.name_mac("name", guild), name.same())
    }

    /// Gives the hash that near spellings of a name share within one guild.
    #[must_use]
    pub fn near_name(&self, guild: GuildId, name: &NameKeys) -> NameHash {
        name_hash(self.name_mac("near", guild), name.near())
    }

    /// Gives the hash that near spellings share where a name's parts stand the other way round.
    #[must_use]
    pub fn turned_name(&self, guild: GuildId, name: &NameKeys) -> Option<NameHash> {
        name.turned().map(|turned| name_hash(self.name_mac("near", guild), turned))
    }

    /// Gives the hash by which the same affiliation is known again within one guild, as it reads folded.
    #[must_use]
    pub fn affiliation(&self, guild: GuildId, folded: &str) -> String {
        hex(name_hash(self.name_mac("affiliation", guild), folded).as_bytes())
    }

    /// Gives what hashes many names of one guild: each costs half as much.
    #[must_use]
    pub fn names(&self, guild: GuildId) -> NameHasher {
        NameHasher { same: self.name_mac("name", guild), near: self.name_mac("near", guild) }
    }

    fn name_mac(&self, purpose: &'static str, guild: GuildId) -> Hmac<Sha256> {
        // The name comes last, so that nothing has to mark where it ends.
        begun(&self.signatory, &[purpose.as_bytes(), &guild.get().to_be_bytes()])
    }

    /// Gives what seals and opens pending bodies and ledger openings.
    #[must_use]
    pub const fn sealer(&self) -> &Sealer {
        &self.sealer
    }

    /// Gives the value the database keeps to know the key again.
    #[must_use]
    pub(super) fn check_value(&self) -> String {
        hex(&*self.check)
    }

    /// Says whether the check value a database keeps was made by this key.
    #[must_use]
    pub(super) fn matches(&self, stored: &str) -> bool {
        self.check_value().as_bytes().ct_eq(stored.as_bytes()).into()
    }
}

/// Hashes names of one guild, as [`Keys`] does. Has no `Debug`: it is as good as the key.
#[derive(Clone)]
pub struct NameHasher {
    same: Hmac<Sha256>,
    near: Hmac<Sha256>,
}

impl NameHasher {
    /// Gives the hash by which the same name is known again.
    #[must_use]
    pub fn same(&self, name: &NameKeys) -> NameHash {
        name_hash(self.same.clone(), name.same())
    }

    /// Gives the hash that near spellings of a name share.
    #[must_use]
    pub fn near(&self, name: &NameKeys) -> NameHash {
        name_hash(self.near.clone(), name.near())
    }

    /// Gives the hash that near spellings share where a name's parts stand the other way round.
    #[must_use]
    pub fn turned(&self, name: &NameKeys) -> Option<NameHash> {
        name.turned().map(|turned| name_hash(self.near.clone(), turned))
    }
}

fn name_hash(mut mac: Hmac<Sha256>, name: &str) -> NameHash {
    mac.update(name.as_bytes());
    let full = mac.finalize().into_bytes();
    let mut kept = [0; 16];
    kept.copy_from_slice(&full[..16]);
    NameHash::new(kept)
}

fn hmac(key: &[u8; LENGTH], parts: &[&[u8]]) -> [u8; LENGTH] {
    begun(key, parts).finalize().into_bytes().into()
}

fn begun(key: &[u8; LENGTH], parts: &[&[u8]]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(part);
    }
    mac
}

fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const GUILD: GuildId = GuildId::new(10);
    const USER: UserId = UserId::new(20);

    fn keys(byte: u8) -> Keys {
        Keys::new(&MasterKey::new([byte; LENGTH]))
    }

    #[test]
    fn a_person_has_another_key_for_each_purpose_guild_and_installation() {
        let key = keys(1).actor(Purpose::Contribute, GUILD, USER);
        assert_eq!(key, keys(1).actor(Purpose::Contribute, GUILD, USER));
        assert_ne!(key, keys(1).actor(Purpose::Moderate, GUILD, USER));
        assert_ne!(key, keys(1).actor(Purpose::Contribute, GuildId::new(11), USER));
        assert_ne!(key, keys(1).actor(Purpose::Contribute, GUILD, UserId::new(21)));
        assert_ne!(key, keys(2).actor(Purpose::Contribute, GUILD, USER));
    }

    #[test]
    fn a_handle_is_stable_within_one_petition_only() {
        let actor = keys(1).actor(Purpose::Contribute, GUILD, USER);
        let [one, two] = [1, 2].map(|number| keys(1).handle(GUILD, Number::new(number).unwrap(), &actor));
        assert_eq!(one, keys(1).handle(GUILD, Number::FIRST, &actor));
        assert_ne!(one, two);
        assert_eq!(one.len(), 4);
    }

    #[test]
    fn a_name_has_another_hash_in_each_guild_and_installation_and_for_each_use() {
        let name = NameKeys::of("Ada Lovelace").unwrap();
        let hash = keys(1).name(GUILD, &name);
        assert_eq!(hash, keys(1).name(GUILD, &NameKeys::of("Lovelace, Ada").unwrap()));
        assert_ne!(hash, keys(1).name(GuildId::new(11), &name));
        assert_ne!(hash, keys(2).name(GUILD, &name));
        let mononym = NameKeys::of("Ada").unwrap();
        assert_ne!(keys(1).name(GUILD, &mononym), keys(1).near_name(GUILD, &mononym));
        let lovelace = NameKeys::of("Lovelace Ada").unwrap();
        let turned = keys(1).turned_name(GUILD, &lovelace);
        assert_eq!(turned, Some(keys(1).near_name(GUILD, &name)));
        let many = keys(1).names(GUILD);
        assert_eq!((many.same(&name), many.near(&name)), (hash, keys(1).near_name(GUILD, &name)));
        assert_eq!(many.turned(&lovelace), turned);
        let affiliation = keys(1).affiliation(GUILD, "ada");
        assert_ne!(affiliation, keys(1).affiliation(GuildId::new(11), "ada"));
        assert_ne!(affiliation, hex(keys(1).name(GUILD, &mononym).as_bytes()));
    }

    #[test]
    fn a_check_value_knows_its_key_and_no_other() {
        let stored = keys(1).check_value();
        assert!(keys(1).matches(&stored));
        assert!(!keys(2).matches(&stored));
        assert!(!keys(1).matches(""));
    }

    #[test]
    fn no_debug_shows_a_key() {
        let shown = format!("{:?} {:?}", MasterKey::new([77; LENGTH]), keys(77));
        assert_eq!(shown, "MasterKey(redacted) Keys(redacted)");
    }
}
