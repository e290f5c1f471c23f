-- Lists broken down, as that was last done: the figures that may be shown, and of whom they were made.
CREATE TABLE breakdown (
    guild INTEGER NOT NULL,
    petition INTEGER NOT NULL,
    aspect TEXT NOT NULL CHECK (aspect IN ('part', 'affiliation')),
    as_of INTEGER NOT NULL,
    -- How many are counted, in full tens.
    people INTEGER NOT NULL CHECK (people >= 10 AND people % 10 = 0),
    -- The last who was taken in, in the order of coming.
    last_at INTEGER NOT NULL,
    last_number INTEGER NOT NULL,
    -- How many of which group are counted; nothing where the names have gone and the figures stay as they are.
    sealed BLOB,
    PRIMARY KEY (guild, petition, aspect),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
) STRICT;

CREATE TABLE breakdown_cell (
    guild INTEGER NOT NULL,
    petition INTEGER NOT NULL,
    aspect TEXT NOT NULL,
    position INTEGER NOT NULL,
    -- Nothing for those of whom none is stated.
    label TEXT,
    people INTEGER NOT NULL CHECK (people >= 10 AND people % 10 = 0),
    PRIMARY KEY (guild, petition, aspect, position),
    FOREIGN KEY (guild, petition, aspect) REFERENCES breakdown (guild, petition, aspect)
) STRICT;

CREATE INDEX signatory_in_turn ON signatory (guild, petition, logged_at, number) WHERE standing = 'standing';
