-- Since when a guild cites the page: what others saw of it before says nothing of what the guild stands on.
ALTER TABLE source_page ADD COLUMN attached_at INTEGER NOT NULL DEFAULT 0;
