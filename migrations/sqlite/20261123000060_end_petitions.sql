-- Petitions that are over, and since when that is known: half a year later the names on their lists go.
CREATE TABLE ended (
    guild INTEGER NOT NULL,
    petition INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    PRIMARY KEY (guild, petition),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
) STRICT;
CREATE INDEX ended_since ON ended (ended_at);
CREATE INDEX petition_ended ON petition (guild, number) WHERE collection IN ('concluded', 'withdrawn');
