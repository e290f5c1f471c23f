-- What a page says of itself beside its title, and the address that it says is its own, on the same site.
ALTER TABLE page_capture ADD COLUMN said TEXT COLLATE "C";
ALTER TABLE page ADD COLUMN declared TEXT COLLATE "C";
CREATE INDEX page_declares ON page (declared) WHERE declared IS NOT NULL;

-- What addresses of probably one page have in common, and what hosts that look alike have: made in Rust when the store is
-- opened where it is missing, so that both databases find the same.
ALTER TABLE source_url ADD COLUMN site TEXT COLLATE "C";
ALTER TABLE source_url ADD COLUMN look TEXT COLLATE "C";
ALTER TABLE source_url ADD COLUMN likeness TEXT COLLATE "C";
CREATE INDEX source_url_looks ON source_url (guild, look, site);
CREATE INDEX source_url_like ON source_url (guild, likeness) WHERE likeness IS NOT NULL;
