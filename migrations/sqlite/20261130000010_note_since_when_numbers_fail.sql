-- Since when every look at the page gave no number, where the last one did not: a number that is old because nobody looked
-- is not lost.
ALTER TABLE page_number ADD COLUMN failing_since INTEGER;
