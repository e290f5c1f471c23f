-- The daily point of each guild's chain that the review channel is told: planned before it is sent, so that a restart or
-- a second process sends no other; and the last one that was told.
CREATE TABLE checkpoint (
    guild BIGINT NOT NULL PRIMARY KEY REFERENCES guild (id),
    planned_at BIGINT NOT NULL,
    seq BIGINT NOT NULL CHECK (seq > 0),
    head BYTEA NOT NULL CHECK (length(head) = 32),
    ended_at BIGINT,
    told_at BIGINT,
    told_seq BIGINT,
    told_head BYTEA,
    CHECK ((told_at IS NULL) = (told_seq IS NULL) AND (told_at IS NULL) = (told_head IS NULL))
);
