-- Search: whether a word stands in the name of what it finds, what words an object has, and what belongs to an
-- organisation.
ALTER TABLE term ADD COLUMN in_name BOOLEAN NOT NULL DEFAULT FALSE;
-- An organisation has words in its names only.
UPDATE term SET in_name = TRUE WHERE kind = 'organisation';
DROP INDEX term_of_object;
CREATE INDEX term_of_object ON term (guild, number, term);
CREATE INDEX record_of_organisation ON record (guild, organisation, number);
