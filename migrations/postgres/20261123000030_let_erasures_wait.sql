-- Erasures wait for a second moderator as every act does that needs one. What is to be done is said by the row itself, so
-- that nothing is sealed.

ALTER TABLE waiting DROP CONSTRAINT waiting_act_check;
ALTER TABLE waiting ADD CONSTRAINT waiting_act_check
    CHECK (act IN ('edit', 'correct', 'deprecate', 'retract', 'hide', 'unhide', 'remove', 'redact', 'merge', 'erase',
                   'undo', 'undo_burst'));
ALTER TABLE waiting DROP CONSTRAINT waiting_check;
ALTER TABLE waiting ADD CONSTRAINT waiting_check
    CHECK ((state = 'pending' AND act <> 'erase') = (sealed IS NOT NULL)
           AND (state = 'pending') = (asked_by IS NOT NULL));

-- Those that wait get the guild's next numbers, and a week from now on.
INSERT INTO waiting (guild, number, act, object_kind, object, state, asked_by, asked_at, expires_at)
SELECT
    one.guild,
    guild.next_number
    + (SELECT COUNT(*) FROM erasure AS other WHERE other.guild = one.guild AND other.signatory < one.signatory),
    'erase', 'signatory', one.signatory, 'pending', one.asked_by, one.asked_at,
    (CAST(EXTRACT(EPOCH FROM now()) AS BIGINT) + 604800) * 1000
FROM erasure AS one JOIN guild ON guild.id = one.guild;
UPDATE guild SET next_number = next_number + (SELECT COUNT(*) FROM erasure WHERE erasure.guild = guild.id)
WHERE id IN (SELECT guild FROM erasure);
DROP TABLE erasure;
