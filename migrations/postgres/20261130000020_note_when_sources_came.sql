-- Since when a guild cites the page: what others saw of it before says nothing of what the guild stands on.
ALTER TABLE source_page ADD COLUMN attached_at BIGINT NOT NULL DEFAULT 0;
