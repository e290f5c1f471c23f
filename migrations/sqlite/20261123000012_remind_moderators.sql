-- The last reminder of what has waited too long, one row per guild: planned before it is sent, so that a restart or a
-- second process sends no other on the same day.
CREATE TABLE reminder (
    guild INTEGER NOT NULL PRIMARY KEY REFERENCES guild (id),
    planned_at INTEGER NOT NULL,
    sent_at INTEGER
) STRICT;
