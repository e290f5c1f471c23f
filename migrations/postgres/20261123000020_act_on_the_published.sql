-- Acts on what is published: records that were removed, organisations that were merged, acts that wait for a second
-- moderator, and who did lately what destroys.

ALTER TABLE record DROP CONSTRAINT record_state_check;
ALTER TABLE record ADD CONSTRAINT record_state_check
    CHECK (state IN ('accepted', 'superseded', 'deprecated', 'retracted', 'redacted', 'removed'));
CREATE INDEX record_superseded_by ON record (guild, superseded_by) WHERE superseded_by IS NOT NULL;
-- What was merged into a petition, and the acts that can be taken back.
CREATE INDEX petition_merged_into ON petition (guild, merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX opening_effects ON opening (guild, seq) WHERE field = 'effects';

-- The organisation that answers for this one since they were merged.
ALTER TABLE organisation ADD COLUMN merged_into BIGINT;

-- Acts that one moderator asked for and a second one confirms or declines; among them the undoing of what a moderator
-- destroyed too fast, who is stopped meanwhile. What is to be done stands sealed until it is decided; who asked is a
-- keyed hash and goes with it.
CREATE TABLE waiting (
    guild BIGINT NOT NULL REFERENCES guild (id),
    number BIGINT NOT NULL,
    act TEXT COLLATE "C" NOT NULL
        CHECK (act IN ('edit', 'correct', 'deprecate', 'retract', 'hide', 'unhide', 'remove', 'redact', 'merge',
                       'undo', 'undo_burst')),
    object_kind TEXT COLLATE "C" NOT NULL CHECK (object_kind IN ('petition', 'record', 'organisation', 'signatory', 'source', 'guild')),
    object BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('pending', 'done', 'declined', 'expired')),
    sealed BYTEA,
    asked_by BYTEA,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    decided_at BIGINT,
    decided_as TEXT COLLATE "C" CHECK (decided_as IN ('everyone', 'contributor', 'moderator', 'admin')),
    decided_alone BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (guild, number),
    CHECK ((state = 'pending') = (sealed IS NOT NULL) AND (state = 'pending') = (asked_by IS NOT NULL)),
    CHECK ((state = 'pending') = (decided_at IS NULL))
);
CREATE INDEX waiting_pending ON waiting (guild, state, asked_at, number);
CREATE INDEX waiting_to_expire ON waiting (expires_at) WHERE state = 'pending';

-- What moderators did lately that takes something out of sight: kept for a week, to notice a burst and to undo it.
CREATE TABLE destruction (
    guild BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    actor BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (guild, seq)
);
CREATE INDEX destruction_of_actor ON destruction (guild, actor, at);
