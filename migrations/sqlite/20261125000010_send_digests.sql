-- What a channel is told, and when. The schedule's next moment stands here, so that a restart loses none; the cursor is the
-- ledger's sequence up to which everything was told or left out.
CREATE TABLE digest (
    guild INTEGER NOT NULL REFERENCES guild (id),
    number INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    -- The role that the first message of a run mentions.
    role INTEGER,
    state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'deleted')),
    paused TEXT
        CHECK (paused IN ('by_moderator', 'no_access', 'missing_permissions', 'unknown_channel', 'refused')),
    -- When it was paused for want of a channel, until moderators were told.
    warn_since INTEGER,
    cursor INTEGER NOT NULL CHECK (cursor >= 0),
    -- The date of its last run in its own zone, such as 2026-11-22.
    last_on TEXT NOT NULL,
    next_at INTEGER,
    runs INTEGER NOT NULL DEFAULT 0 CHECK (runs >= 0),
    -- Whether it told of what was new at least once; a milestone's run is none of these.
    begun INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1)),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    doc_version INTEGER NOT NULL,
    doc TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (guild, number),
    CHECK ((state = 'paused') = (paused IS NOT NULL)),
    CHECK (state = 'running' OR next_at IS NULL)
) STRICT;
CREATE INDEX digest_due ON digest (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX digest_warned ON digest (warn_since) WHERE warn_since IS NOT NULL;
CREATE INDEX digest_of_channel ON digest (guild, channel);

-- One run of a digest: planned with everything it tells, then sent under a lease. `attempts` is the fencing token: whoever
-- holds an older one writes nothing any more.
CREATE TABLE delivery (
    guild INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    run INTEGER NOT NULL CHECK (run >= 1),
    channel INTEGER NOT NULL,
    role INTEGER,
    state TEXT NOT NULL CHECK (state IN ('planned', 'sending', 'sent', 'given_up')),
    due_at INTEGER NOT NULL,
    planned_at INTEGER NOT NULL,
    not_before INTEGER NOT NULL,
    lease_until INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    ended_at INTEGER,
    doc_version INTEGER NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (guild, digest, run),
    FOREIGN KEY (guild, digest) REFERENCES digest (guild, number),
    CHECK ((state = 'sending') = (lease_until IS NOT NULL)),
    CHECK ((state IN ('sent', 'given_up')) = (ended_at IS NOT NULL))
) STRICT;
CREATE INDEX delivery_open ON delivery (not_before) WHERE ended_at IS NULL;

-- The messages of a run. A part that was tried may have arrived: it is looked for before it is sent again. `stale` counts
-- what has changed in it since it was sent.
CREATE TABLE delivery_part (
    guild INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    run INTEGER NOT NULL,
    part INTEGER NOT NULL CHECK (part >= 1),
    nonce TEXT NOT NULL UNIQUE,
    tried_at INTEGER,
    message INTEGER,
    stale INTEGER NOT NULL DEFAULT 0 CHECK (stale >= 0),
    PRIMARY KEY (guild, digest, run, part),
    FOREIGN KEY (guild, digest, run) REFERENCES delivery (guild, digest, run)
) STRICT;
CREATE INDEX delivery_part_stale ON delivery_part (guild, digest, run) WHERE stale > 0;

-- What a channel was told, or is about to be: each change once, whatever digests it has.
CREATE TABLE told (
    guild INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    object INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('new', 'changed', 'judged', 'rising', 'milestone')),
    petition INTEGER NOT NULL,
    digest INTEGER NOT NULL,
    run INTEGER NOT NULL,
    part INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    PRIMARY KEY (guild, channel, object, revision, what),
    UNIQUE (guild, digest, run, part, position),
    FOREIGN KEY (guild, digest, run, part) REFERENCES delivery_part (guild, digest, run, part),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
) STRICT;
CREATE INDEX told_object ON told (guild, object);
CREATE INDEX told_petition ON told (guild, petition);
