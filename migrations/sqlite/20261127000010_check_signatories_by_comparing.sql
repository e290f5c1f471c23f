-- The same checks in other words. In a CHECK, SQLite makes a table of each list behind `IN` anew for every row that goes
-- in, and a list of names has a million.
CREATE TABLE new_signatory (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    petition INTEGER NOT NULL,
    source INTEGER NOT NULL,
    standing TEXT NOT NULL CHECK (standing = 'standing' OR standing = 'withdrawn' OR standing = 'retracted_shown'
                                  OR standing = 'merged' OR standing = 'erased'),
    part TEXT NOT NULL CHECK (part = 'first_signatory' OR part = 'signatory'),
    basis TEXT NOT NULL CHECK (basis = 'signs_in_source' OR basis = 'consent'),
    verification TEXT NOT NULL CHECK (verification = 'unverified' OR verification = 'verified'),
    -- The keyed hash of the folded name, and that of what near spellings share.
    name_hash BLOB NOT NULL,
    near_hash BLOB NOT NULL,
    -- Name, affiliation and whatever else is the person's own; nothing where names are off or it was erased.
    sealed BLOB,
    merged_into INTEGER,
    changed_on_start INTEGER,
    changed_on_precision TEXT CHECK (changed_on_precision = 'year' OR changed_on_precision = 'month'
                                     OR changed_on_precision = 'day' OR changed_on_precision = 'instant'),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    logged_at INTEGER NOT NULL,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number),
    FOREIGN KEY (guild, merged_into) REFERENCES signatory (guild, number),
    CHECK ((standing = 'merged') = (merged_into IS NOT NULL)),
    CHECK (standing <> 'erased' OR sealed IS NULL),
    CHECK ((changed_on_start IS NULL) = (changed_on_precision IS NULL))
) STRICT;
INSERT INTO new_signatory (guild, number, petition, source, standing, part, basis, verification, name_hash, near_hash,
                           sealed, merged_into, changed_on_start, changed_on_precision, revision, logged_at)
SELECT guild, number, petition, source, standing, part, basis, verification, name_hash, near_hash, sealed, merged_into,
    changed_on_start, changed_on_precision, revision, logged_at
FROM signatory;
DROP TABLE signatory;
ALTER TABLE new_signatory RENAME TO signatory;
CREATE INDEX signatory_by_name ON signatory (guild, petition, name_hash);
CREATE INDEX signatory_by_near ON signatory (guild, petition, near_hash);
CREATE INDEX signatory_of_source ON signatory (guild, source);
-- A page of the names that are shown, first signatories first.
CREATE INDEX signatory_shown ON signatory (guild, petition, part, number)
WHERE sealed IS NOT NULL AND standing IN ('standing', 'retracted_shown');
CREATE INDEX signatory_in_turn ON signatory (guild, petition, logged_at, number) WHERE standing = 'standing';
