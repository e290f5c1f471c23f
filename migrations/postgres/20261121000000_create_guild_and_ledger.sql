-- What belongs to the database itself: the check value of its key.
CREATE TABLE meta (
    key   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

-- One row per guild. Every write to a guild begins by updating its row, which serialises the guild's writers.
CREATE TABLE guild (
    id               BIGINT  NOT NULL PRIMARY KEY CHECK (id > 0),
    next_number      BIGINT  NOT NULL DEFAULT 1 CHECK (next_number > 0),
    ledger_seq       BIGINT  NOT NULL DEFAULT 0 CHECK (ledger_seq >= 0),
    ledger_head      BYTEA   NOT NULL CHECK (length(ledger_head) = 32),
    zone             TEXT COLLATE "C" NOT NULL DEFAULT 'UTC',
    language         TEXT COLLATE "C" NOT NULL DEFAULT 'en',
    submit_policy    TEXT COLLATE "C" NOT NULL DEFAULT 'contributors' CHECK (submit_policy IN ('contributors', 'everyone')),
    contributor_role BIGINT,
    moderator_role   BIGINT,
    review_channel   BIGINT,
    single_moderator BOOLEAN NOT NULL DEFAULT FALSE,
    private_default  BOOLEAN NOT NULL DEFAULT FALSE,
    revision         BIGINT  NOT NULL DEFAULT 0 CHECK (revision >= 0),
    created_at       BIGINT  NOT NULL,
    configured_at    BIGINT
);

-- The chain: headers and commitments only, never a value. Only ever added to.
CREATE TABLE ledger (
    guild       BIGINT  NOT NULL REFERENCES guild (id),
    seq         BIGINT  NOT NULL CHECK (seq > 0),
    at          BIGINT  NOT NULL,
    act         TEXT COLLATE "C" NOT NULL,
    object_kind TEXT COLLATE "C" NOT NULL,
    object      BIGINT  NOT NULL CHECK (object >= 0),
    revision    BIGINT  NOT NULL CHECK (revision >= 0),
    prev        BYTEA   NOT NULL,
    hash        BYTEA   NOT NULL,
    commitments BYTEA   NOT NULL,
    PRIMARY KEY (guild, seq)
);

-- The history of one object.
CREATE INDEX ledger_object ON ledger (guild, object, seq);

-- What the commitments stand for, sealed. Deleting a row erases the value and leaves the chain intact.
CREATE TABLE opening (
    guild    BIGINT  NOT NULL,
    seq      BIGINT  NOT NULL,
    position BIGINT  NOT NULL CHECK (position >= 0),
    field    TEXT COLLATE "C" NOT NULL,
    salt     BYTEA   NOT NULL,
    value    BYTEA   NOT NULL,
    PRIMARY KEY (guild, seq, position),
    FOREIGN KEY (guild, seq) REFERENCES ledger (guild, seq)
);
