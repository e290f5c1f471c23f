-- The record: what is published, what waits, and what finds it. Every key is (guild, number) and every foreign key
-- carries the guild: the wall between guilds stands in the schema.

CREATE TABLE organisation (
    guild BIGINT NOT NULL REFERENCES guild (id),
    number BIGINT NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('employer', 'union_or_advocacy', 'agency', 'publisher')),
    PRIMARY KEY (guild, number)
);

-- Every name an organisation answers to, folded; its own name among them.
CREATE TABLE organisation_name (
    guild BIGINT NOT NULL,
    folded TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    organisation BIGINT NOT NULL,
    PRIMARY KEY (guild, folded),
    FOREIGN KEY (guild, organisation) REFERENCES organisation (guild, number)
);
CREATE INDEX organisation_name_of ON organisation_name (guild, organisation);

CREATE TABLE source (
    guild BIGINT NOT NULL REFERENCES guild (id),
    number BIGINT NOT NULL,
    link_state TEXT COLLATE "C" NOT NULL
        CHECK (link_state IN ('live', 'suspect', 'gone', 'archived_only', 'changed', 'restored')),
    revision BIGINT NOT NULL CHECK (revision >= 1),
    doc_version BIGINT NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (guild, number)
);

-- Every address that leads to a source; one source per page.
CREATE TABLE source_url (
    guild BIGINT NOT NULL,
    url TEXT COLLATE "C" NOT NULL,
    source BIGINT NOT NULL,
    PRIMARY KEY (guild, url),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number)
);
CREATE INDEX source_url_of ON source_url (guild, source);

CREATE TABLE capture (
    guild BIGINT NOT NULL,
    number BIGINT NOT NULL,
    source BIGINT NOT NULL,
    retrieved_start BIGINT NOT NULL,
    retrieved_precision TEXT COLLATE "C" NOT NULL
        CHECK (retrieved_precision IN ('year', 'month', 'day', 'instant')),
    filed_by TEXT COLLATE "C" NOT NULL CHECK (filed_by IN ('person', 'watcher')),
    doc_version BIGINT NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (guild, number),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number)
);
CREATE INDEX capture_of_source ON capture (guild, source, retrieved_start);

CREATE TABLE petition (
    guild BIGINT NOT NULL REFERENCES guild (id),
    number BIGINT NOT NULL,
    slug TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('published', 'hidden', 'merged', 'removed')),
    collection TEXT COLLATE "C" NOT NULL
        CHECK (collection IN ('unknown', 'collecting', 'closed', 'delivered', 'concluded', 'withdrawn')),
    issued_start BIGINT NOT NULL,
    issued_precision TEXT COLLATE "C" NOT NULL CHECK (issued_precision IN ('year', 'month', 'day', 'instant')),
    source BIGINT NOT NULL,
    merged_into BIGINT,
    revision BIGINT NOT NULL CHECK (revision >= 1),
    doc_version BIGINT NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (guild, number),
    UNIQUE (guild, slug),
    FOREIGN KEY (guild, source) REFERENCES source (guild, number),
    FOREIGN KEY (guild, merged_into) REFERENCES petition (guild, number),
    CHECK ((state = 'merged') = (merged_into IS NOT NULL))
);
CREATE INDEX petition_by_issue ON petition (guild, state, issued_start);
CREATE INDEX petition_of_source ON petition (guild, source);

CREATE TABLE petition_addressee (
    guild BIGINT NOT NULL,
    petition BIGINT NOT NULL,
    position BIGINT NOT NULL,
    organisation BIGINT NOT NULL,
    PRIMARY KEY (guild, petition, position),
    UNIQUE (guild, organisation, petition),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number),
    FOREIGN KEY (guild, organisation) REFERENCES organisation (guild, number)
);

CREATE TABLE petition_relation (
    guild BIGINT NOT NULL,
    petition BIGINT NOT NULL,
    other BIGINT NOT NULL,
    relation TEXT COLLATE "C" NOT NULL
        CHECK (relation IN ('follow_up_of', 'duplicate_of', 'counter_letter_to', 'solidarity_with', 'part_of')),
    PRIMARY KEY (guild, petition, other, relation),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number),
    FOREIGN KEY (guild, other) REFERENCES petition (guild, number),
    CHECK (petition <> other)
);
CREATE INDEX petition_relation_back ON petition_relation (guild, other, petition, relation);

CREATE TABLE petition_tag (
    guild BIGINT NOT NULL,
    tag TEXT COLLATE "C" NOT NULL,
    petition BIGINT NOT NULL,
    PRIMARY KEY (guild, tag, petition),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
);

CREATE TABLE demand (
    guild BIGINT NOT NULL,
    number BIGINT NOT NULL,
    petition BIGINT NOT NULL,
    position BIGINT NOT NULL CHECK (position >= 1),
    outcome TEXT COLLATE "C" NOT NULL CHECK (outcome IN ('unanswered', 'refused', 'partly_met', 'met')),
    text TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (guild, number),
    UNIQUE (guild, petition, position),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
);

-- Count reports, fact claims, statements, responses and requests for comment: what is published, each with its source.
-- Whatever is filtered or sorted stands in a column; the rest is the typed document, which no SQL looks into.
CREATE TABLE record (
    guild BIGINT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL CHECK (kind IN ('count', 'fact', 'statement', 'response', 'request')),
    state TEXT COLLATE "C" NOT NULL
        CHECK (state IN ('accepted', 'superseded', 'deprecated', 'retracted', 'redacted')),
    petition BIGINT NOT NULL,
    organisation BIGINT,
    source BIGINT NOT NULL,
    as_of_start BIGINT,
    as_of_precision TEXT COLLATE "C" CHECK (as_of_precision IN ('year', 'month', 'day', 'instant')),
    measure TEXT COLLATE "C"
        CHECK (measure IN ('signatures', 'named_signatories', 'organisations', 'supporters', 'walkout_pledges',
                           'participants')),
    population TEXT COLLATE "C"
        CHECK (population IN ('employees', 'former_employees', 'contractors', 'students_or_academics', 'public',
                              'mixed', 'unknown')),
    property TEXT COLLATE "C",
    lower BIGINT,
    upper BIGINT,
    rank TEXT COLLATE "C" NOT NULL CHECK (rank IN ('preferred', 'normal')),
    -- Why somebody should look at it again, such as 'archive_number'; nothing where nobody need.
    flag TEXT COLLATE "C",
    superseded_by BIGINT,
    revision BIGINT NOT NULL CHECK (revision >= 1),
    doc_version BIGINT NOT NULL,
    doc TEXT COLLATE "C" NOT NULL,
    accepted_at BIGINT NOT NULL,
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
);
CREATE INDEX record_of_petition ON record (guild, petition, kind, state, as_of_start);
CREATE INDEX record_of_source ON record (guild, source);
CREATE INDEX record_flagged ON record (guild, number) WHERE flag IS NOT NULL;

-- What waits for a decision, and what became of it. What was proposed stands sealed, in the open nowhere.
CREATE TABLE submission (
    guild BIGINT NOT NULL REFERENCES guild (id),
    number BIGINT NOT NULL,
    kind TEXT COLLATE "C" NOT NULL
        CHECK (kind IN ('petition', 'source', 'count', 'fact', 'statement', 'response', 'request')),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('pending', 'approved', 'rejected', 'withdrawn')),
    -- The petition it is about: one on record, or one that waits itself.
    petition BIGINT,
    waits_for BIGINT,
    -- Gone when it is approved, since the record holds it then, and 30 days after any other decision.
    sealed BYTEA,
    revision BIGINT NOT NULL CHECK (revision >= 1),
    -- The contributor's keyed hash; gone 30 days after the decision.
    contributor BYTEA,
    standing TEXT COLLATE "C" NOT NULL CHECK (standing IN ('everyone', 'contributor', 'moderator', 'admin')),
    submitted_at BIGINT NOT NULL,
    decided_at BIGINT,
    decided_as TEXT COLLATE "C" CHECK (decided_as IN ('everyone', 'contributor', 'moderator', 'admin')),
    decided_alone BOOLEAN NOT NULL,
    reason TEXT COLLATE "C"
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
);
CREATE INDEX submission_queue ON submission (guild, state, submitted_at, number);
CREATE INDEX submission_of_contributor ON submission (guild, contributor, submitted_at);
CREATE INDEX submission_of_petition ON submission (guild, petition, state);
CREATE INDEX submission_waiting ON submission (guild, waits_for);
CREATE INDEX submission_to_clear ON submission (decided_at) WHERE sealed IS NOT NULL OR contributor IS NOT NULL;

-- Earlier versions of what was edited: in the open once it was published, sealed while it was not.
CREATE TABLE revision (
    guild BIGINT NOT NULL REFERENCES guild (id),
    number BIGINT NOT NULL,
    revision BIGINT NOT NULL CHECK (revision >= 1),
    replaced_at BIGINT NOT NULL,
    doc_version BIGINT NOT NULL,
    doc TEXT COLLATE "C",
    sealed BYTEA,
    PRIMARY KEY (guild, number, revision),
    CHECK ((doc IS NULL) <> (sealed IS NULL))
);

-- What somebody is about to file. Sealed; gone when it is filed, cancelled or a day old.
CREATE TABLE draft (
    id TEXT COLLATE "C" PRIMARY KEY,
    guild BIGINT NOT NULL REFERENCES guild (id),
    actor BYTEA NOT NULL,
    sealed BYTEA NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX draft_expiry ON draft (expires_at);
CREATE INDEX draft_author ON draft (guild, actor);

-- The words that find what is published, made in Rust so that both databases find the same.
CREATE TABLE term (
    guild BIGINT NOT NULL REFERENCES guild (id),
    kind TEXT COLLATE "C" NOT NULL
        CHECK (kind IN ('petition', 'organisation', 'source', 'count', 'fact', 'statement', 'response', 'request')),
    term TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (guild, kind, term, number)
);
CREATE INDEX term_of_object ON term (guild, number);

-- What a channel is about.
CREATE TABLE channel (
    guild BIGINT NOT NULL REFERENCES guild (id),
    channel BIGINT NOT NULL,
    petition BIGINT NOT NULL,
    PRIMARY KEY (guild, channel),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
);

-- Messages the bot posted by itself and the objects they show, so that they can be edited when one is redacted.
CREATE TABLE posted (
    guild BIGINT NOT NULL REFERENCES guild (id),
    channel BIGINT NOT NULL,
    message BIGINT NOT NULL,
    object BIGINT NOT NULL,
    -- The state and revision of the object that the message shows, such as 'pending 1'.
    shown TEXT COLLATE "C" NOT NULL,
    posted_at BIGINT NOT NULL,
    PRIMARY KEY (guild, message, object)
);
CREATE INDEX posted_of_object ON posted (guild, object);
-- What is shown as waiting, asked for twice a second: a handful among all that was ever shown.
CREATE INDEX posted_waiting ON posted (posted_at, message) WHERE shown >= 'pending' AND shown < 'pendinh';

-- Contributors who may not file.
CREATE TABLE block (
    guild BIGINT NOT NULL REFERENCES guild (id),
    actor BYTEA NOT NULL,
    blocked_at BIGINT NOT NULL,
    PRIMARY KEY (guild, actor)
);

-- Which rows of which archive came in, so that a second import changes nothing.
CREATE TABLE imported (
    guild BIGINT NOT NULL REFERENCES guild (id),
    archive TEXT COLLATE "C" NOT NULL,
    entry TEXT COLLATE "C" NOT NULL,
    petition BIGINT NOT NULL,
    PRIMARY KEY (guild, archive, entry),
    FOREIGN KEY (guild, petition) REFERENCES petition (guild, number)
);
