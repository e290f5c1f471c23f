-- The submission somebody was blocked from: there it is undone, also when nothing else tells who filed it.
ALTER TABLE block ADD COLUMN submission BIGINT;
ALTER TABLE block ADD FOREIGN KEY (guild, submission) REFERENCES submission (guild, number);
