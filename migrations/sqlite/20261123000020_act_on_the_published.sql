-- Acts on what is published: records that were removed, organisations that were merged, acts that wait for a second
-- moderator, and who did lately what destroys.
--
-- SQLite cannot change a CHECK, so the table is made anew and filled from the old one. That is done with foreign keys
-- off, and they are checked at the end.

CREATE TABLE new_record (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('count', 'fact', 'statement', 'response', 'request', 'commitment')),
    state TEXT NOT NULL
        CHECK (state IN ('accepted', 'superseded', 'deprecated', 'retracted', 'redacted', 'removed')),
    petition INTEGER NOT NULL,
    organisation INTEGER,
    source INTEGER NOT NULL,
    as_of_start INTEGER,
    as_of_precision TEXT CHECK (as_of_precision IN ('year', 'month', 'day', 'instant')),
    measure TEXT
        CHECK (measure IN ('signatures', 'named_signatories', 'organisations', 'supporters', 'walkout_pledges',
                           'participants')),
    population TEXT
        CHECK (population IN ('employees', 'former_employees', 'contractors', 'students_or_academics', 'public',
                              'mixed', 'unknown')),
    property TEXT,
    lower INTEGER,
    upper INTEGER,
    rank TEXT NOT NULL CHECK (rank IN ('preferred', 'normal')),
    -- Why somebody should look at it again, such as 'archive_number'; nothing where nobody need.
    flag TEXT,
    superseded_by INTEGER,
    -- What became of a commitment; nothing for any other kind.
    rating TEXT CHECK (rating IN ('not_yet_rated', 'in_the_works', 'stalled', 'kept', 'compromise', 'broken')),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    doc_version INTEGER NOT NULL,
    doc TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number),
    FOREIGN KEY (guild, organisation) REFERENCES organisation (guild, number),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number),
    FOREIGN KEY (guild, superseded_by) REFERENCES record (guild, number),
    CHECK ((as_of_start IS NULL) = (as_of_precision IS NULL)),
    CHECK ((kind = 'commitment') = (rating IS NOT NULL)),
    CHECK (lower IS NULL OR upper IS NULL OR lower <= upper),
    CHECK ((state = 'superseded') = (superseded_by IS NOT NULL)),
    CHECK (kind IN ('fact', 'commitment') OR as_of_start IS NOT NULL),
    CHECK ((kind = 'count') = (measure IS NOT NULL) AND (kind = 'count') = (population IS NOT NULL)),
    CHECK ((kind = 'fact') = (property IS NOT NULL)),
    CHECK (kind IN ('count', 'fact') OR (lower IS NULL AND upper IS NULL)),
    CHECK (kind NOT IN ('response', 'request', 'commitment') OR organisation IS NOT NULL)
) STRICT;
INSERT INTO new_record (
    guild, number, kind, state, petition, organisation, source, as_of_start, as_of_precision, measure,
    population, property, lower, upper, rank, flag, superseded_by, rating, revision, doc_version, doc, accepted_at
)
SELECT
    guild, number, kind, state, petition, organisation, source, as_of_start, as_of_precision, measure,
    population, property, lower, upper, rank, flag, superseded_by, rating, revision, doc_version, doc, accepted_at
FROM record;
DROP TABLE record;
ALTER TABLE new_record RENAME TO record;
CREATE INDEX record_of_petition ON record (guild, petition, kind, state, as_of_start);
CREATE INDEX record_of_source ON record (guild, source);
CREATE INDEX record_flagged ON record (guild, number) WHERE flag IS NOT NULL;
CREATE INDEX record_of_organisation ON record (guild, organisation, number);
CREATE INDEX record_committed ON record (guild, organisation, number) WHERE kind = 'commitment';
CREATE INDEX record_superseded_by ON record (guild, superseded_by) WHERE superseded_by IS NOT NULL;
-- What was merged into a petition, and the acts that can be taken back.
CREATE INDEX petition_merged_into ON petition (guild, merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX opening_effects ON opening (guild, seq) WHERE field = 'effects';

-- The organisation that answers for this one since they were merged.
ALTER TABLE organisation ADD COLUMN merged_into INTEGER;

-- Acts that one moderator asked for and a second one confirms or declines; among them the undoing of what a moderator
-- destroyed too fast, who is stopped meanwhile. What is to be done stands sealed until it is decided; who asked is a
-- keyed hash and goes with it.
CREATE TABLE waiting (
    guild INTEGER NOT NULL REFERENCES guild (id),
    number INTEGER NOT NULL,
    act TEXT NOT NULL
        CHECK (act IN ('edit', 'correct', 'deprecate', 'retract', 'hide', 'unhide', 'remove', 'redact', 'merge',
                       'undo', 'undo_burst')),
    object_kind TEXT NOT NULL CHECK (object_kind IN ('petition', 'record', 'organisation', 'signatory', 'source', 'guild')),
    object INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'done', 'declined', 'expired')),
    sealed BLOB,
    asked_by BLOB,
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_as TEXT CHECK (decided_as IN ('everyone', 'contributor', 'moderator', 'admin')),
    decided_alone INTEGER NOT NULL DEFAULT 0 CHECK (decided_alone IN (0, 1)),
    PRIMARY KEY (guild, number),
    CHECK ((state = 'pending') = (sealed IS NOT NULL) AND (state = 'pending') = (asked_by IS NOT NULL)),
    CHECK ((state = 'pending') = (decided_at IS NULL))
) STRICT;
CREATE INDEX waiting_pending ON waiting (guild, state, asked_at, number);
CREATE INDEX waiting_to_expire ON waiting (expires_at) WHERE state = 'pending';

-- What moderators did lately that takes something out of sight: kept for a week, to notice a burst and to undo it.
CREATE TABLE destruction (
    guild INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    actor BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (guild, seq)
) STRICT;
CREATE INDEX destruction_of_actor ON destruction (guild, actor, at);
