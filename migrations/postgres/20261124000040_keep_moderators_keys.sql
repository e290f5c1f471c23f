-- Entries whose actor, a moderator, had what is held about them erased: who it was goes when a month has passed since the
-- act, so that nobody empties the record of what they did by erasing. Nothing here says whose entries they are.
CREATE TABLE forgetting (
    guild BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    goes_at BIGINT NOT NULL,
    PRIMARY KEY (guild, seq),
    FOREIGN KEY (guild, seq) REFERENCES ledger (guild, seq)
);
CREATE INDEX forgetting_due ON forgetting (goes_at);
