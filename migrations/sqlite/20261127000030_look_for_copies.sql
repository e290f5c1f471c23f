-- Of which pages an archive is asked for a copy: from around which moment, and when next.
CREATE TABLE page_copy (
    page INTEGER PRIMARY KEY REFERENCES page (id),
    wanted_at INTEGER NOT NULL,
    -- Never, where there is one or none is to be hoped for.
    next_ask INTEGER,
    -- Who asks holds a lease, and `attempts` is the fencing token.
    lease_until INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    failures INTEGER NOT NULL DEFAULT 0 CHECK (failures >= 0),
    -- When an archive was last asked to make one.
    saved_at INTEGER
) STRICT;
CREATE INDEX page_copy_due ON page_copy (next_ask, page) WHERE next_ask IS NOT NULL;
-- Pages that are cited already: as they were when they came on record.
INSERT INTO page_copy (page, wanted_at, next_ask)
SELECT p.page, min(s.created_at), 0 FROM source_page p JOIN source s ON s.guild = p.guild AND s.number = p.source
WHERE p.role = 'itself' GROUP BY p.page;
