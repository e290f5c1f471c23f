-- The rest of the record: commitments, what became of them and of demands, organisations' parents, signatories.
--
-- SQLite cannot change a CHECK, so three tables are made anew and filled from the old ones. That is done with foreign
-- keys off, and they are checked at the end.

CREATE TABLE new_record (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('count', 'fact', 'statement', 'response', 'request', 'commitment')),
    state TEXT NOT NULL
        CHECK (state IN ('accepted', 'superseded', 'deprecated', 'retracted', 'redacted')),
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
    population, property, lower, upper, rank, flag, superseded_by, revision, doc_version, doc, accepted_at
)
SELECT
    guild, number, kind, state, petition, organisation, source, as_of_start, as_of_precision, measure,
    population, property, lower, upper, rank, flag, superseded_by, revision, doc_version, doc, accepted_at
FROM record;
DROP TABLE record;
ALTER TABLE new_record RENAME TO record;
CREATE INDEX record_of_petition ON record (guild, petition, kind, state, as_of_start);
CREATE INDEX record_of_source ON record (guild, source);
CREATE INDEX record_flagged ON record (guild, number) WHERE flag IS NOT NULL;

CREATE TABLE new_submission (
    guild INTEGER NOT NULL REFERENCES guild (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL
        CHECK (kind IN ('petition', 'source', 'count', 'fact', 'statement', 'response', 'request', 'commitment',
                        'organisation', 'petition_edit', 'signatory')),
    state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'rejected', 'withdrawn')),
    -- The petition it is about: one on record, or one that waits itself.
    petition INTEGER,
    waits_for INTEGER,
    -- Gone when it is approved, since the record holds it then, and 30 days after any other decision.
    sealed BLOB,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    -- The contributor's keyed hash; gone 30 days after the decision.
    contributor BLOB,
    standing TEXT NOT NULL CHECK (standing IN ('everyone', 'contributor', 'moderator', 'admin')),
    submitted_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_as TEXT CHECK (decided_as IN ('everyone', 'contributor', 'moderator', 'admin')),
    decided_alone INTEGER NOT NULL CHECK (decided_alone IN (0, 1)),
    reason TEXT
        CHECK (reason IN ('no_source', 'source_does_not_say_it', 'duplicate', 'not_about_this_petition',
                          'personal_data', 'abusive', 'unreadable', 'other')),
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number),
    FOREIGN KEY (guild, waits_for) REFERENCES submission (guild, number),
    CHECK (petition IS NULL OR waits_for IS NULL),
    CHECK ((state = 'pending') = (decided_at IS NULL) AND (state = 'pending') = (decided_as IS NULL)),
    CHECK (state <> 'pending' OR sealed IS NOT NULL),
    CHECK (state <> 'approved' OR sealed IS NULL),
    CHECK ((state = 'rejected') = (reason IS NOT NULL))
) STRICT;
INSERT INTO new_submission (
    guild, number, kind, state, petition, waits_for, sealed, revision, contributor, standing, submitted_at,
    decided_at, decided_as, decided_alone, reason
)
SELECT
    guild, number, kind, state, petition, waits_for, sealed, revision, contributor, standing, submitted_at,
    decided_at, decided_as, decided_alone, reason
FROM submission;
DROP TABLE submission;
ALTER TABLE new_submission RENAME TO submission;
CREATE INDEX submission_queue ON submission (guild, state, submitted_at, number);
CREATE INDEX submission_of_contributor ON submission (guild, contributor, submitted_at);
CREATE INDEX submission_of_petition ON submission (guild, petition, state);
CREATE INDEX submission_waiting ON submission (guild, waits_for);
CREATE INDEX submission_to_clear ON submission (decided_at) WHERE sealed IS NOT NULL OR contributor IS NOT NULL;

CREATE TABLE new_term (
    guild INTEGER NOT NULL REFERENCES guild (id),
    kind TEXT NOT NULL
        CHECK (kind IN ('petition', 'organisation', 'source', 'count', 'fact', 'statement', 'response', 'request',
                        'commitment')),
    term TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (guild, kind, term, number)
) STRICT;
INSERT INTO new_term (
    guild, kind, term, number
)
SELECT
    guild, kind, term, number
FROM term;
DROP TABLE term;
ALTER TABLE new_term RENAME TO term;
CREATE INDEX term_of_object ON term (guild, number);

-- What moderators judged: what became of a demand or a commitment, when, on which source and why. The latest stands.
CREATE TABLE judgement (
    guild INTEGER NOT NULL REFERENCES guild (id),
    object INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    petition INTEGER NOT NULL,
    word TEXT NOT NULL,
    source INTEGER NOT NULL,
    reason TEXT NOT NULL,
    judged_at INTEGER NOT NULL,
    PRIMARY KEY (guild, object, revision),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number)
) STRICT;
CREATE INDEX judgement_of_petition ON judgement (guild, petition, judged_at);
CREATE INDEX judgement_of_source ON judgement (guild, source);

-- Which organisation belongs to which, and when: a parent's name finds what is said of its parts.
CREATE TABLE organisation_parent (
    guild INTEGER NOT NULL,
    organisation INTEGER NOT NULL,
    parent INTEGER NOT NULL,
    since_start INTEGER,
    since_precision TEXT CHECK (since_precision IN ('year', 'month', 'day', 'instant')),
    until_start INTEGER,
    until_precision TEXT CHECK (until_precision IN ('year', 'month', 'day', 'instant')),
    PRIMARY KEY (guild, organisation, parent),
    FOREIGN KEY (guild, organisation) REFERENCES organisation (guild, number),
    FOREIGN KEY (guild, parent) REFERENCES organisation (guild, number),
    CHECK (organisation <> parent),
    CHECK ((since_start IS NULL) = (since_precision IS NULL)),
    CHECK ((until_start IS NULL) = (until_precision IS NULL))
) STRICT;
CREATE INDEX organisation_parent_back ON organisation_parent (guild, parent);

-- People who signed. Who they are stands in keyed hashes, and sealed only where the guild keeps names.
CREATE TABLE signatory (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    petition INTEGER NOT NULL,
    source INTEGER NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('standing', 'withdrawn', 'retracted_shown', 'merged', 'erased')),
    part TEXT NOT NULL CHECK (part IN ('first_signatory', 'signatory')),
    basis TEXT NOT NULL CHECK (basis IN ('signs_in_source', 'consent')),
    verification TEXT NOT NULL CHECK (verification IN ('unverified', 'verified')),
    -- The keyed hash of the folded name, and that of what near spellings share.
    name_hash BLOB NOT NULL,
    near_hash BLOB NOT NULL,
    -- Name, affiliation and whatever else is the person's own; nothing where names are off or it was erased.
    sealed BLOB,
    merged_into INTEGER,
    changed_on_start INTEGER,
    changed_on_precision TEXT CHECK (changed_on_precision IN ('year', 'month', 'day', 'instant')),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    logged_at INTEGER NOT NULL,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number),
    FOREIGN KEY (guild, merged_into) REFERENCES signatory (guild, number),
    CHECK ((standing = 'merged') = (merged_into IS NOT NULL)),
    CHECK (standing <> 'erased' OR sealed IS NULL),
    CHECK ((changed_on_start IS NULL) = (changed_on_precision IS NULL))
) STRICT;
CREATE INDEX signatory_by_name ON signatory (guild, petition, name_hash);
CREATE INDEX signatory_by_near ON signatory (guild, petition, near_hash);
CREATE INDEX signatory_of_source ON signatory (guild, source);

-- How many stand, by petition and part: changed with the signatories, so that no answer counts them.
CREATE TABLE tally (
    guild INTEGER NOT NULL,
    petition INTEGER NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('first_signatory', 'signatory')),
    standing TEXT NOT NULL CHECK (standing IN ('standing', 'withdrawn', 'retracted_shown', 'merged', 'erased')),
    signatories INTEGER NOT NULL CHECK (signatories >= 0),
    PRIMARY KEY (guild, petition, part, standing),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
) STRICT;

-- Pairs that a moderator found to be two people, so that nobody is asked again.
CREATE TABLE apart (
    guild INTEGER NOT NULL,
    petition INTEGER NOT NULL,
    first_hash BLOB NOT NULL,
    second_hash BLOB NOT NULL,
    PRIMARY KEY (guild, petition, first_hash, second_hash),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
) STRICT;

-- Whom nobody may log again: the keyed hashes of erased people's names.
CREATE TABLE barred (
    guild INTEGER NOT NULL REFERENCES guild (id),
    name_hash BLOB NOT NULL,
    barred_at INTEGER NOT NULL,
    PRIMARY KEY (guild, name_hash)
) STRICT;

-- Whether names of signatories are kept from now on.
ALTER TABLE guild ADD COLUMN keep_names INTEGER NOT NULL DEFAULT 0 CHECK (keep_names IN (0, 1));
