//! Names for the things that carry a number, so that one cannot be passed for another.
//!
//! Discord's ids are stored as signed 64-bit integers with the same bits. No `Debug` here shows one: what is logged
//! or printed in a panic must not tell which server or person it was about. A [`UserId`] goes further: it cannot be
//! serialised or displayed, because the program keeps none; [`ActorKey`] stands for the person instead.

use std::{fmt, str::FromStr};

macro_rules! snowflake {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// Wraps Discord's id.
            #[must_use]
            pub const fn new(id: u64) -> Self {
                Self(id)
            }

            /// Returns Discord's id.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }
    };
}

macro_rules! stored_snowflake {
    ($(#[$doc:meta])* $name:ident) => {
        snowflake!($(#[$doc])* $name);

        impl $name {
            /// Returns the id as the store keeps it.
            #[must_use]
            pub const fn as_i64(self) -> i64 {
                self.0.cast_signed()
            }
        }

        impl From<i64> for $name {
            fn from(stored: i64) -> Self {
                Self(stored.cast_unsigned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                match text.parse::<u64>() {
                    Ok(id) if id > 0 && i64::try_from(id).is_ok() => Ok(Self(id)),
                    _ => Err(NotAnId),
                }
            }
        }
    };
}

stored_snowflake! {
    /// One Discord server: the wall around everything in it.
    GuildId
}
stored_snowflake! {
    /// One channel of a guild.
    ChannelId
}
stored_snowflake! {
    /// One role of a guild.
    RoleId
}
snowflake! {
    /// One person on Discord: held while an interaction runs, never stored.
    UserId
}

/// Says that a text is not one of Discord's ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id is a number such as 1015034326372454400, copied from Discord")]
pub struct NotAnId;

/// The number of one object within its guild: `#142`.
///
/// One sequence per guild numbers everything people can name, so that a number means one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Number(i64);

impl Number {
    /// The first number a guild gives.
    pub const FIRST: Self = Self(1);

    /// Wraps a positive number; zero and below give `None`.
    #[must_use]
    pub const fn new(number: i64) -> Option<Self> {
        if number > 0 { Some(Self(number)) } else { None }
    }

    /// Returns the number.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

/// Says that a text or stored value is not the number of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a number is written #142 or 142")]
pub struct NotANumber;

impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let digits = text.strip_prefix('#').unwrap_or(text);
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotANumber);
        }
        digits.parse().ok().and_then(Self::new).ok_or(NotANumber)
    }
}

impl TryFrom<i64> for Number {
    type Error = NotANumber;

    fn try_from(stored: i64) -> Result<Self, NotANumber> {
        Self::new(stored).ok_or(NotANumber)
    }
}

impl From<Number> for i64 {
    fn from(number: Number) -> Self {
        number.0
    }
}

/// What a person is doing when the store takes a key for them.
///
/// The two keys of one person cannot be told to belong together, so that a moderator's acts can be attributed
/// without ever attributing what the same person contributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Filing: the own view, limits, blocks, and that nobody approves their own.
    Contribute,
    /// Deciding, and everything else a moderator does.
    Moderate,
}

impl Purpose {
    /// Returns the word that enters the key.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contribute => "contribute",
            Self::Moderate => "moderate",
        }
    }
}

/// A person in one guild for one purpose, as the store knows them: 128 bits of a keyed hash.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ActorKey([u8; 16]);

impl ActorKey {
    /// Wraps the 128 bits kept of the hash.
    #[must_use]
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// Returns the 128 bits.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Debug for ActorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ActorKey(redacted)")
    }
}

/// Says that stored bytes are not an actor's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an actor's key is 16 bytes long")]
pub struct NotAnActorKey;

impl TryFrom<Vec<u8>> for ActorKey {
    type Error = NotAnActorKey;

    fn try_from(stored: Vec<u8>) -> Result<Self, NotAnActorKey> {
        stored.try_into().map(Self).map_err(|_| NotAnActorKey)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_with_a_mark_and_read_with_or_without() {
        let number = Number::new(142).unwrap();
        assert_eq!(number.to_string(), "#142");
        assert_eq!("#142".parse(), Ok(number));
        assert_eq!("142".parse(), Ok(number));
        assert_eq!(Number::FIRST.get(), 1);
    }

    #[test]
    fn what_is_not_a_positive_number_is_refused() {
        for text in ["", "#", "0", "#0", "-1", "+1", "##1", " 1", "1.0", "9223372036854775808", "٣"] {
            assert_eq!(text.parse::<Number>(), Err(NotANumber), "{text:?}");
        }
        assert_eq!(Number::new(0), None);
        assert_eq!(Number::try_from(-5), Err(NotANumber));
    }

    #[test]
    fn an_id_survives_the_way_through_the_store() {
        let guild = GuildId::new(1_015_034_326_372_454_400);
        assert_eq!(GuildId::from(guild.as_i64()), guild);
        assert_eq!(guild.to_string().parse(), Ok(guild));
        assert_eq!("0".parse::<GuildId>(), Err(NotAnId));
        assert_eq!("18446744073709551615".parse::<GuildId>(), Err(NotAnId));
    }

    #[test]
    fn no_debug_shows_an_id_or_a_key() {
        let shown = format!(
            "{:?} {:?} {:?} {:?} {:?}",
            GuildId::new(77_001),
            ChannelId::new(77_002),
            RoleId::new(77_003),
            UserId::new(77_004),
            ActorKey::new([77; 16]),
        );
        assert!(!shown.contains("77"), "{shown}");
    }
}
