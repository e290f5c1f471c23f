-- A number that a page publishes, as it was last read by a rule. As pages, it belongs to no guild.
CREATE TABLE page_number (
    page INTEGER NOT NULL REFERENCES page (id),
    rule TEXT NOT NULL,
    value INTEGER CHECK (value >= 0),
    read_at INTEGER,
    -- Why there was none the last time the page answered, where there was none.
    missed TEXT,
    PRIMARY KEY (page, rule),
    CHECK ((value IS NULL) = (read_at IS NULL))
) STRICT;

-- A live counter: later readings of the number that a report was approved with come on record by themselves.
CREATE TABLE counter (
    guild INTEGER NOT NULL,
    -- The report it was approved with.
    number INTEGER NOT NULL,
    page INTEGER NOT NULL,
    rule TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'stopped')),
    -- The last report of it on record.
    last INTEGER NOT NULL,
    -- The last reading that moderators were asked about.
    asked INTEGER,
    -- The reading up to which the guild has taken notice.
    noticed_at INTEGER,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, number) REFERENCES record (guild, number),
    FOREIGN KEY (guild, last) REFERENCES record (guild, number),
    FOREIGN KEY (guild, asked) REFERENCES submission (guild, number),
    FOREIGN KEY (page, rule) REFERENCES page_number (page, rule)
) STRICT;
CREATE INDEX counter_running ON counter (page, rule) WHERE state = 'running';
CREATE INDEX counter_last ON counter (guild, last);
