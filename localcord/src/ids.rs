//! Ids as Discord makes them: 64-bit snowflakes that carry the instant of their making.
//!
//! Invariant: [`Mint`] never gives the same id twice, and its ids grow with time.

use std::fmt;

/// The first millisecond of 2015 in Unix time: where snowflakes begin to count.
pub(crate) const EPOCH_MS: u64 = 1_420_070_400_000;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// Wraps a number taken from elsewhere, say a path or a custom id.
            #[must_use]
            pub const fn new(id: u64) -> Self {
                Self(id)
            }

            /// Returns the bare number.
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }

            /// Returns when the id was made, in milliseconds of Unix time.
            #[must_use]
            pub const fn created_ms(self) -> u64 {
                (self.0 >> 22) + EPOCH_MS
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(&self.0)
            }
        }
    };
}

id!(
    /// Names a guild, which people call a server.
    GuildId
);
id!(
    /// Names a channel or a thread.
    ChannelId
);
id!(
    /// Names a role. The role of everyone has the number of its guild.
    RoleId
);
id!(
    /// Names a user, person or bot.
    UserId
);
id!(
    /// Names a message.
    MessageId
);
id!(
    /// Names one interaction.
    InteractionId
);
id!(
    /// Names a registered command.
    CommandId
);

/// Makes ids.
#[derive(Debug, Default)]
pub(crate) struct Mint {
    last_ms: u64,
    step: u64,
}

impl Mint {
    /// Makes an id for the instant `now_ms` of Unix time, later than every id made before.
    pub(crate) fn next(&mut self, now_ms: u64) -> u64 {
        // Twelve bits count within a millisecond; when they run out, the next millisecond is borrowed.
        if now_ms > self.last_ms {
            self.last_ms = now_ms;
            self.step = 0;
        } else if self.step < 0xfff {
            self.step += 1;
        } else {
            self.last_ms += 1;
            self.step = 0;
        }
        at(self.last_ms) | self.step
    }

    /// Makes an id that claims to be from `then_ms`, without moving the mint: its worker bits set it apart.
    pub(crate) fn backdated(&mut self, then_ms: u64) -> u64 {
        self.step = (self.step + 1) & 0xfff;
        at(then_ms) | (1 << 12) | self.step
    }
}

const fn at(ms: u64) -> u64 {
    ms.saturating_sub(EPOCH_MS) << 22
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_and_never_repeat() {
        let mut mint = Mint::default();
        let mut last = 0;
        for _ in 0..10_000 {
            let id = mint.next(EPOCH_MS + 5);
            assert!(id > last);
            last = id;
        }
    }

    #[test]
    fn an_id_tells_when_it_was_made() {
        assert_eq!(UserId::new(Mint::default().next(EPOCH_MS + 77)).created_ms(), EPOCH_MS + 77);
    }
}
