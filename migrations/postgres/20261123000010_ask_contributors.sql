-- What moderators asked of who filed a submission, and what was answered. Both sealed, and gone when nothing is held of
-- the submission but its decision.
CREATE TABLE question (
    guild BIGINT NOT NULL,
    submission BIGINT NOT NULL,
    position BIGINT NOT NULL CHECK (position >= 1),
    sealed BYTEA NOT NULL,
    asked_at BIGINT NOT NULL,
    answer BYTEA,
    answered_at BIGINT,
    PRIMARY KEY (guild, submission, position),
    FOREIGN KEY (guild, submission) REFERENCES submission (guild, number),
    CHECK ((answer IS NULL) = (answered_at IS NULL))
);

-- The note to a rejection, sealed: its contributor reads it.
ALTER TABLE submission ADD COLUMN note BYTEA;
-- How often something else changed that its message shows: a question, an answer, a block.
ALTER TABLE submission ADD COLUMN changes BIGINT NOT NULL DEFAULT 0 CHECK (changes >= 0);
