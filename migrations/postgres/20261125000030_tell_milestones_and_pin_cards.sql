-- Which milestones are told: `series`, `off`, or thresholds with commas between them. A petition without its own has the guild's.
ALTER TABLE guild ADD COLUMN milestones TEXT COLLATE "C" NOT NULL DEFAULT 'series';
ALTER TABLE petition ADD COLUMN milestones TEXT COLLATE "C";

-- The ledger's sequence up to which counts were looked at for milestones. What stands already was never seen to cross one.
ALTER TABLE guild ADD COLUMN milestones_upto BIGINT NOT NULL DEFAULT 0;
UPDATE guild SET milestones_upto = ledger_seq;
CREATE INDEX guild_milestones ON guild (id) WHERE ledger_seq > milestones_upto;

-- Which thresholds a petition's count has passed: each once, told or not, whatever becomes of the count afterwards.
CREATE TABLE milestone (
    guild BIGINT NOT NULL,
    petition BIGINT NOT NULL,
    measure TEXT COLLATE "C" NOT NULL,
    population TEXT COLLATE "C" NOT NULL,
    -- The organisation whose people are counted; 0 where none is said.
    organisation BIGINT NOT NULL CHECK (organisation >= 0),
    threshold BIGINT NOT NULL CHECK (threshold > 0),
    -- The report that reached it.
    record BIGINT NOT NULL,
    passed_at BIGINT NOT NULL,
    PRIMARY KEY (guild, petition, measure, population, organisation, threshold),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number),
    FOREIGN KEY (guild, record) REFERENCES record (guild, number)
);
CREATE INDEX milestone_record ON milestone (guild, record);

-- Messages that are kept current: a petition's card in a channel. `message` is the one that is edited; while there is none,
-- the `posting`th is to be sent. Who sends or edits holds a lease, and `attempts` is the fencing token.
CREATE TABLE card (
    guild BIGINT NOT NULL REFERENCES guild (id),
    number BIGINT NOT NULL,
    petition BIGINT NOT NULL,
    channel BIGINT NOT NULL,
    -- A card that leaves is emptied, and then forgotten.
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('kept', 'paused', 'leaving')),
    paused TEXT COLLATE "C"
        CHECK (paused IN ('no_access', 'missing_permissions', 'unknown_channel', 'refused')),
    -- When it was paused for want of a channel, until moderators were told.
    warn_since BIGINT,
    posting BIGINT NOT NULL DEFAULT 1 CHECK (posting >= 1),
    message BIGINT,
    tried_at BIGINT,
    -- The ledger's sequence up to which it was looked at, and what the message shows, as a hash.
    looked_upto BIGINT NOT NULL DEFAULT -1,
    shown TEXT COLLATE "C",
    -- When what it shows changed last, and when it is looked at next if nothing happens before.
    edited_at BIGINT,
    look_at BIGINT NOT NULL,
    -- Not before this it is tried again, whatever happens.
    not_before BIGINT NOT NULL,
    -- Counts what was taken out of sight since it was edited: that waits for no interval.
    stale BIGINT NOT NULL DEFAULT 0 CHECK (stale >= 0),
    lease_until BIGINT,
    attempts BIGINT NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    revision BIGINT NOT NULL CHECK (revision >= 1),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (guild, number),
    UNIQUE (guild, channel, petition),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number),
    CHECK ((state = 'paused') = (paused IS NOT NULL))
);
CREATE INDEX card_warned ON card (warn_since) WHERE warn_since IS NOT NULL;
CREATE INDEX card_of_petition ON card (guild, petition);
