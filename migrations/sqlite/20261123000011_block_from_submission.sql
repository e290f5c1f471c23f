-- The submission somebody was blocked from: there it is undone, also when nothing else tells who filed it.
CREATE TABLE new_block (
    guild INTEGER NOT NULL REFERENCES guild (id),
    actor BLOB NOT NULL,
    blocked_at INTEGER NOT NULL,
    submission INTEGER,
    PRIMARY KEY (guild, actor),
    FOREIGN KEY (guild, submission) REFERENCES submission (guild, number)
) STRICT;
INSERT INTO new_block (guild, actor, blocked_at) SELECT guild, actor, blocked_at FROM block;
DROP TABLE block;
ALTER TABLE new_block RENAME TO block;
