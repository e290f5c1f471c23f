-- A number that a page publishes, as it was last read by a rule. As pages, it belongs to no guild.
CREATE TABLE page_number (
    page BIGINT NOT NULL REFERENCES page (id),
    rule TEXT COLLATE "C" NOT NULL,
    value BIGINT CHECK (value >= 0),
    read_at BIGINT,
    -- Why there was none the last time the page answered, where there was none.
    missed TEXT COLLATE "C",
    PRIMARY KEY (page, rule),
    CHECK ((value IS NULL) = (read_at IS NULL))
);

-- A live counter: later readings of the number that a report was approved with come on record by themselves.
CREATE TABLE counter (
    guild BIGINT NOT NULL,
    -- The report it was approved with.
    number BIGINT NOT NULL,
    page BIGINT NOT NULL,
    rule TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('running', 'stopped')),
    -- The last report of it on record.
    last BIGINT NOT NULL,
    -- The last reading that moderators were asked about.
    asked BIGINT,
    -- The reading up to which the guild has taken notice.
    noticed_at BIGINT,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, number) REFERENCES record (guild, number),
    FOREIGN KEY (guild, last) REFERENCES record (guild, number),
    FOREIGN KEY (guild, asked) REFERENCES submission (guild, number),
    FOREIGN KEY (page, rule) REFERENCES page_number (page, rule)
);
CREATE INDEX counter_running ON counter (page, rule) WHERE state = 'running';
CREATE INDEX counter_last ON counter (guild, last);
