-- What moderators asked of who filed a submission, and what was answered. Both sealed, and gone when nothing is held of
-- the submission but its decision.
CREATE TABLE question (
    guild INTEGER NOT NULL,
    submission INTEGER NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 1),
    sealed BLOB NOT NULL,
    asked_at INTEGER NOT NULL,
    answer BLOB,
    answered_at INTEGER,
    PRIMARY KEY (guild, submission, position),
    FOREIGN KEY (guild, submission) REFERENCES submission (guild, number),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
) STRICT;

-- The note to a rejection, sealed: its contributor reads it.
ALTER TABLE submission ADD COLUMN note BLOB;
-- How often something else changed that its message shows: a question, an answer, a block.
ALTER TABLE submission ADD COLUMN changes INTEGER NOT NULL DEFAULT 0 CHECK (changes >= 0);
