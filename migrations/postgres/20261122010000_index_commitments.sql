-- What an organisation committed to, without its other records.
CREATE INDEX record_committed ON record (guild, organisation, number) WHERE kind = 'commitment';
