-- What belongs to the database itself: the check value of its key.
CREATE TABLE meta (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- One row per guild. Every write to a guild begins by updating its row, which serialises the guild's writers.
CREATE TABLE guild (
    id               INTEGER NOT NULL PRIMARY KEY CHECK (id > 0),
    next_number      INTEGER NOT NULL DEFAULT 1 CHECK (next_number > 0),
    ledger_seq       INTEGER NOT NULL DEFAULT 0 CHECK (ledger_seq >= 0),
    ledger_head      BLOB    NOT NULL CHECK (length(ledger_head) = 32),
    zone             TEXT    NOT NULL DEFAULT 'UTC',
    language         TEXT    NOT NULL DEFAULT 'en',
    submit_policy    TEXT    NOT NULL DEFAULT 'contributors' CHECK (submit_policy IN ('contributors', 'everyone')),
    contributor_role INTEGER,
    moderator_role   INTEGER,
    review_channel   INTEGER,
    single_moderator INTEGER NOT NULL DEFAULT 0 CHECK (single_moderator IN (0, 1)),
    private_default  INTEGER NOT NULL DEFAULT 0 CHECK (private_default IN (0, 1)),
    revision         INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0),
    created_at       INTEGER NOT NULL,
    configured_at    INTEGER
) STRICT;

-- The chain: headers and commitments only, never a value. Only ever added to.
CREATE TABLE ledger (
    guild       INTEGER NOT NULL REFERENCES guild (id),
    seq         INTEGER NOT NULL CHECK (seq > 0),
    at          INTEGER NOT NULL,
    act         TEXT    NOT NULL,
    object_kind TEXT    NOT NULL,
    object      INTEGER NOT NULL CHECK (object >= 0),
    revision    INTEGER NOT NULL CHECK (revision >= 0),
    prev        BLOB    NOT NULL,
    hash        BLOB    NOT NULL,
    commitments BLOB    NOT NULL,
    PRIMARY KEY (guild, seq)
) STRICT;

-- The history of one object.
CREATE INDEX ledger_object ON ledger (guild, object, seq);

-- What the commitments stand for, sealed. Deleting a row erases the value and leaves the chain intact.
CREATE TABLE opening (
    guild    INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    field    TEXT    NOT NULL,
    salt     BLOB    NOT NULL,
    value    BLOB    NOT NULL,
    PRIMARY KEY (guild, seq, position),
    FOREIGN KEY (guild, seq) REFERENCES ledger (guild, seq)
) STRICT;
