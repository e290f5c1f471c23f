-- Erasures wait for a second moderator as every act does that needs one. What is to be done is said by the row itself, so
-- that nothing is sealed.
--
-- SQLite cannot change a CHECK, so the table is made anew and filled from the old one.

CREATE TABLE new_waiting (
    guild INTEGER NOT NULL REFERENCES guild (id),
    number INTEGER NOT NULL,
    act TEXT NOT NULL
        CHECK (act IN ('edit', 'correct', 'deprecate', 'retract', 'hide', 'unhide', 'remove', 'redact', 'merge', 'erase',
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
    CHECK ((state = 'pending' AND act <> 'erase') = (sealed IS NOT NULL)
           AND (state = 'pending') = (asked_by IS NOT NULL)),
    CHECK ((state = 'pending') = (decided_at IS NULL))
) STRICT;
INSERT INTO new_waiting (
    guild, number, act, object_kind, object, state, sealed, asked_by, asked_at, expires_at, decided_at, decided_as,
    decided_alone
)
SELECT
    guild, number, act, object_kind, object, state, sealed, asked_by, asked_at, expires_at, decided_at, decided_as,
    decided_alone
FROM waiting;
DROP TABLE waiting;
ALTER TABLE new_waiting RENAME TO waiting;
CREATE INDEX waiting_pending ON waiting (guild, state, asked_at, number);
CREATE INDEX waiting_to_expire ON waiting (expires_at) WHERE state = 'pending';

-- Those that wait get the guild's next numbers, and a week from now on.
INSERT INTO waiting (guild, number, act, object_kind, object, state, asked_by, asked_at, expires_at)
SELECT
    one.guild,
    guild.next_number
    + (SELECT COUNT(*) FROM erasure AS other WHERE other.guild = one.guild AND other.signatory < one.signatory),
    'erase', 'signatory', one.signatory, 'pending', one.asked_by, one.asked_at,
    (CAST(strftime('%s', 'now') AS INTEGER) + 604800) * 1000
FROM erasure AS one JOIN guild ON guild.id = one.guild;
UPDATE guild SET next_number = next_number + (SELECT COUNT(*) FROM erasure WHERE erasure.guild = guild.id)
WHERE id IN (SELECT guild FROM erasure);
DROP TABLE erasure;
