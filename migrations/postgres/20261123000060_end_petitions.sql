-- Petitions that are over, and since when that is known: half a year later the names on their lists go.
CREATE TABLE ended (
    guild BIGINT NOT NULL,
    petition BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    PRIMARY KEY (guild, petition),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
);
CREATE INDEX ended_since ON ended (ended_at);
CREATE INDEX petition_ended ON petition (guild, number) WHERE collection IN ('concluded', 'withdrawn');
