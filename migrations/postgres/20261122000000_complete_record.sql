-- The rest of the record: commitments, what became of them and of demands, organisations' parents, signatories.

ALTER TABLE record DROP CONSTRAINT record_kind_check;
ALTER TABLE record ADD CONSTRAINT record_kind_check
    CHECK (kind IN ('count', 'fact', 'statement', 'response', 'request', 'commitment'));
ALTER TABLE record DROP CONSTRAINT record_check3;
ALTER TABLE record ADD CONSTRAINT record_check3
    CHECK (kind IN ('fact', 'commitment') OR as_of_start IS NOT NULL);
ALTER TABLE record DROP CONSTRAINT record_check7;
ALTER TABLE record ADD CONSTRAINT record_check7
    CHECK (kind NOT IN ('response', 'request', 'commitment') OR organisation IS NOT NULL);
-- What became of a commitment; nothing for any other kind.
ALTER TABLE record ADD COLUMN rating TEXT COLLATE "C"
    CHECK (rating IN ('not_yet_rated', 'in_the_works', 'stalled', 'kept', 'compromise', 'broken'));
ALTER TABLE record ADD CHECK ((kind = 'commitment') = (rating IS NOT NULL));
ALTER TABLE submission DROP CONSTRAINT submission_kind_check;
ALTER TABLE submission ADD CONSTRAINT submission_kind_check
    CHECK (kind IN ('petition', 'source', 'count', 'fact', 'statement', 'response', 'request', 'commitment',
                     'organisation', 'petition_edit', 'signatory'));
ALTER TABLE term DROP CONSTRAINT term_kind_check;
ALTER TABLE term ADD CONSTRAINT term_kind_check
    CHECK (kind IN ('petition', 'organisation', 'source', 'count', 'fact', 'statement', 'response', 'request',
                     'commitment'));

-- What moderators judged: what became of a demand or a commitment, when, on which source and why. The latest stands.
CREATE TABLE judgement (
    guild BIGINT NOT NULL REFERENCES guild (id),
    object BIGINT NOT NULL,
    revision BIGINT NOT NULL CHECK (revision >= 1),
    petition BIGINT NOT NULL,
    word TEXT COLLATE "C" NOT NULL,
    source BIGINT NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    judged_at BIGINT NOT NULL,
    PRIMARY KEY (guild, object, revision),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number)
);
CREATE INDEX judgement_of_petition ON judgement (guild, petition, judged_at);
CREATE INDEX judgement_of_source ON judgement (guild, source);

-- Which organisation belongs to which, and when: a parent's name finds what is said of its parts.
CREATE TABLE organisation_parent (
    guild BIGINT NOT NULL,
    organisation BIGINT NOT NULL,
    parent BIGINT NOT NULL,
    since_start BIGINT,
    since_precision TEXT COLLATE "C" CHECK (since_precision IN ('year', 'month', 'day', 'instant')),
    until_start BIGINT,
    until_precision TEXT COLLATE "C" CHECK (until_precision IN ('year', 'month', 'day', 'instant')),
    PRIMARY KEY (guild, organisation, parent),
    FOREIGN KEY (guild, organisation) REFERENCES organisation (guild, number),
    FOREIGN KEY (guild, parent) REFERENCES organisation (guild, number),
    CHECK (organisation <> parent),
    CHECK ((since_start IS NULL) = (since_precision IS NULL)),
    CHECK ((until_start IS NULL) = (until_precision IS NULL))
);
CREATE INDEX organisation_parent_back ON organisation_parent (guild, parent);

-- People who signed. Who they are stands in keyed hashes, and sealed only where the guild keeps names.
CREATE TABLE signatory (
    guild BIGINT NOT NULL,
    number BIGINT NOT NULL,
    petition BIGINT NOT NULL,
    source BIGINT NOT NULL,
    standing TEXT COLLATE "C" NOT NULL CHECK (standing IN ('standing', 'withdrawn', 'retracted_shown', 'merged', 'erased')),
    part TEXT COLLATE "C" NOT NULL CHECK (part IN ('first_signatory', 'signatory')),
    basis TEXT COLLATE "C" NOT NULL CHECK (basis IN ('signs_in_source', 'consent')),
    verification TEXT COLLATE "C" NOT NULL CHECK (verification IN ('unverified', 'verified')),
    -- The keyed hash of the folded name, and that of what near spellings share.
    name_hash BYTEA NOT NULL,
    near_hash BYTEA NOT NULL,
    -- Name, affiliation and whatever else is the person's own; nothing where names are off or it was erased.
    sealed BYTEA,
    merged_into BIGINT,
    changed_on_start BIGINT,
    changed_on_precision TEXT COLLATE "C" CHECK (changed_on_precision IN ('year', 'month', 'day', 'instant')),
    revision BIGINT NOT NULL CHECK (revision >= 1),
    logged_at BIGINT NOT NULL,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number),
    FOREIGN KEY (guild, merged_into) REFERENCES signatory (guild, number),
    CHECK ((standing = 'merged') = (merged_into IS NOT NULL)),
    CHECK (standing <> 'erased' OR sealed IS NULL),
    CHECK ((changed_on_start IS NULL) = (changed_on_precision IS NULL))
);
CREATE INDEX signatory_by_name ON signatory (guild, petition, name_hash);
CREATE INDEX signatory_by_near ON signatory (guild, petition, near_hash);
CREATE INDEX signatory_of_source ON signatory (guild, source);

-- How many stand, by petition and part: changed with the signatories, so that no answer counts them.
CREATE TABLE tally (
    guild BIGINT NOT NULL,
    petition BIGINT NOT NULL,
    part TEXT COLLATE "C" NOT NULL CHECK (part IN ('first_signatory', 'signatory')),
    standing TEXT COLLATE "C" NOT NULL CHECK (standing IN ('standing', 'withdrawn', 'retracted_shown', 'merged', 'erased')),
    signatories BIGINT NOT NULL CHECK (signatories >= 0),
    PRIMARY KEY (guild, petition, part, standing),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
);

-- Pairs that a moderator found to be two people, so that nobody is asked again.
CREATE TABLE apart (
    guild BIGINT NOT NULL,
    petition BIGINT NOT NULL,
    first_hash BYTEA NOT NULL,
    second_hash BYTEA NOT NULL,
    PRIMARY KEY (guild, petition, first_hash, second_hash),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
);

-- Whom nobody may log again: the keyed hashes of erased people's names.
CREATE TABLE barred (
    guild BIGINT NOT NULL REFERENCES guild (id),
    name_hash BYTEA NOT NULL,
    barred_at BIGINT NOT NULL,
    PRIMARY KEY (guild, name_hash)
);

-- Whether names of signatories are kept from now on.
ALTER TABLE guild ADD COLUMN keep_names BOOLEAN NOT NULL DEFAULT false;
