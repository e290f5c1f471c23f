-- Erasures that somebody asked for and a second moderator confirms. Meanwhile the signatory is hidden.
CREATE TABLE erasure (
    guild INTEGER NOT NULL,
    signatory INTEGER NOT NULL,
    -- The keyed hash of the moderator who asked.
    asked_by BLOB NOT NULL,
    asked_at INTEGER NOT NULL,
    PRIMARY KEY (guild, signatory),
    FOREIGN KEY (guild, signatory) REFERENCES signatory (guild, number)
) STRICT;

-- A page of the names that are shown, first signatories first.
CREATE INDEX signatory_shown ON signatory (guild, petition, part, number)
WHERE sealed IS NOT NULL AND standing IN ('standing', 'retracted_shown');
