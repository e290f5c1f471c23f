-- Pages that sources are read on. They belong to the process and to no guild, and hold public text alone, so that many
-- guilds cost one fetch. Who cites them stands in `source_page`.
CREATE TABLE page (
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    host TEXT NOT NULL,
    -- By what the host tells whether it changed, and which address said so.
    validators TEXT,
    -- How long it rests between two looks, in milliseconds, and when the next one is due: never, where nobody watches it.
    every INTEGER NOT NULL CHECK (every > 0),
    next_check INTEGER,
    -- Who fetches holds a lease, and `attempts` is the fencing token.
    lease_until INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- How it answered lately, day by day, and what was wrong with the last answer, where something was.
    link_state TEXT NOT NULL DEFAULT 'live' CHECK (link_state IN ('live', 'suspect', 'gone')),
    tries TEXT NOT NULL DEFAULT '[]',
    failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
    trouble TEXT,
    status INTEGER,
    looked_at INTEGER,
    read_at INTEGER,
    changed_at INTEGER,
    -- Counts what guilds have to take notice of.
    revision INTEGER NOT NULL DEFAULT 0 CHECK (revision >= 0)
) STRICT;
CREATE INDEX page_due ON page (next_check, id) WHERE next_check IS NOT NULL;

-- One reading of a page for each text it had, as long as it had it.
CREATE TABLE page_capture (
    page INTEGER NOT NULL REFERENCES page (id),
    number INTEGER NOT NULL CHECK (number >= 1),
    retrieved_at INTEGER NOT NULL,
    seen_until INTEGER NOT NULL CHECK (seen_until >= retrieved_at),
    status INTEGER NOT NULL,
    quality INTEGER NOT NULL CHECK (quality BETWEEN 0 AND 100),
    fingerprint BLOB NOT NULL,
    title TEXT,
    -- When an archive says that it made the copy.
    memento_at INTEGER,
    -- An earlier reading with the same text, which holds it.
    same_as INTEGER,
    -- The text, deflated; gone where there was no more room.
    text BLOB,
    PRIMARY KEY (page, number),
    FOREIGN KEY (page, same_as) REFERENCES page_capture (page, number),
    CHECK (same_as IS NULL OR text IS NULL)
) STRICT;
CREATE INDEX page_capture_kept ON page_capture (retrieved_at) WHERE text IS NOT NULL;

-- What a host asks of robots, and when it may be visited again, whichever process does.
CREATE TABLE page_host (
    host TEXT NOT NULL,
    robots TEXT,
    robots_until INTEGER,
    next_at INTEGER NOT NULL,
    PRIMARY KEY (host)
) STRICT;

-- Readings of the watcher point to what was read.
CREATE TABLE new_capture (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    source INTEGER NOT NULL,
    retrieved_start INTEGER NOT NULL,
    retrieved_precision TEXT NOT NULL
        CHECK (retrieved_precision IN ('year', 'month', 'day', 'instant')),
    filed_by TEXT NOT NULL CHECK (filed_by IN ('person', 'watcher')),
    page INTEGER,
    page_capture INTEGER,
    doc_version INTEGER NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number),
    FOREIGN KEY (page, page_capture) REFERENCES page_capture (page, number)
) STRICT;
INSERT INTO new_capture (guild, number, source, retrieved_start, retrieved_precision, filed_by, doc_version, doc)
SELECT guild, number, source, retrieved_start, retrieved_precision, filed_by, doc_version, doc FROM capture;
DROP TABLE capture;
ALTER TABLE new_capture RENAME TO capture;
CREATE INDEX capture_of_source ON capture (guild, source, retrieved_start);
CREATE INDEX capture_of_page ON capture (page, page_capture);

-- The pages of a source: its own, which is watched, and archived copies, which are read once.
CREATE TABLE source_page (
    guild INTEGER NOT NULL,
    source INTEGER NOT NULL,
    page INTEGER NOT NULL REFERENCES page (id),
    role TEXT NOT NULL CHECK (role IN ('itself', 'archive')),
    -- The first of the page's readings that the guild takes notice of.
    since INTEGER NOT NULL CHECK (since >= 1),
    -- The page's revision up to which it did.
    noticed INTEGER NOT NULL DEFAULT 0 CHECK (noticed >= 0),
    -- Counts what changed on record since: what stands on the source, or its copies.
    stale INTEGER NOT NULL DEFAULT 0 CHECK (stale >= 0),
    PRIMARY KEY (guild, source, page),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number)
) STRICT;
CREATE INDEX source_page_of ON source_page (page);
CREATE INDEX source_page_stale ON source_page (guild, source) WHERE stale > 0;

-- What changed on a source between two readings, or that its page is gone or has returned.
CREATE TABLE source_change (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    source INTEGER NOT NULL,
    from_capture INTEGER,
    to_capture INTEGER,
    restores INTEGER,
    class TEXT NOT NULL
        CHECK (class IN ('correction', 'substantive', 'removal', 'restoration', 'gone', 'returned')),
    -- Whether moderators are still to be told.
    tell INTEGER NOT NULL CHECK (tell IN (0, 1)),
    -- Counts how often words were taken out of it.
    changes INTEGER NOT NULL DEFAULT 0 CHECK (changes >= 0),
    found_at INTEGER NOT NULL,
    doc_version INTEGER NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number),
    FOREIGN KEY (guild, from_capture) REFERENCES capture (guild, number),
    FOREIGN KEY (guild, to_capture) REFERENCES capture (guild, number),
    FOREIGN KEY (guild, restores) REFERENCES capture (guild, number),
    CHECK ((class = 'restoration') = (restores IS NOT NULL)),
    CHECK ((class IN ('gone', 'returned')) = (to_capture IS NULL)),
    CHECK (to_capture IS NULL OR from_capture IS NOT NULL)
) STRICT;
CREATE INDEX source_change_of ON source_change (guild, source, number);
CREATE INDEX source_change_untold ON source_change (found_at) WHERE tell;
