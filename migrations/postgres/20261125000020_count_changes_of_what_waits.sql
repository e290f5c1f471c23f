-- How often something else changed that the message of an act that waits shows: what is redacted meanwhile.
ALTER TABLE waiting ADD COLUMN changes BIGINT NOT NULL DEFAULT 0 CHECK (changes >= 0);
