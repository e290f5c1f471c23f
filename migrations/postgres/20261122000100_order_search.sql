-- Search: whether a word stands in the name of what it finds, what words an object has, and what belongs to an
-- organisation.
ALTER TABLE term ADD COLUMN in_name BOOLEAN NOT NULL DEFAULT FALSE;
-- An organisation has words in its names only. Who speaks and what a figure is of are names too; among the words of
-- earlier statements and facts they cannot be told apart, so all of those count.
UPDATE term SET in_name = TRUE WHERE kind IN ('organisation', 'statement', 'fact');
DROP INDEX term_of_object;
CREATE INDEX term_of_object ON term (guild, number, term);
CREATE INDEX record_of_organisation ON record (guild, organisation, number);
