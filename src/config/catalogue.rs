//! Lists every setting: its name, its variable, its default. The only list there is.

/// Says in which places a setting may be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the file or in the environment; the environment wins.
    Anywhere,
    /// In the environment only: a secret, or what says where the file is.
    Environment,
}

/// Describes one setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// Names it as the file does, table and key joined by dots.
    pub name: &'static str,
    /// Names its environment variable.
    pub variable: &'static str,
    /// Gives the value that holds when nobody gives one.
    pub default: Option<&'static str>,
    /// Says where it may be given.
    pub place: Place,
    /// Says what to write, for who has written something else.
    pub remedy: &'static str,
    /// Says whether its value may be shown.
    pub shown: Shown,
}

/// Says whether a setting's value may appear in a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// Shown in problems as it was written.
    Plain,
    /// Never shown: a secret, or text that may hold one.
    Never,
}

const fn setting(name: &'static str, variable: &'static str, remedy: &'static str) -> Setting {
    Setting { name, variable, default: None, place: Place::Anywhere, remedy, shown: Shown::Plain }
}

impl Setting {
    const fn or(self, default: &'static str) -> Self {
        Self { default: Some(default), ..self }
    }

    const fn only_in_environment(self) -> Self {
        Self { place: Place::Environment, ..self }
    }

    const fn never_shown(self) -> Self {
        Self { shown: Shown::Never, ..self }
    }
}

/// Says how a rate is written; five settings share it.
const RATE: &str = "write a whole number from 1 to 1000";

pub(super) const CONFIG: Setting = setting(
    "config",
    "UNDERSIGNED_CONFIG",
    "name a settings file that can be read; config/undersigned.toml in the sources holds every setting with its default",
)
.only_in_environment();

pub(super) const DISCORD_TOKEN: Setting = setting(
    "discord.token",
    "DISCORD_TOKEN",
    "on discord.com/developers/applications choose your application, then Bot, then Reset Token, and put the token into \
     the environment variable DISCORD_TOKEN, or into a file of its own that discord.token_file names",
)
.only_in_environment()
.never_shown();

pub(super) const DISCORD_TOKEN_FILE: Setting = setting(
    "discord.token_file",
    "UNDERSIGNED_DISCORD_TOKEN_FILE",
    "name a file that holds the bot's token and nothing else, or leave it out and set DISCORD_TOKEN",
);

pub(super) const DISCORD_CONNECT_TO: Setting = setting(
    "discord.connect_to",
    "UNDERSIGNED_DISCORD_CONNECT_TO",
    "write an address and a port, such as 127.0.0.1:8443 or [::1]:8443, or leave it out to reach Discord itself",
);

pub(super) const DISCORD_CA_FILE: Setting = setting(
    "discord.ca_file",
    "UNDERSIGNED_DISCORD_CA_FILE",
    "name a PEM file with the root certificate to trust besides the usual ones, or leave it out",
);

pub(super) const DISCORD_CONNECT_TIMEOUT: Setting =
    setting("discord.connect_timeout", "UNDERSIGNED_DISCORD_CONNECT_TIMEOUT", "write a time from 100ms to 30s")
        .or("3s");

pub(super) const DISCORD_ANSWER_TIMEOUT: Setting =
    setting("discord.answer_timeout", "UNDERSIGNED_DISCORD_ANSWER_TIMEOUT", "write a time from 1s to 60s").or("10s");

pub(super) const DISCORD_MESSAGE_TIMEOUT: Setting =
    setting("discord.message_timeout", "UNDERSIGNED_DISCORD_MESSAGE_TIMEOUT", "write a time from 1s to 30s").or("30s");

pub(super) const DISCORD_WATCHDOG: Setting =
    setting("discord.watchdog", "UNDERSIGNED_DISCORD_WATCHDOG", "write a time from 2m to 1h").or("5m");

pub(super) const DATABASE_URL: Setting = setting(
    "database.url",
    "UNDERSIGNED_DATABASE_URL",
    "write sqlite:PATH for a file, such as sqlite:data/undersigned.db, or postgres://USER:PASSWORD@HOST/DATABASE",
)
.or("sqlite:data/undersigned.db")
.never_shown();

pub(super) const KEY: Setting = setting(
    "key",
    "UNDERSIGNED_KEY",
    "give 32 random bytes in hex or base64, the same at every start (make them once: openssl rand -hex 32), and keep a \
     copy outside the database and its backups: without it nothing sealed can be read again",
)
.only_in_environment()
.never_shown();

pub(super) const CONTRIBUTOR_PER_MINUTE: Setting =
    setting("limits.contributor_per_minute", "UNDERSIGNED_LIMITS_CONTRIBUTOR_PER_MINUTE", RATE).or("6");

pub(super) const CONTRIBUTOR_PER_HOUR: Setting =
    setting("limits.contributor_per_hour", "UNDERSIGNED_LIMITS_CONTRIBUTOR_PER_HOUR", RATE).or("40");

pub(super) const EVERYONE_PER_MINUTE: Setting =
    setting("limits.everyone_per_minute", "UNDERSIGNED_LIMITS_EVERYONE_PER_MINUTE", RATE).or("1");

pub(super) const EVERYONE_PER_FIVE_MINUTES: Setting =
    setting("limits.everyone_per_five_minutes", "UNDERSIGNED_LIMITS_EVERYONE_PER_FIVE_MINUTES", RATE).or("5");

pub(super) const DESTRUCTIVE_PER_TEN_MINUTES: Setting =
    setting("limits.destructive_per_ten_minutes", "UNDERSIGNED_LIMITS_DESTRUCTIVE_PER_TEN_MINUTES", RATE).or("10");

pub(super) const SECOND_WAITS: Setting =
    setting("limits.second_waits", "UNDERSIGNED_LIMITS_SECOND_WAITS", "write a time from 1h to 720h").or("168h");

pub(super) const DRAFTS_LIFETIME: Setting =
    setting("drafts.lifetime", "UNDERSIGNED_DRAFTS_LIFETIME", "write a time from 5m to 168h").or("24h");

pub(super) const REVIEW_OVERDUE_AFTER: Setting =
    setting("review.overdue_after", "UNDERSIGNED_REVIEW_OVERDUE_AFTER", "write a time from 1h to 2160h").or("72h");

pub(super) const SIGNATORIES_NAMES_KEPT: Setting =
    setting("signatories.names_kept", "UNDERSIGNED_SIGNATORIES_NAMES_KEPT", "write a time from 1h to 87840h")
        .or("4392h");

pub(super) const DIGEST_TOLD_FOR: Setting =
    setting("digest.told_for", "UNDERSIGNED_DIGEST_TOLD_FOR", "write a time from 1h to 2160h").or("168h");

pub(super) const CARD_EVERY: Setting =
    setting("card.every", "UNDERSIGNED_CARD_EVERY", "write a time from 10s to 24h").or("5m");

pub(super) const SOURCES_FETCH: Setting =
    setting("sources.fetch", "UNDERSIGNED_SOURCES_FETCH", "write on to read the pages that are cited, or off").or("on");

pub(super) const SOURCES_CONTACT: Setting = setting(
    "sources.contact",
    "UNDERSIGNED_SOURCES_CONTACT",
    "write the address of a page that says who runs this bot, such as https://example.org/bot, or leave it out",
);

pub(super) const SOURCES_ARCHIVE: Setting = setting(
    "sources.archive",
    "UNDERSIGNED_SOURCES_ARCHIVE",
    "write the beginning of an archive's addresses, such as https://web.archive.org/web/, or off",
)
.or("https://web.archive.org/web/");

pub(super) const SOURCES_ARCHIVE_SAVE: Setting = setting(
    "sources.archive_save",
    "UNDERSIGNED_SOURCES_ARCHIVE_SAVE",
    "write the beginning of an archive's addresses, such as https://web.archive.org/save/, or off",
)
.or("off");

pub(super) const SOURCES_EVERY_LEAST: Setting =
    setting("sources.every_least", "UNDERSIGNED_SOURCES_EVERY_LEAST", "write a time from 1m to 720h").or("5m");

pub(super) const SOURCES_EVERY_MOST: Setting =
    setting("sources.every_most", "UNDERSIGNED_SOURCES_EVERY_MOST", "write a time from 1m to 720h").or("72h");

pub(super) const SOURCES_TEXTS_KEPT: Setting =
    setting("sources.texts_kept", "UNDERSIGNED_SOURCES_TEXTS_KEPT", "write a number of mebibytes from 1 to 1000000")
        .or("256");

pub(super) const HTTP_LISTEN: Setting = setting(
    "http.listen",
    "UNDERSIGNED_HTTP_LISTEN",
    "write an address and a port, such as 127.0.0.1:9464 or [::1]:9464, or leave it out to listen nowhere",
);

pub(super) const LOG_FILTER: Setting = setting(
    "log.filter",
    "UNDERSIGNED_LOG_FILTER",
    "write a level (error, warn, info, debug, trace, off), then, if wanted, exceptions such as info,undersigned::store=debug",
)
.or("info");

pub(super) const LOG_FORMAT: Setting =
    setting("log.format", "UNDERSIGNED_LOG_FORMAT", "write text for people or json for machines").or("text");

/// Lists every setting, in the order of the file.
pub const SETTINGS: &[Setting] = &[
    CONFIG,
    DISCORD_TOKEN,
    DISCORD_TOKEN_FILE,
    DISCORD_CONNECT_TO,
    DISCORD_CA_FILE,
    DISCORD_CONNECT_TIMEOUT,
    DISCORD_ANSWER_TIMEOUT,
    DISCORD_MESSAGE_TIMEOUT,
    DISCORD_WATCHDOG,
    DATABASE_URL,
    KEY,
    CONTRIBUTOR_PER_MINUTE,
    CONTRIBUTOR_PER_HOUR,
    EVERYONE_PER_MINUTE,
    EVERYONE_PER_FIVE_MINUTES,
    DESTRUCTIVE_PER_TEN_MINUTES,
    SECOND_WAITS,
    DRAFTS_LIFETIME,
    REVIEW_OVERDUE_AFTER,
    SIGNATORIES_NAMES_KEPT,
    DIGEST_TOLD_FOR,
    CARD_EVERY,
    SOURCES_FETCH,
    SOURCES_CONTACT,
    SOURCES_ARCHIVE,
    SOURCES_ARCHIVE_SAVE,
    SOURCES_EVERY_LEAST,
    SOURCES_EVERY_MOST,
    SOURCES_TEXTS_KEPT,
    HTTP_LISTEN,
    LOG_FILTER,
    LOG_FORMAT,
];

/// Finds the setting of this name.
pub(super) fn find_by_name(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

/// Finds the setting of this environment variable.
pub(super) fn find_by_variable(variable: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.variable == variable)
}
