-- Since when there was no number, where moderators were told that there is none any more.
ALTER TABLE counter ADD COLUMN lost_told BIGINT;
