-- The ledger read by what was done, and by when.
CREATE INDEX ledger_act ON ledger (guild, act, seq);
CREATE INDEX ledger_at ON ledger (guild, at);
