-- The record: what is published, what waits, and what finds it. Every key is (guild, number) and every foreign key
-- carries the guild: the wall between guilds stands in the schema.

CREATE TABLE organisation (
    guild INTEGER NOT NULL REFERENCES guild (id),
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('employer', 'union_or_advocacy', 'agency', 'publisher')),
    PRIMARY KEY (guild, number)
) STRICT;

-- Every name an organisation answers to, folded; its own name among them.
CREATE TABLE organisation_name (
    guild INTEGER NOT NULL,
    folded TEXT NOT NULL,
    name TEXT NOT NULL,
    organisation INTEGER NOT NULL,
    PRIMARY KEY (guild, folded),
    FOREIGN KEY (guild, organisation) REFERENCES organisation (guild, number)
) STRICT;
CREATE INDEX organisation_name_of ON organisation_name (guild, organisation);

CREATE TABLE source (
    guild INTEGER NOT NULL REFERENCES guild (id),
    number INTEGER NOT NULL,
    link_state TEXT NOT NULL
        CHECK (link_state IN ('live', 'suspect', 'gone', 'archived_only', 'changed', 'restored')),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    doc_version INTEGER NOT NULL,
    doc TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (guild, number)
) STRICT;

-- Every address that leads to a source; one source per page.
CREATE TABLE source_url (
    guild INTEGER NOT NULL,
    url TEXT NOT NULL,
    source INTEGER NOT NULL,
    PRIMARY KEY (guild, url),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number)
) STRICT;
CREATE INDEX source_url_of ON source_url (guild, source);

CREATE TABLE capture (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    source INTEGER NOT NULL,
    retrieved_start INTEGER NOT NULL,
    retrieved_precision TEXT NOT NULL
        CHECK (retrieved_precision IN ('year', 'month', 'day', 'instant')),
    filed_by TEXT NOT NULL CHECK (filed_by IN ('person', 'watcher')),
    doc_version INTEGER NOT NULL,
    doc TEXT NOT NULL,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number)
) STRICT;
CREATE INDEX capture_of_source ON capture (guild, source, retrieved_start);

CREATE TABLE petition (
    guild INTEGER NOT NULL REFERENCES guild (id),
    number INTEGER NOT NULL,
    slug TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('published', 'hidden', 'merged', 'removed')),
    collection TEXT NOT NULL
        CHECK (collection IN ('unknown', 'collecting', 'closed', 'delivered', 'concluded', 'withdrawn')),
    issued_start INTEGER NOT NULL,
    issued_precision TEXT NOT NULL CHECK (issued_precision IN ('year', 'month', 'day', 'instant')),
    source INTEGER NOT NULL,
    merged_into INTEGER,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    doc_version INTEGER NOT NULL,
    doc TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    PRIMARY KEY (guild, number),
    UNIQUE (guild, slug),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number),
    FOREIGN KEY (guild, merged_into) REFERENCES petition (guild, number),
    CHECK ((state = 'merged') = (merged_into IS NOT NULL))
) STRICT;
CREATE INDEX petition_by_issue ON petition (guild, state, issued_start);
CREATE INDEX petition_of_source ON petition (guild, source);

CREATE TABLE petition_addressee (
    guild INTEGER NOT NULL,
    petition INTEGER NOT NULL,
    position INTEGER NOT NULL,
    organisation INTEGER NOT NULL,
    PRIMARY KEY (guild, petition, position),
    UNIQUE (guild, organisation, petition),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number),
    FOREIGN KEY (guild, organisation) REFERENCES organisation (guild, number)
) STRICT;

CREATE TABLE petition_relation (
    guild INTEGER NOT NULL,
    petition INTEGER NOT NULL,
    other INTEGER NOT NULL,
    relation TEXT NOT NULL
        CHECK (relation IN ('follow_up_of', 'duplicate_of', 'counter_letter_to', 'solidarity_with', 'part_of')),
    PRIMARY KEY (guild, petition, other, relation),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number),
    FOREIGN KEY (guild, other) REFERENCES petition (guild, number),
    CHECK (petition <> other)
) STRICT;
CREATE INDEX petition_relation_back ON petition_relation (guild, other, petition, relation);

CREATE TABLE petition_tag (
    guild INTEGER NOT NULL,
    tag TEXT NOT NULL,
    petition INTEGER NOT NULL,
    PRIMARY KEY (guild, tag, petition),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
) STRICT;

CREATE TABLE demand (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    petition INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 1),
    outcome TEXT NOT NULL CHECK (outcome IN ('unanswered', 'refused', 'partly_met', 'met')),
    text TEXT NOT NULL,
    PRIMARY KEY (guild, number),
    UNIQUE (guild, petition, position),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
) STRICT;

-- Count reports, fact claims, statements, responses and requests for comment: what is published, each with its source.
-- Whatever is filtered or sorted stands in a column; the rest is the typed document, which no SQL looks into.
CREATE TABLE record (
    guild INTEGER NOT NULL,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('count', 'fact', 'statement', 'response', 'request')),
    state TEXT NOT NULL
        CHECK (state IN ('accepted', 'superseded', 'deprecated', 'retracted', 'redacted')),
    petition INTEGER NOT NULL,
    organisation INTEGER,
    source INTEGER NOT NULL,
    as_of_start INTEGER,
    as_of_precision TEXT CHECK (as_of_precision IN ('year', 'month', 'day', 'instant')),
    measure TEXT
        CHECK (measure IN ('signatures', 'named_signatories', 'organisations', 'supporters', 'walkout_pledges',
                           'participants')),
    population TEXT
        CHECK (population IN ('employees', 'former_employees', 'contractors', 'students_or_academics', 'public',
                              'mixed', 'unknown')),
    property TEXT,
    lower INTEGER,
    upper INTEGER,
    rank TEXT NOT NULL CHECK (rank IN ('preferred', 'normal')),
    -- Why somebody should look at it again, such as 'archive_number'; nothing where nobody need.
    flag TEXT,
    superseded_by INTEGER,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    doc_version INTEGER NOT NULL,
    doc TEXT NOT NULL,
    accepted_at INTEGER NOT NULL,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number),
    FOREIGN KEY (guild, organisation) REFERENCES organisation (guild, number),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number),
    FOREIGN KEY (guild, superseded_by) REFERENCES record (guild, number),
    CHECK ((as_of_start IS NULL) = (as_of_precision IS NULL)),
    CHECK (lower IS NULL OR upper IS NULL OR lower <= upper),
    CHECK ((state = 'superseded') = (superseded_by IS NOT NULL)),
    CHECK (kind = 'fact' OR as_of_start IS NOT NULL),
    CHECK ((kind = 'count') = (measure IS NOT NULL) AND (kind = 'count') = (population IS NOT NULL)),
    CHECK ((kind = 'fact') = (property IS NOT NULL)),
    CHECK (kind IN ('count', 'fact') OR (lower IS NULL AND upper IS NULL)),
    CHECK (kind NOT IN ('response', 'request') OR organisation IS NOT NULL)
) STRICT;
CREATE INDEX record_of_petition ON record (guild, petition, kind, state, as_of_start);
CREATE INDEX record_of_source ON record (guild, source);
CREATE INDEX record_flagged ON record (guild, number) WHERE flag IS NOT NULL;

-- What waits for a decision, and what became of it. What was proposed stands sealed, in the open nowhere.
CREATE TABLE submission (
    guild INTEGER NOT NULL REFERENCES guild (id),
    number INTEGER NOT NULL,
    kind TEXT NOT NULL
        CHECK (kind IN ('petition', 'source', 'count', 'fact', 'statement', 'response', 'request')),
    state TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'rejected', 'withdrawn')),
    -- The petition it is about: one on record, or one that waits itself.
    petition INTEGER,
    waits_for INTEGER,
    -- Gone when it is approved, since the record holds it then, and 30 days after any other decision.
    sealed BLOB,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    -- The contributor's keyed hash; gone 30 days after the decision.
    contributor BLOB,
    standing TEXT NOT NULL CHECK (standing IN ('everyone', 'contributor', 'moderator', 'admin')),
    submitted_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_as TEXT CHECK (decided_as IN ('everyone', 'contributor', 'moderator', 'admin')),
    decided_alone INTEGER NOT NULL CHECK (decided_alone IN (0, 1)),
    reason TEXT
        CHECK (reason IN ('no_source', 'source_does_not_say_it', 'duplicate', 'not_about_this_petition',
                          'personal_data', 'abusive', 'unreadable', 'other')),
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number),
    FOREIGN KEY (guild, waits_for) REFERENCES submission (guild, number),
    CHECK (petition IS NULL OR waits_for IS NULL),
    CHECK ((state = 'pending') = (decided_at IS NULL) AND (state = 'pending') = (decided_as IS NULL)),
    CHECK (state <> 'pending' OR sealed IS NOT NULL),
    CHECK (state <> 'approved' OR sealed IS NULL),
    CHECK ((state = 'rejected') = (reason IS NOT NULL))
) STRICT;
CREATE INDEX submission_queue ON submission (guild, state, submitted_at, number);
CREATE INDEX submission_of_contributor ON submission (guild, contributor, submitted_at);
CREATE INDEX submission_of_petition ON submission (guild, petition, state);
CREATE INDEX submission_waiting ON submission (guild, waits_for);
CREATE INDEX submission_to_clear ON submission (decided_at) WHERE sealed IS NOT NULL OR contributor IS NOT NULL;

-- Earlier versions of what was edited: in the open once it was published, sealed while it was not.
CREATE TABLE revision (
    guild INTEGER NOT NULL REFERENCES guild (id),
    number INTEGER NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    replaced_at INTEGER NOT NULL,
    doc_version INTEGER NOT NULL,
    doc TEXT,
    sealed BLOB,
    PRIMARY KEY (guild, number, revision),
    CHECK ((doc IS NULL) <> (sealed IS NULL))
) STRICT;

-- What somebody is about to file. Sealed; gone when it is filed, cancelled or a day old.
CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    guild INTEGER NOT NULL REFERENCES guild (id),
    actor BLOB NOT NULL,
    sealed BLOB NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX draft_expiry ON draft (expires_at);
CREATE INDEX draft_author ON draft (guild, actor);

-- The words that find what is published, made in Rust so that both databases find the same.
CREATE TABLE term (
    guild INTEGER NOT NULL REFERENCES guild (id),
    kind TEXT NOT NULL
        CHECK (kind IN ('petition', 'organisation', 'source', 'count', 'fact', 'statement', 'response', 'request')),
    term TEXT NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (guild, kind, term, number)
) STRICT;
CREATE INDEX term_of_object ON term (guild, number);

-- What a channel is about.
CREATE TABLE channel (
    guild INTEGER NOT NULL REFERENCES guild (id),
    channel INTEGER NOT NULL,
    petition INTEGER NOT NULL,
    PRIMARY KEY (guild, channel),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
) STRICT;

-- Messages the bot posted by itself and the objects they show, so that they can be edited when one is redacted.
CREATE TABLE posted (
    guild INTEGER NOT NULL REFERENCES guild (id),
    channel INTEGER NOT NULL,
    message INTEGER NOT NULL,
    object INTEGER NOT NULL,
    -- The state and revision of the object that the message shows, such as 'pending 1'.
    shown TEXT NOT NULL,
    posted_at INTEGER NOT NULL,
    PRIMARY KEY (guild, message, object)
) STRICT;
CREATE INDEX posted_of_object ON posted (guild, object);
-- What is shown as waiting, asked for twice a second: a handful among all that was ever shown.
CREATE INDEX posted_waiting ON posted (posted_at, message) WHERE shown >= 'pending' AND shown < 'pendinh';

-- Contributors who may not file.
CREATE TABLE block (
    guild INTEGER NOT NULL REFERENCES guild (id),
    actor BLOB NOT NULL,
    blocked_at INTEGER NOT NULL,
    PRIMARY KEY (guild, actor)
) STRICT;

-- Which rows of which archive came in, so that a second import changes nothing.
CREATE TABLE imported (
    guild INTEGER NOT NULL REFERENCES guild (id),
    archive TEXT NOT NULL,
    entry TEXT NOT NULL,
    petition INTEGER NOT NULL,
    PRIMARY KEY (guild, archive, entry),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
) STRICT;
