-- The daily point of each guild's chain that the review channel is told: planned before it is sent, so that a restart or
-- a second process sends no other; and the last one that was told.
CREATE TABLE checkpoint (
    guild INTEGER NOT NULL PRIMARY KEY REFERENCES guild (id),
    planned_at INTEGER NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    head BLOB NOT NULL CHECK (length(head) = 32),
    ended_at INTEGER,
    told_at INTEGER,
    told_seq INTEGER,
    told_head BLOB,
    CHECK ((told_at IS NULL) = (told_seq IS NULL) AND (told_at IS NULL) = (told_head IS NULL))
) STRICT;
